package analyzer_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/rules"
)

// TestPortions judges more resources than fit in one portion: whatever the number of
// goroutines, and with OPA alone, the findings are the same, in the same order, and what is
// said of one resource because of many is said once.
func TestPortions(t *testing.T) {
	t.Parallel()
	libraries, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	libraries = libraries.Select(func(*analyzer.Rule) bool { return false })
	set, err := analyzer.LoadDir(ruleFS("probe", header, `
import data.lib.graph

fail contains {"resource": r.id, "message": sprintf("%v of %v", [r.attributes.n, biggest[r.group]])} if {
	some r in input.resources.thing
	r.attributes.n % 3 == 0
}

fail contains {"resource": hub.id, "message": "many lead here", "related": [{"resource": t.id, "note": "leads here"} | some t in leading(hub); t.attributes.n < 60]} if {
	some r in input.resources.thing
	some hub in graph.targets(r.id, "routes_to")
}

fail contains {"resource": "nobody", "message": r.group} if some r in input.resources.thing

leading(hub) := graph.sources(hub.id, "routes_to")

biggest[group] := max({r.attributes.n | some r in input.resources.thing; r.group == group}) if {
	some group in {"a", "b"}
}
`), libraries)
	if err != nil {
		t.Fatal(err)
	}
	const n, hubs = 300, 30
	g := frozen(nil, func(b *graph.Builder) {
		for i := range n {
			r := &graph.Resource{
				ID: fmt.Sprintf("t%04d", i), Type: "thing", Group: string(rune('a' + i%2)), Attributes: map[string]any{"n": float64(i)},
			}
			b.Add(r, nil)
			hub := fmt.Sprintf("hub%02d", i%hubs)
			b.Edges = append(b.Edges,
				graph.Edge{From: r.ID, To: hub, Kind: graph.RoutesTo, Via: "hub", Holder: r.ID},
				graph.Edge{From: r.ID, To: fmt.Sprintf("t%04d", (i+n/2)%n), Kind: graph.DependsOnData, Via: "other", Holder: r.ID},
			)
		}
		for i := range hubs {
			b.Add(&graph.Resource{ID: fmt.Sprintf("hub%02d", i), Type: "hub", Group: "a"}, nil)
		}
	})
	var want []string
	for _, o := range []analyzer.Options{{OnlyOPA: true}, {Workers: 1}, {Workers: 2}, {Workers: 7}} {
		a, err := set.Run(t.Context(), g, o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range a.Findings {
			got = append(got, fmt.Sprintln(f.Resource.ID, f.Message, len(f.Related)))
		}
		for _, d := range a.Diagnostics {
			got = append(got, d.Summary+": "+d.Detail)
		}
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v (-OPA +got):\n%s", o, diff)
		}
	}
	const groups = 2
	if len(want) != n/3+hubs+groups {
		t.Errorf("%d findings and diagnostics", len(want))
	}
}
