package faulttree

// Evaluator tells which nodes of a tree have failed after some losses. Making one
// costs time linear in the tree; an evaluation costs only what the losses reach, so
// that one evaluator serves many scenarios. It sees the tree as it was when the
// evaluator was made, and is not safe for concurrent use.
type Evaluator struct {
	tree    *Tree
	parents []Node  // grouped by input
	first   []int32 // first[n]:first[n+1] are n's parents
	need    []int32 // inputs that must fail before a gate does
	works   []Node  // complements of events, which hold when nothing is lost
	failed  []uint32
	seen    []uint32 // the round in which left was set
	left    []int32
	round   uint32
	queue   []Node
}

// Evaluator is a new one for the tree as it is now.
func (t *Tree) Evaluator() *Evaluator {
	n := len(t.nodes)
	e := &Evaluator{
		tree: t, first: make([]int32, n+1), need: make([]int32, n),
		failed: make([]uint32, n), seen: make([]uint32, n), left: make([]int32, n),
	}
	for i, r := range t.nodes {
		switch r.kind {
		case KindAnd:
			e.need[i] = r.count
		case KindAtLeast:
			e.need[i] = r.k
		case KindComplement:
			e.works = append(e.works, Node(i))
		case KindConstant, KindEvent, KindOr, KindGate:
			e.need[i] = 1
		}
		for _, in := range t.Inputs(Node(i)) {
			e.first[in+1]++
		}
	}
	for i := range n {
		e.first[i+1] += e.first[i]
	}
	e.parents = make([]Node, e.first[n])
	at := make([]int32, n)
	copy(at, e.first)
	for i := range t.nodes {
		for _, in := range t.Inputs(Node(i)) {
			e.parents[at[in]] = Node(i)
			at[in]++
		}
	}
	return e
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
	e.fail(True)
	for _, n := range lost {
		e.fail(n)
	}
	for _, n := range e.works {
		if event := Node(e.tree.nodes[n].k); e.failed[event] != e.round {
			e.fail(n)
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

func (e *Evaluator) fail(n Node) {
	if n != False && e.failed[n] != e.round {
		e.failed[n] = e.round
		e.queue = append(e.queue, n)
	}
}

// Failed reports whether the node fails in the scenario of the last
// [Evaluator.Lose].
func (e *Evaluator) Failed(n Node) bool { return e.round > 0 && e.failed[n] == e.round }

// Fails reports whether top fails when exactly these events are lost. For many
// questions use an [Evaluator].
func (t *Tree) Fails(top Node, lost map[Node]bool) bool {
	e := t.Evaluator()
	events := make([]Node, 0, len(lost))
	for n, is := range lost {
		if is {
			events = append(events, n)
		}
	}
	e.Lose(events...)
	return e.Failed(top)
}
