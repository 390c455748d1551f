package analyzer

import (
	"fmt"
	"testing"

	"github.com/faultline-dev/faultline/graph"
)

// TestNeighbourhoods holds that portions have every resource once, those that are related
// in one of them, and a resource to which all are related in none of their way.
func TestNeighbourhoods(t *testing.T) {
	t.Parallel()
	const systems, workers = 300, 2
	b := &graph.Builder{}
	add := func(typ string, i int) string {
		id := fmt.Sprintf("%s.x%03d", typ, i)
		b.Add(&graph.Resource{ID: id, Type: typ}, nil)
		return id
	}
	hub := add("hub", 0)
	for i := range systems {
		database, alarm := add("database", i), add("alarm", i)
		for _, e := range [][2]string{{database, alarm}, {database, hub}, {alarm, hub}} {
			b.Edges = append(b.Edges, graph.Edge{From: e[0], To: e[1], Kind: graph.WatchedBy, Via: "x", Holder: e[0]})
		}
	}
	g := b.Freeze()
	list := portions(g, g.Resources(), workers)
	if len(list) < workers {
		t.Errorf("%d portions for %d goroutines", len(list), workers)
	}
	in := map[string]int{}
	for i, p := range list {
		for _, ofType := range p {
			for _, r := range ofType {
				if _, twice := in[r.ID]; twice || r.Type != ofType[0].Type {
					t.Errorf("%s is misplaced", r.ID)
				}
				in[r.ID] = i
			}
		}
	}
	apart := 0
	for i := range systems {
		if in[fmt.Sprintf("database.x%03d", i)] != in[fmt.Sprintf("alarm.x%03d", i)] {
			apart++
		}
	}
	if len(in) != len(g.Resources()) || apart > len(list) {
		t.Errorf("%d resources of %d, %d pairs apart in %d portions", len(in), len(g.Resources()), apart, len(list))
	}
}

// TestForget bounds what a goroutine keeps of a large graph.
func TestForget(t *testing.T) {
	t.Parallel()
	b := &graph.Builder{}
	for i := range 3 * remembered {
		b.Add(&graph.Resource{ID: fmt.Sprint(i), Type: "thing", Tags: map[string]string{"name": fmt.Sprint(i)}}, nil)
	}
	g := b.Freeze()
	terms := newTerms(newConversion(g, nil))
	for _, r := range g.Resources() {
		terms.forget(remembered)
		terms.resource(r)
		if len(terms.resources) > remembered+1 || len(terms.words) > remembered+10 {
			t.Fatalf("%d resources and %d words are kept", len(terms.resources), len(terms.words))
		}
	}
}
