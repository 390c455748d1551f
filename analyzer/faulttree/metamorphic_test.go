package faulttree_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// named are the cut sets of a node by the names of events, sorted.
func named(t *testing.T, tree *faulttree.Tree, top faulttree.Node, o faulttree.Options) []string {
	t.Helper()
	c, err := tree.CutSets(t.Context(), top, o)
	if err != nil || !c.Complete || c.Total != uint64(len(c.Sets)) {
		t.Fatal(err, c.Reason, c.Total, len(c.Sets))
	}
	all := make([]string, 0, len(c.Sets))
	for _, set := range c.Sets {
		all = append(all, name(tree, set))
	}
	slices.Sort(all)
	return all
}

func name(tree *faulttree.Tree, set []faulttree.Node) string {
	ids := make([]string, 0, len(set))
	for _, n := range set {
		ids = append(ids, tree.ID(n))
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// TestMetamorphic changes trees that are too large for brute force in ways whose
// effect on the cut sets is known.
func TestMetamorphic(t *testing.T) {
	t.Parallel()
	shapes := []shape{{events: 30, gates: 45}, {events: 25, gates: 35, complements: true}, {events: 25, gates: 30, cycles: true}}
	order := faulttree.Options{Order: 4}
	for seed := range uint64(60) {
		s := shapes[seed%3]
		tree := newRandomTree(rand.New(rand.NewPCG(seed, 2)), s)
		top := tree.tops[len(tree.tops)-1]
		want := named(t, tree.Tree, top, order)
		check := func(what string, want, got []string) {
			t.Helper()
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("seed %d, %s (-want +got):\n%s", seed, what, diff)
			}
		}
		check("the other engine", want, named(t, tree.Tree, top, faulttree.Options{Order: 4, Engine: faulttree.Functions}))
		again := newRandomTree(rand.New(rand.NewPCG(seed, 2)), s)
		check("the same tree", want, named(t, again.Tree, again.tops[len(again.tops)-1], order))
		if !s.cycles {
			check("twice Not", want, named(t, tree.Tree, tree.Not(tree.Not(top)), order))
		}

		extra := tree.Event("extra")
		either := append(slices.Clone(want), "extra")
		if slices.Contains(want, "") {
			either = []string{""}
		}
		slices.Sort(either)
		check("Or with a new event", either, named(t, tree.Tree, tree.Or(top, extra), order))
		var both []string
		for _, set := range want {
			if strings.Count(set, " ") < 3 || set == "" {
				both = append(both, strings.TrimSpace(name(tree.Tree, append(events(t, tree.Tree, set), extra))))
			}
		}
		slices.Sort(both)
		check("And with a new event", both, named(t, tree.Tree, tree.And(top, extra), order))
		check("2 of itself, itself and a new event", want, named(t, tree.Tree, tree.AtLeast(2, top, top, extra), order))

		var small []string
		for _, set := range want {
			if strings.Count(set, " ") < 2 {
				small = append(small, set)
			}
		}
		check("a lower order", small, named(t, tree.Tree, top, faulttree.Options{Order: 2}))
		evaluator := tree.Evaluator()
		for _, set := range want {
			evaluator.Lose(events(t, tree.Tree, set)...)
			if !evaluator.Failed(top) {
				t.Errorf("seed %d: losing %s does not fail the top", seed, set)
			}
		}
	}
}

func events(t *testing.T, tree *faulttree.Tree, set string) []faulttree.Node {
	t.Helper()
	var nodes []faulttree.Node
	for id := range strings.FieldsSeq(set) {
		n, ok := tree.Lookup(id)
		if !ok {
			t.Fatal(id)
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// pairs has n pairs of events of which both must be lost: 2ⁿ ways to choose one of each
// when all pairs matter at once.
func pairs(n int) (tree *faulttree.Tree, top faulttree.Node) {
	t := faulttree.New()
	var in []faulttree.Node
	for i := range n {
		in = append(in, t.Or(t.Event(fmt.Sprintf("a%d", i)), t.Event(fmt.Sprintf("b%d", i))))
	}
	top = t.And(in...)
	return t, top
}

func TestManySets(t *testing.T) {
	t.Parallel()
	tree, top := pairs(60)
	c, err := tree.CutSets(t.Context(), top, faulttree.Options{Limit: 10})
	if err != nil || c.Total != 1<<60 || len(c.Sets) != 10 || c.Found != 60 || c.Complete {
		t.Errorf("%d of %d sets, found up to %d, complete %t, %v", len(c.Sets), c.Total, c.Found, c.Complete, err)
	}
	if want := "only 10 of 1152921504606846976 cut sets are listed"; c.Reason != want {
		t.Errorf("got %q, want %q", c.Reason, want)
	}
}

// TestLargeSet has one cut set of more events than a byte counts.
func TestLargeSet(t *testing.T) {
	t.Parallel()
	tree := faulttree.New()
	var all []faulttree.Node
	for i := range 700 {
		all = append(all, tree.Event(fmt.Sprint(i)))
	}
	top := tree.And(tree.And(all[:300]...), tree.Or(tree.And(all[300:]...), tree.And(all[350:]...)))
	want := append(slices.Clone(all[:300]), all[350:]...)
	for _, engine := range []faulttree.Engine{faulttree.Automatic, faulttree.Functions} {
		c, err := tree.CutSets(t.Context(), top, faulttree.Options{Engine: engine})
		if err != nil || !c.Complete || c.Found != len(want) {
			t.Fatal(err, c.Reason, c.Found)
		}
		if diff := cmp.Diff([][]faulttree.Node{want}, c.Sets); diff != "" {
			t.Error(diff)
		}
	}
	c, err := tree.Analysis(faulttree.Options{Order: 649}).CutSets(t.Context(), top)
	if err != nil || len(c.Sets) != 0 {
		t.Error(err, len(c.Sets))
	}
}

// TestLargeVote has so many inputs that only what can fail may cost anything.
func TestLargeVote(t *testing.T) {
	t.Parallel()
	tree := faulttree.New()
	const n = 20_000
	var alone, together []faulttree.Node
	zone := tree.Event("zone")
	for i := range n {
		e := tree.Event(fmt.Sprint(i))
		alone = append(alone, e)
		together = append(together, tree.Or(e, tree.And(zone, tree.Event(fmt.Sprint("key", i%2)))))
	}
	for _, engine := range []faulttree.Engine{faulttree.Automatic, faulttree.Functions} {
		o := faulttree.Options{Order: 3, Engine: engine}
		if got := named(t, tree, tree.AtLeast(n/2, alone...), o); len(got) != 0 {
			t.Error(len(got))
		}
		if diff := cmp.Diff([]string{"key0 key1 zone"}, named(t, tree, tree.AtLeast(n/2+3, together...), o)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestBudget takes a tree whose diagrams become too large at some order, from which
// on the sets of the order below are what is found.
func TestBudget(t *testing.T) {
	t.Parallel()
	tree := newRandomTree(rand.New(rand.NewPCG(3, 3)), shape{events: 60, gates: 90})
	top := tree.Or(tree.AtLeast(3, tree.tops...), tree.AtLeast(2, tree.events...), tree.Event("alone"))
	found := map[int]bool{}
	for nodes := 2; nodes < 1<<14; nodes += nodes/8 + 1 {
		c, err := tree.CutSets(t.Context(), top, faulttree.Options{Order: 3, Nodes: nodes})
		if err != nil {
			t.Fatal(err)
		}
		want, err := tree.CutSets(t.Context(), top, faulttree.Options{Order: c.Found})
		if err != nil {
			t.Fatal(err)
		}
		if c.Found < 3 {
			want.Complete = false
			want.Reason = fmt.Sprintf("%d diagram nodes suffice for cut sets of order %d only", nodes, c.Found)
		}
		if diff := cmp.Diff(want, c, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%d nodes: %s", nodes, diff)
		}
		found[c.Found] = true
	}
	if diff := cmp.Diff(map[int]bool{1: true, 2: true, 3: true}, found); diff != "" {
		t.Error(diff)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	tree, top := pairs(40)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tree.CutSets(ctx, top, faulttree.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cut sets after the end of the context: %v", err)
	}
	undefined := tree.Or(top, tree.Gate())
	if _, err := tree.CutSets(t.Context(), undefined, faulttree.Options{}); !errors.Is(err, faulttree.ErrUndefined) {
		t.Errorf("cut sets of an undefined gate: %v", err)
	}
	none := func(faulttree.Node) float64 { return -1 }
	if _, err := tree.Probability(t.Context(), top, none, faulttree.ProbabilityOptions{}); err == nil || err.Error() != `the probability of "a0" is -1, not between 0 and 1` {
		t.Errorf("probability below 0: %v", err)
	}
	half := func(faulttree.Node) float64 { return 0.5 }
	if _, err := tree.Probability(ctx, top, half, faulttree.ProbabilityOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("probability after the end of the context: %v", err)
	}
	large := newRandomTree(rand.New(rand.NewPCG(3, 3)), shape{events: 60, gates: 90})
	if _, err := large.Importance(t.Context(), large.AtLeast(4, large.tops...), half, faulttree.ProbabilityOptions{Nodes: 50}); !errors.Is(err, faulttree.ErrTooLarge) {
		t.Errorf("importance beyond the budget: %v", err)
	}
}

func TestConstants(t *testing.T) {
	t.Parallel()
	tree := faulttree.New()
	e := tree.Event("e")
	tests := map[faulttree.Node][]string{
		faulttree.False:          {},
		faulttree.True:           {""},
		e:                        {"e"},
		tree.Not(e):              {""},
		tree.Or():                {},
		tree.And():               {""},
		tree.And(e, tree.Not(e)): {},
		tree.Or(e, tree.Not(e)):  {""},
		tree.AtLeast(2, e, e):    {"e"},
		tree.AtLeast(3, e, e):    {},
		tree.AtLeast(0, e):       {""},
		tree.Or(e, tree.And(e)):  {"e"},
		tree.And(e, tree.Event("f"), tree.Or(e, tree.Event("g"))): {"e f"},
	}
	for n, want := range tests {
		if diff := cmp.Diff(want, named(t, tree, n, faulttree.Options{})); diff != "" {
			t.Errorf("node %d: %s", n, diff)
		}
	}
	if tree.And(e, tree.Event("f"), tree.Or(e, tree.Event("g"))) != tree.And(tree.Event("f"), e) {
		t.Error("equal functions are two nodes")
	}
}
