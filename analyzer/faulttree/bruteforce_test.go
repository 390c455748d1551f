package faulttree_test

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// TestBruteForce holds every answer to what trying all subsets of events gives, on
// small random trees: plain ones, with complements, and with gates that depend on
// each other.
func TestBruteForce(t *testing.T) {
	t.Parallel()
	shapes := map[string]shape{
		"plain":       {events: 9, gates: 14},
		"complements": {events: 8, gates: 14, complements: true},
		"cycles":      {events: 8, gates: 10, cycles: true},
		"votes":       {events: 9, gates: 18, votes: true},
	}
	for name, s := range shapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(60) {
				tree := newRandomTree(rand.New(rand.NewPCG(seed, 1)), s)
				bruteForce(t, tree, seed)
			}
		})
	}
}

func bruteForce(t *testing.T, tree *randomTree, seed uint64) {
	t.Helper()
	n := len(tree.events)
	p := func(e faulttree.Node) float64 { return 0.05 + 0.07*float64(e%11) }
	all := make([][]bool, 1<<n)
	evaluator := tree.Evaluator()
	probability := make([]float64, len(tree.tops))
	for mask := range uint(1) << n {
		all[mask] = tree.fails(mask)
		evaluator.Lose(tree.lost(mask)...)
		weight := 1.0
		for i, e := range tree.events {
			if mask&(1<<i) != 0 {
				weight *= p(e)
			} else {
				weight *= 1 - p(e)
			}
		}
		for g, top := range tree.tops {
			if got := evaluator.Failed(top); got != all[mask][g] {
				t.Fatalf("seed %d, gate %d, lost %b: failed is %t, want %t", seed, g, mask, got, all[mask][g])
			}
			if all[mask][g] {
				probability[g] += weight
			}
		}
	}
	analyses := map[*faulttree.Analysis]int{
		tree.Analysis(faulttree.Options{Order: 3}):                   3,
		tree.Analysis(faulttree.Options{Order: 3}, tree.tops...):     3,
		tree.Analysis(faulttree.Options{}, tree.tops...):             0,
		tree.Analysis(faulttree.Options{Order: 2}, tree.tops[:2]...): 2,
	}
	for g, top := range tree.tops {
		want := minimalSets(tree, all, g)
		for analysis, order := range analyses {
			got, err := analysis.CutSets(t.Context(), top)
			if diff := gocmp.Diff(upTo(want, order), got.Sets, cmpopts.EquateEmpty()); diff != "" || err != nil {
				t.Fatalf("seed %d, gate %d, analysis: %v (-want +got):\n%s", seed, g, err, diff)
			}
		}
		for _, order := range []int{0, 1, 2, 3} {
			got, err := tree.CutSets(t.Context(), top, faulttree.Options{Order: order})
			if err != nil || !got.Complete {
				t.Fatalf("seed %d, gate %d: %v %s", seed, g, err, got.Reason)
			}
			if diff := gocmp.Diff(upTo(want, order), got.Sets, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("seed %d, gate %d, order %d (-want +got):\n%s", seed, g, order, diff)
			}
		}
		single := []faulttree.Node{}
		for _, s := range upTo(want, 1) {
			single = append(single, s...)
		}
		if diff := gocmp.Diff(single, tree.SinglePoints(top), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("seed %d, gate %d: single points (-want +got):\n%s", seed, g, diff)
		}
		got, err := tree.Probability(t.Context(), top, p, faulttree.ProbabilityOptions{})
		if err != nil || !got.Exact || math.Abs(got.Lower-probability[g]) > 1e-9 || got.Lower != got.Upper {
			t.Fatalf("seed %d, gate %d: probability %+v, %v; want %v", seed, g, got, err, probability[g])
		}
		bounds, err := tree.Probability(t.Context(), top, p, faulttree.ProbabilityOptions{Nodes: 3, Order: 2})
		if err != nil || bounds.Lower > probability[g]+1e-9 || bounds.Upper < probability[g]-1e-9 {
			t.Fatalf("seed %d, gate %d: bounds %+v, %v do not enclose %v", seed, g, bounds, err, probability[g])
		}
		if g%4 != 3 {
			continue
		}
		importance(t, tree, top, fmt.Sprintf("seed %d, gate %d", seed, g), p)
	}
}

// importance compares Birnbaum's measure with its definition.
func importance(t *testing.T, tree *randomTree, top faulttree.Node, name string, p func(faulttree.Node) float64) {
	t.Helper()
	all, err := tree.Importance(t.Context(), top, p, faulttree.ProbabilityOptions{})
	if err != nil {
		t.Fatal(name, err)
	}
	for _, i := range all {
		var at [2]float64
		for v := range at {
			given, err := tree.Probability(t.Context(), top, func(e faulttree.Node) float64 {
				if e == i.Event {
					return float64(v)
				}
				return p(e)
			}, faulttree.ProbabilityOptions{})
			if err != nil {
				t.Fatal(name, err)
			}
			at[v] = given.Lower
		}
		if math.Abs(at[1]-at[0]-i.Birnbaum) > 1e-9 {
			t.Fatalf("%s: importance %+v, want %v", name, i, at[1]-at[0])
		}
	}
}

// minimalSets are the sets of losses that fail a gate while no part of them does.
func minimalSets(tree *randomTree, all [][]bool, gate int) [][]faulttree.Node {
	var minimal []uint
	for size := 0; size <= len(tree.events); size++ {
		for mask := range uint(len(all)) {
			if bits.OnesCount(mask) == size && all[mask][gate] &&
				!slices.ContainsFunc(minimal, func(m uint) bool { return m&mask == m }) {
				minimal = append(minimal, mask)
			}
		}
	}
	sets := make([][]faulttree.Node, 0, len(minimal))
	for _, m := range minimal {
		sets = append(sets, tree.lost(m))
	}
	slices.SortStableFunc(sets, func(a, b []faulttree.Node) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b))
	})
	return sets
}

func upTo(sets [][]faulttree.Node, order int) [][]faulttree.Node {
	return slices.DeleteFunc(slices.Clone(sets), func(s []faulttree.Node) bool { return order > 0 && len(s) > order })
}
