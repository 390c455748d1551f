package failure

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// addStores makes a service of each database, cache, file system, broker and cluster
// on which none of the other services rests: what uses it is configured elsewhere.
func (m *Model) addStores(b *builder) {
	resting := map[string]bool{}
	counted := 0
	for _, r := range m.g.Resources() {
		if r.Data || !m.standsAlone(r) {
			continue
		}
		for ; counted < len(m.order); counted++ {
			resting[m.order[counted].r.ID] = true
		}
		if !resting[r.ID] {
			m.add(&Service{Entry: []*graph.Resource{r}, ID: r.ID}, b, nil)
		}
	}
}

// standsAlone reports whether a resource can be a service although nothing leads to it:
// it can be lost by less than its region, is no part of another one and no copy of it.
func (m *Model) standsAlone(r *graph.Resource) bool {
	t, ok := catalog.Lookup(r.Type)
	if !ok || t.Failure == nil || !slices.ContainsFunc(t.Failure.Lives, smallerThanRegion) {
		return false
	}
	switch t.Role { //nolint:exhaustive // the others are reached, or reach others
	case catalog.Database, catalog.Cache, catalog.Queue, catalog.Stream:
	case catalog.Storage:
		if !strings.HasSuffix(r.Type, "_file_system") {
			return false
		}
	case catalog.Cluster:
		if t.Failure.Lives[0].In != catalog.InCopies {
			return false
		}
	default:
		return false
	}
	for _, owner := range m.g.Targets(r.ID, graph.MemberOf) {
		if roleOf(owner) == catalog.Database || roleOf(owner) == catalog.Cache {
			return false
		}
	}
	return len(m.g.Sources(r.ID, graph.ReplicatesTo)) == 0
}

func smallerThanRegion(l catalog.Lives) bool {
	return l.In != catalog.InRegion && l.In != catalog.InWorld
}
