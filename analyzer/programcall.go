package analyzer

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// builtin calls a function of OPA's or of the engine's. Its arguments are only lent. One
// that fails is OPA's business.
func builtin(name string) func(*machine, []*ast.Term) *ast.Term {
	if answer := quick(name); answer != nil {
		return func(_ *machine, args []*ast.Term) *ast.Term { return answer(args) }
	}
	ours := topdown.GetBuiltin(name)
	return func(m *machine, args []*ast.Term) *ast.Term {
		if !m.step() {
			return nil
		}
		if native := m.native[name]; native != nil {
			t, err := native(args)
			if err != nil {
				m.giveUp()
			}
			return t
		}
		if ours == nil {
			m.giveUp()
			return nil
		}
		return m.ask(ours, slices.Clone(args))
	}
}

// ask calls a function of OPA's.
func (m *machine) ask(do topdown.BuiltinFunc, args []*ast.Term) (result *ast.Term) {
	err := do(topdown.BuiltinContext{Cancel: m.cancel}, args, func(t *ast.Term) error {
		if result != nil {
			m.giveUp() // one that gives several
		}
		result = t
		return nil
	})
	if err != nil {
		m.giveUp()
		return nil
	}
	return result
}

// quick are the functions that rules call more than any other and that depend on
// nothing but their arguments.
func quick(name string) func([]*ast.Term) *ast.Term {
	compare := func(holds func(int) bool) func([]*ast.Term) *ast.Term {
		return func(args []*ast.Term) *ast.Term {
			return ast.InternedTerm(holds(args[0].Value.Compare(args[1].Value)))
		}
	}
	switch name {
	case ast.GreaterThan.Name:
		return compare(func(c int) bool { return c > 0 })
	case ast.LessThan.Name:
		return compare(func(c int) bool { return c < 0 })
	case ast.GreaterThanEq.Name:
		return compare(func(c int) bool { return c >= 0 })
	case ast.LessThanEq.Name:
		return compare(func(c int) bool { return c <= 0 })
	case ast.NotEqual.Name:
		return compare(func(c int) bool { return c != 0 })
	default:
		return attrAnswer(name)
	}
}
