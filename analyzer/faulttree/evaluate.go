package faulttree

// Evaluator tells which nodes of a tree have failed after some losses. Making one
// costs time linear in the nodes that it sees; an evaluation costs only what the losses
// reach among them, so that one evaluator serves many scenarios. It sees the tree as it
// was when the evaluator was made, and is not safe for concurrent use.
type Evaluator struct {
	tree    *Tree
	at      map[Node]Node // position of a node; nil where each node has its own
	parents []Node        // grouped by input
	first   []int32       // first[n]:first[n+1] are n's parents
	need    []int32       // inputs that must fail before a gate does
	works   [][2]Node     // complements of events, which hold when nothing is lost, and the events
	failed  []uint32
	seen    []uint32 // the round in which left was set
	left    []int32
	round   uint32
	queue   []Node
}

// Evaluator is a new one for the tree as it is now.
func (t *Tree) Evaluator() *Evaluator {
	nodes := make([]Node, len(t.nodes))
	for i := range nodes {
		nodes[i] = Node(i)
	}
	return t.evaluator(nodes, nil)
}

// EvaluatorOf is one that sees only what lies below the given nodes. Of nodes elsewhere
// it says that they have not failed. With many services in one tree, it spares each
// scenario what it does to the others.
func (t *Tree) EvaluatorOf(tops ...Node) *Evaluator {
	at := map[Node]Node{}
	var nodes []Node
	visit := func(n Node) {
		if _, seen := at[n]; !seen {
			at[n] = Node(len(nodes))
			nodes = append(nodes, n)
		}
	}
	visit(True)
	for _, n := range tops {
		visit(n)
	}
	for next := 0; next < len(nodes); {
		n := nodes[next]
		next++
		for _, in := range t.dependencies(n) {
			visit(in)
		}
	}
	return t.evaluator(nodes, at)
}

func (t *Tree) evaluator(nodes []Node, at map[Node]Node) *Evaluator {
	n := len(nodes)
	e := &Evaluator{
		tree: t, at: at, first: make([]int32, n+1), need: make([]int32, n),
		failed: make([]uint32, n), seen: make([]uint32, n), left: make([]int32, n),
	}
	for i, node := range nodes {
		switch r := t.nodes[node]; r.kind {
		case KindAnd:
			e.need[i] = r.count
		case KindAtLeast:
			e.need[i] = r.k
		case KindComplement:
			e.works = append(e.works, [2]Node{node, Node(r.k)})
		case KindConstant, KindEvent, KindOr, KindGate:
			e.need[i] = 1
		}
		for _, in := range t.Inputs(node) {
			e.first[e.position(in)+1]++
		}
	}
	for i := range n {
		e.first[i+1] += e.first[i]
	}
	e.parents = make([]Node, e.first[n])
	next := make([]int32, n)
	copy(next, e.first)
	for i, node := range nodes {
		for _, in := range t.Inputs(node) {
			p := e.position(in)
			e.parents[next[p]] = Node(i)
			next[p]++
		}
	}
	return e
}

// outside is the position of a node that the evaluator does not see.
const outside = -1

func (e *Evaluator) position(n Node) Node {
	if e.at == nil {
		return n
	}
	if p, ok := e.at[n]; ok {
		return p
	}
	return outside
}

// Lose sets the scenario: exactly these events are lost. What that takes down is
// propagated to every gate (unit propagation; Dowling and Gallier 1984), which is
// the least fixpoint where gates depend on each other.
func (e *Evaluator) Lose(lost ...Node) {
	e.round++
	if e.round == 0 { // After 2³² rounds the marks start anew.
		clear(e.failed)
		clear(e.seen)
		e.round = 1
	}
	e.queue = e.queue[:0]
	e.fail(e.position(True))
	for _, n := range lost {
		if n != False {
			e.fail(e.position(n))
		}
	}
	for _, w := range e.works {
		if !e.Failed(w[1]) {
			e.fail(e.position(w[0]))
		}
	}
	for at := 0; at < len(e.queue); {
		n := e.queue[at]
		at++
		for _, p := range e.parents[e.first[n]:e.first[n+1]] {
			if e.seen[p] != e.round {
				e.seen[p], e.left[p] = e.round, e.need[p]
			}
			e.left[p]--
			if e.left[p] == 0 {
				e.fail(p)
			}
		}
	}
}

func (e *Evaluator) fail(position Node) {
	if position != outside && e.failed[position] != e.round {
		e.failed[position] = e.round
		e.queue = append(e.queue, position)
	}
}

// Failed reports whether the node fails in the scenario of the last
// [Evaluator.Lose].
func (e *Evaluator) Failed(n Node) bool {
	p := e.position(n)
	return e.round > 0 && p != outside && e.failed[p] == e.round
}

// Fails reports whether top fails when exactly these events are lost. For many
// questions use an [Evaluator].
func (t *Tree) Fails(top Node, lost map[Node]bool) bool {
	e := t.EvaluatorOf(top)
	events := make([]Node, 0, len(lost))
	for n, is := range lost {
		if is {
			events = append(events, n)
		}
	}
	e.Lose(events...)
	return e.Failed(top)
}
