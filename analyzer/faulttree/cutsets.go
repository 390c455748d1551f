package faulttree

import (
	"context"
	"errors"
	"fmt"
)

// Options bound a search for cut sets. The zero value asks for all of them within the
// default budget.
type Options struct {
	// Order is the largest number of events in a cut set; 0 is no bound.
	Order int
	// Limit is the largest number of sets that are listed; 0 is no limit. They are
	// all counted.
	Limit int
	// Nodes is the budget of diagram nodes, at some 40 bytes each, or 100 while they grow, that one
	// [Analysis] may hold at a time; 0 is DefaultNodes.
	Nodes int
	// Engine is how the sets are found; every engine finds the same.
	Engine Engine
}

// Engine is a way to find cut sets.
type Engine uint8

// The engines. Functions computes the function of the losses up to the order, and takes
// its minimal solutions at the end.
const (
	// Automatic computes with families of sets where it can, which is faster when the
	// order is bounded, and with Functions for complements, without a bound, and when
	// the budget does not suffice for families.
	Automatic Engine = iota
	Functions
)

// DefaultNodes is the budget of an analysis that names none; about 1 GiB when it is
// used up.
const DefaultNodes = 16 << 20

var errBudget = errors.New("the budget of diagram nodes is used up")

// CutSets are the minimal cut sets of a node: sets of events that take it down when
// exactly they are lost, and of which no part does. In a tree without [Tree.Not] that
// is the usual definition; with it, these are the minimal cuts of Rauzy (2001), which
// SCRAM gives as well: prime implicants are not computed.
type CutSets struct {
	// Sets are sorted by size, then by event; events within a set in the order in
	// which the tree got them.
	Sets [][]Node
	// Total is the number of sets found, more than listed when Options.Limit was
	// reached; MaxUint64 stands for more than that.
	Total uint64
	// Found is the size up to which every minimal cut set was found, whether it is
	// listed or not; for a search without bound, the size of the largest.
	Found int
	// Complete is whether every minimal cut set within Options.Order is in Sets.
	Complete bool
	// Reason says in a sentence why the sets are not complete; else it is empty.
	Reason string
}

// CutSets finds the minimal cut sets of top. When the budget does not suffice for
// the order that was asked, a lower order is tried, and the result says so. The error
// is that of a done context, or [ErrUndefined].
func (t *Tree) CutSets(ctx context.Context, top Node, o Options) (CutSets, error) {
	return t.Analysis(o, top).CutSets(ctx, top)
}

// Analysis finds cut sets of many nodes of one tree and keeps what they share. It
// holds memory up to its budget until it is dropped, and is not safe for concurrent
// use.
type Analysis struct {
	tree    *Tree
	options Options
	tops    []Node
	named   map[Node]bool // tops
	engine  *engine
}

// Analysis is a new one, which has computed nothing yet. When the nodes that will be
// asked about are named, the part of the tree below them is simplified first, once;
// others may be asked about as well, each at the price of a search of its own.
// Without names, any node may be asked about, also one that is added meanwhile, and
// nothing is simplified.
func (t *Tree) Analysis(o Options, tops ...Node) *Analysis {
	if o.Nodes <= 0 {
		o.Nodes = DefaultNodes
	}
	a := &Analysis{tree: t, options: o, tops: tops, named: map[Node]bool{}}
	for _, n := range tops {
		a.named[n] = true
	}
	return a
}

// CutSets finds the minimal cut sets of top, as [Tree.CutSets].
func (a *Analysis) CutSets(ctx context.Context, top Node) (CutSets, error) {
	if len(a.tops) > 0 && !a.named[top] {
		return a.tree.CutSets(ctx, top, a.options)
	}
	asked := a.options.Order
	if asked <= 0 || asked >= unbounded {
		asked = unbounded
	}
	for order := asked; ; order = lower(order) {
		f, err := a.family(ctx, top, uint16(order))
		switch {
		case err == nil:
			return a.list(f, order, asked), nil
		case !errors.Is(err, errBudget):
			return CutSets{}, err
		case order == 1:
			return a.singles(top), nil
		}
	}
}

// lower is the order to try after one that was too much.
func lower(order int) int {
	const high = 5
	if order > high {
		return high
	}
	return order - 1
}

// singles are the cut sets of order 1, which need no diagram.
func (a *Analysis) singles(top Node) CutSets {
	c := CutSets{Found: 1}
	if c.Complete = a.options.Order == 1; !c.Complete {
		c.Reason = a.short(1)
	}
	if a.tree.Fails(top, nil) {
		return CutSets{Sets: [][]Node{{}}, Total: 1, Found: 1, Complete: true}
	}
	for _, n := range a.tree.SinglePoints(top) {
		c.Total++
		if a.options.Limit <= 0 || len(c.Sets) < a.options.Limit {
			c.Sets = append(c.Sets, []Node{n})
		}
	}
	return c
}

func (a *Analysis) short(order int) string {
	return fmt.Sprintf("%d diagram nodes suffice for cut sets of order %d only", a.options.Nodes, order)
}

// family computes with what earlier questions left in the arena; when the budget does
// not suffice then, with an empty one, and with the other engine.
func (a *Analysis) family(ctx context.Context, top Node, order uint16) (family, error) {
	if a.engine != nil && a.engine.order == order {
		f, err := a.engine.family(ctx, top)
		if !errors.Is(err, errBudget) {
			return f, err
		}
	}
	engines := []Engine{a.options.Engine}
	switch {
	case a.options.Engine != Automatic:
	case order == unbounded:
		engines = []Engine{Functions, Automatic}
	default:
		engines = []Engine{Automatic, Functions}
	}
	var f family
	err := errBudget
	for _, nodes := range budgets(a.options.Nodes) {
		for _, e := range engines {
			a.engine = nil // What it holds makes room for the next one.
			if a.engine, err = newEngine(a.tree, a.tops, order, nodes, e); err != nil {
				return never, err
			}
			if f, err = a.engine.family(ctx, top); !errors.Is(err, errBudget) {
				a.engine.allow(a.options.Nodes)
				return f, err
			}
		}
	}
	a.engine = nil
	return never, err
}

// budgets are tried one after the other: a small one shows which engine is the right
// one for a tree before the wrong one has spent much.
func budgets(most int) []int {
	var all []int
	for _, nodes := range []int{1 << 20, 1 << 23} {
		if nodes < most {
			all = append(all, nodes)
		}
	}
	return append(all, most)
}

// mostListed is how many sets are listed when there is no limit: more would not fit
// into memory.
const mostListed = 1 << 25

func (a *Analysis) list(f family, order, asked int) CutSets {
	c := CutSets{Total: a.engine.count(f), Found: order, Complete: order == asked}
	if !c.Complete {
		c.Reason = a.short(order)
	}
	if order == unbounded {
		c.Found = int(a.engine.families.nodes[f].max)
	}
	listed := min(c.Total, mostListed)
	if a.options.Limit > 0 {
		listed = min(listed, uint64(a.options.Limit))
	}
	c.Sets = a.engine.sets(f, int(listed))
	if listed < c.Total {
		c.Complete = false
		c.Reason = fmt.Sprintf("only %d of %d cut sets are listed", listed, c.Total)
	}
	return c
}
