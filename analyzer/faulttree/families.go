package faulttree

import (
	"cmp"
	"slices"
)

// families computes minimal cut sets gate by gate, with sets above the order left out
// as soon as they appear (Rauzy 1993; truncated as in Jung, Han and Ha 2004). It knows
// no complements.
type families struct {
	*zbdd
	order uint16
}

func (z families) failure() error { return z.err }

func (families) constant(fails bool) family {
	if fails {
		return always
	}
	return never
}

func (z families) event(level int32) family { return z.single(level) }

func (families) works(int32) family { panic("faulttree: a complement in a family") }

// or unites from the last level upwards, so that uniting many events is linear.
func (z families) or(in []family) family {
	z.deepestFirst(in)
	f := never
	for _, g := range in {
		f = z.union(f, g)
	}
	return f
}

// and starts with the smallest families: what they make impossible is not computed.
func (z families) and(in []family) family {
	slices.SortFunc(in, func(f, g family) int {
		return cmp.Or(cmp.Compare(z.nodes[f].count, z.nodes[g].count), cmp.Compare(f, g))
	})
	f := always
	for _, g := range in {
		f = z.product(f, g, z.order)
	}
	return f
}

// atLeast goes through the inputs and keeps, for each j ≤ k, what fails when j of
// those seen so far have.
func (z families) atLeast(k int, in []family) family {
	z.deepestFirst(in)
	return vote(k, in, always, func(f, g, input family) family {
		return z.union(f, z.product(g, input, z.order))
	})
}

func (z families) deepestFirst(in []family) {
	slices.SortFunc(in, func(f, g family) int {
		return cmp.Or(-cmp.Compare(z.nodes[f].level, z.nodes[g].level), cmp.Compare(f, g))
	})
}

// vote is "k of the inputs" in any algebra: join(f, g, input) is what fails when f
// does, or g and the input do. The zero value must be what never fails; what cannot
// fail within the order costs nothing, so that large votes are cheap when few losses
// are looked at.
func vote[T comparable](k int, in []T, always T, join func(f, g, input T) T) T {
	var never T
	fails := make([]T, k+1)
	fails[0] = always
	highest := 0 // of those that can fail
	for i, input := range in {
		left := len(in) - 1 - i
		for j := min(k, highest+1); j > 0 && j >= k-left; j-- {
			fails[j] = join(fails[j], fails[j-1], input)
		}
		if highest < k && fails[highest+1] != never {
			highest++
		}
	}
	return fails[k]
}
