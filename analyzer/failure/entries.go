package failure

import (
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// findServices makes the declared services, and one of each entry point that none of
// them names and that nothing else leads to.
func (m *Model) findServices() {
	m.groupRecords()
	taken := map[string]bool{}
	for _, d := range m.options.Services {
		m.declare(d, taken)
	}
	b := m.builder()
	candidates := m.candidates()
	led := m.ledTo(candidates)
	done := map[string]bool{}
	for _, c := range candidates {
		if led[c.ID] || taken[c.ID] {
			continue
		}
		entry := []*graph.Resource{c}
		if c.Type == recordType {
			key := recordKey(c)
			if done[key] {
				continue
			}
			done[key] = true
			entry = m.sets[key]
			if slices.ContainsFunc(entry, func(r *graph.Resource) bool { return taken[r.ID] }) {
				continue
			}
		}
		m.add(&Service{Entry: entry, ID: m.serviceID(entry[0])}, b, nil)
	}
	m.addStores(b)
	m.mergeAddressFamilies()
	slices.SortFunc(m.services, func(a, c *Service) int { return strings.Compare(a.ID, c.ID) })
}

func (m *Model) builder() *builder { return &builder{Model: m, units: map[unitKey]*unit{}} }

// add completes a service and takes it into the model.
func (m *Model) add(s *Service, b *builder, members []*graph.Resource) {
	var nodes []faulttree.Node
	for _, r := range s.Entry {
		u := b.unit(r, true) // records of one answer are one unit
		if !slices.Contains(s.roots, u) && (r.Type != recordType || len(s.roots) == 0) {
			s.roots = append(s.roots, u)
			nodes = append(nodes, b.arriving(u))
		}
	}
	for _, r := range members {
		u := b.unit(r, false)
		s.roots = append(s.roots, u)
		nodes = append(nodes, u.down)
	}
	s.down = m.tree.Or(nodes...)
	id := s.ID
	for m.named[s.ID] {
		s.ID = id + " (" + s.Entry[0].ID + ")"
		id = s.ID
	}
	m.named[s.ID] = true
	m.services = append(m.services, s)
}

// declare makes the service that a user named.
func (m *Model) declare(d Declared, taken map[string]bool) {
	s := &Service{ID: d.Name, Criticality: d.Criticality, Declared: true}
	var members []*graph.Resource
	for _, r := range m.g.Resources() {
		switch {
		case r.Data:
		case matchesAny(d.Entry, r.ID) || len(d.Tags) > 0 && tagged(r, d.Tags) && m.entryRole(r):
			s.Entry = append(s.Entry, r)
			taken[r.ID] = true
		case matchesAny(d.Members, r.ID):
			members = append(members, r)
		}
	}
	if len(s.Entry) == 0 && len(members) == 0 {
		m.unmatched = append(m.unmatched, d.Name)
		return
	}
	b := m.builder()
	b.declaredHard = func(id string) bool { return matchesAny(d.Hard, id) }
	b.declaredSoft = func(id string) bool { return matchesAny(d.Soft, id) }
	for _, r := range m.g.Resources() {
		if !r.Data && matchesAny(d.Hard, r.ID) && !slices.Contains(members, r) && !slices.Contains(s.Entry, r) {
			members = append(members, r)
		}
	}
	if len(s.Entry) == 0 {
		s.Entry = members[:1]
	}
	m.add(s, b, members)
}

// Unmatched are declared services of which nothing was found.
func (m *Model) Unmatched() []string { return m.unmatched }

func tagged(r *graph.Resource, tags map[string]string) bool {
	for k, v := range tags {
		if r.Tags[k] != v {
			return false
		}
	}
	return true
}

// matchesAny holds an address against patterns, in which "*" stands for any text.
func matchesAny(patterns []string, id string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return Matches(p, id) })
}

