package main

import (
	"fmt"
	"slices"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// judge evaluates gates by their definition and nothing else. SCRAM 0.16.2 is wrong
// about some trees (it loses cut sets of one in a hundred of the random ones here), so
// that a difference needs a third opinion.
type judge struct {
	tree  *faulttree.Tree
	top   faulttree.Node
	value map[faulttree.Node]state // of events that are decided
}

type state int8

const (
	open state = iota
	works
	failed
)

// of is the state of a node, as far as the decided events tell. Inputs have lower
// numbers than gates in trees without cycles, and no gate is evaluated twice.
func (j *judge) of(n faulttree.Node, memo map[faulttree.Node]state) state {
	if j.tree.Kind(n) == faulttree.KindEvent {
		return j.value[n]
	}
	if s, ok := memo[n]; ok {
		return s
	}
	in := j.tree.Inputs(n)
	needed := len(in)
	switch j.tree.Kind(n) {
	case faulttree.KindOr:
		needed = 1
	case faulttree.KindAtLeast:
		needed = j.tree.Votes(n)
	case faulttree.KindAnd:
	case faulttree.KindConstant, faulttree.KindEvent, faulttree.KindComplement, faulttree.KindGate:
		panic(fmt.Sprintf("a random tree has a node of kind %d", j.tree.Kind(n)))
	}
	lost, undecided := 0, 0
	for _, x := range in {
		switch j.of(x, memo) {
		case failed:
			lost++
		case open:
			undecided++
		case works:
		}
	}
	s := open
	switch {
	case lost >= needed:
		s = failed
	case lost+undecided < needed:
		s = works
	}
	memo[n] = s
	return s
}

// probability decides one event after the other (Shannon's expansion) until the top
// is decided.
func (j *judge) probability(p func(faulttree.Node) float64, events []faulttree.Node) float64 {
	switch j.of(j.top, map[faulttree.Node]state{}) {
	case failed:
		return 1
	case works:
		return 0
	case open:
	}
	e := events[0]
	j.value[e] = failed
	lost := j.probability(p, events[1:])
	j.value[e] = works
	kept := j.probability(p, events[1:])
	delete(j.value, e)
	return p(e)*lost + (1-p(e))*kept
}

// events lists the events below a node, depth first.
func (j *judge) events(n faulttree.Node, seen map[faulttree.Node]bool) []faulttree.Node {
	if seen[n] {
		return nil
	}
	seen[n] = true
	if j.tree.Kind(n) == faulttree.KindEvent {
		return []faulttree.Node{n}
	}
	var all []faulttree.Node
	for _, in := range j.tree.Inputs(n) {
		all = append(all, j.events(in, seen)...)
	}
	return all
}

// isMinimal tells whether these events are a minimal cut set.
func (j *judge) isMinimal(set []faulttree.Node) bool {
	fails := func(leave int) bool {
		j.value = map[faulttree.Node]state{}
		for i, n := range set {
			if i != leave {
				j.value[n] = failed
			}
		}
		return j.of(j.top, map[faulttree.Node]state{}) == failed
	}
	if !fails(-1) {
		return false
	}
	for i := range set {
		if fails(i) {
			return false
		}
	}
	return true
}

// sameSets compares cut sets with SCRAM's. It is an error when one of ours is not
// minimal, or when SCRAM knows one that we do not; that SCRAM lacks one of ours is not.
func (j *judge) sameSets(ours [][]faulttree.Node, theirs *result) (same bool, err error) {
	known := map[string]bool{}
	for _, set := range ours {
		known[key(set)] = true
		if !j.isMinimal(set) {
			return false, fmt.Errorf("ours is not minimal: %s", j.text(set))
		}
	}
	for _, s := range theirs.Sets {
		var set []faulttree.Node
		for _, e := range s.Events {
			n, ok := j.tree.Lookup(e.Name)
			if !ok {
				return false, fmt.Errorf("SCRAM names an event %q", e.Name)
			}
			set = append(set, n)
		}
		if !known[key(set)] && j.isMinimal(set) {
			return false, fmt.Errorf("missing: %s", j.text(set))
		}
		delete(known, key(set))
	}
	return len(known) == 0 && len(theirs.Sets) == len(ours), nil
}

func key(set []faulttree.Node) string {
	sorted := slices.Sorted(slices.Values(set))
	return fmt.Sprint(sorted)
}

func (j *judge) text(set []faulttree.Node) string {
	var ids []string
	for _, n := range set {
		ids = append(ids, j.tree.ID(n))
	}
	return fmt.Sprint(ids)
}
