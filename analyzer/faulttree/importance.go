package faulttree

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Importance says how much an event matters for a node, by the usual measures.
type Importance struct {
	Event       Node
	Probability float64
	// Birnbaum is how much the node's probability rises from the event's never being
	// lost to its certainly being lost.
	Birnbaum float64
	// Criticality is the probability that the event is lost and decides, given that
	// the node has failed.
	Criticality float64
	// RiskAchievement and RiskReduction are the factors by which the node's
	// probability rises when the event is certain, and falls when it is impossible.
	// RiskReduction is +Inf when nothing is left.
	RiskAchievement, RiskReduction float64
}

// ErrTooLarge is returned where only an exact answer would do and the diagram exceeds
// its budget.
var ErrTooLarge = errors.New("the diagram exceeds its budget")

// Importance measures every event below top, the highest Birnbaum importance first.
// It is exact; [ErrTooLarge] is returned when the budget does not suffice for that,
// else errors are those of [Tree.Probability].
func (t *Tree) Importance(ctx context.Context, top Node, p func(event Node) float64, o ProbabilityOptions) ([]Importance, error) {
	q, err := t.quantify(ctx, top, p, o)
	if err != nil {
		return nil, err
	}
	if q.bounded || len(q.root) < len(q.modules) {
		return nil, ErrTooLarge
	}
	decides := map[Node]float64{q.top(): 1}
	for _, m := range slices.Backward(q.modules) {
		if q.tree.Kind(m) != KindEvent {
			q.derive(m, decides)
		}
	}
	var all []Importance
	whole := q.low[q.top()]
	for n, origin := range q.origin {
		x, d := q.low[n], decides[n]
		i := Importance{Event: origin[0], Probability: x, Birnbaum: d}
		if whole > 0 {
			i.Criticality = d * x / whole
			i.RiskAchievement = (whole + d*(1-x)) / whole
			i.RiskReduction = whole / max(whole-d*x, 0)
		}
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b Importance) int {
		return cmp.Or(cmp.Compare(b.Birnbaum, a.Birnbaum), cmp.Compare(a.Event, b.Event))
	})
	return all, nil
}

// derive adds to each variable of a module's diagram how much the module depends on
// it, times how much top depends on the module.
func (q *quantification) derive(module Node, decides map[Node]float64) {
	root := q.root[module]
	reach := map[function]float64{root: decides[module]}
	below := []function{root}
	for i := 0; i < len(below); i++ {
		if below[i] <= trueFunction {
			continue
		}
		n := q.diagram.nodes[below[i]]
		for _, child := range []function{n.lost, n.ok} {
			if _, ok := reach[child]; !ok {
				reach[child] = 0
				below = append(below, child)
			}
		}
	}
	slices.SortFunc(below, func(f, g function) int { return cmp.Compare(q.diagram.nodes[f].level, q.diagram.nodes[g].level) })
	for _, f := range below {
		if f <= trueFunction {
			continue
		}
		n := q.diagram.nodes[f]
		v := q.fold.order[n.level]
		x := q.low[v]
		decides[v] += reach[f] * (q.value[n.lost][0] - q.value[n.ok][0])
		reach[n.lost] += reach[f] * x
		reach[n.ok] += reach[f] * (1 - x)
	}
}
