package faulttree

import (
	"context"
)

// engine finds families of one order. Trees without complements are computed as
// families throughout, others as functions, whose minimal solutions are taken at the
// end.
type engine struct {
	tree     *Tree
	order    uint8
	budget   int
	always   Engine
	families families
	events   *fold[family]
}

func newEngine(t *Tree, order uint8, o Options) *engine {
	e := &engine{tree: t, order: order, budget: o.Nodes, always: o.Engine, families: families{newZBDD(context.Background(), o.Nodes), order}}
	e.events = newFold[family](t, e.families)
	return e
}

func (e *engine) family(ctx context.Context, top Node) (family, error) {
	e.families.ctx = ctx
	if e.always != Functions && !e.tree.hasComplement(top) {
		return e.events.of(ctx, top)
	}
	return e.viaFunction(ctx, top)
}

// viaFunction computes a function first. It has an arena of its own, which is dropped;
// levels are those of the families.
func (e *engine) viaFunction(ctx context.Context, top Node) (family, error) {
	e.tree.walk(top, e.events.seen, func(event Node) { e.events.variable(event) })
	b := newBDD(ctx, e.order, e.budget)
	functions := newFold[function](e.tree, b)
	functions.level, functions.order, functions.seen = e.events.level, e.events.order, e.events.seen
	f, err := functions.of(ctx, top)
	if err != nil {
		return never, err
	}
	m := minimal{from: b, to: e.families.zbdd, done: map[minimalKey]family{}}
	r := m.of(f, e.order)
	return r, e.families.err
}

// hasComplement reports whether a complement is below a node.
func (t *Tree) hasComplement(top Node) bool {
	if len(t.works) == 0 {
		return false
	}
	stack, seen := []Node{top}, map[Node]bool{top: true}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if t.nodes[n].kind == KindComplement {
			return true
		}
		for _, in := range t.Inputs(n) {
			if !seen[in] {
				seen[in] = true
				stack = append(stack, in)
			}
		}
	}
	return false
}
