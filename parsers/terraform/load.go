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
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") {
		return false
	}
	for _, ext := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

func isOverride(name string) bool {
	base := name[:strings.IndexByte(name, '.')]
	return base == "override" || strings.HasSuffix(base, "_override")
}

func (l *loader) parse(dir string) *module {
	entries, err := fs.ReadDir(l.fs, dir)
	m := &module{
		dir: dir, variables: map[string]*variable{}, locals: map[string]*expr{}, outputs: map[string]*expr{},
		resources: map[string]*resource{}, calls: map[string]*call{}, providers: map[string]*providerBlock{},
		required: map[string]string{}, used: map[string]*usage{}, functions: map[string]bool{},
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

func (l *loader) parseFile(m *module, name string, override bool) {
	shown := l.display(name)
	src, err := readBounded(l.fs, name, maxFileSize)
	if err != nil {
		m.filesFailed++
		m.fail(&graph.Location{File: shown, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}, "File not read",
			fmt.Sprintf("%s: %s. Its resources are not judged.", shown, cause(err)))
		return
	}
	if at, ok := tooDeep(src); ok {
		m.filesFailed++
		m.fail(&graph.Location{File: shown, Line: at, Column: 1, EndLine: at, EndColumn: 1}, "File nested too deeply",
			fmt.Sprintf("%s nests brackets or operators deeper than %d levels from line %d on; it is not read. Split the expression.", shown, maxDepth, at))
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
		m.filesFailed++
		m.syntaxErrors(diags)
	} else {
		m.filesRead++
	}
	if file == nil || file.Body == nil {
		return
	}
	d := &decoder{m: m, override: override}
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

// maxDepth bounds nesting in a file: HCL's parser recurses, and a Go stack that
// overflows cannot be recovered from.
const maxDepth = 1000

// tooDeep looks for nesting that would exhaust the parser's stack and returns the
// line where the limit is passed. It counts brackets, runs of unary operators and
// conditionals without understanding strings, with limits far above real code.
func tooDeep(src []byte) (line int, deep bool) {
	depth, unary, conditionals := 0, 0, 0
	line = 1
	for _, c := range src {
		switch c {
		case '\n':
			line++
			continue
		case ' ', '\t', '\r':
			continue
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			if depth = max(depth-1, 0); depth == 0 {
				conditionals = 0
			}
		case '?':
			conditionals++
		}
		if c == '!' || c == '-' {
			unary++
		} else {
			unary = 0
		}
		if depth > maxDepth || unary > 10*maxDepth || conditionals > 50*maxDepth {
			return line, true
		}
	}
	return 0, false
}

func location(r *hcl.Range) *graph.Location {
	if r == nil {
		return nil
	}
	return &graph.Location{
		File: r.Filename, Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column,
	}
}
