package catalog

import (
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// membership collects where the members of a cluster are.
type membership struct {
	cluster *graph.Resource
	zones   []string
	count   int  // members that certainly exist
	pinned  int  // of those, the ones whose zone is known
	certain bool // no member whose existence is unknown
}

// member reports an instance of a cluster, whose zones are those of its members.
func (c *completion) member(r *graph.Resource) {
	t := lookup(r.Type)
	if t == nil || len(t.Edges) == 0 {
		return
	}
	found, _ := c.ends(r, t.rule("cluster_identifier"))
	for _, e := range found {
		m := c.members[e.to.ID]
		if m == nil {
			m = &membership{cluster: e.to, certain: true}
			c.members[e.to.ID] = m
		}
		if r.MayExist {
			m.certain = false
			continue
		}
		m.count++
		m.zones = append(m.zones, r.Zones...)
		if r.ZonesKnown {
			m.pinned++
		}
	}
}

// bind gives clusters the zones of their members.
func (c *completion) bind() {
	for _, m := range c.members {
		if len(m.cluster.Zones) > 0 {
			continue
		}
		slices.Sort(m.zones)
		m.cluster.Zones = slices.Compact(m.zones)
		m.cluster.ZonesKnown = m.certain && m.count > 0 && m.pinned == m.count
	}
}
