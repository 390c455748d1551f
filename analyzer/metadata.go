package analyzer

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/internal/suggest"
)

// The verdicts are the two partial sets that a rule defines.
const (
	ruleFail         = "fail"
	ruleUndetermined = "undetermined"
)

// maxTitle is the longest title, in characters.
const maxTitle = 100

// sources is the Rego of a rules file system, parsed with its metadata.
type sources struct {
	rules []*source
	libs  []*source
}

type source struct {
	path    string // in its file system
	shown   string // in messages
	pkg     string // "rules.aws.rds.single_az", "lib.attr"
	text    []byte
	module  *ast.Module
	imports []string
}

// BuildIndex reads all Rego in a rules file system, checks its metadata and form, and
// returns the text of its index.json. The error names every problem, one a line.
func BuildIndex(fsys fs.FS) ([]byte, error) {
	src, err := readSources(fsys)
	if err != nil {
		return nil, err
	}
	ix, err := src.index(nil)
	if err != nil {
		return nil, err
	}
	return ix.text()
}

// text writes an index with a rule a line, so that it is quick to read and a change
// of a rule is a change of a line.
func (ix *index) text() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	lines := func(n int, line func(i int) any) error {
		for i := range n {
			if i > 0 {
				b.Truncate(b.Len() - 1) // the newline of Encode
				b.WriteString(",\n")
			}
			if err := enc.Encode(line(i)); err != nil {
				return fmt.Errorf("writing the index: %w", err)
			}
		}
		return nil
	}
	b.WriteString("{\"libs\":[\n")
	if err := lines(len(ix.Libs), func(i int) any { return ix.Libs[i] }); err != nil {
		return nil, err
	}
	b.WriteString("],\"rules\":[\n")
	if err := lines(len(ix.Rules), func(i int) any { return ix.Rules[i] }); err != nil {
		return nil, err
	}
	b.WriteString("]}\n")
	return b.Bytes(), nil
}

func readSources(fsys fs.FS) (*sources, error) {
	found := &sources{}
	var problems []error
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || path.Ext(p) != ".rego" || strings.HasSuffix(p, "_test.rego") {
			return nil
		}
		text, err := fs.ReadFile(fsys, p)
		if err != nil {
			problems = append(problems, fmt.Errorf("reading a rule: %w", err))
			return nil
		}
		problems = append(problems, found.add(p, p, text))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for rules: %w", err)
	}
	return found, errors.Join(problems...)
}

// add parses one file that is no test.
func (s *sources) add(p, shown string, text []byte) error {
	src, err := newSource(p, shown, text)
	switch {
	case err != nil:
		return err
	case src.pkg == "lib" || strings.HasPrefix(src.pkg, "lib."):
		s.libs = append(s.libs, src)
	default:
		s.rules = append(s.rules, src)
	}
	return nil
}

func newSource(p, shown string, text []byte) (*source, error) {
	mod, err := ast.ParseModuleWithOpts(shown, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true})
	if err != nil {
		return nil, explained(err)
	}
	if mod == nil {
		return nil, fmt.Errorf("%s: the file is empty", shown)
	}
	src := &source{path: p, shown: shown, pkg: packageName(mod.Package.Path), text: text, module: mod}
	for _, imp := range mod.Imports {
		ref, ok := imp.Path.Value.(ast.Ref)
		if !ok || !ref.HasPrefix(ast.DefaultRootRef) {
			continue
		}
		if pkg := packageName(ref); !slices.Contains(src.imports, pkg) {
			src.imports = append(src.imports, pkg)
		}
	}
	slices.Sort(src.imports)
	return src, nil
}

// packageName writes data.lib.attr as lib.attr.
func packageName(ref ast.Ref) string {
	var parts []string
	for _, t := range ref[1:] {
		if s, ok := t.Value.(ast.String); ok {
			parts = append(parts, string(s))
		}
	}
	return strings.Join(parts, ".")
}

// index checks all sources. The checks may be nil.
func (s *sources) index(known *checks) (*index, error) {
	ix := &index{Libs: []indexLib{}, Rules: []indexRule{}}
	var problems []error
	places := map[string]string{}
	for _, lib := range s.libs {
		if want := strings.ReplaceAll(path.Dir(lib.path), "/", "."); lib.pkg != want {
			problems = append(problems, fmt.Errorf("%s:%d: the package is %s, but the directory says %s", lib.shown, lib.module.Package.Location.Row, lib.pkg, want))
		}
		problems = append(problems, lib.foreignData()...)
		ix.Libs = append(ix.Libs, indexLib{Package: lib.pkg, Path: lib.path, Imports: lib.imports, Attributes: lib.attributes()})
	}
	for _, src := range s.rules {
		r, err := src.rule(known)
		if first, taken := places[r.ID]; taken && err == nil {
			err = fmt.Errorf("%s: the id %s is that of %s already; choose another directory", src.shown, r.ID, first)
		}
		if err != nil {
			problems = append(problems, err)
			continue
		}
		places[r.ID] = src.shown
		ix.Rules = append(ix.Rules, r)
	}
	slices.SortFunc(ix.Libs, func(a, b indexLib) int { return cmp.Compare(a.Package, b.Package) })
	slices.SortFunc(ix.Rules, func(a, b indexRule) int { return cmp.Compare(a.ID, b.ID) })
	return ix, errors.Join(problems...)
}

