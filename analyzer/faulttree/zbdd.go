package faulttree

import (
	"context"
	"math"
)

// family is a set of sets of events, none of which contains another: the minimal cut
// sets of a function. It is a node of a zero-suppressed decision diagram (Minato
// 1993): equal families are the same number.
type family int32

const (
	never  family = 0 // no set: what cannot fail
	always family = 1 // the empty set: what has failed without any loss
)

const (
	leafLevel = math.MaxInt32
	unbounded = math.MaxUint16 // as an order: sets of any size
)

type zbddNode struct {
	level    int32
	deepest  int32   // the last level in any set; -1 of the constants
	with     family  // the sets that hold the event of this level, without it
	rest     family  // the sets that do not hold it
	count    float32 // of sets, roughly
	min, max uint16  // sizes of the smallest and largest set, at most unbounded
}

type zbddOp uint32

const (
	opUnion zbddOp = iota + 1
	opWithout
	opProduct
	opTruncate
)

type zbddEntry struct {
	op      uint32
	f, g, r family
}

// zbdd is an arena of families. When it holds more nodes than its budget, or its
// context ends, it stops growing: err is set, and what it returns from then on means
// nothing.
type zbdd struct {
	nodes  []zbddNode
	unique []family // open addressing; never marks a free slot
	cache  []zbddEntry
	budget int
	steps  int
	ctx    context.Context //nolint:containedctx // asked once in 65,536 steps, deep inside recursions
	err    error
}

func newZBDD(ctx context.Context, budget int) *zbdd {
	z := &zbdd{unique: make([]family, 1<<10), cache: make([]zbddEntry, 1<<10), budget: budget, ctx: ctx}
	z.nodes = append(z.nodes,
		zbddNode{level: leafLevel, deepest: -1, min: unbounded},
		zbddNode{level: leafLevel, deepest: -1, count: 1})
	return z
}

func hash3(a, b, c uint32) uint32 {
	h := uint64(a)*0x9e3779b97f4a7c15 ^ uint64(b)*0xc2b2ae3d27d4eb4f ^ uint64(c)*0x165667b19e3779f9
	return uint32((h * 0x9e3779b97f4a7c15) >> 32)
}

// node is the family of the sets of with, each with the event of the level added, and
// of those of rest.
func (z *zbdd) node(level int32, with, rest family) family {
	if with == never {
		return rest
	}
	mask := uint32(len(z.unique) - 1)
	i := hash3(uint32(level), uint32(with), uint32(rest)) & mask
	for z.unique[i] != never {
		if n := &z.nodes[z.unique[i]]; n.level == level && n.with == with && n.rest == rest {
			return z.unique[i]
		}
		i = (i + 1) & mask
	}
	return z.insert(i, level, with, rest)
}

func (z *zbdd) insert(slot uint32, level int32, with, rest family) family {
	if z.err != nil {
		return never
	}
	if len(z.nodes) >= z.budget {
		z.err = errBudget
		return never
	}
	w, r := &z.nodes[with], &z.nodes[rest]
	n := zbddNode{
		level: level, deepest: max(level, w.deepest, r.deepest), with: with, rest: rest, count: w.count + r.count,
		min: min(longer(w.min), r.min), max: max(longer(w.max), r.max),
	}
	f := family(len(z.nodes))
	z.nodes = append(z.nodes, n)
	z.unique[slot] = f
	if 2*len(z.nodes) > len(z.unique) {
		z.grow()
	}
	return f
}

// longer is the size of a set with one more event.
func longer(size uint16) uint16 {
	if size == unbounded {
		return unbounded
	}
	return size + 1
}

// grow doubles the tables.
func (z *zbdd) grow() {
	z.unique = make([]family, 2*len(z.unique))
	mask := uint32(len(z.unique) - 1)
	for f := 2; f < len(z.nodes); f++ {
		n := &z.nodes[f]
		i := hash3(uint32(n.level), uint32(n.with), uint32(n.rest)) & mask
		for z.unique[i] != never {
			i = (i + 1) & mask
		}
		z.unique[i] = family(f)
	}
	const largest = 1 << 22
	if len(z.cache) >= largest {
		return
	}
	old := z.cache
	z.cache = make([]zbddEntry, 2*len(old))
	for _, e := range old {
		if e.op != 0 {
			*z.slot(e.op, e.f, e.g) = e
		}
	}
}

// slot is where the cache of operations, which forgets, holds this one.
func (z *zbdd) slot(op uint32, f, g family) *zbddEntry {
	return &z.cache[hash3(op, uint32(f), uint32(g))&uint32(len(z.cache)-1)]
}

func (z *zbdd) remembered(op zbddOp, order uint16, f, g family) (family, bool) {
	key := uint32(op)<<16 | uint32(order)
	e := z.slot(key, f, g)
	return e.r, e.op == key && e.f == f && e.g == g
}

func (z *zbdd) remember(op zbddOp, order uint16, f, g, r family) family {
	if z.steps++; z.steps&0xffff == 0 && z.ctx.Err() != nil && z.err == nil {
		z.err = context.Cause(z.ctx)
	}
	key := uint32(op)<<16 | uint32(order)
	*z.slot(key, f, g) = zbddEntry{op: key, f: f, g: g, r: r}
	return r
}

