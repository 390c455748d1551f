package analyzer

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// code follows the conditions of a body from some condition on, and calls done for each
// solution, until one says stop.
type code func(m *machine, f frame, done func() signal) signal

type signal bool

const (
	more signal = false
	stop signal = true
)

func enough() signal { return stop }

func found(_ *machine, _ frame, done func() signal) signal { return done() }

func unclear(m *machine, _ frame, _ func() signal) signal {
	m.giveUp()
	return stop
}

// link puts a condition in front of what follows it.
type link func(next code) code

func notUnderstood(code) code { return unclear }

// scope translates one rule. Variables are unique in a rule, so that its comprehensions
// share one frame; which of them are bound is known at each place, because the compiler
// has put the conditions in an order in which they can be followed.
type scope struct {
	c     *translator
	slots map[ast.Var]int
	bound map[ast.Var]bool
}

func (s *scope) inner() *scope {
	in := &scope{c: s.c, slots: s.slots, bound: make(map[ast.Var]bool, len(s.bound)+4)}
	for v := range s.bound {
		in.bound[v] = true
	}
	return in
}

func (s *scope) bind(v ast.Var) int {
	s.bound[v] = true
	slot, known := s.slots[v]
	if !known {
		slot = len(s.slots)
		s.slots[v] = slot
	}
	return slot
}

// body translates conditions; after it, the scope has their variables.
func (s *scope) body(body ast.Body) link {
	links := make([]link, len(body))
	for i, e := range body {
		links[i] = s.expr(e)
	}
	return func(next code) code {
		for _, put := range slices.Backward(links) {
			next = put(next)
		}
		return next
	}
}

func (s *scope) expr(e *ast.Expr) link {
	if len(e.With) > 0 {
		return notUnderstood
	}
	if e.Negated {
		holds := s.inner().condition(e)(found)
		return func(next code) code {
			return func(m *machine, f frame, done func() signal) signal {
				if holds(m, f, enough) == stop || m.unclear {
					return more
				}
				return next(m, f, done)
			}
		}
	}
	return s.condition(e)
}

func (s *scope) condition(e *ast.Expr) link {
	switch terms := e.Terms.(type) {
	case *ast.Term:
		return s.each(terms, func(next use) use {
			return func(m *machine, f frame, t *ast.Term, done func() signal) signal {
				if isFalse(t) {
					return more
				}
				return next(m, f, t, done)
			}
		})
	case []*ast.Term:
		if e.IsEquality() {
			return s.equality(terms[1], terms[2])
		}
		return s.call(terms)
	case *ast.Every:
		return s.every(terms)
	default:
		return notUnderstood
	}
}

func isFalse(t *ast.Term) bool {
	b, ok := t.Value.(ast.Boolean)
	return ok && !bool(b)
}

// use is code that takes a value.
type use func(m *machine, f frame, t *ast.Term, done func() signal) signal

// each goes through the values of a term: several, where a reference has variables
// that are not bound yet.
func (s *scope) each(t *ast.Term, wrap func(use) use) link {
	if ref, ok := t.Value.(ast.Ref); ok && !s.ground(t) {
		if walk := s.walk(ref); walk != nil {
			return func(next code) code {
				return walk(wrap(func(m *machine, f frame, _ *ast.Term, done func() signal) signal { return next(m, f, done) }))
			}
		}
		return notUnderstood
	}
	value := s.value(t)
	return func(next code) code {
		then := wrap(func(m *machine, f frame, _ *ast.Term, done func() signal) signal { return next(m, f, done) })
		return func(m *machine, f frame, done func() signal) signal {
			v := value(m, f)
			if v == nil || m.unclear {
				return more
			}
			return then(m, f, v, done)
		}
	}
}

func (s *scope) equality(a, b *ast.Term) link {
	if s.free(a) {
		return s.assign(a, b)
	}
	if s.free(b) {
		return s.assign(b, a)
	}
	if _, many := a.Value.(ast.Ref); many && !s.ground(a) {
		a, b = b, a
	}
	if !s.ground(a) {
		return notUnderstood
	}
	value := s.value(a)
	return s.each(b, func(next use) use {
		return func(m *machine, f frame, t *ast.Term, done func() signal) signal {
			v := value(m, f)
			if v == nil || m.unclear || !v.Equal(t) {
				return more
			}
			return next(m, f, t, done)
		}
	})
}

