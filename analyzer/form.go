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
			c.fail("custom.params.%s is not used: there is no input.params.%s", name, name)
		}
	}
	libs := map[string]string{} // local name of an import → package
	for _, imp := range c.src.module.Imports {
		ref, ok := imp.Path.Value.(ast.Ref)
		switch {
		case !ok || !ref.HasPrefix(ast.DefaultRootRef):
			c.failAt(imp.Location, "a rule imports data.lib.… only")
		case !strings.HasPrefix(packageName(ref), "lib."):
			c.failAt(imp.Location, "a rule imports libraries (data.lib.…) only, not %s", ref)
		default:
			libs[string(imp.Name())] = packageName(ref)
		}
	}
	ast.WalkTerms(c.src.module, func(t *ast.Term) bool {
		if call, ok := t.Value.(ast.Call); ok {
			c.call(libs, call)
		}
		return false
	})
	ast.WalkExprs(c.src.module, func(e *ast.Expr) bool {
		if e.IsCall() {
			terms, _ := e.Terms.([]*ast.Term)
			c.call(libs, terms)
		}
		return false
	})
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

// call checks the constant arguments of a call to a library.
func (c *metadataCheck) call(libs map[string]string, terms []*ast.Term) {
	ref, ok := terms[0].Value.(ast.Ref)
	if !ok || len(ref) != 2 {
		return
	}
	lib := libs[strings.Trim(ref[0].Value.String(), `"`)]
	fn, _ := ref[1].Value.(ast.String)
	at := -1
	switch {
	case lib == graphPackage && fn == "open":
		at = 0
	case lib == graphPackage && (fn == "targets" || fn == "sources" || fn == "held" || fn == "reach" || fn == "reached_from"), lib == "lib.absent":
		at = 1
	}
	if at < 0 || at+1 >= len(terms) {
		return
	}
	check := func(t *ast.Term) {
		if s, ok := t.Value.(ast.String); ok && !slices.Contains(graph.EdgeKinds(), graph.EdgeKind(s)) {
			c.failAt(t.Location, "%q is no relation (there are %s)", string(s), joined(graph.EdgeKinds()))
		}
	}
	switch v := terms[at+1].Value.(type) {
	case *ast.Array:
		v.Foreach(check)
	case ast.Set:
		v.Foreach(check)
	default:
		check(terms[at+1])
	}
}
