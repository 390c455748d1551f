package analyzer

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// A program is the body of a verdict, made ready to be followed for one resource after
// the other. OPA takes some ten microseconds for a rule and a resource, most of them for
// bindings that can be undone and for arguments and results that it keeps; a program
// has a slot for each variable and keeps nothing.
//
// It is derived from what OPA's compiler made of the rule (see programStage), works on
// OPA's terms and calls OPA's functions. What it does not understand, a function that
// fails, values that contradict each other and a search that becomes long leave the
// resource to OPA, which judges it from the first condition on. That both agree is
// tested on every fixture, and by rules made to be difficult.
type program struct {
	typ     string // the resources that the body begins with
	verdict Verdict
	slot    int // of the variable that is bound to one of them
	size    int // of a frame
	code    code
}

// effort is how many steps a program may take for one resource, so that the cost stays
// linear whatever a rule searches through.
const effort = 2000

// judge adds the verdicts of the machine's resource. It returns false, and adds none, when
// that is left to OPA.
func (p *program) judge(m *machine, into ast.Set) bool {
	m.unclear, m.left, m.top, m.results, m.gathered = false, effort, 0, m.results[:0], m.gathered[:0]
	f := m.frame(p.size)
	f[p.slot] = m.resource
	p.code(m, f, nil)
	if m.unclear {
		return false
	}
	for _, t := range m.results {
		into.Add(t)
	}
	return true
}

// machine is what one goroutine follows the programs of a rule with.
type machine struct {
	*evaluation
	native   map[string]nativeFunction
	resource *ast.Term
	docs     map[*document]*ast.Term
	calls    map[call]*ast.Term // what functions gave lately

	// unclear is set where something was not understood. From then on, what was
	// found out about the resource counts for nothing.
	unclear bool
	left    int // steps that may still be taken
	results []*ast.Term

	gathered []*ast.Term // by the comprehensions that are being followed

	stack []*ast.Term
	top   int
}

func newMachine(e *evaluation, native map[string]nativeFunction) *machine {
	return &machine{evaluation: e, native: native, docs: map[*document]*ast.Term{}, calls: map[call]*ast.Term{}}
}

// begin takes up a resource, for all programs.
func (m *machine) begin(resource *ast.Term) {
	m.resource = resource
	if len(m.calls) > rememberedCalls {
		m.forget()
	}
}

// forget drops the values of functions, and with them the terms that they were called with.
func (m *machine) forget() { clear(m.calls) }

// rememberedCalls is how many values of functions are kept for the next resource, which
// often has neighbours in common with the last.
const rememberedCalls = 1024

// frame holds the variables of one body, by slot.
type frame []*ast.Term

func (m *machine) frame(size int) frame {
	if m.top+size > len(m.stack) {
		m.stack = make([]*ast.Term, 2*len(m.stack)+size+64) // frames in use keep the old one
	}
	f := m.stack[m.top : m.top+size : m.top+size]
	m.top += size
	clear(f)
	return f
}

// release gives back the frames that were made since top was t.
func (m *machine) release(t int) { m.top = t }

// giveUp leaves the resource to OPA.
func (m *machine) giveUp() { m.unclear = true }

// step reports whether the search may go on.
func (m *machine) step() bool {
	if m.left--; m.left < 0 {
		m.unclear = true
	}
	return !m.unclear
}

// call is a call of a function with terms that are the same ones, not only equal.
type call struct {
	fn   *function
	args [3]*ast.Term
}
