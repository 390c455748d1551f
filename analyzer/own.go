package analyzer

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/util"
)

// Bounds of what is read as own rules: many times what a large collection has (our 80 rules
// are 0.3 MiB), and little enough that a stranger's cannot hold up or fill the machine:
// the worst that was found takes the compiler 2 s for 256 KiB.
const (
	maxRegoFiles   = 2000
	maxRegoSize    = 128 << 10 // of one file, in bytes
	maxOwnSize     = 4 << 20   // of all files together
	maxOwnEntries  = 50_000    // files and directories of any kind that are looked at
	maxUnpacked    = 64 << 20  // of a bundle, with what is not Rego
	maxBundleBytes = 8 << 20   // of a bundle as it is
)

// Own is the Rego of a directory or bundle of rules that are not part of faultline, as it
// was when it was read. Nothing of it was parsed.
type Own struct {
	// Name is where it comes from, as it is shown: errors name files as Name/file.
	Name  string
	files []ownFile
}

type ownFile struct {
	path string // slash-separated, below the directory
	text []byte
}

// ReadDir reads the Rego below the top of fsys, except in directories whose names begin
// with a dot. Hand it the file system of an os.Root, so that no symbolic link leads out.
// The error says which bound is exceeded or which file cannot be read.
func ReadDir(name string, fsys fs.FS) (*Own, error) {
	own := &Own{Name: name}
	size, entries := 0, 0
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("%s: %w", own.shown(p), plainError(err))
		}
		if entries++; entries > maxOwnEntries {
			return fmt.Errorf("%s has more than %d files; give the rules a directory of their own", name, maxOwnEntries)
		}
		switch {
		case d.IsDir() && p != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || path.Ext(p) != ".rego":
			return nil
		}
		text, err := readRego(fsys, p)
		if err != nil {
			return fmt.Errorf("%s: %w", own.shown(p), plainError(err))
		}
		size += len(text)
		return own.add(p, text, size)
	})
	if err != nil {
		return nil, err
	}
	if err := own.notEmpty(); err != nil {
		return nil, err
	}
	return own, nil
}

func (o *Own) add(p string, text []byte, size int) error {
	if o.files = append(o.files, ownFile{p, text}); len(o.files) > maxRegoFiles || size > maxOwnSize {
		return o.tooLarge()
	}
	return nil
}

func (o *Own) tooLarge() error {
	return fmt.Errorf("%s is too large: at most %d Rego files and %d MiB are read", o.Name, maxRegoFiles, maxOwnSize>>20)
}

func tooLarge(size int64) error {
	return fmt.Errorf("it has %d KiB; a rule may have %d", size>>10, maxRegoSize>>10)
}

func (o *Own) notEmpty() error {
	for _, f := range o.files {
		if !strings.HasSuffix(f.path, "_test.rego") {
			return nil
		}
	}
	return fmt.Errorf("%s has no rules: there is no .rego file; faultline rules new writes one", o.Name)
}

// shown is the name of a file in messages and reports.
func (o *Own) shown(p string) string { return path.Join(o.Name, p) }

// readRego reads a file that must be a regular one: a pipe would never end.
func readRego(fsys fs.FS, p string) ([]byte, error) {
	info, err := fs.Stat(fsys, p)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	case info.Size() > maxRegoSize:
		return nil, tooLarge(info.Size())
	}
	f, err := fsys.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxRegoSize+1))
	if err == nil && len(text) > maxRegoSize {
		err = errors.New("it grows while it is read")
	}
	return text, err
}

// plainError drops the operation and the path, which the caller names better.
func plainError(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}

