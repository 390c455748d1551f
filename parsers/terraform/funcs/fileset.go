package funcs

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const (
	maxFileSetReads = 100_000 // files and directories looked at for one fileset: links can make a tree infinite
	maxAlternatives = 1000    // what {a,b}{c,d} in a pattern multiply to
)

var errManyFiles = errors.New("the pattern makes too many files be looked at")

// fileSetFunc returns the paths, relative to a directory, of the regular files that match a pattern. As in
// Terraform special characters in the directory have their meaning of the pattern too.
func (s Scope) fileSetFunc() function.Function {
	ty := cty.Set(cty.String)
	return function.New(&function.Spec{
		Description:  "Returns the files that match a pattern.",
		Params:       []function.Parameter{stringParam("path"), stringParam("pattern")},
		Type:         function.StaticReturnType(ty),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			dir, pattern := args[0].AsString(), args[1].AsString()
			matches, err := s.glob(dir, pattern)
			if err != nil {
				return cty.NilVal, err
			}
			if len(matches) == 0 {
				return cty.SetValEmpty(cty.String), nil
			}
			vals := make([]cty.Value, len(matches))
			for i, match := range matches {
				vals[i] = cty.StringVal(match)
			}
			return cty.SetVal(vals), nil
		},
	})
}

func (s Scope) glob(dir, pattern string) ([]string, error) {
	from, err := s.resolve(dir)
	if err != nil {
		return nil, err
	}
	if path.IsAbs(pattern) {
		pattern = "." + pattern // joined to the directory, as filepath.Join does
	}
	full := path.Join(from, pattern)
	if full == ".." || strings.HasPrefix(full, "../") {
		return nil, &OutsideError{Path: path.Join(dir, pattern)}
	}
	if alternatives(full) > maxAlternatives {
		return nil, errors.New("the pattern has too many alternatives")
	}
	base, rest := doublestar.SplitPattern(full)
	limited := &limitedFS{fsys: s.FS, base: base}
	var matches []string
	err = doublestar.GlobWalk(limited, rest, func(match string, _ fs.DirEntry) error {
		match = path.Join(base, match)
		info, err := fs.Stat(s.FS, match)
		if err != nil {
			return fileError(match, err)
		}
		if info.Mode().IsRegular() {
			matches = append(matches, relative(from, match))
		}
		if len(matches) > maxElements {
			return fmt.Errorf("the pattern matches more than %d files", maxElements)
		}
		return nil
	})
	if limited.reads > maxFileSetReads {
		return nil, errManyFiles
	}
	if limited.outside != nil {
		return nil, limited.outside
	}
	if err != nil {
		return nil, fmt.Errorf("matching %q: %w", pattern, err)
	}
	return matches, nil
}

// alternatives returns at least as many as the braces in a pattern stand for.
func alternatives(pattern string) int {
	total := 1
	for _, group := range strings.Split(pattern, "{")[1:] {
		total *= strings.Count(group, ",") + 1
		if total > maxAlternatives {
			break
		}
	}
	return total
}

// relative returns the path from one directory of an fs.FS to a file in it, both being clean.
func relative(from, file string) string {
	if from == "." {
		return file
	}
	up := 0
	for !strings.HasPrefix(file, from+"/") {
		up++
		if from = path.Dir(from); from == "." {
			return strings.Repeat("../", up) + file
		}
	}
	return strings.Repeat("../", up) + strings.TrimPrefix(file, from+"/")
}

// limitedFS is the part of fsys below base. It fails after a number of calls, for errors are what makes the
// matcher give up the rest of the tree without losing what it has. As the matcher passes over other errors too,
// the one for a link that leaves fsys is kept.
type limitedFS struct {
	fsys    fs.FS
	base    string
	reads   int
	outside error
}

// Open implements [fs.FS].
func (l *limitedFS) Open(name string) (fs.File, error) { return limit(l, name, l.fsys.Open) }

// Stat implements [fs.StatFS].
func (l *limitedFS) Stat(name string) (fs.FileInfo, error) {
	return limit(l, name, func(p string) (fs.FileInfo, error) { return fs.Stat(l.fsys, p) })
}

// ReadDir implements [fs.ReadDirFS].
func (l *limitedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	return limit(l, name, func(p string) ([]fs.DirEntry, error) { return fs.ReadDir(l.fsys, p) })
}

// limit calls read with the path of name in l.fsys.
func limit[T any](l *limitedFS, name string, read func(string) (T, error)) (T, error) {
	if l.reads++; l.reads > maxFileSetReads {
		var none T
		return none, errManyFiles
	}
	full := path.Join(l.base, name)
	v, err := read(full)
	if err != nil {
		if outside, ok := errors.AsType[*OutsideError](fileError(full, err)); ok && l.outside == nil {
			l.outside = outside
		}
	}
	return v, err
}
