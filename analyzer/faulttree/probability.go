package faulttree

import (
	"context"
	"errors"
	"fmt"
)

// Probability is how probable it is that a node fails when events are lost
// independently of each other.
type Probability struct {
	// Lower and Upper enclose it; they are equal, but for rounding, when it is Exact.
	Lower, Upper float64
	// Exact is whether no bound was used anywhere.
	Exact bool
	// Method names what gave the figures, for a reader: "binary decision diagram", or
	// the bounds that were used where the diagram exceeded its budget.
	Method string
}

// The methods of a [Probability].
const (
	MethodDiagram = "binary decision diagram"
	MethodBounds  = "bounds from minimal cut sets and gates (min-cut upper bound)"
)

// ProbabilityOptions bound the work for a probability. The zero value is a good one.
type ProbabilityOptions struct {
	// Nodes is the budget of diagram nodes; 0 is DefaultProbabilityNodes.
	Nodes int
	// Order is the size of the cut sets from which bounds are made; 0 is 4.
	Order int
}

// DefaultProbabilityNodes is the budget of a probability that names none; some 300 MiB
// when it is used up.
const DefaultProbabilityNodes = 4 << 20

// Probability computes how probable it is that top fails, from the probability p of
// each event below it. Independent parts of the tree are computed by themselves, each
// exactly unless its diagram exceeds the budget; then its bounds are carried on. The
// error is that of a done context, [ErrUndefined], or a p outside [0, 1].
func (t *Tree) Probability(ctx context.Context, top Node, p func(event Node) float64, o ProbabilityOptions) (Probability, error) {
	q, err := t.quantify(ctx, top, p, o)
	if err != nil {
		return Probability{}, err
	}
	r := Probability{Lower: q.low[q.top()], Upper: q.high[q.top()], Exact: !q.bounded, Method: MethodDiagram}
	if q.bounded {
		r.Method = MethodBounds
	}
	return r, nil
}

// quantification holds the probabilities of events and modules, and the diagrams of
// modules over both.
type quantification struct {
	tree      *Tree
	origin    map[Node][]Node // the event of the tree that was asked about
	options   ProbabilityOptions
	modules   []Node // innermost first, the last is top
	isModule  map[Node]bool
	low, high map[Node]float64
	bounded   bool
	diagram   *bdd
	fold      *fold[function]
	value     [][2]float64      // of functions: the lower and the upper
	root      map[Node]function // of modules
}

func (t *Tree) quantify(ctx context.Context, top Node, p func(Node) float64, o ProbabilityOptions) (*quantification, error) {
	if o.Nodes <= 0 {
		o.Nodes = DefaultProbabilityNodes
	}
	if o.Order <= 0 {
		o.Order = 4
	}
	r, err := t.reduce([]Node{top}, true)
	if err != nil {
		return nil, err
	}
	t, top = r.to, r.made[top]
	modules, err := t.modules(top)
	if err != nil {
		return nil, err
	}
	q := &quantification{
		tree: t, origin: r.groups, options: o, modules: modules, isModule: map[Node]bool{},
		low: map[Node]float64{}, high: map[Node]float64{}, root: map[Node]function{},
	}
	for _, n := range t.eventsBelow(top) {
		v := p(q.origin[n][0])
		if !(v >= 0 && v <= 1) { // also when it is no number
			return nil, fmt.Errorf("the probability of %q is %v, not between 0 and 1", t.ID(n), v)
		}
		q.low[n], q.high[n] = v, v
	}
	for _, n := range modules {
		q.isModule[n] = true
	}
	for _, n := range modules {
		if err := q.module(ctx, n); err != nil {
			return nil, err
		}
	}
	return q, nil
}

func (q *quantification) top() Node { return q.modules[len(q.modules)-1] }

// module computes one module from its events and the modules inside it.
func (q *quantification) module(ctx context.Context, n Node) error {
	if q.diagram == nil {
		q.diagram = newBDD(ctx, unbounded, q.options.Nodes)
		q.fold = newFold[function](q.tree, q.diagram)
	}
	before := len(q.diagram.nodes)
	f, err := q.body(ctx, n)
	switch {
	case err == nil:
		q.root[n] = f
		q.evaluate()
		q.low[n], q.high[n] = q.value[f][0], q.value[f][1]
		return nil
	case !errors.Is(err, errBudget):
		return err
	}
	q.diagram = nil
	q.value = nil
	clear(q.root)
	if before > 2 { // The others may have used up the budget: once more, alone.
		return q.module(ctx, n)
	}
	q.bounded = true
	q.low[n], q.high[n], err = q.bounds(ctx, n)
	return err
}

// body is the diagram of a module in which the modules inside are variables.
func (q *quantification) body(ctx context.Context, n Node) (function, error) {
	fold := q.fold
	for _, m := range q.tree.nearest(n, q.isModule) {
		if _, ok := fold.level[m]; !ok {
			fold.done[m] = q.diagram.event(fold.variable(m))
			fold.seen[m] = true
		}
	}
	return fold.of(ctx, n)
}

// nearest lists the marked nodes below a node that are reached without passing
// another one.
func (t *Tree) nearest(top Node, marked map[Node]bool) []Node {
	var found []Node
	seen := map[Node]bool{top: true}
	stack := []Node{top}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, in := range t.Inputs(n) {
			switch {
			case seen[in]:
				continue
			case marked[in]:
				found = append(found, in)
			default:
				stack = append(stack, in)
			}
			seen[in] = true
		}
	}
	return found
}

// evaluate computes the probability of every function that the arena has got since the
// last time. Variables are events and finished modules, so that no value changes.
func (q *quantification) evaluate() {
	if len(q.value) == 0 {
		q.value = append(q.value, [2]float64{0, 0}, [2]float64{1, 1})
	}
	for _, n := range q.diagram.nodes[len(q.value):] {
		v := q.fold.order[n.level]
		low, high := q.low[v], q.high[v]
		lost, ok := q.value[n.lost], q.value[n.ok]
		q.value = append(q.value, [2]float64{low*lost[0] + (1-low)*ok[0], high*lost[1] + (1-high)*ok[1]})
	}
}
