package triage

import (
	"cmp"
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// nest finds which suppressions of one rule in one file cover a place. What they cover
// are pieces of syntax, so that two either nest or lie apart: the innermost one and those
// around it are found without looking at the others.
type nest struct {
	list   []*comment
	parent []int // index in list, or -1
}

func (n *nest) add(c *comment) { n.list = append(n.list, c) }

// link sorts and drops those that repeat another; call it once, after the last add.
func (n *nest) link() {
	slices.SortStableFunc(n.list, func(a, b *comment) int {
		return cmp.Or(
			compareStart(a.covers, b.covers), -compareEnd(a.covers, b.covers),
			cmp.Compare(expiry(a), expiry(b)),
			compareLocations(a.suppression.Location, b.suppression.Location),
		)
	})
	kept := n.list[:0]
	for _, c := range n.list {
		if len(kept) > 0 {
			if last := kept[len(kept)-1]; last.covers == c.covers && expiry(last) == expiry(c) {
				c.repeats = last
				continue
			}
		}
		kept = append(kept, c)
	}
	n.list = kept
	n.parent = make([]int, len(n.list))
	for i, c := range n.list {
		up := i - 1
		for up >= 0 && compareEnd(n.list[up].covers, c.covers) < 0 {
			up = n.parent[up]
		}
		n.parent[i] = up
	}
}

func expiry(c *comment) int {
	if c.suppression.Expired {
		return 1
	}
	return 0
}

// around returns those that cover the beginning of a place, innermost first.
func (n *nest) around(at graph.Location) []*comment {
	i, _ := slices.BinarySearchFunc(n.list, at, func(c *comment, at graph.Location) int {
		if compareStart(c.covers, at) <= 0 {
			return -1
		}
		return 1
	})
	var found []*comment
	for i--; i >= 0; i = n.parent[i] {
		if c := n.list[i]; at.Line < c.covers.EndLine || at.Line == c.covers.EndLine && at.Column <= c.covers.EndColumn {
			found = append(found, c)
		}
	}
	return found
}

func compareStart(a, b graph.Location) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func compareEnd(a, b graph.Location) int {
	return cmp.Or(cmp.Compare(a.EndLine, b.EndLine), cmp.Compare(a.EndColumn, b.EndColumn))
}
