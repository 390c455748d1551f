// Package faulttree finds out which losses together take something down, and how
// probable that is. Start at [New], build a [Tree], then ask [Tree.CutSets],
// [Tree.SinglePoints], [Tree.Probability] or an [Evaluator].
//
// The package knows nothing of clouds: events are names, gates are functions of
// them. docs/failure-engine.md names the algorithms and their sources.
package faulttree

import (
	"fmt"
	"slices"
)

// Node is an event, the complement of one, or a gate of the tree that made it.
// Nodes of one tree compare equal exactly when they are the same function as far as
// the simplifications of [Tree.And] can see.
type Node int32

// The constants: what never fails, and what always has.
const (
	False Node = iota
	True
)

// Kind is what a node is.
type Kind uint8

// The kinds of nodes.
const (
	KindConstant   Kind = iota
	KindEvent           // has a name
	KindComplement      // the event of [Tree.Complemented] is not lost
	KindAnd
	KindOr
	KindAtLeast
	KindGate // of [Tree.Gate]: fails when its one input does
)

type record struct {
	kind  Kind
	k     int32 // index of the name; event of a complement; votes of AtLeast
	first int32 // of its inputs in Tree.inputs
	count int32
}

// Tree is a fault tree: a directed graph of gates over events, in which equal
// subtrees are one node. Building it is not safe for concurrent use; every question
// leaves it as it is, so that a finished tree may be asked from many goroutines.
type Tree struct {
	nodes  []record
	size   []float32 // by node: how large its subtree is when nothing is shared
	inputs []Node
	names  []string // of events, by record.k
	events map[string]Node
	works  map[Node]Node // event -> its complement
	not    map[Node]Node // what Not has given
	shared map[uint64]Node
	chain  []Node // by node: the next one with the same hash
}

// New is a tree with nothing but the constants.
func New() *Tree {
	t := &Tree{events: map[string]Node{}, works: map[Node]Node{}, not: map[Node]Node{}, shared: map[uint64]Node{}}
	t.add(record{kind: KindConstant}, nil)
	t.add(record{kind: KindConstant}, nil)
	return t
}

// Len is the number of nodes; every node is below it.
func (t *Tree) Len() int { return len(t.nodes) }

// Event is the basic event of that name: the same name gives the same node.
func (t *Tree) Event(id string) Node {
	if n, ok := t.events[id]; ok {
		return n
	}
	n := t.add(record{kind: KindEvent, k: int32(len(t.names))}, nil)
	t.names = append(t.names, id)
	t.events[id] = n
	return n
}

// Lookup is the event of that name, if there is one.
func (t *Tree) Lookup(id string) (Node, bool) {
	n, ok := t.events[id]
	return n, ok
}

// ID is the name of an event; empty for every other node.
func (t *Tree) ID(n Node) string {
	if r := t.nodes[n]; r.kind == KindEvent {
		return t.names[r.k]
	}
	return ""
}

// Kind is what a node is.
func (t *Tree) Kind(n Node) Kind { return t.nodes[n].kind }

// Votes is how many inputs of a [KindAtLeast] must fail; 0 for every other node.
func (t *Tree) Votes(n Node) int {
	if r := t.nodes[n]; r.kind == KindAtLeast {
		return int(r.k)
	}
	return 0
}

// Complemented is the event of a [KindComplement]; [False] for every other node.
func (t *Tree) Complemented(n Node) Node {
	if r := t.nodes[n]; r.kind == KindComplement {
		return Node(r.k)
	}
	return False
}

// Inputs are the nodes that a gate is made of; the caller must not change them.
func (t *Tree) Inputs(n Node) []Node {
	r := t.nodes[n]
	return t.inputs[r.first : r.first+r.count : r.first+r.count]
}

// And fails when all inputs have failed; without inputs it is [True].
func (t *Tree) And(in ...Node) Node { return t.junction(KindAnd, in) }

// Or fails when any input has failed; without inputs it is [False].
func (t *Tree) Or(in ...Node) Node { return t.junction(KindOr, in) }

// junction simplifies and shares an And or an Or, the dual of each other.
func (t *Tree) junction(k Kind, in []Node) Node {
	neutral, absorbing := True, False
	if k == KindOr {
		neutral, absorbing = False, True
	}
	set := slices.Clone(in)
	slices.Sort(set)
	set = slices.Compact(set)
	set = slices.DeleteFunc(set, func(n Node) bool { return n == neutral })
	if slices.Contains(set, absorbing) {
		return absorbing
	}
	set = t.absorb(k, set)
	for _, n := range set {
		if r := t.nodes[n]; r.kind == KindComplement {
			if _, contradiction := slices.BinarySearch(set, Node(r.k)); contradiction {
				return absorbing
			}
		}
	}
	switch len(set) {
	case 0:
		return neutral
	case 1:
		return set[0]
	}
	return t.share(record{kind: k}, set)
}

