package analyzer

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// value computes a term, nil where it is undefined.
type value func(m *machine, f frame) *ast.Term

func notUnderstoodValue(m *machine, _ frame) *ast.Term {
	m.giveUp()
	return nil
}

// free reports whether a term is a variable that is not bound yet.
func (s *scope) free(t *ast.Term) bool {
	v, ok := t.Value.(ast.Var)
	return ok && !s.bound[v]
}

// ground reports whether a term has one value or none, everything in it being bound.
func (s *scope) ground(t *ast.Term) bool {
	switch v := t.Value.(type) {
	case ast.Var:
		return s.bound[v]
	case ast.Ref:
		if head, ok := v[0].Value.(ast.Var); ok && !s.bound[head] && !v[0].Equal(ast.DefaultRootDocument) && !v[0].Equal(ast.InputRootDocument) {
			return false
		}
		for _, part := range v[1:] {
			if !s.ground(part) {
				return false
			}
		}
		return true
	case *ast.Array:
		for i := range v.Len() {
			if !s.ground(v.Elem(i)) {
				return false
			}
		}
		return true
	case ast.Object:
		return !v.Until(func(k, e *ast.Term) bool { return !s.ground(k) || !s.ground(e) })
	case ast.Set:
		return !v.Until(func(e *ast.Term) bool { return !s.ground(e) })
	case ast.Null, ast.Boolean, ast.Number, ast.String, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
		return true
	default:
		return false
	}
}

// value translates a ground term.
func (s *scope) value(t *ast.Term) value {
	if !s.ground(t) {
		return notUnderstoodValue
	}
	switch v := t.Value.(type) {
	case ast.Var:
		slot := s.slots[v]
		return func(_ *machine, f frame) *ast.Term { return f[slot] }
	case ast.Ref:
		return s.lookup(v)
	case *ast.ArrayComprehension:
		return s.arrayOf(v)
	case *ast.SetComprehension:
		return s.setOf(v)
	case *ast.ObjectComprehension:
		return s.objectOf(v)
	}
	if constant(t) {
		return func(*machine, frame) *ast.Term { return t }
	}
	return s.composed(t)
}

// constant reports whether a term is the same everywhere.
func constant(t *ast.Term) bool {
	switch t.Value.(type) {
	case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
		return false
	}
	return t.IsGround() && !holdsComprehension(t)
}

func holdsComprehension(t *ast.Term) bool {
	found := false
	ast.WalkTerms(t, func(t *ast.Term) bool {
		switch t.Value.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, ast.Ref, ast.Call:
			found = true
		}
		return found
	})
	return found
}

// composed translates an array, object or set with variables in it.
func (s *scope) composed(t *ast.Term) value {
	var parts []value
	add := func(t *ast.Term) { parts = append(parts, s.value(t)) }
	var make1 func(list []*ast.Term) *ast.Term
	switch v := t.Value.(type) {
	case *ast.Array:
		v.Foreach(add)
		make1 = func(list []*ast.Term) *ast.Term { return ast.ArrayTerm(list...) }
	case ast.Set:
		v.Foreach(add)
		make1 = func(list []*ast.Term) *ast.Term { return ast.SetTerm(list...) }
	case ast.Object:
		v.Foreach(func(k, e *ast.Term) { add(k); add(e) })
		make1 = func(list []*ast.Term) *ast.Term {
			pairs := make([][2]*ast.Term, len(list)/2)
			for i := range pairs {
				pairs[i] = [2]*ast.Term{list[2*i], list[2*i+1]}
			}
			return ast.ObjectTerm(pairs...)
		}
	default:
		return notUnderstoodValue
	}
	return func(m *machine, f frame) *ast.Term {
		list := make([]*ast.Term, len(parts))
		for i, p := range parts {
			if list[i] = p(m, f); list[i] == nil || m.unclear {
				return nil
			}
		}
		return make1(list)
	}
}

// gather collects the values of terms, one after the other, for each solution of a
// comprehension's body. They are the machine's until its next step.
func (s *scope) gather(body ast.Body, terms ...*ast.Term) func(m *machine, f frame) []*ast.Term {
	in := s.inner()
	follow := in.body(body)
	values := make([]value, len(terms))
	for i, t := range terms {
		values[i] = in.value(t)
	}
	run := follow(func(m *machine, f frame, _ func() signal) signal {
		before := len(m.gathered)
		for _, v := range values {
			t := v(m, f)
			if t == nil || m.unclear {
				m.gathered = m.gathered[:before]
				return signal(m.unclear)
			}
			m.gathered = append(m.gathered, t)
		}
		return more
	})
	return func(m *machine, f frame) []*ast.Term {
		start := len(m.gathered)
		run(m, f, nil)
		list := m.gathered[start:]
		m.gathered = m.gathered[:start]
		return list
	}
}

func (s *scope) arrayOf(c *ast.ArrayComprehension) value {
	gather := s.gather(c.Body, c.Term)
	return func(m *machine, f frame) *ast.Term {
		list := gather(m, f)
		if len(list) == 0 {
			return ast.InternedEmptyArray
		}
		return ast.ArrayTerm(slices.Clone(list)...)
	}
}

