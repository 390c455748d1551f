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
	// Nodes is the budget of diagram nodes, at some 40 bytes each, that one
	// [Analysis] may hold at a time; 0 is DefaultNodes.
	Nodes int
	// Engine is how the sets are found; every engine finds the same.
	Engine Engine
}

// Engine is a way to find cut sets.
type Engine uint8

// The engines. Families computes with sets, gate by gate; Functions computes the
// function of the losses up to the order, and takes its minimal solutions at the end.
// Families is usually faster, and cannot do complements.
const (
	// Automatic takes Families where it can, and Functions elsewhere and when
	// Families exceeds its budget.
	Automatic Engine = iota
	Functions
)

// DefaultNodes is the budget of an analysis that names none; about 1.5 GiB when it is
// used up, which no tree of a benchmark that we know does at order 4.
const DefaultNodes = 32 << 20

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
	return t.Analysis(o).CutSets(ctx, top)
}

// Analysis finds cut sets of many nodes of one tree and keeps what they share. It
// holds memory up to its budget until it is dropped, sees gates that are added to the
// tree meanwhile, and is not safe for concurrent use.
type Analysis struct {
	tree    *Tree
	options Options
	engine  *engine
}

// Analysis is a new one, which has computed nothing yet.
func (t *Tree) Analysis(o Options) *Analysis {
	if o.Nodes <= 0 {
		o.Nodes = DefaultNodes
	}
	return &Analysis{tree: t, options: o}
}

// CutSets finds the minimal cut sets of top, as [Tree.CutSets].
func (a *Analysis) CutSets(ctx context.Context, top Node) (CutSets, error) {
	asked := a.options.Order
	if asked <= 0 || asked >= unbounded {
		asked = unbounded
	}
	for order := asked; ; order = lower(order) {
		f, err := a.family(ctx, top, uint8(order))
		switch {
		case err == nil:
			return a.list(f, order, asked), nil
		case !errors.Is(err, errBudget):
			return CutSets{}, err
		case order == 1:
			return CutSets{Reason: a.short(0)}, nil
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

func (a *Analysis) short(order int) string {
	if order == 0 {
		return fmt.Sprintf("%d diagram nodes do not suffice for any order", a.options.Nodes)
	}
	return fmt.Sprintf("%d diagram nodes suffice for cut sets of up to %d events only", a.options.Nodes, order)
}

// family computes with what earlier questions left in the arena; when the budget does
// not suffice then, once more with an empty one.
func (a *Analysis) family(ctx context.Context, top Node, order uint8) (family, error) {
	fresh := a.engine == nil || a.engine.order != order
	if fresh {
		a.engine = newEngine(a.tree, order, a.options)
	}
	f, err := a.engine.family(ctx, top)
	if err != nil {
		a.engine = nil
		if errors.Is(err, errBudget) && !fresh {
			return a.family(ctx, top, order)
		}
	}
	return f, err
}

func (a *Analysis) list(f family, order, asked int) CutSets {
	z := a.engine.families.zbdd
	c := CutSets{Total: z.size(f), Found: order, Complete: order == asked}
	if !c.Complete {
		c.Reason = a.short(order)
	}
	if order == unbounded {
		c.Found = int(z.nodes[f].max)
	}
	c.Sets = a.engine.sets(f, a.options.Limit)
	if uint64(len(c.Sets)) < c.Total {
		c.Complete = false
		c.Reason = fmt.Sprintf("only %d of %d cut sets are listed", len(c.Sets), c.Total)
	}
	return c
}
