package failure

import (
	"slices"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// ledTo finds the resources to which a candidate leads, and which are part of its
// service: not a queue to which it only writes. Of candidates that lead to each other
// the first by ID is the entry. Linear in the edges.
func (m *Model) ledTo(candidates []*graph.Resource) map[string]bool {
	// led holds what of a ring is led to: things in general, and stores of messages,
	// to which only what hands messages on leads.
	type led struct{ any, store bool }
	of := map[string]led{}
	for _, c := range candidates {
		of[c.ID] = led{any: true, store: passesOn(roleOf(c))}
	}
	found := map[string]bool{}
	before := map[int]led{}
	rings, ringOf := m.rings(candidates)
	for i, ring := range slices.Backward(rings) { // what leads comes before what it leads to
		slices.Sort(ring)
		seen := before[i]
		for _, id := range ring {
			t, known := catalog.Lookup(m.g.Resource(id).Type)
			if seen.store || seen.any && !(known && t.Role.Stores()) {
				found[id] = true
			}
			seen = led{seen.any || of[id].any, seen.store || of[id].store}
		}
		for _, id := range ring {
			for _, to := range m.g.Targets(id, graph.RoutesTo) {
				if next := ringOf[to.ID]; next != i {
					before[next] = led{before[next].any || seen.any, before[next].store || seen.store}
				}
			}
		}
	}
	return found
}

// rings are the strongly connected components below candidates along routes_to, each
// after all to which it leads (Tarjan 1972), and the index of each resource's.
func (m *Model) rings(candidates []*graph.Resource) ([][]string, map[string]int) {
	var rings [][]string
	ringOf := map[string]int{}
	index, low := map[string]int{}, map[string]int{}
	var stack []string
	type frame struct {
		id   string
		next []*graph.Resource
	}
	var path []frame
	enter := func(id string) {
		index[id] = len(index)
		low[id] = index[id]
		stack = append(stack, id)
		path = append(path, frame{id, m.g.Targets(id, graph.RoutesTo)})
	}
	for _, c := range candidates {
		if _, done := index[c.ID]; done {
			continue
		}
		enter(c.ID)
		for len(path) > 0 {
			at := &path[len(path)-1]
			if len(at.next) > 0 {
				to := at.next[0].ID
				at.next = at.next[1:]
				if _, seen := index[to]; !seen {
					enter(to)
				} else if _, closed := ringOf[to]; !closed {
					low[at.id] = min(low[at.id], index[to])
				}
				continue
			}
			id := at.id
			path = path[:len(path)-1]
			if len(path) > 0 {
				above := path[len(path)-1].id
				low[above] = min(low[above], low[id])
			}
			if low[id] != index[id] {
				continue
			}
			start := len(stack) - 1
			for stack[start] != id {
				start--
			}
			ring := slices.Clone(stack[start:])
			stack = stack[:start]
			for _, member := range ring {
				ringOf[member] = len(rings)
			}
			rings = append(rings, ring)
		}
	}
	return rings, ringOf
}
