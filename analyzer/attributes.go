package analyzer

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"

	"github.com/faultline-dev/faultline/graph"
)

// attrPackage is the library of three-valued questions about attributes. Rules ask
// them of every resource, so the engine answers them itself, like those of graphPackage.
const attrPackage = "lib.attr"

// attrFunction is one of them. It returns nil for undefined, which is Rego's no.
type attrFunction struct {
	name   string
	result types.Type
	third  bool // takes an argument besides resource and name
	answer func(r attrQuery) *ast.Term
}

// attrQuery is a call: a resource term, a name or path, and an operand.
type attrQuery struct {
	resource ast.Object
	name     string
	key      *ast.Term // the name
	operand  *ast.Term
}

func attrFunctions() []attrFunction {
	yes := func(f func(attrQuery) bool) func(attrQuery) *ast.Term {
		return func(q attrQuery) *ast.Term {
			if f(q) {
				return ast.InternedTerm(true)
			}
			return nil
		}
	}
	return []attrFunction{
		{name: "unknown", result: types.B, answer: yes(attrQuery.unknown)},
		{name: "needs", result: types.NewSet(types.S), answer: attrQuery.needs},
		{name: "is_true", result: types.B, answer: yes(func(q attrQuery) bool { return q.holds(ast.Boolean(true)) })},
		{name: "is_false", result: types.B, answer: yes(func(q attrQuery) bool { return q.holds(ast.Boolean(false)) })},
		{name: "not_set", result: types.B, answer: yes(attrQuery.notSet)},
		{name: "is_set", result: types.B, answer: yes(attrQuery.isSet)},
		{name: "equals", result: types.B, third: true, answer: yes(attrQuery.equals)},
		{name: "differs", result: types.B, third: true, answer: yes(attrQuery.differs)},
		{name: "less_than", result: types.B, third: true, answer: yes(func(q attrQuery) bool { return q.compares(-1) })},
		{name: "greater_than", result: types.B, third: true, answer: yes(func(q attrQuery) bool { return q.compares(1) })},
		{name: "has_prefix", result: types.B, third: true, answer: yes(attrQuery.hasPrefix)},
	}
}

const attrPrefix = fnPrefix + "attr_"

func (f attrFunction) decl() *ast.Builtin {
	args := []types.Type{types.A, types.A}
	if f.third {
		args = append(args, types.A)
	}
	return &ast.Builtin{Name: attrPrefix + f.name, Decl: types.NewFunction(types.Args(args...), f.result)}
}

func attrDecls() []*ast.Builtin {
	functions := attrFunctions()
	decls := make([]*ast.Builtin, len(functions))
	for i, f := range functions {
		decls[i] = f.decl()
	}
	return decls
}

func attrBuiltins(into map[string]*topdown.Builtin) {
	for _, f := range attrFunctions() {
		into[attrPrefix+f.name] = &topdown.Builtin{
			Decl: f.decl(),
			Func: func(_ topdown.BuiltinContext, args []*ast.Term, iter func(*ast.Term) error) error {
				if answer := f.call(args); answer != nil {
					return iter(answer)
				}
				return nil
			},
		}
	}
}

// attrAnswer is the function of that name as a builtin, nil if it is none of them.
func attrAnswer(name string) func([]*ast.Term) *ast.Term {
	name, ours := strings.CutPrefix(name, attrPrefix)
	for _, f := range attrFunctions() {
		if ours && f.name == name {
			return f.call
		}
	}
	return nil
}

func (f attrFunction) call(args []*ast.Term) *ast.Term {
	resource, ok1 := args[0].Value.(ast.Object)
	name, ok2 := args[1].Value.(ast.String)
	if !ok1 || !ok2 {
		return nil
	}
	q := attrQuery{resource: resource, name: string(name), key: args[1]}
	if f.third {
		q.operand = args[2]
	}
	return f.answer(q)
}

// value is the attribute's value, or nil.
func (q attrQuery) value() ast.Value {
	attributes := q.resource.Get(ast.InternedTerm("attributes"))
	if attributes == nil {
		return nil
	}
	object, ok := attributes.Value.(ast.Object)
	if !ok {
		return nil
	}
	if v := object.Get(q.key); v != nil {
		return v.Value
	}
	return nil
}

func (q attrQuery) isSet() bool {
	v := q.value()
	if v == nil {
		return false
	}
	_, null := v.(ast.Null)
	return !null
}

func (q attrQuery) holds(want ast.Value) bool {
	v := q.value()
	return v != nil && v.Compare(want) == 0
}

func (q attrQuery) notSet() bool { return !q.isSet() && !q.unknown() }

func (q attrQuery) equals() bool { return q.holds(q.operand.Value) && !q.unknown() }

func (q attrQuery) differs() bool {
	return q.notSet() || q.isSet() && !q.holds(q.operand.Value) && !q.unknown()
}

// compares reports whether the attribute is a number on that side of the operand.
func (q attrQuery) compares(side int) bool {
	v, ok := q.value().(ast.Number)
	return ok && v.Compare(q.operand.Value) == side
}

func (q attrQuery) hasPrefix() bool {
	v, ok := q.value().(ast.String)
	if !ok {
		return false
	}
	found := false
	begins := func(p *ast.Term) {
		if s, ok := p.Value.(ast.String); ok {
			found = found || strings.HasPrefix(string(v), string(s))
		}
	}
	switch prefixes := q.operand.Value.(type) {
	case *ast.Array:
		prefixes.Foreach(begins)
	case ast.Set:
		prefixes.Foreach(begins)
	}
	return found
}

// each calls f with what would decide each unknown that touches the path.
func (q attrQuery) each(f func(needs *ast.Term)) {
	unknown := q.resource.Get(ast.InternedTerm("unknown"))
	if unknown == nil {
		return
	}
	object, ok := unknown.Value.(ast.Object)
	if !ok {
		return
	}
	at := graph.Path(q.name)
	object.Foreach(func(path, needs *ast.Term) {
		if p, ok := path.Value.(ast.String); ok && (at.Contains(graph.Path(p)) || graph.Path(p).Contains(at)) {
			f(needs)
		}
	})
}

func (q attrQuery) unknown() bool {
	found := false
	q.each(func(*ast.Term) { found = true })
	return found
}

func (q attrQuery) needs() *ast.Term {
	set := ast.NewSet()
	q.each(func(needs *ast.Term) {
		if list, ok := needs.Value.(*ast.Array); ok {
			list.Foreach(set.Add)
		}
	})
	return ast.NewTerm(set)
}
