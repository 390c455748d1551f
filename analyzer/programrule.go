package analyzer

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// translator makes programs from compiled rules. A function or document that several of
// them use is translated once.
type translator struct {
	compiler  *ast.Compiler
	decls     map[string]*ast.Builtin // the engine's own functions
	functions map[string]*function
	documents map[string]*document
}

func newTranslator(c *ast.Compiler) *translator {
	t := &translator{
		compiler: c, decls: map[string]*ast.Builtin{},
		functions: map[string]*function{}, documents: map[string]*document{},
	}
	for _, b := range slices.Concat(graphDecls(), attrDecls()) {
		t.decls[b.Name] = b
	}
	return t
}

// decl is the declaration of a function of the engine's or of OPA's. Those that rules may
// not call never come here: the compiler refuses them.
func (t *translator) decl(name string) *ast.Builtin {
	if d := t.decls[name]; d != nil {
		return d
	}
	return ast.BuiltinMap[name]
}

func (t *translator) scope() *scope {
	return &scope{c: t, slots: map[ast.Var]int{}, bound: map[ast.Var]bool{}}
}

// program translates the body of a verdict that begins with the resources of a type.
func (t *translator) program(verdict Verdict, rule *ast.Rule, v ast.Var, typ string) *program {
	s := t.scope()
	p := &program{typ: typ, verdict: verdict, slot: s.bind(v)}
	body := s.body(rule.Body[1:])
	verdicts := s.value(rule.Head.Key)
	p.code = body(func(m *machine, f frame, _ func() signal) signal {
		if t := verdicts(m, f); t != nil {
			m.results = append(m.results, t)
		}
		return signal(m.unclear)
	})
	p.size = len(s.slots)
	return p
}

// definition is one of the rules that define a function or document, with its elses.
type definition struct {
	params []func(f frame, arg *ast.Term) bool
	size   int
	one    code        // leaves the value in the result slot; the first, when that is enough
	all    code        // calls done for each value, which is in the result slot
	result int         // the slot
	key    int         // the slot of the key, of a member of an object
	first  bool        // the first value is enough
	other  *definition // what else says
}

func (t *translator) definition(r *ast.Rule) *definition {
	s := t.scope()
	d := &definition{}
	for _, p := range r.Head.Args {
		d.params = append(d.params, s.param(p))
	}
	body := s.body(r.Body)
	result := r.Head.Value
	if result == nil {
		result = r.Head.Key
	}
	value := s.value(result)
	d.result = len(s.slots)
	d.size = d.result + 1
	d.one = body(func(m *machine, f frame, _ func() signal) signal {
		t := value(m, f)
		switch before := f[d.result]; {
		case t == nil || m.unclear:
			return signal(m.unclear)
		case before != nil && !before.Equal(t):
			m.giveUp() // an error in the rule
			return stop
		}
		f[d.result] = t
		return signal(d.first)
	})
	d.all = body(func(m *machine, f frame, done func() signal) signal {
		if f[d.result] = value(m, f); f[d.result] == nil || m.unclear {
			return signal(m.unclear)
		}
		return done()
	})
	if r.Else != nil {
		d.other = t.definition(r.Else)
	}
	return d
}

// member translates one of the rules that define the members of an object.
func (t *translator) member(r *ast.Rule) *definition {
	s := t.scope()
	d := &definition{}
	body := s.body(r.Body)
	result := r.Head.Value
	if r.Head.RuleKind() == ast.MultiValue {
		result = r.Head.Key
	}
	key, value := s.value(r.Ref()[len(r.Ref())-1]), s.value(result)
	d.result, d.key = len(s.slots), len(s.slots)+1
	d.size = d.key + 1
	d.all = body(func(m *machine, f frame, done func() signal) signal {
		f[d.key], f[d.result] = key(m, f), value(m, f)
		if m.unclear || f[d.key] == nil || f[d.result] == nil {
			return signal(m.unclear)
		}
		return done()
	})
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

// enter binds the arguments in a new frame; nil where they do not fit.
func (d *definition) enter(m *machine, args []*ast.Term) frame {
	if !m.step() {
		return nil
	}
	f := m.frame(d.size)
	for i, fits := range d.params {
		if fits == nil {
			m.giveUp()
			return nil
		}
		if !fits(f, args[i]) {
			return nil
		}
	}
	return f
}

// value is that of a definition that gives one, or of its elses; nil when undefined.
func (d *definition) value(m *machine, args []*ast.Term) *ast.Term {
	defer m.release(m.top)
	for ; d != nil && !m.unclear; d = d.other {
		f := d.enter(m, args)
		if f == nil {
			continue
		}
		d.one(m, f, nil)
		if t := f[d.result]; t != nil {
			return t
		}
	}
	return nil
}

// each calls do with every frame that holds a value of a definition.
func (d *definition) each(m *machine, do func(f frame)) {
	defer m.release(m.top)
	f := d.enter(m, nil)
	if f == nil {
		return
	}
	d.all(m, f, func() signal {
		do(f)
		return signal(m.unclear)
	})
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
	for _, d := range f.definitions {
		for ; d != nil; d = d.other {
			d.first = f.same
		}
	}
	return f
}

// call returns what the function gives, from memory where it was called with the same
// terms lately.
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
		if !m.unclear {
			m.calls[key] = result
		}
	}
	return result
}

func (f *function) compute(m *machine, args []*ast.Term) (result *ast.Term) {
	for _, d := range f.definitions {
		t := d.value(m, args)
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
		result = f.fallback.value(m, args)
	}
	return result
}
