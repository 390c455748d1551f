package cloudformation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// maxResources bounds one stack; CloudFormation itself takes 500.
const maxResources = 20_000

// expand lists the resources of the stack, with loops and includes expanded.
func (s *stack) expand() {
	s.transforms()
	s.declare(s.frame(), s.tpl.resources, nil, 0)
	s.serverless()
}

// transforms reports the macros that would rewrite the template.
func (s *stack) transforms() {
	f := s.frame()
	for _, t := range s.tpl.transforms {
		switch {
		case t.name == serverless, t.name == languageExtensions, strings.HasPrefix(t.name, "AWS::CodeDeployBlueGreen"):
		case t.name == serviceCatalog:
			// It replaces values, which are unknown until then.
		case strings.HasPrefix(t.name, "AWS::SecretsManager-"):
			// It adds the functions that rotate secrets, which nothing else refers to.
		case t.name == includeTransform:
			file, root, why := f.included(lookup(t.parameters, "Location"))
			if root == nil {
				f.report(t.node, graph.SeverityError, true, "Include not read", "%s What it declares is not judged.", why)
				s.notLoaded("an included file")
				continue
			}
			inner := &frame{s: s, file: file}
			s.declare(inner, pairs(lookup(root, "Resources")), nil, 0)
		default:
			f.report(t.node, graph.SeverityError, true, "Macro not expanded",
				"The macro %s rewrites the template when the stack is deployed. What it adds is not judged; the rest is judged as it is written. "+
					"All of it is in the processed template (aws cloudformation get-template --template-stage Processed).", clip(t.name))
			s.notLoaded("macro " + clip(t.name))
		}
	}
}

func (s *stack) notLoaded(what string) {
	s.run.builder.NotLoaded(s.group, what)
	if !slices.Contains(s.missing, what) {
		s.missing = append(s.missing, what)
	}
}

// declare adds resources; waits is what decides whether they exist, in a loop that
// cannot be expanded.
func (s *stack) declare(f *frame, entries []pair, waits []string, depth int) {
	if depth > 20 {
		return
	}
	for _, p := range entries {
		name := keyOf(p.key)
		switch {
		case strings.HasPrefix(name, forEachPrefix):
			all, unknown := f.iterations(p)
			inner := waits
			if unknown != nil {
				inner = append(slices.Clone(waits), unknown.needs...)
			}
			if unknown != nil && len(all) == 0 {
				s.notLoaded("loop " + clip(strings.TrimPrefix(name, forEachPrefix)))
			}
			for _, it := range all {
				s.declare(it.frame, pairs(it.body), inner, depth+1)
			}
		case name == "Fn::Transform":
			s.included(f, p, waits, depth)
		default:
			s.declareOne(f, p, waits)
		}
	}
}

// included adds the resources of an included file.
func (s *stack) included(f *frame, p pair, waits []string, depth int) {
	if name, _ := plainText(lookup(p.val, "Name")); name != includeTransform {
		f.report(p.key, graph.SeverityError, true, "Macro not expanded",
			"The macro %s makes resources when the stack is deployed. They are not judged. "+
				"All of it is in the processed template (aws cloudformation get-template --template-stage Processed).", clip(name))
		s.notLoaded("macro " + clip(name))
		return
	}
	file, root, why := f.included(lookup(lookup(p.val, "Parameters"), "Location"))
	if root == nil {
		f.report(p.key, graph.SeverityError, true, "Include not read", "%s What it declares is not judged.", why)
		s.notLoaded("an included file")
		return
	}
	s.declare(&frame{s: s, file: file, loop: f.loop}, pairs(root), waits, depth+1)
}

func (s *stack) declareOne(f *frame, p pair, waits []string) {
	l := &logical{name: keyOf(p.key), key: p.key, node: resolved(p.val), frame: f, waits: waits}
	if f.loop != nil {
		l.name, _ = f.substitute(l.name)
	}
	l.id = s.id + "/" + l.name
	bad := func(format string, args ...any) {
		d := graph.Diagnostic{
			Severity: graph.SeverityError, Summary: "Resource not read", Incomplete: true,
			Detail: fmt.Sprintf(format, args...) + " It is not judged.", Location: f.file.location(p.key, p.key),
		}
		s.run.builder.Diagnostics = append(s.run.builder.Diagnostics, d)
	}
	switch {
	case !isMapping(p.val):
		bad("%s must be a mapping with a Type.", clip(l.name))
		return
	case len(s.order) >= maxResources:
		if len(s.order) == maxResources {
			bad("The stack has more than %d resources.", maxResources)
			s.notLoaded("more than the first resources")
		}
		return
	}
	typ := lookup(p.val, "Type")
	name, ok := plainText(typ)
	switch {
	case typ == nil:
		bad("%s has no Type.", clip(l.name))
		return
	case resolved(typ).Tag == rainModule:
		f.report(p.key, graph.SeverityError, true, "Module not expanded",
			"The resources of the module %s are put in by rain (rain pkg) and are not judged.", clip(resolved(typ).Value))
		s.notLoaded("module " + clip(resolved(typ).Value))
		return
	case !ok || name == "":
		bad("The Type of %s must be a text.", clip(l.name))
		return
	}
	if f.loop != nil {
		name, _ = f.substitute(name)
	}
	l.typ = name
	if strings.HasSuffix(name, "::MODULE") {
		f.report(p.key, graph.SeverityError, true, "Module not expanded",
			"The resources of the module %s are kept in the CloudFormation registry and are not judged.", clip(name))
		s.notLoaded("module " + clip(name))
		return
	}
	if s.logicals[l.name] != nil {
		return // of two, which loops or includes made, the first counts
	}
	s.add(l)
}

func (s *stack) add(l *logical) {
	s.logicals[l.name] = l
	s.order = append(s.order, l)
}

// exists evaluates a resource's condition: true, false, or unknown with needs.
func (*stack) exists(l *logical) *value {
	n := lookup(l.node, "Condition")
	if n == nil {
		return boolean(true)
	}
	name, ok := plainText(n)
	if !ok {
		return l.frame.test(n)
	}
	if l.frame.loop != nil {
		name, _ = l.frame.substitute(name)
	}
	return l.frame.conditionNamed(name, n)
}
