package failure

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// reversed reports whether an open edge would run from its unknown end to its holder:
// the target groups of a scaling group lead to the group.
func reversed(o graph.OpenEdge, holder *graph.Resource) bool {
	t, ok := catalog.Lookup(holder.Type)
	if !ok {
		return false
	}
	shape := o.Via.Shape()
	for i := range t.Edges {
		e := &t.Edges[i]
		if e.Kind == o.Kind && (e.Via == shape || strings.HasPrefix(e.Via, shape+".") || strings.HasPrefix(shape, e.Via+".")) {
			return e.Reverse
		}
	}
	return false
}

// openFrom is what would have to be known to see every edge of a kind that starts at
// a resource, openInto every one that ends there. Sorted, each once.
func (m *Model) openFrom(r *graph.Resource, kind graph.EdgeKind) []string {
	return m.openAt(r, kind, true)
}

func (m *Model) openInto(r *graph.Resource, kind graph.EdgeKind) []string {
	return m.openAt(r, kind, false)
}

func (m *Model) openAt(r *graph.Resource, kind graph.EdgeKind, from bool) []string {
	needs := slices.Clone(m.openElsewhere(openKey{kind, from, r.Group, r.Type}))
	for _, o := range m.open[r.ID] {
		if o.Kind == kind && reversed(o, r) != from {
			needs = append(needs, o.Needs...)
		}
	}
	slices.Sort(needs)
	return slices.Compact(needs)
}

// openKey names resources for which the same open edges of others count.
type openKey struct {
	kind       graph.EdgeKind
	from       bool
	group, typ string
}

// openElsewhere is what open edges of other resources need whose unknown end could be
// a resource of the type.
func (m *Model) openElsewhere(k openKey) []string {
	if needs, done := m.elsewhere[k]; done {
		return needs
	}
	var needs []string
	for _, o := range m.openTo[k.kind] {
		holder := m.g.Resource(o.Holder)
		if holder == nil || holder.Group != k.group || reversed(o, holder) != k.from {
			continue
		}
		if len(o.Types) == 0 || slices.Contains(o.Types, k.typ) {
			needs = append(needs, o.Needs...)
		}
	}
	slices.Sort(needs)
	needs = slices.Compact(needs)
	m.elsewhere[k] = needs
	return needs
}
