package cloudformation

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// inputs gives the stack its parameters: those of its deployment, then those of the
// options, a later one above an earlier one.
func (s *stack) inputs(own []Input) error {
	for _, in := range append(slices.Clone(own), s.run.opts.Inputs...) {
		if in.File == "" {
			s.give(in.Name, text(in.Value))
			continue
		}
		all, err := s.run.parameterFile(in.File)
		if err != nil {
			return err
		}
		for _, g := range all {
			s.give(g.name, g.val)
		}
	}
	return nil
}

func (s *stack) give(name string, v *value) {
	if s.tpl.parameters[name] != nil {
		s.given[name] = v
	}
}

// parameterFile reads a file of parameters, in any of the forms that the AWS CLI,
// CodePipeline and the SAM CLI take.
func (r *run) parameterFile(p string) ([]member, error) {
	src, err := readBounded(r.fs, p, 1<<20)
	if err != nil {
		return nil, fmt.Errorf("reading the parameters in %s: %s", r.opts.Display(p), cause(err))
	}
	t := &template{path: p, file: r.opts.Display(p), text: newSource(src)}
	if strings.EqualFold(path.Ext(p), ".toml") {
		params, _, _, err := parseSAMConfig(t, src)
		return params, err
	}
	root, err := parse(withoutMark(src))
	if err != nil {
		return nil, fmt.Errorf("reading the parameters in %s: %w", t.file, err)
	}
	return t.parameterList(resolved(root))
}

func (t *template) parameterList(root *yaml.Node) ([]member, error) {
	var out []member
	add := func(key, val *yaml.Node) {
		if v := t.given(val); v != nil {
			out = append(out, member{name: keyOf(key), key: key, val: v})
		}
	}
	switch {
	case isSequence(root):
		// The AWS CLI's form: a list of ParameterKey and ParameterValue, or of NAME=VALUE.
		for _, e := range root.Content {
			if name, val, ok := strings.Cut(keyOf(e), "="); ok && !isMapping(e) {
				out = append(out, member{name: name, key: e, val: text(val).at(t, e, "parameter file")})
				continue
			}
			if key := resolved(lookup(e, "ParameterKey")); key != nil && lookup(e, "ParameterValue") != nil {
				add(key, lookup(e, "ParameterValue"))
			}
		}
	case isMapping(lookup(root, "Parameters")):
		// CodePipeline's form, beside Tags and StackPolicy.
		for _, p := range pairs(lookup(root, "Parameters")) {
			add(p.key, p.val)
		}
	case isSequence(lookup(root, "Parameters")):
		return t.parameterList(resolved(lookup(root, "Parameters")))
	case isMapping(root):
		for _, p := range pairs(root) {
			add(p.key, p.val)
		}
	default:
		return nil, fmt.Errorf("reading the parameters in %s: they must be a list of ParameterKey and ParameterValue, or a mapping of names", t.file)
	}
	return out, nil
}

// given is a value of a parameter file; nil for what is no text or list of texts.
func (t *template) given(n *yaml.Node) *value {
	if s, ok := plainText(n); ok {
		return text(s).at(t, n, "parameter file")
	}
	if isSequence(n) {
		var parts []string
		for _, e := range resolved(n).Content {
			s, _ := plainText(e)
			parts = append(parts, s)
		}
		return text(strings.Join(parts, ",")).at(t, n, "parameter file")
	}
	return nil
}

// beside reads the samconfig.toml beside a template, as the SAM CLI does by itself. What
// is wrong with it is a diagnostic.
func (s *stack) beside() {
	p := path.Join(path.Dir(s.tpl.path), samConfigName)
	src, err := readBounded(s.run.fs, p, 1<<20)
	if err != nil {
		return
	}
	t := &template{path: p, file: s.run.opts.Display(p), text: newSource(src)}
	params, name, region, err := parseSAMConfig(t, src)
	if err != nil {
		s.frame().report(nil, graph.SeverityWarning, false, "Parameters not read", "%s.", err)
		return
	}
	for _, m := range params {
		s.give(m.name, m.val)
	}
	s.name = cmp.Or(s.name, name)
	s.region = cmp.Or(s.region, region)
}

// isSAMDefault reports whether a template has the name that the SAM CLI looks for.
func isSAMDefault(p string) bool {
	base := path.Base(p)
	return base == "template.yaml" || base == "template.yml" || base == "template.json"
}
