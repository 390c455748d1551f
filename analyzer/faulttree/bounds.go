package faulttree

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
)

// bounds encloses the probability of a module whose diagram is too large. Two methods
// are used, and the better bound of each side is kept:
//
//   - gate by gate. Failures of gates of a tree without complements are associated
//     (Esary, Proschan and Walkup 1967), so that an And is at least as probable as if
//     its inputs were independent, and an Or at most. With complements, only Fréchet's
//     inequalities hold.
//   - from the minimal cut sets up to an order. Those that share no event are
//     independent, and together a lower bound. The min-cut upper bound 1 − Π(1 − P(C))
//     (Esary and Proschan 1963) holds for all cut sets together, so that what the
//     larger ones can add, at most the probability that more events than the order
//     are lost at all, is added to it.
func (q *quantification) bounds(ctx context.Context, n Node) (low, high float64, err error) {
	coherent := !q.tree.hasComplement(n)
	low, high, err = q.byGates(n, coherent)
	if err != nil || !coherent {
		return low, high, err
	}
	l, h, err := q.byCutSets(ctx, n)
	if err != nil {
		return 0, 0, err
	}
	return max(low, l), min(high, h), nil
}

func (q *quantification) byGates(top Node, coherent bool) (low, high float64, err error) {
	known := func(n Node) bool { return n != top && (q.isModule[n] || q.tree.Kind(n) == KindEvent) }
	parts, err := q.tree.components(top, known)
	if err != nil {
		return 0, 0, err
	}
	lows, highs := map[Node]float64{True: 1}, map[Node]float64{True: 1}
	of := func(n Node, m, given map[Node]float64) float64 {
		if known(n) {
			return given[n]
		}
		return m[n]
	}
	for _, c := range parts {
		if c.cyclic { // Nothing is known but what every probability is.
			for _, n := range c.nodes {
				lows[n], highs[n] = 0, 1
			}
			continue
		}
		n := c.nodes[0]
		r := q.tree.nodes[n]
		if r.kind == KindComplement {
			lows[n], highs[n] = 1-q.high[Node(r.k)], 1-q.low[Node(r.k)]
			continue
		}
		if r.kind == KindConstant {
			continue
		}
		var l, h []float64
		for _, in := range q.tree.Inputs(n) {
			l, h = append(l, of(in, lows, q.low)), append(h, of(in, highs, q.high))
		}
		lows[n], highs[n] = gateBounds(r, l, h, coherent)
	}
	return lows[top], highs[top], nil
}

// gateBounds encloses a gate between what its inputs' bounds allow.
func gateBounds(r record, l, h []float64, coherent bool) (low, high float64) {
	product, coproduct, least, most, sumLow, sumHigh := 1.0, 1.0, 1.0, 0.0, 0.0, 0.0
	for i := range l {
		product *= l[i]
		coproduct *= 1 - h[i]
		least, most = min(least, h[i]), max(most, l[i])
		sumLow, sumHigh = sumLow+l[i], sumHigh+h[i]
	}
	n := float64(len(l))
	switch r.kind {
	case KindAnd:
		low = max(0, sumLow-(n-1))
		if coherent {
			low = max(low, product)
		}
		return low, least
	case KindAtLeast: // Markov's inequality, on failures and on the rest.
		k := float64(r.k)
		return max(0, (sumLow-k+1)/(n-k+1)), min(1, sumHigh/k)
	case KindOr, KindGate, KindConstant, KindEvent, KindComplement: // an Or, or its only input
	}
	high = min(1, sumHigh)
	if coherent {
		high = min(high, 1-coproduct)
	}
	return most, high
}

// byCutSets looks at the cut sets of the module with the modules inside as events.
func (q *quantification) byCutSets(ctx context.Context, top Node) (low, high float64, err error) {
	const budget, listed = 1 << 21, 5e6
	for order := q.options.Order; order > 0; order-- {
		e, err := newEngine(q.tree, nil, uint16(min(order, unbounded-1)), budget, Automatic)
		if err != nil {
			return 0, 0, err
		}
		for _, m := range q.tree.nearest(top, q.isModule) {
			e.events.done[m] = e.families.event(e.events.variable(m))
			e.events.seen[m] = true
		}
		f, err := e.family(ctx, top)
		if err != nil && !errors.Is(err, errBudget) {
			return 0, 0, err
		}
		if err != nil || e.families.nodes[f].count > listed {
			continue
		}
		low = q.independent(e, f)
		high = -math.Expm1(q.noneLost(e, f)) + q.moreLost(e, order)
		return low, min(high, 1), nil
	}
	return 0, 1, nil
}

// independent is the probability that any of some sets of a family is lost that have
// no event in common: the likeliest one, the likeliest of those that do not meet it,
// and so on.
func (q *quantification) independent(e *engine, f family) float64 {
	const most = 100_000
	type cut struct {
		set []Node
		p   float64
	}
	var cuts []cut
	for _, set := range e.sets(f, int(min(e.count(f), most))) {
		p := 1.0
		for _, n := range set {
			p *= q.low[n]
		}
		cuts = append(cuts, cut{set, p})
	}
	slices.SortStableFunc(cuts, func(a, b cut) int { return cmp.Compare(b.p, a.p) })
	used := map[Node]bool{}
	none := 0.0 // logarithm of the probability that no set so far is lost
	for _, c := range cuts {
		if slices.ContainsFunc(c.set, func(n Node) bool { return used[n] }) {
			continue
		}
		for _, n := range c.set {
			used[n] = true
		}
		none += math.Log1p(-c.p)
	}
	return -math.Expm1(none)
}

// noneLost is the logarithm of Π(1 − P(C)) over the sets of a family.
func (q *quantification) noneLost(e *engine, f family) float64 {
	log := 0.0
	var visit func(f family, p float64)
	visit = func(f family, p float64) {
		for f > always && p > 0 {
			n := e.families.nodes[f]
			visit(n.with, p*q.high[e.events.order[n.level]])
			f = n.rest
		}
		if f == always {
			log += math.Log1p(-p)
		}
	}
	visit(f, 1)
	return log
}

// moreLost is the probability that more events than the order are lost at all, by the
// recurrence of the Poisson binomial distribution.
func (q *quantification) moreLost(e *engine, order int) float64 {
	lost := make([]float64, order+2) // the last stands for all above
	lost[0] = 1
	for _, n := range e.events.order {
		p := q.high[n]
		lost[order+1] += lost[order] * p
		for i := order; i > 0; i-- {
			lost[i] = lost[i]*(1-p) + lost[i-1]*p
		}
		lost[0] *= 1 - p
	}
	return lost[order+1]
}
