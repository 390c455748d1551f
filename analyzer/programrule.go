package analyzer

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// translator makes programs from compiled rules. A function or document that several of
// them use is translated once.
type translator struct {
	compiler  *ast.Compiler
	decls     map[string]*ast.Builtin
	functions map[string]*function
	documents map[string]*document
}

func newTranslator(c *ast.Compiler) *translator {
	t := &translator{
		compiler: c, decls: make(map[string]*ast.Builtin, len(ast.Builtins)),
		functions: map[string]*function{}, documents: map[string]*document{},
	}
	for _, b := range sandbox().Builtins {
		t.decls[b.Name] = b
	}
	return t
}

func (t *translator) scope() *scope {
	return &scope{c: t, slots: map[ast.Var]int{}, bound: map[ast.Var]bool{}}
}

// program translates the body of a verdict that begins with the resources of a type.
func (t *translator) program(verdict Verdict, rule *ast.Rule, v ast.Var, typ string) *program {
	s := t.scope()
	p := &program{typ: typ, verdict: verdict, slot: s.bind(v)}
	p.code = s.body(rule.Body[1:])(found)
	p.result = s.value(rule.Head.Key)
	p.size = len(s.slots)
	return p
}

// definition is one of the rules that define a function or document, with its elses.
type definition struct {
	params []func(f frame, arg *ast.Term) bool
	size   int
	code   code
	value  value
	other  *definition // what else says
}

func (t *translator) definition(r *ast.Rule) *definition {
	s := t.scope()
	d := &definition{}
	for _, p := range r.Head.Args {
		d.params = append(d.params, s.param(p))
	}
	d.code = s.body(r.Body)(found)
	result := r.Head.Value
	if result == nil {
		result = r.Head.Key
	}
	d.value = s.value(result)
	d.size = len(s.slots)
	if r.Else != nil {
		d.other = t.definition(r.Else)
	}
	return d
}

// param compares an argument with what the head of a function says, or binds it.
func (s *scope) param(p *ast.Term) func(frame, *ast.Term) bool {
	v, ok := p.Value.(ast.Var)
	switch {
	case ok && s.bound[v]:
		slot := s.slots[v]
		return func(f frame, arg *ast.Term) bool { return f[slot].Equal(arg) }
	case ok:
		slot := s.bind(v)
		return func(f frame, arg *ast.Term) bool {
			f[slot] = arg
			return true
		}
	case constant(p):
		return func(_ frame, arg *ast.Term) bool { return p.Equal(arg) }
	default:
		return nil
	}
}

// each calls take with every value that the definition gives, until it says stop.
func (d *definition) each(m *machine, args []*ast.Term, take func(*ast.Term) signal) {
	if !m.step() {
		return
	}
	top := m.top
	defer func() { m.top = top }()
	f := m.frame(d.size)
	for i, fits := range d.params {
		if fits == nil {
			m.giveUp()
			return
		}
		if !fits(f, args[i]) {
			return
		}
	}
	d.code(m, f, func() signal {
		t := d.value(m, f)
		if m.unclear {
			return stop
		}
		if t == nil {
			return more
		}
		return take(t)
	})
}

// one is the value of a definition that has one, or of its elses; unequal values are
// an error in the rule.
func (d *definition) one(m *machine, args []*ast.Term, first bool) (result *ast.Term) {
	for ; d != nil && result == nil && !m.unclear; d = d.other {
		d.each(m, args, func(t *ast.Term) signal {
			if result != nil && !result.Equal(t) {
				m.giveUp()
			}
			result = t
			return signal(first || m.unclear)
		})
	}
	return result
}

// function is a function of a rule or library.
type function struct {
	arity       int
	definitions []*definition
	fallback    *definition // the default
	// same is set where every definition gives the same constant, as in a condition:
	// then the first that holds is enough.
	same bool
}

// function returns the function of a name, nil if there is none.
func (t *translator) function(ref ast.Ref) *function {
	name := ref.String()
	if f, known := t.functions[name]; known {
		return f
	}
	rules := t.compiler.GetRulesExact(ref)
	if len(rules) == 0 || len(rules[0].Head.Args) == 0 {
		return nil
	}
	f := &function{arity: len(rules[0].Head.Args), same: true}
	t.functions[name] = f
	for _, r := range rules {
		d := t.definition(r)
		if r.Default {
			f.fallback = d
			continue
		}
		f.definitions = append(f.definitions, d)
		for e := r; e != nil; e = e.Else {
			f.same = f.same && constant(e.Head.Value) && e.Head.Value.Equal(rules[0].Head.Value)
		}
	}
	return f
}

// call returns what the function gives, from memory where it was called with the same
// terms for the same resource.
func (f *function) call(m *machine, args []*ast.Term) *ast.Term {
	var key call
	if len(args) > len(key.args) {
		return f.compute(m, args)
	}
	key.fn = f
	copy(key.args[:], args)
	result, known := m.calls[key]
	if !known {
		result = f.compute(m, args)
		m.calls[key] = result
	}
	return result
}

func (f *function) compute(m *machine, args []*ast.Term) (result *ast.Term) {
	for _, d := range f.definitions {
		t := d.one(m, args, f.same)
		switch {
		case m.unclear:
			return nil
		case t == nil:
		case f.same:
			return t
		case result == nil:
			result = t
		case !result.Equal(t):
			m.giveUp() // an error in the rule
			return nil
		}
	}
	if result == nil && f.fallback != nil {
		result = f.fallback.one(m, args, true)
	}
	return result
}

// document is a rule without arguments.
type document struct {
	definitions []*definition
	fallback    *definition
	set         bool
}

// document returns the one to which a prefix of a reference leads, and the length of
// that prefix; nil where there is none, or it is one that depends on a key.
func (t *translator) document(ref ast.Ref) (*document, int) {
	for n := 2; n <= len(ref); n++ {
		if _, ok := ref[n-1].Value.(ast.String); !ok {
			return nil, 0
		}
		rules := t.compiler.GetRulesExact(ref[:n])
		if len(rules) == 0 {
			continue
		}
		name := ref[:n].String()
		if d, known := t.documents[name]; known {
			return d, n
		}
		var d *document
		if plain(rules, n) {
			d = &document{set: rules[0].Head.RuleKind() == ast.MultiValue}
			t.documents[name] = d
			for _, r := range rules {
				if r.Default {
					d.fallback = t.definition(r)
				} else {
					d.definitions = append(d.definitions, t.definition(r))
				}
			}
		}
		t.documents[name] = d
		return d, n
	}
	return nil, 0
}

// plain reports whether rules define one value or one set, by a name of so many parts.
func plain(rules []*ast.Rule, parts int) bool {
	for _, r := range rules {
		if len(r.Head.Args) > 0 || len(r.Ref()) != parts || r.Head.RuleKind() != rules[0].Head.RuleKind() {
			return false
		}
	}
	return true
}

func (d *document) value(m *machine) *ast.Term {
	if d.set {
		set := ast.NewSet()
		for _, def := range d.definitions {
			def.each(m, nil, func(t *ast.Term) signal {
				set.Add(t)
				return signal(m.unclear)
			})
		}
		return ast.NewTerm(set)
	}
	var result *ast.Term
	for _, def := range d.definitions {
		t := def.one(m, nil, false)
		if t != nil && result != nil && !result.Equal(t) {
			m.giveUp()
		}
		if t != nil {
			result = t
		}
	}
	if result == nil && d.fallback != nil {
		result = d.fallback.one(m, nil, true)
	}
	return result
}