// ReadBundle reads the Rego of an OPA bundle (tar, gzip). Signatures are not verified,
// and data is refused, because rules judge by the configuration alone.
func ReadBundle(name string, r io.ReadSeeker) (*Own, error) {
	if err := measure(r); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	own := &Own{Name: name}
	var refused error
	n, size := 0, 0
	// The reader parses what it reads, so the bounds have to hold before.
	loader := bundle.NewTarballLoaderWithBaseURL(io.LimitReader(r, maxBundleBytes), "").
		WithFilter(func(p string, info fs.FileInfo, _ int) bool {
			if path.Ext(p) != ".rego" || info.IsDir() {
				return false
			}
			n++
			size += int(info.Size())
			switch {
			case refused != nil:
			case info.Size() > maxRegoSize:
				refused = fmt.Errorf("%s: %w", own.shown(path.Clean("/"+p)), tooLarge(info.Size()))
			case n > maxRegoFiles || size > maxOwnSize:
				refused = own.tooLarge()
			}
			return refused != nil
		})
	b, err := bundle.NewCustomReader(loader).
		WithSkipBundleVerification(true).WithLazyLoadingMode(true).WithSizeLimitBytes(maxUnpacked).Read()
	switch {
	case refused != nil:
		return nil, refused
	case err != nil:
		return nil, fmt.Errorf("%s: reading the bundle: %w", name, explained(err))
	}
	for _, raw := range b.Raw {
		p := strings.TrimPrefix(path.Clean("/"+raw.Path), "/")
		switch {
		case path.Ext(p) == ".rego":
			own.files = append(own.files, ownFile{p, raw.Value})
		case holdsData(raw.Value):
			return nil, fmt.Errorf("%s: a bundle of rules has no data; build it without, as in opa build --ignore '*.yaml' --ignore '*.json'", own.shown(p))
		}
	}
	if err := own.notEmpty(); err != nil {
		return nil, err
	}
	own.stripPrefix()
	slices.SortFunc(own.files, func(a, b ownFile) int { return strings.Compare(a.path, b.path) })
	return own, nil
}

// measure refuses an archive that would unpack to more than its bound, and rewinds it.
func measure(r io.ReadSeeker) error {
	limited := &io.LimitedReader{R: r, N: maxBundleBytes + 1}
	unpacked, err := gzip.NewReader(limited)
	if err != nil {
		return errors.New("it is neither a directory nor an OPA bundle (.tar.gz)")
	}
	n, err := io.Copy(io.Discard, io.LimitReader(unpacked, maxUnpacked+1))
	switch {
	case limited.N <= 0:
		return fmt.Errorf("a bundle may have %d MiB", maxBundleBytes>>20)
	case err != nil:
		return fmt.Errorf("unpacking the bundle: %w", err)
	case n > maxUnpacked:
		return fmt.Errorf("it unpacks to more than %d MiB", maxUnpacked>>20)
	}
	_, err = r.Seek(0, io.SeekStart)
	return err
}

// holdsData reports whether a data file says something; opa build writes "{}".
func holdsData(text []byte) bool {
	var v any
	if err := util.Unmarshal(text, &v); err != nil {
		return true
	}
	m, ok := v.(map[string]any)
	return v != nil && (!ok || len(m) > 0)
}

// stripPrefix takes away the directories that opa build was started above, so that
// paths are again those that packages repeat.
func (o *Own) stripPrefix() {
	for _, f := range o.files {
		dir := packagePath(string(f.text))
		if dir == "" || strings.HasSuffix(f.path, "_test.rego") {
			continue
		}
		prefix, found := strings.CutSuffix(path.Dir(f.path), dir)
		if !found || prefix == "" {
			return
		}
		for i := range o.files {
			o.files[i].path = strings.TrimPrefix(o.files[i].path, prefix)
		}
		return
	}
}

// packagePath is aws/rds/single_az for a text with package rules.aws.rds.single_az.
func packagePath(text string) string {
	for line := range strings.Lines(text) {
		if pkg, found := strings.CutPrefix(line, "package rules."); found {
			return strings.ReplaceAll(strings.TrimSpace(pkg), ".", "/")
		}
	}
	return ""
}

// Types returns the types that the rules declare, as far as their metadata can be read.
func (o *Own) Types() []string {
	src, _ := o.parse(nil)
	types := src.declaredTypes()
	slices.Sort(types)
	return slices.Compact(types)
}

// Dirs returns the directories that hold rules, below the top. Their fixtures are no
// configuration of anybody's.
func (o *Own) Dirs() []string {
	var dirs []string
	for _, f := range o.files {
		if dir := path.Dir(f.path); strings.Count(dir, "/") == 2 && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
