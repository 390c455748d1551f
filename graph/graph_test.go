package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
)

// TestFreeze checks what becomes of edges and resources that are there twice, that lead to
// nothing and that come in no order, and that both ends find each.
func TestFreeze(t *testing.T) {
	t.Parallel()
	b := &graph.Builder{}
	for _, id := range []string{"c", "a", "b", "a"} {
		b.Add(&graph.Resource{ID: id, Type: "thing", Group: id + string(rune('0'+len(b.Resources)))}, nil)
	}
	edge := func(from string, kind graph.EdgeKind, to string) graph.Edge {
		return graph.Edge{From: from, To: to, Kind: kind, Via: "x", Holder: from}
	}
	b.Edges = []graph.Edge{
		edge("c", graph.PlacedIn, "a"), edge("b", graph.RoutesTo, "c"), edge("a", graph.RoutesTo, "c"), edge("a", graph.RoutesTo, "b"),
		edge("b", graph.RoutesTo, "c"), edge("a", graph.RoutesTo, "nothing"), edge("nothing", graph.RoutesTo, "a"), edge("a", graph.PlacedIn, "c"),
	}
	b.Open = []graph.OpenEdge{{Holder: "b", Kind: graph.RoutesTo, Via: "y"}, {Holder: "a", Kind: graph.RoutesTo, Via: "z"}, {Holder: "b", Kind: graph.PlacedIn, Via: "z"}}
	g := b.Freeze()

	if len(b.Diagnostics) != 1 || g.Resource("a").Group != "a1" {
		t.Errorf("%v, and the second counts: %v", b.Diagnostics, g.Resource("a"))
	}
	same := func(what string, want, got any) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	all := []graph.Edge{
		edge("a", graph.PlacedIn, "c"), edge("a", graph.RoutesTo, "b"), edge("a", graph.RoutesTo, "c"),
		edge("b", graph.RoutesTo, "c"), edge("c", graph.PlacedIn, "a"),
	}
	same("edges", all, g.Edges())
	same("from a", all[:3], g.Out("a"))
	same("from c", all[4:], g.Out("c"))
	same("to c", []graph.Edge{all[0], all[2], all[3]}, g.In("c"))
	same("to a", all[4:], g.In("a"))
	if g.Out("nothing") != nil || g.In("nothing") != nil || len(g.Held("c")) > 0 {
		t.Error("something leads to nothing")
	}
	ids := func(list []*graph.Resource) (ids []string) {
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		return ids
	}
	same("targets", []string{"b", "c"}, ids(g.Targets("a", graph.RoutesTo)))
	same("sources", []string{"a", "b"}, ids(g.Sources("c", graph.RoutesTo)))
	same("reached", []string{"b", "c"}, ids(g.Reach("a", false, graph.RoutesTo, graph.PlacedIn)))
	same("reaching", []string{"a", "b"}, ids(g.Reach("c", true, graph.RoutesTo)))
	same("held", []graph.OpenEdge{{Holder: "b", Kind: graph.PlacedIn, Via: "z"}, {Holder: "b", Kind: graph.RoutesTo, Via: "y"}}, g.Held("b"))
}