// absorb leaves out inputs of the opposite kind that have another input among
// theirs: a ∧ (a ∨ b) is a. Only small gates are looked into, which keeps building
// linear.
func (t *Tree) absorb(k Kind, set []Node) []Node {
	const small = 16
	opposite := KindOr
	if k == KindOr {
		opposite = KindAnd
	}
	if len(set) < 2 {
		return set
	}
	return slices.DeleteFunc(slices.Clone(set), func(n Node) bool {
		r := t.nodes[n]
		if r.kind != opposite || r.count > small {
			return false
		}
		return slices.ContainsFunc(t.Inputs(n), func(in Node) bool {
			_, found := slices.BinarySearch(set, in)
			return found
		})
	})
}

// AtLeast fails when k or more of the inputs have. An input that is given twice
// counts twice. With k ≤ 0 it is [True], with more than there are inputs [False].
func (t *Tree) AtLeast(k int, in ...Node) Node {
	set := make([]Node, 0, len(in))
	for _, n := range in {
		switch n {
		case True:
			k--
		case False:
		default:
			set = append(set, n)
		}
	}
	slices.Sort(set)
	switch {
	case k <= 0:
		return True
	case k > len(set):
		return False
	case k == 1:
		return t.Or(set...)
	case k == len(set):
		return t.And(set...)
	}
	for i := 1; i < len(set); i++ {
		if set[i] == set[i-1] {
			return t.weighted(k, set)
		}
	}
	return t.share(record{kind: KindAtLeast, k: int32(k)}, set)
}

// weighted decides vote by vote, for nodes that have several votes each.
func (t *Tree) weighted(k int, set []Node) Node {
	fails := make([]Node, k+1) // by the votes that have failed so far
	fails[0] = True
	for len(set) > 0 {
		n, votes := set[0], 1
		for votes < len(set) && set[votes] == n {
			votes++
		}
		set = set[votes:]
		for j := k; j > 0; j-- {
			fails[j] = t.Or(fails[j], t.And(n, fails[max(j-votes, 0)]))
		}
	}
	return fails[k]
}

// Not fails exactly when n has not. The complement is taken of the events below,
// which makes the tree non-coherent; a cut set still names losses only
// (see [CutSets]). It panics on a node with a [Tree.Gate] below it.
func (t *Tree) Not(n Node) Node {
	if c, ok := t.not[n]; ok {
		return c
	}
	r := t.nodes[n]
	in := slices.Clone(t.Inputs(n))
	if r.kind != KindGate {
		for i, x := range in {
			in[i] = t.Not(x)
		}
	}
	var c Node
	switch r.kind {
	case KindConstant:
		c = True - n
	case KindEvent:
		c = t.workingOf(n)
	case KindComplement:
		c = Node(r.k)
	case KindAnd:
		c = t.Or(in...)
	case KindOr:
		c = t.And(in...)
	case KindAtLeast:
		c = t.AtLeast(len(in)-int(r.k)+1, in...)
	case KindGate:
		panic("faulttree: Not of a gate that is defined later")
	default:
		panic(fmt.Sprintf("faulttree: unknown kind %d", r.kind))
	}
	t.not[n] = c
	return c
}

func (t *Tree) workingOf(event Node) Node {
	n, ok := t.works[event]
	if !ok {
		n = t.add(record{kind: KindComplement, k: int32(event)}, nil)
		t.works[event] = n
	}
	return n
}

// Gate is a new gate whose meaning [Tree.Define] gives later, so that gates can
// depend on each other. Their common meaning is the least fixpoint: a gate has failed
// only when that follows from events that are lost, never because two gates vouch for
// each other's failure.
func (t *Tree) Gate() Node { return t.add(record{kind: KindGate}, nil) }

// Define says what a [Tree.Gate] means. It panics when the node is no such gate or is
// defined already. Asking about a tree with an undefined gate is an error.
func (t *Tree) Define(gate, value Node) {
	r := &t.nodes[gate]
	if r.kind != KindGate || r.count != 0 {
		panic(fmt.Sprintf("faulttree: node %d is not a gate that waits for its definition", gate))
	}
	r.first, r.count = int32(len(t.inputs)), 1
	t.inputs = append(t.inputs, value)
}

func (t *Tree) add(r record, in []Node) Node {
	n := Node(len(t.nodes))
	r.first, r.count = int32(len(t.inputs)), int32(len(in))
	t.inputs = append(t.inputs, in...)
	t.nodes = append(t.nodes, r)
	size := float32(1)
	for _, x := range in {
		size += t.size[x]
	}
	t.size = append(t.size, size)
	t.chain = append(t.chain, False)
	return n
}

// share is the one node with this record and these inputs.
func (t *Tree) share(r record, in []Node) Node {
	h := uint64(r.kind)<<32 ^ uint64(r.k)
	for _, n := range in {
		h = (h ^ uint64(n)) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	for n := t.shared[h]; n != False; n = t.chain[n] {
		if s := t.nodes[n]; s.kind == r.kind && s.k == r.k && slices.Equal(t.Inputs(n), in) {
			return n
		}
	}
	n := t.add(r, in)
	t.chain[n] = t.shared[h]
	t.shared[h] = n
	return n
}
