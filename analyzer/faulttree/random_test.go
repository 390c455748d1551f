package faulttree_test

import (
	"fmt"
	"math/rand/v2"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// randomTree is a tree with its events, some of its gates, and what evaluates them
// without anything of the package: the oracle of the tests.
type randomTree struct {
	*faulttree.Tree
	events []faulttree.Node
	tops   []faulttree.Node
	gates  []formula
}

// formula is a gate as the oracle knows it; its inputs are events (as ^i) or gates.
type formula struct {
	op string
	k  int
	in []int
}

type shape struct {
	events, gates int
	complements   bool
	cycles        bool
	votes         bool // the first gates are the zones of replicas, over which the rest votes
}

// newRandomTree makes gates over the events and over each other; with cycles, any of
// them may use any other.
func newRandomTree(r *rand.Rand, s shape) *randomTree {
	t := &randomTree{Tree: faulttree.New()}
	for i := range s.events {
		t.events = append(t.events, t.Event(fmt.Sprintf("e%d", i)))
	}
	nodes := make([]faulttree.Node, s.gates)
	if s.cycles {
		for i := range nodes {
			nodes[i] = t.Gate()
		}
	}
	node := func(i int) faulttree.Node {
		if i < 0 {
			return t.events[^i]
		}
		return nodes[i]
	}
	for g := range s.gates {
		f := randomFormula(r, s, g)
		t.gates = append(t.gates, f)
		in := make([]faulttree.Node, len(f.in))
		for i, x := range f.in {
			in[i] = node(x)
		}
		var n2 faulttree.Node
		switch f.op {
		case "and":
			n2 = t.And(in...)
		case "or":
			n2 = t.Or(in...)
		case "atleast":
			n2 = t.AtLeast(f.k, in...)
		case "not":
			n2 = t.Not(in[0])
		}
		if s.cycles {
			t.Define(nodes[g], n2)
		} else {
			nodes[g] = n2
		}
	}
	t.tops = nodes
	return t
}

func randomFormula(r *rand.Rand, s shape, g int) formula {
	f := formula{op: []string{"and", "or", "or", "and", "atleast"}[r.IntN(5)]}
	if s.votes && g < 16 {
		// A zone, or a replica: an event of its own and its zone, or only either.
		f.op, f.in = "or", []int{^r.IntN(s.events), r.IntN(3)}
		if g < 3 {
			f.in = []int{^g, ^r.IntN(s.events)}
		}
		return f
	}
	if s.votes {
		f.op = "atleast"
		for n := range 16 {
			f.in = append(f.in, n)
		}
		f.k = 1 + r.IntN(len(f.in))
		return f
	}
	if s.complements && r.IntN(6) == 0 {
		f.op = "not"
	}
	n := 2 + r.IntN(3)
	if f.op == "not" {
		n = 1
	}
	for range n {
		reach := g
		if s.cycles {
			reach = s.gates
		}
		if reach == 0 || r.IntN(3) == 0 {
			f.in = append(f.in, ^r.IntN(s.events))
		} else {
			f.in = append(f.in, max(0, reach-1-r.IntN(5)))
		}
	}
	f.k = 1 + r.IntN(len(f.in))
	return f
}

// fails evaluates every gate, from "nothing fails" until nothing changes.
func (t *randomTree) fails(lost uint) []bool {
	value := make([]bool, len(t.gates))
	for changed := true; changed; {
		changed = false
		for g, f := range t.gates {
			failed := 0
			for _, x := range f.in {
				if x < 0 && lost&(1<<^x) != 0 || x >= 0 && value[x] {
					failed++
				}
			}
			v := false
			switch f.op {
			case "and":
				v = failed == len(f.in)
			case "or":
				v = failed > 0
			case "atleast":
				v = failed >= f.k
			case "not":
				v = failed == 0
			}
			changed = changed || v != value[g]
			value[g] = v
		}
	}
	return value
}

func (t *randomTree) lost(mask uint) []faulttree.Node {
	var nodes []faulttree.Node
	for i, n := range t.events {
		if mask&(1<<i) != 0 {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
