package analyzer

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/suggest"
)

// knownTypes refuses types that do not exist: a rule for one would be silent for ever.
func (c *metadataCheck) knownTypes(key string, types []string) {
	if c.checks == nil || c.checks.known.KnownType == nil {
		return
	}
	for _, t := range types {
		if !c.checks.known.KnownType(t) {
			c.failKey(key, "%s: there is no resource type %q%s", key, t, suggest.Nearest(t, c.checks.types()))
		}
	}
}

// attributeNames refuses misspelt attributes where they are only text to
// Rego: as arguments of lib.attr and as the path of a verdict. Those in references are
// for the compiler.
func (c *metadataCheck) attributeNames(r *indexRule) {
	if c.checks == nil || c.checks.schema == nil {
		return
	}
	types := append(append([]string{}, r.Types...), r.Reads...)
	check := func(t *ast.Term) {
		name, ok := t.Value.(ast.String)
		if !ok || name == "" {
			return
		}
		root := graph.Path(name).Root()
		if root == "count" || root == "for_each" || c.checks.hasAttribute(types, root) {
			return
		}
		// What resembles no attribute of the rule's types can be one of another type, to
		// which a walk over the graph leads and of which nothing is known.
		if meant := suggest.Nearest(root, c.checks.attributesOf(types)); meant != "" {
			c.failAt(t.Location, "%s has no attribute %q%s", strings.Join(types, ", "), root, meant)
		}
	}
	c.src.calls(func(lib, _ string, args []*ast.Term) {
		if lib == attrPackage && len(args) > 1 {
			check(args[1])
		}
	})
	for _, rule := range c.src.module.Rules {
		name := rule.Head.Ref()[0].Value.String()
		if (name != ruleFail && name != ruleUndetermined) || rule.Head.Key == nil {
			continue
		}
		if verdict, ok := rule.Head.Key.Value.(ast.Object); ok {
			if p := verdict.Get(ast.StringTerm("path")); p != nil {
				check(p)
			}
		}
	}
}

// foreignData refuses references to documents that a rule does not have: they are
// undefined, and would make it silent.
func (s *source) foreignData() []error {
	var problems []error
	s.terms(func(t *ast.Term) bool {
		ref, ok := t.Value.(ast.Ref)
		if !ok || !ref.HasPrefix(ast.DefaultRootRef) || ref.HasPrefix(s.module.Package.Path) {
			return false
		}
		problems = append(problems, fmt.Errorf("%s:%d: %s: a rule has no data; what libraries offer comes with import data.lib.…", s.shown, t.Location.Row, ref))
		return false
	})
	return problems
}
