package faulttree

import (
	"cmp"
	"context"
	"slices"
)

// function is a node of a reduced ordered binary decision diagram (Bryant 1986):
// equal functions of events are the same number.
type function int32

const (
	falseFunction function = 0
	trueFunction  function = 1
)

type bddNode struct {
	level    int32
	lost, ok function // what is left when the event of this level is lost, or is not
	calm     function // the value when nothing is lost
}

type bddEntry struct {
	op      uint32 // the order, and what is done
	f, g, r function
}

// bdd is an arena of functions, with a budget and a context as in zbdd.
type bdd struct {
	nodes  []bddNode
	unique []function
	cache  []bddEntry
	order  uint16 // functions are exact up to so many losses
	budget int
	steps  int
	ctx    context.Context //nolint:containedctx // asked once in 65,536 steps, deep inside recursions
	err    error
}

func newBDD(ctx context.Context, order uint16, budget int) *bdd {
	b := &bdd{order: order, unique: make([]function, 1<<10), cache: make([]bddEntry, 1<<10), budget: budget, ctx: ctx}
	b.nodes = append(b.nodes, bddNode{level: leafLevel}, bddNode{level: leafLevel, calm: trueFunction})
	return b
}

func (b *bdd) node(level int32, lost, ok function) function {
	if lost == ok {
		return lost
	}
	mask := uint32(len(b.unique) - 1)
	i := hash3(uint32(level), uint32(lost), uint32(ok)) & mask
	for b.unique[i] != falseFunction {
		if n := &b.nodes[b.unique[i]]; n.level == level && n.lost == lost && n.ok == ok {
			return b.unique[i]
		}
		i = (i + 1) & mask
	}
	switch {
	case b.err != nil:
		return falseFunction
	case len(b.nodes) >= b.budget:
		b.err = errBudget
		return falseFunction
	}
	f := function(len(b.nodes))
	b.nodes = append(b.nodes, bddNode{level, lost, ok, b.nodes[ok].calm})
	b.unique[i] = f
	if 2*len(b.nodes) > len(b.unique) {
		b.grow()
	}
	return f
}

func (b *bdd) grow() {
	b.unique = make([]function, 2*len(b.unique))
	mask := uint32(len(b.unique) - 1)
	for f := 2; f < len(b.nodes); f++ {
		n := b.nodes[f]
		i := hash3(uint32(n.level), uint32(n.lost), uint32(n.ok)) & mask
		for b.unique[i] != falseFunction {
			i = (i + 1) & mask
		}
		b.unique[i] = function(f)
	}
	const largest = 1 << 22
	if len(b.cache) >= largest {
		return
	}
	old := b.cache
	b.cache = make([]bddEntry, 2*len(old))
	for _, e := range old {
		if e.f != falseFunction {
			*b.slot(e.op, e.f, e.g) = e
		}
	}
}

func (b *bdd) slot(op uint32, f, g function) *bddEntry {
	return &b.cache[hash3(op, uint32(f), uint32(g))&uint32(len(b.cache)-1)]
}

// apply is f ∧ g, or f ∨ g, of functions that hold for up to order losses.
func (b *bdd) apply(and bool, f, g function, order uint16) function {
	if r, ok := b.simple(and, f, g, order); ok {
		return r
	}
	if f > g {
		f, g = g, f
	}
	op := uint32(order)<<1 | 1
	if and {
		op++
	}
	if e := b.slot(op, f, g); e.f == f && e.g == g && e.op == op {
		return e.r
	}
	below := order
	if order != unbounded {
		below--
	}
	x, y := b.nodes[f], b.nodes[g]
	var r function
	switch {
	case x.level < y.level:
		r = b.node(x.level, b.apply(and, x.lost, g, below), b.apply(and, x.ok, g, order))
	case x.level > y.level:
		r = b.node(y.level, b.apply(and, f, y.lost, below), b.apply(and, f, y.ok, order))
	default:
		r = b.node(x.level, b.apply(and, x.lost, y.lost, below), b.apply(and, x.ok, y.ok, order))
	}
	*b.slot(op, f, g) = bddEntry{f: f, g: g, r: r, op: op}
	if b.steps++; b.steps&0xffff == 0 && b.ctx.Err() != nil && b.err == nil {
		b.err = context.Cause(b.ctx)
	}
	return r
}

