package cloudformation

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// template is one file, read and divided into sections. It never changes once read.
type template struct {
	path string // below the boundary
	file string // as shown
	text *source
	// inline is where the text stands as a value of another template; nil for a file.
	inline *graph.Location
	root   *yaml.Node

	parameters map[string]*parameter
	conditions map[string]pair
	mappings   map[string]*yaml.Node
	outputs    map[string]pair
	rules      []pair
	resources  []pair // with entries of Fn::ForEach and Fn::Transform as they are written
	transforms []transform
	// filled says what adds to a section of values when the stack is deployed, by section.
	filled map[string]string
	order  struct{ parameters, conditions, outputs []string }

	directives []graph.Directive
	diags      []graph.Diagnostic
	failed     bool // it could not be read at all
}

// parameter is a declared parameter.
type parameter struct {
	name   string
	key    *yaml.Node
	node   *yaml.Node
	typ    string
	def    *yaml.Node // nil without a default
	noEcho bool
}

// transform is one of the template's transforms, with its parameters if it has any.
type transform struct {
	name       string
	node       *yaml.Node
	parameters *yaml.Node
}

const (
	serverless         = "AWS::Serverless-2016-10-31"
	languageExtensions = "AWS::LanguageExtensions"
	includeTransform   = "AWS::Include"
	serviceCatalog     = "AWS::ServiceCatalog"
)

// sections divides the document. What is not as it must be costs only itself.
func (t *template) sections() {
	t.parameters, t.conditions = map[string]*parameter{}, map[string]pair{}
	t.mappings, t.outputs = map[string]*yaml.Node{}, map[string]pair{}
	t.filled = map[string]string{}
	for _, p := range pairs(t.root) {
		section := p.val
		if name := keyOf(p.key); isNull(section) || !t.isSection(name, p) {
			continue
		}
		switch keyOf(p.key) {
		case "Parameters":
			for _, q := range t.entries("Parameters", section) {
				t.parameter(q)
			}
		case "Conditions":
			for _, q := range t.entries("Conditions", section) {
				t.conditions[keyOf(q.key)] = q
				t.order.conditions = append(t.order.conditions, keyOf(q.key))
			}
		case "Mappings":
			for _, q := range t.entries("Mappings", section) {
				t.mappings[keyOf(q.key)] = q.val
			}
		case "Outputs":
			for _, q := range t.entries("Outputs", section) {
				t.outputs[keyOf(q.key)] = q
				t.order.outputs = append(t.order.outputs, keyOf(q.key))
			}
		case "Rules":
			t.rules = pairs(section)
		case "Resources":
			t.resources = pairs(section)
		case "Transform", "Fn::Transform":
			t.transform(section)
		}
	}
}

// entries are those of a section of values, without a transform in it: what that adds is
// unknown, and so is only what refers to it.
func (t *template) entries(name string, section *yaml.Node) []pair {
	all := pairs(section)
	return slices.DeleteFunc(all, func(p pair) bool {
		if keyOf(p.key) != "Fn::Transform" {
			return false
		}
		what := macroOf(p.val)
		t.filled[name] = what
		t.diags = append(t.diags, graph.Diagnostic{
			Severity: graph.SeverityInfo, Summary: "Values known after deployment", Location: t.location(p.key, p.val),
			Detail: fmt.Sprintf("What %s adds to the section %s is known when the stack is deployed; what refers to it is taken as unknown.", what, name),
		})
		return true
	})
}

// isSection reports whether a section has the shape that it must have, and says when not.
func (t *template) isSection(name string, p pair) bool {
	switch name {
	case "Parameters", "Conditions", "Mappings", "Outputs", "Rules", "Resources":
		if !isMapping(p.val) {
			t.fail(t.location(p.key, p.key), "Section not read", name+" must be a mapping of names. What it declares is not judged.")
			return false
		}
	}
	return true
}

func (t *template) parameter(p pair) {
	out := &parameter{name: keyOf(p.key), key: p.key, node: p.val, typ: "String"}
	if !isMapping(p.val) {
		t.fail(t.location(p.key, p.val), "Parameter not understood", "Parameter "+out.name+" must be a mapping with a Type. Its value is taken as unknown.")
	}
	for _, q := range pairs(p.val) {
		switch keyOf(q.key) {
		case "Type":
			if s, ok := plainText(q.val); ok {
				out.typ = s
			}
		case "Default":
			if !isNull(q.val) {
				out.def = q.val
			}
		case "NoEcho":
			s, _ := plainText(q.val)
			out.noEcho = strings.EqualFold(s, "true") || strings.EqualFold(s, "yes")
		}
	}
	t.parameters[out.name] = out
	t.order.parameters = append(t.order.parameters, out.name)
}

func (t *template) transform(n *yaml.Node) {
	n = resolved(n)
	switch {
	case n == nil:
	case n.Kind == yaml.SequenceNode:
		for _, e := range n.Content {
			t.transform(e)
		}
	case n.Kind == yaml.MappingNode:
		name, _ := plainText(lookup(n, "Name"))
		t.transforms = append(t.transforms, transform{name: name, node: n, parameters: lookup(n, "Parameters")})
	default:
		t.transforms = append(t.transforms, transform{name: n.Value, node: n})
	}
}

func (t *template) fail(at *graph.Location, summary, detail string) {
	t.diags = append(t.diags, graph.Diagnostic{
		Severity: graph.SeverityError, Summary: summary, Detail: detail, Location: at, Incomplete: true,
	})
}

func isNull(n *yaml.Node) bool {
	n = resolved(n)
	return n == nil || n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// isTemplate reports whether a document is a template: by its version, or by a
// resource that has a type as CloudFormation writes it.
func isTemplate(root *yaml.Node) bool {
	if v := lookup(root, "AWSTemplateFormatVersion"); v != nil {
		return true
	}
	resources := lookup(root, "Resources")
	if resources == nil {
		return false
	}
	return slices.ContainsFunc(pairs(resources), func(p pair) bool {
		typ, ok := plainText(lookup(p.val, "Type"))
		return ok && strings.Contains(typ, "::")
	})
}
