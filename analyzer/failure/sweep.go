package failure

import (
	"slices"
)

// Losses lists the events of a kind that occur in the model, sorted: the zones,
// regions or components that can be lost.
func (m *Model) Losses(kind Kind) []Event {
	var all []Event
	for _, e := range m.events {
		if e.Kind == kind && !e.Unplaced() {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, compareEvents)
	return all
}

// Knows reports whether a loss means something: an event of the tree, or a resource
// of the graph.
func (m *Model) Knows(e Event) bool {
	if _, ok := m.tree.Lookup(e.String()); ok {
		return true
	}
	return e.Kind == Instance && m.g.Resource(e.ID) != nil
}

// Component reports whether a resource can be lost by itself in this model: it is an
// event, or one of several copies.
func (m *Model) Component(id string) bool {
	if _, ok := m.tree.Lookup(Event{Instance, id}.String()); ok {
		return true
	}
	return slices.ContainsFunc(m.order, func(u *unit) bool { return u.r.ID == id && u.count > 1 })
}

// Sweep simulates every loss of a kind by itself, those that hurt most services first.
func (m *Model) Sweep(kind Kind) []Scenario {
	x := m.simulator()
	events := m.Losses(kind)
	if kind == Instance {
		for _, u := range m.order {
			if u.count > 1 { // one of its copies
				events = append(events, Event{Instance, u.r.ID})
			}
		}
		slices.SortFunc(events, compareEvents)
		events = slices.Compact(events)
	}
	all := make([]Scenario, len(events))
	for i, e := range events {
		all[i] = x.run([]Event{e})
	}
	slices.SortStableFunc(all, func(a, b Scenario) int { return b.harm() - a.harm() })
	return all
}

// harm ranks scenarios: a service that is down outweighs all that are degraded.
func (s *Scenario) harm() int {
	total := 0
	for i := range s.Services {
		switch s.Services[i].State {
		case Down:
			total += 1_000_000
		case Open:
			total += 1_000
		case Degraded:
			total++
		case Up:
		}
	}
	return total
}
