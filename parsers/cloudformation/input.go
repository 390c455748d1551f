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
			g := given{name: in.Name, val: text(in.Value), form: formPlain}
			if in.deployed {
				g.form = formDeployed
			}
			s.give(&g)
			continue
		}
		all, err := s.run.parameterFile(in.File)
		if err != nil {
			return err
		}
		for i := range all {
			s.give(&all[i])
		}
	}
	return nil
}

// given is the value of a parameter.
type given struct {
	name string
	val  *value
	form form
}

// form is what is meant with the value of a parameter that Systems Manager keeps.
type form int

const (
	// formDeployed is as a deployment takes it: the name under which the value is kept.
	formDeployed form = iota
	// formPlain is the value itself.
	formPlain
	// formResolved is the value itself, and nothing for other parameters.
	formResolved
)

func (s *stack) give(g *given) {
	p := s.tpl.parameters[g.name]
	switch {
	case p == nil:
		return
	case p.kept() && (g.form == formDeployed || isKeptName(g.val.text)):
		return
	case !p.kept() && g.form == formResolved:
		return
	}
	s.given[g.name] = g.val
}

// isKeptName reports whether a text is the name of a parameter of Systems Manager, given
// where its value was asked for: one of a hierarchy, or an ARN. Others look like values.
func isKeptName(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "arn:") && strings.Contains(s, ":ssm:")
}

// parameterFile reads a file of parameters, in any of the forms that the AWS CLI,
// CodePipeline and the SAM CLI take.
func (r *run) parameterFile(p string) ([]given, error) {
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

func (t *template) parameterList(root *yaml.Node) ([]given, error) {
	var out []given
	add := func(key, val *yaml.Node, form form) {
		if v := t.given(val); v != nil {
			out = append(out, given{name: keyOf(key), val: v, form: form})
		}
	}
	switch {
	case isSequence(root):
		// The AWS CLI's form: a list of ParameterKey and ParameterValue, or of NAME=VALUE.
		for _, e := range root.Content {
			if name, val, ok := strings.Cut(keyOf(e), "="); ok && !isMapping(e) {
				out = append(out, given{name: name, val: text(val).at(t, e, "parameter file")})
				continue
			}
			if key := resolved(lookup(e, "ParameterKey")); key != nil {
				add(key, lookup(e, "ParameterValue"), formDeployed)
				add(key, lookup(e, "ResolvedValue"), formResolved) // as describe-stacks prints it
			}
		}
	case isMapping(lookup(root, "Parameters")):
		// CodePipeline's form, beside Tags and StackPolicy.
		for _, p := range pairs(lookup(root, "Parameters")) {
			add(p.key, p.val, formDeployed)
		}
	case isSequence(lookup(root, "Parameters")):
		return t.parameterList(resolved(lookup(root, "Parameters")))
	case isMapping(root):
		for _, p := range pairs(root) {
			add(p.key, p.val, formPlain)
		}
	default:
		return nil, fmt.Errorf("reading the parameters in %s: they must be a list of ParameterKey and ParameterValue, or a mapping of names", t.file)
	}
	return out, nil
}

// given is the value of a node in a parameter file; nil for what is no text or list of texts.
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
	for i := range params {
		s.give(&params[i])
	}
	s.name = cmp.Or(s.name, name)
	s.region = cmp.Or(s.region, region)
}

// isSAMDefault reports whether a template has the name that the SAM CLI looks for.
func isSAMDefault(p string) bool {
	base := path.Base(p)
	return base == "template.yaml" || base == "template.yml" || base == "template.json"
}
