package faulttree

import "slices"

// SinglePoints lists the events each of which takes top down alone, in the order in
// which the tree got them: the cut sets of order 1. It costs time linear in the tree
// but for events that spread over several ways up which meet again.
func (t *Tree) SinglePoints(top Node) []Node {
	e := t.Evaluator()
	e.Lose()
	if e.Failed(top) {
		return nil
	}
	s := singlePoints{tree: t, evaluator: e, top: top, verdict: map[Node]bool{}}
	events := t.eventsBelow(top)
	s.below(top)
	events = slices.DeleteFunc(events, func(n Node) bool { return !s.decides(n) })
	slices.Sort(events)
	return events
}

type singlePoints struct {
	tree      *Tree
	evaluator *Evaluator
	top       Node
	verdict   map[Node]bool // whether the failure of a node alone takes top down
}

// below marks what takes top down because an unbroken chain of Ors leads there.
func (s *singlePoints) below(top Node) {
	s.verdict[top] = true
	stack := []Node{top}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if k := s.tree.nodes[n].kind; k != KindOr && k != KindGate {
			continue
		}
		for _, in := range s.tree.Inputs(n) {
			if !s.verdict[in] {
				s.verdict[in] = true
				stack = append(stack, in)
			}
		}
	}
}

// decides follows a node up while there is only one way, and asks the evaluator where
// ways part.
func (s *singlePoints) decides(n Node) bool {
	var way []Node
	result, known := s.verdict[n]
	for !known {
		way = append(way, n)
		e := s.evaluator
		parents := e.parents[e.first[n]:e.first[n+1]]
		switch {
		case len(e.works) > 0 || len(parents) > 1:
			e.Lose(n)
			result, known = e.Failed(s.top), true
		case len(parents) == 0 || e.need[parents[0]] > 1:
			known = true
		default:
			n = parents[0]
			result, known = s.verdict[n]
		}
	}
	for _, n := range way {
		s.verdict[n] = result
	}
	return result
}