// single is the family of one set with one event.
func (z *zbdd) single(level int32) family { return z.node(level, always, never) }

// union is what fails when f or g does.
func (z *zbdd) union(f, g family) family {
	switch {
	case f == g || g == never:
		return f
	case f == never:
		return g
	case f == always || g == always:
		return always
	case z.err != nil:
		return never
	}
	if f > g {
		f, g = g, f
	}
	if r, ok := z.remembered(opUnion, 0, f, g); ok {
		return r
	}
	a, b := z.nodes[f], z.nodes[g]
	var r family
	switch {
	case a.level < b.level:
		r = z.node(a.level, z.without(a.with, g), z.union(a.rest, g))
	case a.level > b.level:
		r = z.node(b.level, z.without(b.with, f), z.union(b.rest, f))
	default:
		with := z.union(z.without(a.with, b.rest), z.without(b.with, a.rest))
		r = z.node(a.level, with, z.union(a.rest, b.rest))
	}
	return z.remember(opUnion, 0, f, g, r)
}

// without are the sets of f that contain no set of g.
func (z *zbdd) without(f, g family) family {
	if f <= always || g <= always || f == g || z.err != nil {
		if g == never || f == never || (g > always && f == always) {
			return f
		}
		return never
	}
	a := z.nodes[f]
	b := &z.nodes[g]
	for b.level < a.level { // What needs an event that no set of f has is no matter.
		if g = b.rest; g <= always {
			return z.without(f, g)
		}
		b = &z.nodes[g]
	}
	switch {
	case f == g:
		return never
	case b.min > a.max || b.level > a.deepest:
		return f // No set of g fits into one of f.
	}
	if r, ok := z.remembered(opWithout, 0, f, g); ok {
		return r
	}
	var with, rest family
	if a.level == b.level {
		bw, br := b.with, b.rest
		with = z.without(z.without(a.with, br), bw)
		rest = z.without(a.rest, br)
	} else {
		with = z.without(a.with, g)
		rest = z.without(a.rest, g)
	}
	return z.remember(opWithout, 0, f, g, z.node(a.level, with, rest))
}

// product is what fails when both do, as far as sets of the order tell.
func (z *zbdd) product(f, g family, order uint16) family {
	switch {
	case f == never || g == never || z.err != nil:
		return never
	case f == always || f == g:
		return z.truncate(g, order)
	case g == always:
		return z.truncate(f, order)
	}
	if f > g {
		f, g = g, f
	}
	a, b := z.nodes[f], z.nodes[g]
	if a.min > order || b.min > order {
		return never
	}
	switch {
	case a.deepest < b.level:
		return z.chain(f, g, order)
	case b.deepest < a.level:
		return z.chain(g, f, order)
	}
	if int(a.max)+int(b.max) <= int(order) {
		order = unbounded
	}
	if r, ok := z.remembered(opProduct, order, f, g); ok {
		return r
	}
	var r family
	switch {
	case a.level < b.level:
		rest := z.product(a.rest, g, order)
		r = z.node(a.level, z.without(z.productBelow(a.with, g, order), rest), rest)
	case a.level > b.level:
		rest := z.product(f, b.rest, order)
		r = z.node(b.level, z.without(z.productBelow(f, b.with, order), rest), rest)
	default:
		rest := z.product(a.rest, b.rest, order)
		with := z.productBelow(a.with, z.union(b.with, b.rest), order)
		with = z.union(with, z.productBelow(a.rest, b.with, order))
		r = z.node(a.level, z.without(with, rest), rest)
	}
	return z.remember(opProduct, order, f, g, r)
}

// chain is the product of families of which the first ends before the second begins:
// nothing in it can contain anything else.
func (z *zbdd) chain(f, g family, order uint16) family {
	switch {
	case f == never || z.err != nil:
		return never
	case f == always:
		return z.truncate(g, order)
	}
	a, b := z.nodes[f], &z.nodes[g]
	switch {
	case order == unbounded:
	case int(a.min)+int(b.min) > int(order):
		return never
	case int(a.max)+int(b.max) <= int(order):
		order = unbounded
	}
	if r, ok := z.remembered(opProduct, order, f, g); ok {
		return r
	}
	below := order
	if order != unbounded {
		below--
	}
	r := z.node(a.level, z.chain(a.with, g, below), z.chain(a.rest, g, order))
	return z.remember(opProduct, order, f, g, r)
}

// productBelow is the product one event further down.
func (z *zbdd) productBelow(f, g family, order uint16) family {
	switch order {
	case 0:
		return never
	case unbounded:
		return z.product(f, g, unbounded)
	}
	return z.product(f, g, order-1)
}

// truncate are the sets of f of at most the order.
func (z *zbdd) truncate(f family, order uint16) family {
	n := z.nodes[f]
	switch {
	case n.max <= order || z.err != nil:
		return f
	case n.min > order:
		return never
	}
	if r, ok := z.remembered(opTruncate, order, f, never); ok {
		return r
	}
	r := z.node(n.level, z.truncate(n.with, order-1), z.truncate(n.rest, order))
	return z.remember(opTruncate, order, f, never, r)
}
