package failure

import (
	"cmp"
	"context"
	"slices"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// CutSet is a set of losses that take a service down together, of which none can be
// left out.
type CutSet struct {
	Events []Event
	// Doubts are what the set hangs on; a set without is certain.
	Doubts []Doubt
	// Reasons say why each resource goes down, nearest to the loss first.
	Reasons []Reason
	// Path are the resources from the entry to the first of the reasons.
	Path []string
}

// Order is the number of losses.
func (c *CutSet) Order() int { return len(c.Events) }

// CutSets are the minimal cut sets of one service.
type CutSets struct {
	Service *Service
	// Certain are sorted by order, then by event, the widest losses first.
	Certain []CutSet
	// Possible take the service down if their doubts turn out for the worse.
	Possible []CutSet
	// Notes are doubts that belong to no set: what could not be modelled.
	Notes []Doubt
	// Complete is whether all sets up to Order were found; Reason says why not.
	Complete bool
	Order    int
	Reason   string
}

// maxDoubts is how many doubts one possible cut set may hang on. Sets that need more
// things to be unfortunate at once are not listed.
const maxDoubts = 1

// CutSets finds the minimal cut sets of services, up to so many events; 0 finds all.
// A nil list of services stands for all.
func (m *Model) CutSets(ctx context.Context, services []*Service, order int) ([]CutSets, error) {
	if services == nil {
		services = m.services
	}
	// Doubts are events of the tree and need room beside the losses.
	bound := 0
	if order > 0 {
		bound = order + maxDoubts
	}
	tops := make([]faulttree.Node, len(services))
	for i, s := range services {
		tops[i] = s.down
	}
	analysis := m.tree.Analysis(faulttree.Options{Order: bound, Limit: setLimit}, tops...)
	var all []CutSets
	for _, s := range services {
		found, err := analysis.CutSets(ctx, s.down)
		if err != nil {
			return nil, err
		}
		c := CutSets{Service: s, Complete: found.Complete, Order: order, Reason: found.Reason}
		if !found.Complete {
			c.Order = max(found.Found-maxDoubts, 0)
		}
		for _, set := range found.Sets {
			m.sort(&c, set, order)
		}
		c.tidy()
		x := m.explainerOf(s)
		for i := range c.Certain {
			x.explain(s, &c.Certain[i])
		}
		for i := range c.Possible {
			x.explain(s, &c.Possible[i])
		}
		c.Notes = m.notes(s)
		all = append(all, c)
	}
	return all, nil
}

// setLimit bounds what is listed for one service.
const setLimit = 100_000

// sort puts a cut set of the tree where it belongs.
func (m *Model) sort(c *CutSets, set []faulttree.Node, order int) {
	var cut CutSet
	for _, n := range set {
		if d, ok := m.doubts[n]; ok {
			cut.Doubts = append(cut.Doubts, d)
			continue
		}
		cut.Events = append(cut.Events, m.events[n])
	}
	if order > 0 && len(cut.Events) > order {
		return
	}
	slices.SortFunc(cut.Events, compareEvents)
	switch {
	case len(cut.Doubts) == 0:
		c.Certain = append(c.Certain, cut)
	case len(cut.Doubts) <= maxDoubts:
		c.Possible = append(c.Possible, cut)
	}
}

// tidy orders the sets and drops possible ones that a certain set makes pointless.
func (c *CutSets) tidy() {
	compare := func(a, b CutSet) int {
		return cmp.Or(cmp.Compare(len(a.Events), len(b.Events)), slices.CompareFunc(a.Events, b.Events, compareEvents))
	}
	slices.SortStableFunc(c.Certain, compare)
	slices.SortStableFunc(c.Possible, compare)
}

// notes are what the analysis of a service could not take into account.
func (m *Model) notes(s *Service) []Doubt {
	var all []Doubt
	groups := map[string]bool{}
	for _, u := range s.units {
		if missing := m.g.Missing(u.r.Group); len(missing) > 0 && !groups[u.r.Group] {
			groups[u.r.Group] = true
			all = append(all, Doubt{Resource: u.r, Text: "what was not loaded may belong to " + s.ID, Needs: missing})
		}
		all = append(all, u.notes...)
		if !u.known && matters(u) {
			all = append(all, Doubt{Resource: u.r, Text: "how " + u.r.ID + " fails is not modelled"})
		}
	}
	return all
}

// matters reports whether a type without failure behaviour hides something: addresses
// and network interfaces do not fail by themselves.
func matters(u *unit) bool {
	role := roleOf(u.r)
	return role == "" || role.Runs() || role.Stores()
}