// simple is what needs no look below f and g.
func (b *bdd) simple(and bool, f, g function, order uint16) (function, bool) {
	absorbing, neutral := trueFunction, falseFunction
	if and {
		absorbing, neutral = falseFunction, trueFunction
	}
	switch {
	case f == absorbing || g == absorbing:
		return absorbing, true
	case b.err != nil:
		return falseFunction, true
	case f == g || g == neutral:
		return b.truncate(f, order), true
	case f == neutral:
		return b.truncate(g, order), true
	case order > 0:
		return falseFunction, false
	case b.nodes[f].calm == absorbing:
		return absorbing, true
	default:
		return b.nodes[g].calm, true
	}
}

// truncate leaves of a function only what up to order losses tell; what more of them
// would do is chosen so that the diagram becomes small.
func (b *bdd) truncate(f function, order uint16) function {
	switch {
	case f <= trueFunction || order >= b.order:
		return f
	case order == 0:
		return b.nodes[f].calm
	case b.err != nil:
		return falseFunction
	}
	op := uint32(order) << 1
	if e := b.slot(op, f, falseFunction); e.f == f && e.op == op && e.g == falseFunction {
		return e.r
	}
	n := b.nodes[f]
	r := b.node(n.level, b.truncate(n.lost, order-1), b.truncate(n.ok, order))
	*b.slot(op, f, falseFunction) = bddEntry{f: f, r: r, op: op}
	return r
}

func (b *bdd) failure() error { return b.err }

func (*bdd) constant(fails bool) function {
	if fails {
		return trueFunction
	}
	return falseFunction
}

func (b *bdd) event(level int32) function { return b.node(level, trueFunction, falseFunction) }

func (b *bdd) works(level int32) function { return b.node(level, falseFunction, trueFunction) }

func (b *bdd) and(in []function) function { return b.combine(true, in) }

func (b *bdd) or(in []function) function { return b.combine(false, in) }

// combine starts with the inputs that end last in the order, which keeps the
// intermediate diagrams small.
func (b *bdd) combine(and bool, in []function) function {
	b.deepestFirst(in)
	r := b.constant(and)
	for _, f := range in {
		r = b.apply(and, f, r, b.order)
	}
	return r
}

func (b *bdd) atLeast(k int, in []function) function {
	b.deepestFirst(in)
	return vote(k, in, trueFunction, func(f, g, input function) function {
		return b.apply(false, f, b.apply(true, g, input, b.order), b.order)
	})
}

func (b *bdd) deepestFirst(in []function) {
	slices.SortFunc(in, func(f, g function) int {
		return cmp.Or(-cmp.Compare(b.nodes[f].level, b.nodes[g].level), cmp.Compare(f, g))
	})
}

// minimal turns a function into the family of its minimal solutions of at most the
// order: sets of events that make it true when exactly they are lost, and of which no
// part does (Rauzy 1993, 2001). The levels of both diagrams are the same.
type minimal struct {
	from *bdd
	to   *zbdd
	done map[minimalKey]family
}

type minimalKey struct {
	f     function
	order uint16
}

func (m *minimal) of(f function, order uint16) family {
	switch f {
	case falseFunction:
		return never
	case trueFunction:
		return always
	}
	if r, ok := m.done[minimalKey{f, order}]; ok {
		return r
	}
	n := m.from.nodes[f]
	r := m.of(n.ok, order)
	switch {
	case m.to.err != nil:
		return never
	case order == unbounded:
		r = m.to.node(n.level, m.to.without(m.of(n.lost, order), r), r)
	case order > 0:
		r = m.to.node(n.level, m.to.without(m.of(n.lost, order-1), r), r)
	}
	m.done[minimalKey{f, order}] = r
	return r
}
