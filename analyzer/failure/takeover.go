package failure

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// touched collects what goes on with less: copies that others stand in for, soft
// dependencies that are gone.
func (x *simulator) touched(s *Service, o *Outcome, lost []Event) {
	for _, u := range s.units {
		switch {
		case !x.failed(u):
			x.copiesLost(u, o, lost)
		case x.e.Failed(u.self) && !x.byOthers(u):
			// Down, and the service is not: it is soft, or something stands in for it.
			if way, ok := x.standIn(s, u); ok {
				o.Recoveries = append(o.Recoveries, way)
				if copied, ok := x.copyStandsIn(s, u); ok {
					o.Recoveries = append(o.Recoveries, copied)
				}
				o.Reasons = append(o.Reasons, Reason{Resource: u.r, Text: x.because(u) + x.overload(s, u)})
			}
		}
	}
}

// overload names the databases that are read instead of a cache that is gone.
func (x *simulator) overload(s *Service, u *unit) string {
	if roleOf(u.r) != catalog.Cache {
		return ""
	}
	var databases []string
	for _, other := range s.units {
		if roleOf(other.r) == catalog.Database && !x.isMember(s, other) && !x.failed(other) {
			databases = append(databases, other.r.ID)
		}
	}
	if len(databases) == 0 {
		return ""
	}
	slices.Sort(databases)
	return "; without it every read goes to " + joined(databases)
}

// standIn is how a service goes on although a unit is down. A gateway through which
// only copies leave that others stand in for is no loss of its own.
func (x *simulator) standIn(s *Service, u *unit) (Recovery, bool) {
	for _, above := range s.units {
		if x.failed(above) {
			continue
		}
		for _, d := range above.deps {
			if d.to != u && !below(d.to, u) || !x.failed(d.to) {
				continue
			}
			switch d.kind {
			case route:
				if x.idle(d) {
					continue
				}
				if way := x.m.recovery(above, x.scope(u), true); way.Mechanism != None {
					return way, true
				}
				return Recovery{Resource: above.r, Lose: x.scope(u), Mechanism: "the other targets take over", Automatic: true, Takeover: true}, true
			case member:
				return x.m.recovery(above, x.scope(u), true), true
			case soft:
				return x.recovery(u, x.scope(u)), true
			case hard, egress:
			}
		}
	}
	return Recovery{}, false
}

// idle reports whether requests go to a target only after another one is lost, so that
// nobody notices its own loss.
func (x *simulator) idle(d dep) bool {
	from := x.m.g.Resource(d.edge.From)
	return from != nil && from.Type == recordType && secondary(from) || d.edge.Via.Root() == "partner_server"
}

// copyStandsIn is how the data of a store that is lost with its region go on to be used
// where requests now go: by its copy there, which may have to be promoted and lacks
// what was written last.
func (x *simulator) copyStandsIn(s *Service, u *unit) (Recovery, bool) {
	if x.scope(u) != catalog.LoseRegion || u.soft || !keepsState(u.r) || x.isMember(s, u) || x.secondary(u) {
		return Recovery{}, false
	}
	way := x.recovery(u, catalog.LoseRegion)
	return way, way.Given == "cross_region_replica"
}

// secondary reports whether a store is a copy itself, so that nothing is lost with it.
func (x *simulator) secondary(u *unit) bool {
	if len(x.m.g.Sources(u.r.ID, graph.ReplicatesTo)) > 0 {
		return true
	}
	for _, owner := range x.m.g.Targets(u.r.ID, graph.MemberOf) {
		if !strings.HasSuffix(owner.Type, "_global_cluster") {
			continue
		}
		for _, other := range x.m.g.Sources(owner.ID, graph.MemberOf) {
			if primaryOf(other, u.r) {
				return true
			}
		}
	}
	return false
}

// primaryOf reports whether of two clusters of a global one the second only follows
// the first: it names a source region, or has no user of its own.
func primaryOf(first, second *graph.Resource) bool {
	follows := func(r *graph.Resource) bool {
		has := func(name string) bool { return r.Attributes[name] != nil || len(r.UnknownAt(graph.Path(name))) > 0 }
		return has("source_region") || !has("master_username")
	}
	return first.ID != second.ID && !follows(first) && follows(second)
}

// below reports whether a unit rests on another through hard needs.
func below(from, to *unit) bool {
	return slices.Contains(reachable([]*unit{from}), to)
}

// copiesLost notes copies that are gone while others go on.
func (x *simulator) copiesLost(u *unit, o *Outcome, lost []Event) {
	running, left, touched := 0, 0, false
	for _, c := range u.copies {
		running += c.count
		if x.e.Failed(c.node) {
			touched = true
			continue
		}
		left += c.count
	}
	scope := catalog.LoseZone
	if u.count > 1 && slices.Contains(lost, Event{Instance, u.r.ID}) {
		running, left, touched, scope = u.count, u.count-1, true, catalog.LoseInstance
	}
	if !touched {
		return
	}
	// With fewer copies than zones, nothing says which zones have one.
	if running > left && (len(u.copies) <= u.count || scope == catalog.LoseInstance) && u.count > 1 {
		o.Capacity = append(o.Capacity, Capacity{Resource: u.r, Running: running, Left: left, Needed: u.minimum})
	}
	way := x.m.recovery(u, scope, true)
	if way.Mechanism == None || way.RTO == nil && softly(u.r) {
		return
	}
	o.Recoveries = append(o.Recoveries, way)
}
