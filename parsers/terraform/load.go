package terraform

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"

	"github.com/faultline-dev/faultline/graph"
)

// maxFileSize bounds one configuration file; the largest generated ones seen in
// public repositories are below 5 MiB.
const maxFileSize = 32 << 20

// loader parses directories, each once. It is safe for concurrent use.
type loader struct {
	fs      fs.FS
	display func(string) string
	mu      sync.Mutex
	modules map[string]*loading
}

type loading struct {
	once sync.Once
	mod  *module
}

// load returns the configuration of a directory, or nil if it has none.
func (l *loader) load(dir string) *module {
	l.mu.Lock()
	e := l.modules[dir]
	if e == nil {
		e = &loading{}
		l.modules[dir] = e
	}
	l.mu.Unlock()
	e.once.Do(func() { e.mod = l.parse(dir) })
	return e.mod
}

// loaded returns every module that was loaded, in order of directory.
func (l *loader) loaded() []*module {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*module
	for _, e := range l.modules {
		if e.mod != nil {
			all = append(all, e.mod)
		}
	}
	slices.SortFunc(all, func(a, b *module) int { return cmp.Compare(a.dir, b.dir) })
	return all
}

// isConfig reports whether Terraform or OpenTofu would read a file of that name.
func isConfig(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return false
	}
	return slices.ContainsFunc(configExtensions(), func(ext string) bool { return strings.HasSuffix(name, ext) })
}

func configExtensions() []string { return []string{".tf", ".tf.json", ".tofu", ".tofu.json"} }

func isOverride(name string) bool {
	base := name
	for _, ext := range configExtensions() {
		if b, ok := strings.CutSuffix(name, ext); ok {
			base = b
			break
		}
	}
	return base == "override" || strings.HasSuffix(base, "_override")
}

func (l *loader) parse(dir string) *module {
	entries, err := fs.ReadDir(l.fs, dir)
	m := &module{
		dir: dir, variables: map[string]*variable{}, locals: map[string]*expr{}, outputs: map[string]*expr{},
		resources: map[string]*resource{}, calls: map[string]*call{}, providers: map[string]*providerBlock{},
		required: map[string]string{}, secret: map[string]bool{}, used: map[string]*usage{}, functions: map[string]bool{},
	}
	if err != nil {
		m.fail(nil, "Directory not read", fmt.Sprintf("%s: %s. Its resources are not judged.", l.display(dir), cause(err)))
		return m
	}
	var names []string
	tofu := map[string]bool{}
	for _, e := range entries {
		if name := e.Name(); isConfig(name) && !e.IsDir() {
			names = append(names, name)
			if base, ok := strings.CutSuffix(name, ".tofu"); ok {
				tofu[base+".tf"] = true
			} else if base, ok := strings.CutSuffix(name, ".tofu.json"); ok {
				tofu[base+".tf.json"] = true
			}
		}
	}
	// OpenTofu reads x.tofu instead of x.tf where both exist.
	names = slices.DeleteFunc(names, func(n string) bool { return tofu[n] })
	if len(names) == 0 {
		return nil
	}
	slices.SortStableFunc(names, func(a, b string) int {
		switch oa, ob := isOverride(a), isOverride(b); {
		case oa == ob:
			return cmp.Compare(a, b)
		case oa:
			return 1
		default:
			return -1
		}
	})
	for _, name := range names {
		l.parseFile(m, path.Join(dir, name), isOverride(name))
	}
	for key := range m.resources {
		m.order = append(m.order, key)
	}
	slices.Sort(m.order)
	return m
}

// cause strips the path that a file error repeats.
func cause(err error) string {
	if pe, ok := err.(*fs.PathError); ok { //nolint:errorlint // only the outermost is of interest
		return pe.Err.Error()
	}
	return err.Error()
}

func (m *module) fail(at *graph.Location, summary, detail string) {
	m.diags = append(m.diags, graph.Diagnostic{
		Severity: graph.SeverityError, Summary: summary, Detail: detail, Location: at, Incomplete: true,
	})
}

// missing records that a file was not read, or only in part.
func (m *module) missing(shown string) {
	m.filesFailed++
	m.unread = append(m.unread, shown)
}

// unreadPart is what a file that was not wholly read may hold, as a need.
func unreadPart(shown string) string { return "the unread part of " + shown }

func (l *loader) parseFile(m *module, name string, override bool) {
	shown := l.display(name)
	src, err := readBounded(l.fs, name, maxFileSize)
	if err != nil {
		m.missing(shown)
		m.fail(&graph.Location{File: shown, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}, "File not read",
			fmt.Sprintf("%s: %s. Its resources are not judged.", shown, cause(err)))
		return
	}
	if line, why := tooHard(src, name); why != "" {
		m.missing(shown)
		m.fail(&graph.Location{File: shown, Line: line, Column: 1, EndLine: line, EndColumn: 1}, "File too hard to read",
			fmt.Sprintf("%s: %s. The file is not read.", shown, why))
		return
	}
	var file *hcl.File
	var diags hcl.Diagnostics
	if strings.HasSuffix(name, ".json") {
		file, diags = json.Parse(src, shown)
	} else {
		file, diags = hclsyntax.ParseConfig(src, shown, hcl.InitialPos)
	}
	if diags.HasErrors() {
		m.missing(shown)
		m.syntaxErrors(diags)
	} else {
		m.filesRead++
	}
	if file == nil || file.Body == nil {
		return
	}
	m.directives = append(m.directives, directives(src, shown, file.Body)...)
	d := &decoder{m: m, override: override, broken: diags}
	d.file(file.Body)
}

// syntaxErrors reports the first few errors of a file; the rest usually follow from them.
func (m *module) syntaxErrors(diags hcl.Diagnostics) {
	const most = 3
	n := 0
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		if n++; n > most {
			return
		}
		m.fail(location(d.Subject), "File not fully read", fmt.Sprintf("%s: %s What could be parsed of the file is judged.", d.Summary, d.Detail))
	}
}

func readBounded(fsys fs.FS, name string, limit int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("not a regular file (%s)", info.Mode().Type())
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%d MiB is more than the %d MiB that are read of one file", info.Size()>>20, limit>>20)
	}
	return fs.ReadFile(fsys, name)
}

func location(r *hcl.Range) *graph.Location {
	if r == nil {
		return nil
	}
	return &graph.Location{
		File: r.Filename, Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column,
	}
}