// rule reads the metadata of a rule and checks it and the rule's form.
func (s *source) rule(known *checks) (indexRule, error) {
	c := &metadataCheck{src: s, checks: known, lines: metadataLines(string(s.text))}
	r := indexRule{Path: s.path, Imports: s.imports, Attributes: s.attributes()}
	c.identity(&r)
	if a := c.annotation(); a != nil {
		c.describe(a, &r)
		c.form(&r)
	}
	return r, errors.Join(c.problems...)
}

type metadataCheck struct {
	src      *source
	checks   *checks        // nil where nothing is known of types
	lines    map[string]int // of the keys of the metadata, as in "custom.severity"
	problems []error
}

// fail records a problem with the file as a whole, at its package.
func (c *metadataCheck) fail(format string, args ...any) {
	c.failAt(c.src.module.Package.Location, format, args...)
}

// failKey records a problem with a key of the metadata, or with its absence.
func (c *metadataCheck) failKey(key, format string, args ...any) {
	for c.lines[key] == 0 && strings.Contains(key, ".") {
		key = key[:strings.LastIndexByte(key, '.')]
	}
	row := cmp.Or(c.lines[key], c.lines[""], c.src.module.Package.Location.Row)
	c.failAt(&ast.Location{Row: row}, format, args...)
}

func (c *metadataCheck) failAt(loc *ast.Location, format string, args ...any) {
	c.problems = append(c.problems, fmt.Errorf("%s:%d: %s", c.src.shown, loc.Row, fmt.Sprintf(format, args...)))
}

// identity derives the ID from the package, which the directory repeats.
func (c *metadataCheck) identity(r *indexRule) {
	dir := path.Dir(c.src.path)
	want := "rules." + strings.ReplaceAll(dir, "/", ".")
	if c.src.pkg != want {
		c.fail("the package is %s, but the directory says %s", c.src.pkg, want)
	}
	if name := path.Base(dir) + ".rego"; path.Base(c.src.path) != name {
		c.fail("the file of a rule has the name of its directory: %s", name)
	}
	if strings.Count(dir, "/") != 2 {
		c.fail("a rule is at <provider>/<service>/<defect>/<defect>.rego")
	}
	id := strings.TrimPrefix(c.src.pkg, "rules.")
	r.ID = strings.NewReplacer(".", "-", "_", "-").Replace(id)
}

// annotation returns the one METADATA block of the package.
func (c *metadataCheck) annotation() *ast.Annotations {
	var found *ast.Annotations
	for _, a := range c.src.module.Annotations {
		if a.Scope == "package" {
			found = a
		}
	}
	if found == nil {
		c.fail("no METADATA comment above the package")
		return nil
	}
	var top []string // OPA drops those that it does not know
	for key := range c.lines {
		if key != "" && !strings.Contains(key, ".") {
			top = append(top, key)
		}
	}
	c.unknownKeys("", top, "title", "description", "related_resources", "custom", "scope")
	return found
}

// unknownKeys refuses keys of an object of the metadata; where is empty at the top.
func (c *metadataCheck) unknownKeys(where string, keys []string, known ...string) {
	slices.Sort(keys)
	for _, k := range keys {
		if !slices.Contains(known, k) {
			at := strings.TrimPrefix(where+"."+k, ".")
			c.failKey(at, "%s has the unknown key %q%s (there are %s)", cmp.Or(where, "METADATA"), k, suggest.Nearest(k, known), strings.Join(known, ", "))
		}
	}
}

func (c *metadataCheck) describe(a *ast.Annotations, r *indexRule) {
	r.Title, r.Description = a.Title, unwrapped(a.Description)
	for _, l := range a.RelatedResources {
		if l.Ref.Scheme != "https" && l.Ref.Scheme != "http" {
			c.failKey("related_resources", "related_resources has %q, which is no address of a page (https://…)", l.Ref.String())
		}
		r.Links = append(r.Links, l.Ref.String())
	}
	m := fields{c: c, where: "custom", m: a.Custom}
	c.unknownKeys("custom", slices.Collect(maps.Keys(a.Custom)),
		"severity", "theme", "types", "reads", "controls", "frameworks", "remediation", "params", "profiles")
	r.Severity, r.Theme = Severity(m.text("severity")), m.text("theme")
	r.Types, r.Reads = m.list("types"), m.list("reads")
	r.Controls, r.Profiles = m.list("controls"), m.list("profiles")
	r.Frameworks = map[string][]string{}
	frameworks := m.sub("frameworks")
	for k := range frameworks.m {
		r.Frameworks[k] = frameworks.list(k)
	}
	c.unknownKeys("custom.frameworks", slices.Collect(maps.Keys(r.Frameworks)), "well_architected", "fsbp", "aprl")
	r.Remediation = map[string]string{}
	remediation := m.sub("remediation")
	for k := range remediation.m {
		r.Remediation[k] = unwrapped(remediation.text(k))
	}
	c.unknownKeys("custom.remediation", slices.Collect(maps.Keys(r.Remediation)), "terraform", "cloudformation", "live")
	c.params(m.sub("params"), r)

	c.required(r)
}