func (s *scope) setOf(c *ast.SetComprehension) value {
	gather := s.gather(c.Body, c.Term)
	return func(m *machine, f frame) *ast.Term {
		list := gather(m, f)
		if len(list) == 0 {
			return ast.InternedEmptySet
		}
		return ast.SetTerm(list...)
	}
}

func (s *scope) objectOf(c *ast.ObjectComprehension) value {
	gather := s.gather(c.Body, c.Key, c.Value)
	return func(m *machine, f frame) *ast.Term {
		object := ast.NewObject()
		list := gather(m, f)
		for i := 0; i < len(list); i += 2 {
			if was := object.Get(list[i]); was != nil && !was.Equal(list[i+1]) {
				m.giveUp() // a conflict, which is an error
			}
			object.Insert(list[i], list[i+1])
		}
		return ast.NewTerm(object)
	}
}

// base is where a reference starts, and how many of its parts that takes.
func (s *scope) base(ref ast.Ref) (value, int) {
	switch {
	case ref[0].Equal(ast.InputRootDocument):
		return input(ref)
	case ref[0].Equal(ast.DefaultRootDocument):
		doc, n := s.c.document(ref)
		if doc == nil {
			return nil, 0
		}
		return func(m *machine, _ frame) *ast.Term { return m.document(doc) }, n
	}
	if v, ok := ref[0].Value.(ast.Var); ok && s.bound[v] {
		slot := s.slots[v]
		return func(_ *machine, f frame) *ast.Term { return f[slot] }, 1
	}
	return nil, 0
}

// input is a reference to the resources of a type or to the parameters. Nobody looks at
// the input as a whole.
func input(ref ast.Ref) (value, int) {
	part := func(i int) string {
		if i >= len(ref) {
			return ""
		}
		s, _ := ref[i].Value.(ast.String)
		return string(s)
	}
	typ := part(2)
	switch {
	case part(1) == "params":
		return func(m *machine, _ frame) *ast.Term { return m.params }, 2
	case part(1) == "resources" && typ != "":
		return func(m *machine, _ frame) *ast.Term {
			if all := m.resources[typ]; all != nil {
				return all()
			}
			return nil
		}, 3
	default:
		return nil, 0
	}
}

// lookup translates a reference without free variables.
func (s *scope) lookup(ref ast.Ref) value {
	start, n := s.base(ref)
	if start == nil {
		return notUnderstoodValue
	}
	parts := make([]value, 0, len(ref)-n)
	for _, t := range ref[n:] {
		parts = append(parts, s.value(t))
	}
	return func(m *machine, f frame) *ast.Term {
		t := start(m, f)
		for _, part := range parts {
			if t == nil {
				return nil
			}
			key := part(m, f)
			if key == nil {
				return nil
			}
			t = inside(t, key)
		}
		return t
	}
}

// inside is one step of a reference.
func inside(t, key *ast.Term) *ast.Term {
	switch v := t.Value.(type) {
	case ast.Object:
		return v.Get(key)
	case *ast.Array:
		return v.Get(key)
	case ast.Set:
		if v.Contains(key) {
			return key
		}
	}
	return nil
}

// walk translates a reference that may have free variables, which it binds; nil where
// it is not understood.
func (s *scope) walk(ref ast.Ref) func(use) code {
	start, n := s.base(ref)
	if start == nil {
		return nil
	}
	var steps []func(use) use
	for _, t := range ref[n:] {
		if s.free(t) {
			v, _ := t.Value.(ast.Var)
			slot := s.bind(v)
			steps = append(steps, func(next use) use {
				return func(m *machine, f frame, t *ast.Term, done func() signal) signal {
					if list, ok := t.Value.(*ast.Array); ok {
						for i := range list.Len() {
							f[slot] = ast.InternedTerm(i)
							if !m.step() || next(m, f, list.Elem(i), done) == stop {
								return stop
							}
						}
						return more
					}
					result := more
					visit(m, t, func(k, e *ast.Term) signal {
						f[slot] = k
						result = next(m, f, e, done)
						return result
					})
					return result
				}
			})
			continue
		}
		if !s.ground(t) {
			return nil
		}
		part := s.value(t)
		steps = append(steps, func(next use) use {
			return func(m *machine, f frame, t *ast.Term, done func() signal) signal {
				key := part(m, f)
				if key == nil || m.unclear {
					return more
				}
				if t = inside(t, key); t == nil {
					return more
				}
				return next(m, f, t, done)
			}
		})
	}
	return func(then use) code {
		for _, step := range slices.Backward(steps) {
			then = step(then)
		}
		return func(m *machine, f frame, done func() signal) signal {
			t := start(m, f)
			if t == nil || m.unclear {
				return more
			}
			return then(m, f, t, done)
		}
	}
}

// visit goes through what a collection holds, in OPA's order, until with says stop. It
// reports whether t is a collection.
func visit(m *machine, t *ast.Term, with func(k, e *ast.Term) signal) bool {
	switch v := t.Value.(type) {
	case *ast.Array:
		for i := range v.Len() {
			if !m.step() || with(ast.InternedTerm(i), v.Elem(i)) == stop {
				break
			}
		}
	case ast.Object:
		v.Until(func(k, e *ast.Term) bool { return !m.step() || with(k, e) == stop })
	case ast.Set:
		v.Until(func(e *ast.Term) bool { return !m.step() || with(e, e) == stop })
	default:
		return false
	}
	return true
}
