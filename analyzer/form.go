package analyzer

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/faultline-dev/faultline/graph"
)

// form checks the Rego of a rule for mistakes that would make it silent: a verdict
// that is no set, a type or parameter that was not declared, a relation that does
// not exist. Attribute names are checked against the schema, by [RuleSet.Check].
func (c *metadataCheck) form(r *indexRule) {
	for _, rule := range c.src.module.Rules {
		name := rule.Head.Ref()[0].Value.String()
		if name != ruleFail && name != ruleUndetermined {
			continue
		}
		if rule.Head.RuleKind() != ast.MultiValue || len(rule.Head.Ref()) != 1 {
			c.failAt(rule.Location, "%s is a set: write %q", name, name+" contains {…} if …")
		}
		if !slices.Contains(r.Verdicts, name) {
			r.Verdicts = append(r.Verdicts, name)
		}
	}
	slices.Sort(r.Verdicts)
	if len(r.Verdicts) == 0 {
		c.fail("the rule defines neither fail nor undetermined")
	}
	used := map[string]bool{}
	ast.WalkRefs(c.src.module, func(ref ast.Ref) bool {
		c.inputRef(r, ref, used)
		return false
	})
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		if !used[name] {
			c.failKey("custom.params."+name, "custom.params.%s is not used: there is no input.params.%s", name, name)
		}
	}
	for _, imp := range c.src.module.Imports {
		ref, ok := imp.Path.Value.(ast.Ref)
		switch {
		case !ok || !ref.HasPrefix(ast.DefaultRootRef):
			c.failAt(imp.Location, "a rule imports data.lib.… only")
		case !strings.HasPrefix(packageName(ref), "lib."):
			c.failAt(imp.Location, "a rule imports libraries (data.lib.…) only, not %s", ref)
		}
	}
	c.problems = append(c.problems, c.src.foreignData()...)
	c.src.calls(c.relation)
	c.attributeNames(r)
}

// calls visits the calls of functions of libraries.
func (s *source) calls(visit func(lib, fn string, args []*ast.Term)) {
	libs := map[string]string{} // local name of an import → package
	for _, imp := range s.module.Imports {
		if ref, ok := imp.Path.Value.(ast.Ref); ok && ref.HasPrefix(ast.DefaultRootRef) {
			libs[string(imp.Name())] = packageName(ref)
		}
	}
	call := func(terms []*ast.Term) {
		ref, ok := terms[0].Value.(ast.Ref)
		if !ok || len(ref) != 2 {
			return
		}
		name, _ := ref[0].Value.(ast.Var)
		fn, _ := ref[1].Value.(ast.String)
		if lib := libs[string(name)]; lib != "" {
			visit(lib, string(fn), terms[1:])
		}
	}
	ast.WalkTerms(s.module, func(t *ast.Term) bool {
		if c, ok := t.Value.(ast.Call); ok {
			call(c)
		}
		return false
	})
	ast.WalkExprs(s.module, func(e *ast.Expr) bool {
		if terms, ok := e.Terms.([]*ast.Term); ok {
			call(terms)
		}
		return false
	})
}

// attributes lists the names of attributes that the module mentions: in references
// such as r.attributes.multi_az and as arguments of lib.attr. Where it passes a
// variable to lib.attr, every string in it counts. A module that takes the
// attributes as a whole, or by a computed name, gets anyAttribute.
func (s *source) attributes() []string {
	const attributes = ast.String("attributes")
	names := map[string]bool{}
	s.terms(func(t *ast.Term) bool {
		ref, ok := t.Value.(ast.Ref)
		if !ok {
			return false
		}
		for i, part := range ref {
			if i == 0 || part.Value.Compare(attributes) != 0 {
				continue
			}
			if i+1 == len(ref) {
				names[anyAttribute] = true
			} else if name, ok := ref[i+1].Value.(ast.String); ok {
				names[string(name)] = true
			} else if s.pkg != attrPackage { // its callers are looked at instead
				names[anyAttribute] = true
			}
		}
		return false
	})
	allStrings := false
	s.calls(func(lib, _ string, args []*ast.Term) {
		if lib != attrPackage || len(args) < 2 {
			return
		}
		if name, ok := args[1].Value.(ast.String); ok {
			names[graph.Path(name).Root()] = true
		} else {
			allStrings = true
		}
	})
	s.terms(func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.Ref:
			// "attributes" in a reference was looked at above.
			for _, part := range v[1:] {
				if _, scalar := part.Value.(ast.String); !scalar && allStrings {
					ast.WalkTerms(part, func(t *ast.Term) bool { return addString(names, t) })
				}
			}
			return true
		case ast.String:
			if v == attributes {
				names[anyAttribute] = true
			}
			if allStrings {
				addString(names, t)
			}
		}
		return false
	})
	if names[anyAttribute] {
		return []string{anyAttribute}
	}
	return slices.Sorted(maps.Keys(names))
}

// terms visits the terms of the rules of a module.
func (s *source) terms(visit func(*ast.Term) bool) {
	for _, r := range s.module.Rules {
		ast.WalkTerms(r, visit)
	}
}

func addString(names map[string]bool, t *ast.Term) bool {
	if s, ok := t.Value.(ast.String); ok && attributeName(string(s)) {
		names[graph.Path(s).Root()] = true
	}
	return false
}

// attributeName reports whether a string could be a path: it has no spaces.
func attributeName(s string) bool { return s != "" && !strings.ContainsAny(s, " %") }

// relation checks the constant arguments of a call to a library that are relations.
func (c *metadataCheck) relation(lib, fn string, args []*ast.Term) {
	at := -1
	switch {
	case lib == graphPackage && (fn == "open" || fn == "open_in"):
		at = 0
	case lib == graphPackage && (fn == "targets" || fn == "sources" || fn == "held" || fn == "reach" || fn == "reached_from"), lib == "lib.absent":
		at = 1
	}
	if at < 0 || at >= len(args) {
		return
	}
	check := func(t *ast.Term) {
		if s, ok := t.Value.(ast.String); ok && !slices.Contains(graph.EdgeKinds(), graph.EdgeKind(s)) {
			c.failAt(t.Location, "%q is no relation (there are %s)", string(s), joined(graph.EdgeKinds()))
		}
	}
	switch v := args[at].Value.(type) {
	case *ast.Array:
		v.Foreach(check)
	case ast.Set:
		v.Foreach(check)
	default:
		check(args[at])
	}
}

// inputRef checks a mention of input.
func (c *metadataCheck) inputRef(r *indexRule, ref ast.Ref, used map[string]bool) {
	if !ref.HasPrefix(ast.InputRootRef) {
		return
	}
	part := func(i int) string {
		if i < len(ref) {
			if s, ok := ref[i].Value.(ast.String); ok {
				return string(s)
			}
		}
		return ""
	}
	switch name := part(2); part(1) {
	case "resources":
		switch {
		case name == "":
			c.failAt(ref[0].Location, "name the type: input.resources.<type>; a rule never looks at all resources")
		case !slices.Contains(r.Types, name) && !slices.Contains(r.Reads, name):
			c.failAt(ref[0].Location, "input.resources.%s is empty, because %s is in neither custom.types nor custom.reads", name, name)
		}
	case "params":
		if _, declared := r.Params[name]; !declared {
			c.failAt(ref[0].Location, "input.params.%s is not declared in custom.params", name)
		}
		used[name] = true
	default:
		c.failAt(ref[0].Location, "a rule reads input.resources.<type> and input.params.<name>, and walks the graph with lib.graph")
	}
}
