package faulttree

import (
	"context"
	"fmt"
)

// algebra is what a kind of diagram does with the gates of a tree.
type algebra[T comparable] interface {
	constant(fails bool) T
	event(level int32) T
	works(level int32) T
	and(in []T) T
	or(in []T) T
	atLeast(k int, in []T) T
	// failure is why results mean nothing any more, or nil.
	failure() error
}

// fold computes diagrams of nodes from those of their inputs. What was computed is
// kept, so that further tops cost only what they do not share with earlier ones.
type fold[T comparable] struct {
	tree    *Tree
	algebra algebra[T]
	done    map[Node]T
	level   map[Node]int32
	order   []Node // of the variables, by level
	seen    map[Node]bool
}

func newFold[T comparable](t *Tree, a algebra[T]) *fold[T] {
	return &fold[T]{
		tree: t, algebra: a, level: map[Node]int32{}, seen: map[Node]bool{},
		done: map[Node]T{False: a.constant(false), True: a.constant(true)},
	}
}

// variable makes a node a variable of its own, whatever is below it.
func (f *fold[T]) variable(n Node) int32 {
	l := int32(len(f.order))
	f.level[n] = l
	f.order = append(f.order, n)
	return l
}

// of is the diagram of a node. The variables that it brings in come last in the
// order, in that of first visit.
func (f *fold[T]) of(ctx context.Context, top Node) (T, error) {
	var zero T
	parts, err := f.tree.components(top, func(n Node) bool { _, ok := f.done[n]; return ok })
	if err != nil {
		return zero, err
	}
	f.tree.walk(top, f.seen, func(event Node) { f.variable(event) })
	for _, c := range parts {
		if err := ctx.Err(); err != nil {
			return zero, fmt.Errorf("computing a diagram: %w", context.Cause(ctx))
		}
		f.settle(c)
		if err := f.algebra.failure(); err != nil {
			return zero, err
		}
	}
	return f.done[top], nil
}

// settle computes a component: once, or until nothing changes where gates depend on
// each other (Kleene's iteration from "nothing fails"). There are no more rounds than
// gates, because only an acyclic chain of gates passes on anything new.
func (f *fold[T]) settle(c component) {
	if !c.cyclic {
		f.done[c.nodes[0]] = f.gate(c.nodes[0])
		return
	}
	for _, n := range c.nodes {
		f.done[n] = f.algebra.constant(false)
	}
	for changed := true; changed && f.algebra.failure() == nil; {
		changed = false
		for _, n := range c.nodes {
			d := f.gate(n)
			changed = changed || d != f.done[n]
			f.done[n] = d
		}
	}
}

func (f *fold[T]) gate(n Node) T {
	r := f.tree.nodes[n]
	switch r.kind {
	case KindConstant:
		return f.algebra.constant(n == True)
	case KindEvent:
		return f.algebra.event(f.level[n])
	case KindComplement:
		return f.algebra.works(f.level[Node(r.k)])
	case KindAnd:
		return f.algebra.and(f.inputs(n))
	case KindOr, KindGate:
		return f.algebra.or(f.inputs(n))
	case KindAtLeast:
		return f.atLeast(n)
	default:
		panic(fmt.Sprintf("faulttree: unknown kind %d", r.kind))
	}
}

// inputs are the diagrams of a gate's inputs, in a slice of their own.
func (f *fold[T]) inputs(n Node) []T {
	in := make([]T, 0, f.tree.nodes[n].count)
	for _, x := range f.tree.Inputs(n) {
		in = append(in, f.done[x])
	}
	return in
}
