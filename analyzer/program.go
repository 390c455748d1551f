package analyzer

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
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

// follow runs the programs of a rule and returns the verdicts, and the resources that are
// left to OPA: one array a program, nil when there are none at all.
func (r *run) follow(ctx context.Context, rule *Rule, m *machine) (verdicts map[Verdict]ast.Set, left *ast.Term) {
	verdicts = map[Verdict]ast.Set{}
	programs := r.programs[rule]
	lists := make([]*ast.Term, len(programs))
	for i, p := range programs {
		found := verdicts[p.verdict]
		if found == nil {
			found = ast.NewSet()
			verdicts[p.verdict] = found
		}
		var unjudged []*ast.Term
		for _, res := range r.terms.created(p.typ) {
			t := r.terms.resource(res)
			if ctx.Err() != nil || m.cancel.Cancelled() || !p.judge(m, t, found) {
				unjudged = append(unjudged, t)
				left = ast.InternedEmptyArray
			}
		}
		lists[i] = ast.ArrayTerm(unjudged...)
	}
	if left != nil {
		left = ast.ArrayTerm(lists...)
	}
	return verdicts, left
}

// judge adds the verdicts of a resource. It returns false, and adds none, when that is
// left to OPA.
func (p *program) judge(m *machine, resource *ast.Term, into ast.Set) bool {
	m.begin()
	f := m.frame(p.size)
	f[p.slot] = resource
	p.code(m, f, nil)
	if m.unclear {
		return false
	}
	for _, t := range m.results {
		into.Add(t)
	}
	return true
}

// machine is what programs work with during one evaluation of a rule.
type machine struct {
	input  *ast.Term
	native map[string]nativeFunction
	cancel topdown.Cancel
	docs   map[*document]*ast.Term
	calls  map[call]*ast.Term // what functions gave for the resource at hand

	// unclear is set where something was not understood. From then on, what was
	// found out about the resource counts for nothing.
	unclear bool
	left    int // steps that may still be taken
	results []*ast.Term

	gathered []*ast.Term // by the comprehensions that are being followed

	stack []*ast.Term
	top   int
}

func newMachine(input *ast.Term, native map[string]nativeFunction, cancel topdown.Cancel) *machine {
	return &machine{
		input: input, native: native, cancel: cancel,
		docs: map[*document]*ast.Term{}, calls: map[call]*ast.Term{},
	}
}

func (m *machine) begin() {
	m.unclear, m.left, m.top, m.results, m.gathered = false, effort, 0, m.results[:0], m.gathered[:0]
	clear(m.calls)
}

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

// document returns the value of a rule without arguments, nil if it is undefined.
func (m *machine) document(d *document) *ast.Term {
	t, known := m.docs[d]
	if !known {
		left, before := m.left, m.unclear
		m.left, m.unclear = effort*documentEffort, false
		t = d.value(m)
		if m.unclear {
			t = unclearDocument
		}
		m.left, m.unclear = left, before
		m.docs[d] = t
	}
	if t == unclearDocument {
		m.giveUp()
		return nil
	}
	return t
}

// documentEffort is how much longer than for a resource a document may take, once a rule.
const documentEffort = 100

// unclearDocument stands for the value of a document that was not understood.
var unclearDocument = ast.StringTerm("unclear") //nolint:gochecknoglobals // a mark, compared by address

// call is a call of a function with terms that are the same ones, not only equal.
type call struct {
	fn   *function
	args [3]*ast.Term
}
