package faulttree

import (
	"cmp"
	"slices"
)

// sets lists so many sets of a family by size, then by event; of the last size those
// that come first in the diagram.
func (e *engine) sets(f family, total int) [][]Node {
	out := make([][]Node, 0, total)
	n := e.families.nodes[f]
	for size := int(n.min); size <= int(n.max) && len(out) < total; size++ {
		l := &listing{engine: e, size: size, limit: total - len(out)}
		l.collect(f)
		out = append(out, l.sorted()...)
	}
	return out
}

// listing collects the sets of one size, end to end in one slice.
type listing struct {
	engine *engine
	size   int
	limit  int
	path   []Node
	flat   []Node
	found  int
}

// collect visits only branches that can still give a set of the size.
func (l *listing) collect(f family) {
	for f > always && l.found < l.limit {
		n := &l.engine.families.nodes[f]
		left := l.size - len(l.path)
		if int(n.min) > left || int(n.max) < left {
			return
		}
		for _, event := range l.engine.members(n.level) {
			l.path = append(l.path, event)
			l.collect(n.with)
			l.path = l.path[:len(l.path)-1]
		}
		f = n.rest
	}
	if f == always && len(l.path) == l.size && l.found < l.limit {
		l.found++
		at := len(l.flat)
		l.flat = append(l.flat, l.path...)
		slices.Sort(l.flat[at:])
	}
}

func (l *listing) sorted() [][]Node {
	out := make([][]Node, l.found)
	for i := range out {
		out[i] = l.flat[i*l.size : (i+1)*l.size : (i+1)*l.size]
	}
	slices.SortFunc(out, func(a, b []Node) int {
		for i := range a {
			if c := cmp.Compare(a[i], b[i]); c != 0 {
				return c
			}
		}
		return 0
	})
	return out
}