// assign binds a variable to each value of a term.
func (s *scope) assign(to, from *ast.Term) link {
	v, _ := to.Value.(ast.Var)
	var slot int
	values := s.each(from, func(next use) use {
		return func(m *machine, f frame, t *ast.Term, done func() signal) signal {
			f[slot] = t
			return next(m, f, t, done)
		}
	})
	slot = s.bind(v)
	return values
}

// output takes the result of a call: into a variable, compared with a value, or, when
// nobody takes it, as a condition.
func (s *scope) output(to *ast.Term, arity int, args []value, call func(*machine, []*ast.Term) *ast.Term) link {
	result := func(m *machine, f frame) *ast.Term {
		defer m.release(m.top)
		values := m.frame(arity)
		for i, v := range args {
			if values[i] = v(m, f); values[i] == nil || m.unclear {
				return nil
			}
		}
		return call(m, values)
	}
	keep := func(_ *machine, _ frame, t *ast.Term) bool { return !isFalse(t) }
	switch {
	case to == nil:
	case s.free(to):
		v, _ := to.Value.(ast.Var)
		slot := s.bind(v)
		keep = func(_ *machine, f frame, t *ast.Term) bool {
			f[slot] = t
			return true
		}
	case s.ground(to):
		value := s.value(to)
		keep = func(m *machine, f frame, t *ast.Term) bool {
			v := value(m, f)
			return v != nil && v.Equal(t)
		}
	default:
		return notUnderstood
	}
	return func(next code) code {
		return func(m *machine, f frame, done func() signal) signal {
			t := result(m, f)
			if t == nil || m.unclear || !keep(m, f, t) {
				return more
			}
			return next(m, f, done)
		}
	}
}

func (s *scope) call(terms []*ast.Term) link {
	ref, ok := terms[0].Value.(ast.Ref)
	if !ok {
		return notUnderstood
	}
	if ref.HasPrefix(ast.DefaultRootRef) {
		fn := s.c.function(ref)
		if fn == nil {
			return notUnderstood
		}
		args, to, ok := s.operands(terms[1:], fn.arity)
		if !ok {
			return notUnderstood
		}
		return s.output(to, fn.arity, args, fn.call)
	}
	name := ref.String()
	decl := s.c.decl(name)
	if decl == nil || decl.Decl.Result() == nil {
		return notUnderstood
	}
	args, to, ok := s.operands(terms[1:], decl.Decl.Arity())
	if !ok {
		return notUnderstood
	}
	return s.output(to, decl.Decl.Arity(), args, builtin(name))
}

// operands are the arguments of a call and what takes its result, nil without one.
func (s *scope) operands(terms []*ast.Term, arity int) (args []value, to *ast.Term, ok bool) {
	switch len(terms) {
	case arity:
	case arity + 1:
		to = terms[arity]
	default:
		return nil, nil, false
	}
	args = make([]value, arity)
	for i, t := range terms[:arity] {
		if !s.ground(t) {
			return nil, nil, false
		}
		args[i] = s.value(t)
	}
	return args, to, true
}

func (s *scope) every(e *ast.Every) link {
	if !s.ground(e.Domain) {
		return notUnderstood
	}
	domain := s.value(e.Domain)
	in := s.inner()
	key, item := -1, -1
	if e.Key != nil {
		if v, ok := e.Key.Value.(ast.Var); ok {
			key = in.bind(v)
		}
	}
	v, ok := e.Value.Value.(ast.Var)
	if !ok {
		return notUnderstood
	}
	item = in.bind(v)
	holds := in.body(e.Body)(found)
	return func(next code) code {
		return func(m *machine, f frame, done func() signal) signal {
			all := true
			d := domain(m, f)
			if d == nil || m.unclear {
				return more
			}
			known := visit(m, d, func(k, t *ast.Term) signal {
				if key >= 0 {
					f[key] = k
				}
				f[item] = t
				if holds(m, f, enough) != stop {
					all = false
					return stop
				}
				return more
			})
			if !known || !all || m.unclear {
				return more
			}
			return next(m, f, done)
		}
	}
}
