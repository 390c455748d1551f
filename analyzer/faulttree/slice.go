package faulttree

import (
	"cmp"
	"errors"
	"slices"
)

// ErrUndefined is returned for a tree with a gate that was made and never defined.
var ErrUndefined = errors.New("a gate is used and not defined")

// component is a strongly connected part of a tree: one node, or gates that depend on
// each other.
type component struct {
	nodes  []Node
	cyclic bool
}

// components lists what is below a node as strongly connected components, inputs
// before what uses them (Tarjan 1972). Nodes for which known is true are left out
// with everything below them; a nil known leaves out nothing.
func (t *Tree) components(top Node, known func(Node) bool) ([]component, error) {
	s := tarjan{tree: t, index: map[Node]int32{}, low: map[Node]int32{}, onStack: map[Node]bool{}, known: known}
	if known != nil && known(top) {
		return nil, nil
	}
	err := s.search(top)
	return s.found, err
}

type tarjan struct {
	tree    *Tree
	known   func(Node) bool
	index   map[Node]int32
	low     map[Node]int32
	onStack map[Node]bool
	stack   []Node
	path    []step
	found   []component
}

func (s *tarjan) open(n Node) error {
	if r := s.tree.nodes[n]; r.kind == KindGate && r.count == 0 {
		return ErrUndefined
	}
	s.index[n] = int32(len(s.index))
	s.low[n] = s.index[n]
	s.stack = append(s.stack, n)
	s.onStack[n] = true
	s.path = append(s.path, step{node: n})
	return nil
}

func (s *tarjan) search(top Node) error {
	if err := s.open(top); err != nil {
		return err
	}
	for len(s.path) > 0 {
		v := &s.path[len(s.path)-1]
		n := v.node
		if in := s.tree.dependencies(n); int(v.next) < len(in) {
			child := in[v.next]
			v.next++
			switch _, seen := s.index[child]; {
			case seen:
				if s.onStack[child] {
					s.low[n] = min(s.low[n], s.index[child])
				}
			case s.known != nil && s.known(child):
			default:
				if err := s.open(child); err != nil {
					return err
				}
			}
			continue
		}
		s.path = s.path[:len(s.path)-1]
		if len(s.path) > 0 {
			parent := s.path[len(s.path)-1].node
			s.low[parent] = min(s.low[parent], s.low[n])
		}
		if s.low[n] == s.index[n] {
			s.close(n)
		}
	}
	return nil
}

// close takes the component of n off the stack.
func (s *tarjan) close(n Node) {
	var c component
	for {
		last := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		s.onStack[last] = false
		c.nodes = append(c.nodes, last)
		if last == n {
			break
		}
	}
	c.cyclic = len(c.nodes) > 1
	for _, in := range s.tree.Inputs(n) {
		c.cyclic = c.cyclic || in == n
	}
	s.found = append(s.found, c)
}

// step is one step of a depth-first search that keeps its own stack.
type step struct {
	node Node
	next int32
}

// eventsBelow lists the events that a node depends on, in the order of walk.
func (t *Tree) eventsBelow(top Node) []Node {
	var events []Node
	t.walk(top, map[Node]bool{}, func(event Node) { events = append(events, event) })
	return events
}

// walk visits what is below a node and not yet seen, depth first and small subtrees
// first, which is a good order of variables for diagrams: what belongs together stays
// together. Events are handed over once, on first visit, also when only their
// complement is below.
func (t *Tree) walk(top Node, seen map[Node]bool, event func(Node)) {
	if seen[top] {
		return
	}
	seen[top] = true
	stack := []Node{top}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n < 0 { // A node whose turn has come.
			n = ^n
			if seen[n] {
				continue
			}
			seen[n] = true
		}
		switch r := t.nodes[n]; r.kind {
		case KindEvent:
			event(n)
		case KindComplement:
			if e := Node(r.k); !seen[e] {
				seen[e] = true
				event(e)
			}
		case KindConstant, KindAnd, KindOr, KindAtLeast, KindGate:
			at := len(stack)
			for _, in := range t.Inputs(n) {
				if !seen[in] {
					stack = append(stack, ^in)
				}
			}
			slices.SortStableFunc(stack[at:], func(a, b Node) int {
				return cmp.Or(-cmp.Compare(t.size[^a], t.size[^b]), cmp.Compare(a, b))
			})
		}
	}
}
