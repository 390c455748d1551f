package faulttree

import (
	"context"
	"math"
	"math/bits"
)

// engine finds families of one order. Trees without complements are computed as
// families throughout, others as functions, whose minimal solutions are taken at the
// end.
type engine struct {
	tree      *Tree
	reduction *reduction // from the tree that was asked about to this one; or nil
	order     uint16
	budget    int
	always    Engine
	families  families
	events    *fold[family]
	functions *fold[function] // with minimal, once it is needed
	minimal   minimal
}

// newEngine is one for a tree; with tops, for the reduction of what is below them.
func newEngine(t *Tree, tops []Node, order uint16, budget int, always Engine) (*engine, error) {
	e := &engine{tree: t, order: order, budget: budget, always: always}
	if len(tops) > 0 {
		var err error
		if e.reduction, err = t.reduce(tops, false); err != nil {
			return nil, err
		}
		e.tree = e.reduction.to
	}
	e.families = families{newZBDD(context.Background(), budget), order}
	e.events = newFold[family](e.tree, e.families)
	return e, nil
}

func (e *engine) family(ctx context.Context, top Node) (family, error) {
	if e.reduction != nil {
		top = e.reduction.made[top]
	}
	e.families.ctx = ctx
	if e.always != Functions && !e.tree.hasComplement(top) {
		return e.events.of(ctx, top)
	}
	return e.viaFunction(ctx, top)
}

// allow sets the budget for questions to come.
func (e *engine) allow(nodes int) {
	e.budget, e.families.budget = nodes, nodes
	if e.functions != nil {
		e.minimal.from.budget = nodes
	}
}

// members are the events that a level stands for, of which any will do.
func (e *engine) members(level int32) []Node {
	if e.reduction != nil {
		return e.reduction.groups[e.events.order[level]]
	}
	return e.events.order[level : level+1]
}

// count is the number of sets of a family; MaxUint64 stands for more than that.
func (e *engine) count(f family) uint64 {
	done := map[family]uint64{never: 0, always: 1}
	var of func(f family) uint64
	of = func(f family) uint64 {
		if n, ok := done[f]; ok {
			return n
		}
		node := e.families.nodes[f]
		high, with := bits.Mul64(of(node.with), uint64(len(e.members(node.level))))
		n, carry := bits.Add64(with, of(node.rest), 0)
		if high != 0 || carry != 0 {
			n = math.MaxUint64
		}
		done[f] = n
		return n
	}
	return of(f)
}

// viaFunction computes a function first, in an arena of its own, with the levels of the
// families.
func (e *engine) viaFunction(ctx context.Context, top Node) (family, error) {
	e.tree.walk(top, e.events.seen, func(event Node) { e.events.variable(event) })
	if e.functions == nil {
		b := newBDD(ctx, e.order, e.budget)
		e.functions = newFold[function](e.tree, b)
		e.functions.level, e.functions.seen = e.events.level, e.events.seen
		e.minimal = minimal{from: b, to: e.families.zbdd, done: map[minimalKey]family{}}
	}
	e.minimal.from.ctx = ctx
	f, err := e.functions.of(ctx, top)
	if err != nil {
		return never, err
	}
	r := e.minimal.of(f, e.order)
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
