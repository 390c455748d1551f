package catalog

import (
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// calls finds what runs code and calls another service by its name or address. It
// works on the relations that the types declare, once those of all resources are known.
type calls struct {
	*completion
	next map[string][]string // routes_to, by the ID of its start
}

// calls relates what runs code to every function, workflow, API and balancer that it
// mentions, as it cannot do its work without them. What leads to the caller itself is
// not called: an application is often told its own address.
func (c *completion) calls() {
	s := calls{completion: c, next: map[string][]string{}}
	for _, e := range c.builder.Edges {
		if e.Kind == graph.RoutesTo {
			s.next[e.From] = append(s.next[e.From], e.To)
		}
	}
	for _, r := range c.resources {
		t := lookup(r.Type)
		if t == nil || !t.Role.Runs() {
			continue
		}
		s.mentions(t, r, r)
		for _, template := range c.templates(t, r) {
			s.mentions(lookup(template.Type), template, r)
		}
	}
}

// mentions adds an edge from user to everything that holder mentions and that can
// be called.
func (s *calls) mentions(t *Type, holder, user *graph.Resource) {
	for _, ref := range holder.Refs {
		if ordering(ref.Path) || ref.Path == somewhere || label(t, ref.Path) {
			continue
		}
		to := s.get(ref.To)
		if to == nil || to.ID == user.ID || !s.callable(to) || declared(t, ref.Path, to.Type) || s.leads(to.ID, user.ID) {
			continue
		}
		s.edge(graph.Edge{From: user.ID, To: to.ID, Kind: graph.DependsOnData, Via: ref.Path, Holder: holder.ID})
	}
}

// callable reports whether something answers requests. Of DNS that is what leads
// somewhere: a zone does not.
func (s *calls) callable(r *graph.Resource) bool {
	t := lookup(r.Type)
	if t == nil {
		return false
	}
	answers := t.Role == Function || t.Role == Workflow || t.Role == API || t.Role == Balancer
	return answers || t.Role == DNS && len(s.next[r.ID]) > 0
}

// leads reports whether requests to one resource reach another. Where very many are
// behind it, those that are nearest are looked at.
func (s *calls) leads(from, to string) bool {
	seen := map[string]bool{}
	for queue := []string{from}; len(queue) > 0 && len(seen) < maxBehind; queue = queue[1:] {
		for _, id := range s.next[queue[0]] {
			if id == to {
				return true
			}
			if !seen[id] {
				seen[id] = true
				queue = append(queue, id)
			}
		}
	}
	return false
}

// maxBehind is how many resources behind one that is called are looked at.
const maxBehind = 1024

// declared reports whether an attribute is a relation to a type by its own rules.
func declared(t *Type, path graph.Path, typ string) bool {
	return slices.ContainsFunc(t.Edges, func(e EdgeRule) bool { return related(path, e.Via) && accepts(e.To, typ) })
}