// Matches holds an address against a pattern, in which "*" stands for any text and
// "?" for any character; brackets stand for themselves.
func Matches(pattern, id string) bool {
	escape := strings.NewReplacer("[", `\[`, "]", `\]`, "/", "\x01")
	ok, err := path.Match(escape.Replace(pattern), strings.ReplaceAll(id, "/", "\x01"))
	return err == nil && ok
}

// candidates are the resources through which something can be called, those that
// lead furthest first.
func (m *Model) candidates() []*graph.Resource {
	var found []*graph.Resource
	for _, r := range m.g.Resources() {
		if !r.Data && m.entryRole(r) {
			found = append(found, r)
		}
	}
	return found
}

// entryRole reports whether a resource can be an entry point.
func (m *Model) entryRole(r *graph.Resource) bool {
	leads := slices.ContainsFunc(m.g.Out(r.ID), func(e graph.Edge) bool { return e.Kind == graph.RoutesTo })
	t, ok := catalog.Lookup(r.Type)
	if !ok {
		return false
	}
	switch t.Role { //nolint:exhaustive // all others are reached through these, or not at all
	case catalog.DNS:
		return leads && r.Type == recordType || strings.Contains(r.Type, "traffic_manager")
	case catalog.CDN, catalog.API, catalog.Balancer:
		return true
	case catalog.Queue, catalog.Topic, catalog.Stream, catalog.Trigger, catalog.Storage, catalog.Database:
		return leads
	case catalog.Network:
		return leads && r.Type == "aws_eip"
	case catalog.Gateway:
		return t.Failure != nil && t.Failure.Lives[0].In == catalog.InMembers && len(m.g.Sources(r.ID, graph.MemberOf)) > 0
	case catalog.Compute, catalog.Group, catalog.Function, catalog.Workflow:
		return !m.called(r)
	default:
		return false
	}
}

// called reports whether anything leads to or mentions what runs code.
func (m *Model) called(r *graph.Resource) bool {
	return slices.ContainsFunc(m.g.In(r.ID), func(e graph.Edge) bool {
		if e.Kind == graph.References {
			from := m.g.Resource(e.From)
			return from != nil && roleOf(from).Runs()
		}
		return e.Kind == graph.RoutesTo || e.Kind == graph.DependsOnData || e.Kind == graph.EgressVia
	})
}

// serviceID is the DNS name of a record, or the address of any other entry.
func (m *Model) serviceID(r *graph.Resource) string {
	if r.Type != recordType {
		return r.ID
	}
	name, _ := r.Attributes["name"].(string)
	if name == "" {
		return r.ID
	}
	name = strings.TrimSuffix(name, ".")
	for _, zone := range m.g.Targets(r.ID, graph.MemberOf) {
		domain, _ := zone.Attributes["name"].(string)
		domain = strings.TrimSuffix(domain, ".")
		if domain != "" && name != domain && !strings.HasSuffix(name, "."+domain) {
			return name + "." + domain
		}
	}
	return name
}

// mergeAddressFamilies makes one service of the A and AAAA records of a name.
func (m *Model) mergeAddressFamilies() {
	named := map[string]*Service{}
	for _, s := range m.services {
		if !s.Declared && s.Entry[0].Type == recordType && named[s.ID] == nil {
			named[s.ID] = s
		}
	}
	m.services = slices.DeleteFunc(m.services, func(s *Service) bool {
		if s.Declared || s.Entry[0].Type != recordType {
			return false
		}
		other := named[m.serviceID(s.Entry[0])]
		if other == nil || other == s || !sameTargets(s.roots[0], other.roots[0]) {
			return false
		}
		other.Entry = append(other.Entry, s.Entry...)
		return true
	})
}

func sameTargets(a, b *unit) bool {
	if len(a.deps) != len(b.deps) {
		return false
	}
	for i := range a.deps {
		if a.deps[i].to != b.deps[i].to {
			return false
		}
	}
	return true
}
