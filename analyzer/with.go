package analyzer

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// LibraryMark begins the first line of a copy of a library of ours, which plain opa needs
// beside own rules. [RuleSet.With] leaves such files out: what is judged with is the
// library of the program.
const LibraryMark = "# Copied from faultline"

// With returns the rules of s together with own ones, which can import the libraries
// of s and of each other. They are checked as strictly as ours are, with the names
// that known has; the error names every problem, a line each, with file and line.
// s does not change.
func (s *RuleSet) With(known Vocabulary, own ...*Own) (*RuleSet, error) {
	all := &RuleSet{
		rules: slices.Clone(s.rules), modules: map[string]*module{}, libs: map[string]*module{},
	}
	maps.Copy(all.modules, s.modules)
	maps.Copy(all.libs, s.libs)
	parsed := make([]*sources, len(own))
	var problems []error
	var types []string
	for i, o := range own {
		src, err := o.parse(s.libs)
		problems = append(problems, err)
		parsed[i] = src
		types = append(types, src.declaredTypes()...)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	checks := newChecks(known, types)
	for i, o := range own {
		problems = append(problems, all.addOwn(o, parsed[i], checks))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	all.sort()
	mine := slices.DeleteFunc(slices.Clone(all.rules), func(r *Rule) bool { return r.File == "" })
	if err := all.check(mine, checks.compilerSchema(types)); err != nil {
		return nil, err
	}
	return all, nil
}

// parse reads the rules and libraries, without copies of libraries that there are.
func (o *Own) parse(there map[string]*module) (*sources, error) {
	src := &sources{}
	var problems []error
	for _, f := range o.files {
		if !strings.HasSuffix(f.path, "_test.rego") {
			problems = append(problems, src.add(f.path, o.shown(f.path), f.text))
		}
	}
	src.libs = slices.DeleteFunc(src.libs, func(lib *source) bool {
		return there[lib.pkg] != nil && strings.HasPrefix(string(lib.text), LibraryMark)
	})
	return src, errors.Join(problems...)
}

// addOwn checks and takes over what one directory or bundle has.
func (s *RuleSet) addOwn(o *Own, src *sources, checks *checks) error {
	ix, err := src.index(checks)
	if err != nil {
		return err
	}
	texts := make(map[string][]byte, len(o.files))
	for _, f := range o.files {
		texts[f.path] = f.text
	}
	var problems []error
	for _, l := range ix.Libs {
		if s.libs[l.Package] != nil {
			problems = append(problems, fmt.Errorf("%s: there is a library %s already; choose another package path and directory", o.shown(l.Path), l.Package))
		}
	}
	for i := range ix.Rules {
		r := &ix.Rules[i]
		there := s.modules[r.ID]
		switch {
		case there == nil:
		case there.text == nil:
			problems = append(problems, fmt.Errorf("%s: faultline comes with a rule %s; choose another package path and directory", o.shown(r.Path), r.ID))
		default:
			problems = append(problems, fmt.Errorf("%s: the id %s is that of %s already; choose another package path and directory", o.shown(r.Path), r.ID, there.path))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	before := len(s.rules)
	s.addIndex(ix, func(m module) *module {
		m.text = texts[m.path]
		m.path = o.shown(m.path)
		return &m
	})
	for _, r := range s.rules[before:] {
		r.File = s.modules[r.ID].path
	}
	return nil
}

// declaredTypes are the types of all sources, as far as their metadata can be read.
func (s *sources) declaredTypes() []string {
	var types []string
	for _, src := range s.rules {
		r, _ := src.rule(nil)
		types = append(append(types, r.Types...), r.Reads...)
	}
	return types
}

// compilerSchema is the schema without the types that no rule can read, which would take
// the compiler longer than the rules; nil where nothing is known.
func (c *checks) compilerSchema(types []string) any {
	if c.schema == nil {
		return nil
	}
	all, _ := c.schema["properties"].(map[string]any)
	resources, _ := all["resources"].(map[string]any)
	known, _ := resources["properties"].(map[string]any)
	if known == nil {
		return c.schema
	}
	read := map[string]any{}
	for _, t := range types {
		if known[t] != nil {
			read[t] = known[t]
		}
	}
	schema, properties, resources := maps.Clone(c.schema), maps.Clone(all), maps.Clone(resources)
	delete(properties, "data_sources") // it refers to resources, and only lib.graph reads it
	schema["properties"], properties["resources"], resources["properties"] = properties, resources, read
	return schema
}

// read returns the text of a module.
func (m *module) read() ([]byte, error) {
	if m.text != nil {
		return m.text, nil
	}
	return fs.ReadFile(m.fsys, m.path)
}
