package analyzer

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// programStage is a stage of the compiler that makes a program of each body of a verdict
// that begins with
//
//	some r in input.resources.<type>
//
// and lets the body begin with input.unjudged[n] instead: the resources that the program
// leaves to OPA. A body that begins with a set of such resources,
//
//	some r in caches
//
// is first taken apart into one body for each rule that puts resources into the set.
func programStage(queries map[*Rule]ast.Body, programs map[*Rule][]*program, whole map[*Rule]bool) func(*ast.Compiler) *ast.Error {
	return func(c *ast.Compiler) *ast.Error {
		t := newTranslator(c)
		for rule, query := range queries {
			whole[rule] = true
			for _, e := range query {
				ref, ok := e.Operand(1).Value.(ast.Ref)
				if !ok {
					continue
				}
				verdict, _ := e.Operand(0).Value.(ast.Var)
				node := c.RuleTree.Find(ref)
				if node == nil {
					continue
				}
				var rewritten []*ast.Rule
				for _, r := range node.Values {
					for _, r := range t.apart(r) {
						v, typ, ok := begins(r)
						if !ok {
							whole[rule] = false
							rewritten = append(rewritten, r)
							continue
						}
						n := len(programs[rule])
						programs[rule] = append(programs[rule], t.program(Verdict(verdict), r, v, typ))
						rewritten = append(rewritten, unjudged(r, n))
					}
				}
				if len(node.Values) > 0 {
					m := node.Values[0].Module
					m.Rules = append(slices.DeleteFunc(m.Rules, func(r *ast.Rule) bool { return slices.Contains(node.Values, r) }), rewritten...)
				}
				node.Values = rewritten
			}
		}
		return nil
	}
}

// iteration takes apart v = ref[i] at the beginning of a body, where i is used nowhere else.
func iteration(r *ast.Rule) (v ast.Var, ref ast.Ref, ok bool) {
	if r.Else != nil || r.Default || len(r.Body) == 0 {
		return "", nil, false
	}
	e := r.Body[0]
	if !e.IsEquality() || e.Negated || len(e.With) > 0 {
		return "", nil, false
	}
	v, ok1 := e.Operand(0).Value.(ast.Var)
	ref, ok2 := e.Operand(1).Value.(ast.Ref)
	if !ok1 || !ok2 || len(ref) < 3 {
		return "", nil, false
	}
	i, ok := ref[len(ref)-1].Value.(ast.Var)
	if !ok || i == v {
		return "", nil, false
	}
	for _, part := range ref[1 : len(ref)-1] {
		if _, ok := part.Value.(ast.String); !ok {
			return "", nil, false
		}
	}
	uses := 0
	ast.WalkVars(r, func(u ast.Var) bool {
		if u == i {
			uses++
		}
		return false
	})
	return v, ref[:len(ref)-1], uses == 1
}

// begins reports whether a body begins with the resources of a type.
func begins(r *ast.Rule) (v ast.Var, typ string, ok bool) {
	v, ref, ok := iteration(r)
	if !ok || len(ref) != 3 || !ref.HasPrefix(ast.InputRootRef) || ref[1].Value.Compare(ast.String("resources")) != 0 {
		return "", "", false
	}
	name, _ := ref[2].Value.(ast.String)
	return v, string(name), true
}

// unjudged is a rule that begins with what a program leaves.
func unjudged(r *ast.Rule, n int) *ast.Rule {
	r = r.Copy()
	e := r.Body[0]
	ref, _ := e.Operand(1).Value.(ast.Ref)
	terms, _ := e.Terms.([]*ast.Term)
	terms[2] = ast.NewTerm(ast.Ref{ref[0], ast.InternedTerm("unjudged"), ast.InternedTerm(n), ref[len(ref)-1]})
	return r
}

// apart replaces a set at the beginning of a rule by what the rules of the set say.
func (t *translator) apart(r *ast.Rule) []*ast.Rule {
	v, ref, ok := iteration(r)
	if !ok || !ref.HasPrefix(ast.DefaultRootRef) {
		return []*ast.Rule{r}
	}
	node := t.compiler.RuleTree.Find(ref)
	if node == nil || len(node.Values) == 0 || len(node.Children) > 0 || !plain(node.Values, len(ref)) {
		return []*ast.Rule{r}
	}
	var found []*ast.Rule
	for _, source := range node.Values {
		in, _, ok := begins(source)
		if !ok || source.Head.RuleKind() != ast.MultiValue || !source.Head.Key.Equal(ast.NewTerm(in)) {
			return []*ast.Rule{r}
		}
		part := r.Copy()
		body := make([]*ast.Expr, 0, len(source.Body)+len(r.Body))
		for _, e := range source.Body {
			body = append(body, e.Copy())
		}
		body = append(body, ast.Equality.Expr(ast.NewTerm(v), ast.NewTerm(in)))
		for _, e := range r.Body[1:] {
			body = append(body, e.Copy())
		}
		part.Body = ast.NewBody(body...)
		found = append(found, part)
	}
	return found
}