// required checks what every rule has to say of itself.
func (c *metadataCheck) required(r *indexRule) {
	switch {
	case r.Title == "":
		c.failKey("title", "no title: what is wrong, in a line?")
	case utf8.RuneCountInString(r.Title) > maxTitle:
		c.failKey("title", "the title has %d characters; at most %d fit a line", utf8.RuneCountInString(r.Title), maxTitle)
	case strings.HasPrefix(r.Title, "Ensure"), strings.HasSuffix(r.Title, "."):
		c.failKey("title", "the title says what is wrong, without %q and a full stop: %q", "Ensure", r.Title)
	}
	if r.Description == "" {
		c.failKey("description", "no description: which loss does it turn into which outage?")
	}
	if r.Severity.Rank() < 0 {
		c.failKey("custom.severity", "custom.severity is %q%s (there are %s)", r.Severity, nearest(r.Severity, Severities()), joined(Severities()))
	}
	if !slices.Contains(Themes(), r.Theme) {
		c.failKey("custom.theme", "custom.theme is %q%s (there are %s)", r.Theme, nearest(r.Theme, Themes()), joined(Themes()))
	}
	if len(r.Types) == 0 {
		c.failKey("custom.types", "custom.types is empty: which resources does the rule judge?")
	}
	if len(r.Remediation) == 0 {
		c.failKey("custom.remediation", "custom.remediation is empty: what is there to change?")
	}
	for _, p := range r.Profiles {
		if !slices.Contains(Profiles(), Profile(p)) {
			c.failKey("custom.profiles", "custom.profiles has %q%s (there are %s)", p, nearest(p, Profiles()), joined(Profiles()))
		}
	}
	c.knownTypes("custom.types", r.Types)
	c.knownTypes("custom.reads", r.Reads)
	for _, t := range r.Reads {
		if slices.Contains(r.Types, t) {
			c.failKey("custom.reads", "custom.reads repeats %s of types", t)
		}
	}
}

func (c *metadataCheck) params(params fields, r *indexRule) {
	for name := range params.m {
		p := params.sub(name)
		p.c.unknownKeys(p.where, slices.Collect(maps.Keys(p.m)), "default", "description")
		value, found := p.m["default"]
		if !found {
			c.failKey(p.where, "%s has no default", p.where)
		}
		if r.Params == nil {
			r.Params, r.ParamHelp = map[string]any{}, map[string]string{}
		}
		r.Params[name], r.ParamHelp[name] = value, p.text("description")
		if r.ParamHelp[name] == "" {
			c.failKey(p.where, "%s has no description", p.where)
		}
	}
}

// fields reads values of one object of the metadata.
type fields struct {
	c     *metadataCheck
	where string
	m     map[string]any
}

func (f fields) text(key string) string {
	v, found := f.m[key]
	if !found {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		f.c.failKey(f.where+"."+key, "%s.%s is not a string", f.where, key)
	}
	return s
}

func (f fields) list(key string) []string {
	v, found := f.m[key]
	if !found {
		return nil
	}
	items, ok := v.([]any)
	if !ok {
		f.c.failKey(f.where+"."+key, "%s.%s is not a list of strings: write [a, b]", f.where, key)
		return nil
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		s, ok := item.(string)
		if !ok || s == "" || slices.Contains(list, s) {
			f.c.failKey(f.where+"."+key, "%s.%s has %v, which is empty, given twice or not a string", f.where, key, item)
			continue
		}
		list = append(list, s)
	}
	return list
}

func (f fields) sub(key string) fields {
	inner := fields{c: f.c, where: f.where + "." + key}
	v, found := f.m[key]
	if !found {
		return inner
	}
	m, ok := v.(map[string]any)
	if !ok {
		f.c.failKey(inner.where, "%s is not an object", inner.where)
	}
	inner.m = m
	return inner
}

// unwrapped joins the lines of a paragraph; an empty line starts a new one.
func unwrapped(text string) string {
	paragraphs := strings.Split(strings.TrimSpace(text), "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(paragraphs, "\n\n")
}

func nearest[S, K ~string](word S, known []K) string {
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	return suggest.Nearest(string(word), words)
}

func joined[S ~string](list []S) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}
