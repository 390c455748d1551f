package failure

import (
	"cmp"
	"slices"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Hit is what losses make of one resource of a service.
type Hit struct {
	Resource *graph.Resource
	// State is Down, Degraded (some of its copies or of what it needs is gone and it
	// goes on) or Open (down if what the configuration leaves open is so for the worse).
	State State
	// Text says why, as a clause; empty where it is down because something that it
	// needs is.
	Text string
}

// Reach says which resources single losses reach. It is not safe for concurrent use.
type Reach struct {
	x      *explainer
	doubts []Doubt
}

// Reach prepares to evaluate many losses.
func (m *Model) Reach() *Reach {
	r := &Reach{x: m.explainer()}
	for _, d := range m.doubts {
		r.doubts = append(r.doubts, d)
	}
	return r
}

// Of lists the resources that are not up after losses, in order of ID. Unlike the
// state of a service, Open takes every doubt for the worse at once.
func (r *Reach) Of(lost []Event) []Hit {
	var hits []Hit
	r.x.lose(lost, nil)
	for _, u := range r.x.m.order {
		switch {
		case r.x.failed(u):
			h := Hit{Resource: u.r, State: Down}
			if r.x.e.Failed(u.self) {
				h.Text = r.x.because(u)
			}
			hits = append(hits, h)
		case r.x.lessens(u, lost):
			hits = append(hits, Hit{Resource: u.r, State: Degraded, Text: "it goes on with what is left"})
		}
	}
	if len(r.doubts) > 0 {
		r.x.lose(lost, r.doubts)
		for _, u := range r.x.m.order {
			if r.x.failed(u) {
				hits = append(hits, Hit{Resource: u.r, State: Open, Text: "it depends on what the configuration leaves open"})
			}
		}
	}
	rank := func(s State) int { return slices.Index([]State{Down, Open, Degraded}, s) }
	slices.SortStableFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(a.Resource.ID, b.Resource.ID), rank(a.State)-rank(b.State))
	})
	return slices.CompactFunc(hits, func(a, b Hit) bool { return a.Resource == b.Resource })
}

// lessens reports whether a unit that is up lost some of its copies or of what it needs.
func (x *explainer) lessens(u *unit, lost []Event) bool {
	if u.count > 1 && slices.Contains(lost, Event{Instance, u.r.ID}) {
		return true
	}
	if slices.ContainsFunc(u.copies, func(p piece) bool { return x.e.Failed(p.node) }) {
		return true
	}
	return slices.ContainsFunc(u.deps, func(d dep) bool { return x.failed(d.to) })
}

// Resources are all that the service rests on, nearest to its entry first.
func (s *Service) Resources() []*graph.Resource {
	var all []*graph.Resource
	seen := map[*graph.Resource]bool{}
	for _, u := range s.units {
		if !seen[u.r] {
			seen[u.r] = true
			all = append(all, u.r)
		}
	}
	return all
}

// Placement is where a resource runs.
type Placement struct {
	// Zones are names, unique over regions: Azure's are REGION-NUMBER.
	Zones []string
	// Sure is set where it occupies each of the zones, and no other; otherwise they
	// are candidates.
	Sure bool
	// Zonal is set where the loss of zones can take it down: it is not run by the
	// provider across all zones of its region.
	Zonal bool
}

// Placement says where a resource of the graph runs, whether a service rests on it or not.
func (m *Model) Placement(r *graph.Resource) Placement {
	found := m.builder().placesOf(r)
	p := Placement{Sure: found.all && (found.sure || len(found.list) < 2)}
	for _, at := range found.list {
		p.Zones = append(p.Zones, at.zone)
	}
	lives, known := catalog.Habitat(""), false
	if t, ok := catalog.Lookup(r.Type); ok && t.Failure != nil {
		for _, l := range t.Failure.Lives {
			if answer, _ := catalog.Holds(l.When, r); answer != catalog.No {
				lives, known = l.In, true
				break
			}
		}
	}
	switch lives {
	case catalog.InZones, catalog.InCopies:
		p.Zonal = true
		p.Sure = found.all
	case catalog.InZone:
		p.Zonal = true
	case catalog.InMembers, catalog.InRegion, catalog.InWorld:
	default:
		p.Zonal = !known && len(p.Zones) > 0
	}
	if _, one := m.tree.Lookup(Event{Zone, "?" + r.ID}.String()); one {
		p.Sure = false // a single copy in one of them
	}
	return p
}

// Events lists every loss that occurs in the model, the widest first; those of zones
// that nothing names among them.
func (m *Model) Events() []Event {
	all := make([]Event, 0, len(m.events))
	for _, e := range m.events {
		all = append(all, e)
	}
	slices.SortFunc(all, compareEvents)
	return all
}

// RegionOf returns the region of a zone that occurs in the model; empty for any other.
func (m *Model) RegionOf(zone string) string { return m.regions[zone] }
