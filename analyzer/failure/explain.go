package failure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Reason is why one resource goes down.
type Reason struct {
	Resource *graph.Resource
	// Text is a clause: "its only copy is in eu-west-1a".
	Text string
	// Path are the edges from the service's entry to the resource.
	Path []graph.Edge
}

// explainer walks from a service down to what took it along.
type explainer struct {
	m *Model
	e *faulttree.Evaluator
}

// explainer sees everything, explainerOf only what a service rests on, which is less
// work where there are many services.
func (m *Model) explainer() *explainer { return &explainer{m: m, e: m.tree.Evaluator()} }

func (m *Model) explainerOf(s *Service) *explainer {
	tops := []faulttree.Node{s.down}
	for _, u := range s.units {
		tops = append(tops, u.down, u.self)
		for _, c := range u.copies {
			tops = append(tops, c.node)
		}
	}
	return &explainer{m: m, e: m.tree.EvaluatorOf(tops...)}
}

// explain fills in the proof of a cut set.
func (x *explainer) explain(s *Service, c *CutSet) {
	x.lose(c.Events, c.Doubts)
	c.Reasons = x.reasons(s, false)
	if len(c.Reasons) > 0 {
		c.Path = pathOf(s, c.Reasons[0])
	}
}

func pathOf(s *Service, r Reason) []string {
	var ids []string
	for _, e := range r.Path {
		if len(ids) == 0 {
			ids = append(ids, e.From)
		}
		if ids[len(ids)-1] != e.To {
			ids = append(ids, e.To)
		}
	}
	if len(ids) == 0 {
		ids = []string{r.Resource.ID}
	}
	if first := s.Entry[0].ID; ids[0] != first && len(s.Entry) == 1 && s.roots[0].r.ID == first {
		ids = append([]string{first}, ids...)
	}
	return ids
}

// lose sets the scenario.
func (x *explainer) lose(events []Event, doubts []Doubt) {
	nodes := make([]faulttree.Node, 0, len(events)+len(doubts))
	for _, e := range events {
		if n, ok := x.m.tree.Lookup(e.String()); ok {
			nodes = append(nodes, n)
		}
	}
	for _, d := range doubts {
		nodes = append(nodes, x.m.doubt(d))
	}
	x.e.Lose(nodes...)
}

// reasons are the units that went down by themselves and took the service along. A
// deep search goes on below a unit that is down anyway: what is there has to come back
// as well.
func (x *explainer) reasons(s *Service, deep bool) []Reason {
	seen := map[*unit]bool{}
	type step struct {
		u    *unit
		path []graph.Edge
	}
	var queue []step
	for _, u := range s.roots {
		queue = append(queue, step{u: u})
	}
	var found []Reason
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at.u] || !x.failed(at.u) {
			continue
		}
		seen[at.u] = true
		if x.e.Failed(at.u.self) && !x.byOthers(at.u) {
			found = append(found, Reason{Resource: at.u.r, Text: x.because(at.u), Path: at.path})
			if !deep {
				continue
			}
		}
		for _, d := range at.u.deps {
			if d.kind != soft && (d.kind != member || !recovered(at.u, found)) {
				queue = append(queue, step{d.to, append(slices.Clip(at.path), d.edge)})
			}
		}
	}
	return found
}

// recovered reports whether a unit is among the reasons, so that its members come back
// with it.
func recovered(u *unit, found []Reason) bool {
	return slices.ContainsFunc(found, func(r Reason) bool { return r.Resource == u.r })
}

// failed reports whether a unit is down; a member counts by itself alone.
func (x *explainer) failed(u *unit) bool { return x.e.Failed(u.down) || x.e.Failed(u.self) }

// byOthers reports whether a unit that is down by its own habitat is so only because
// of others: a cluster by its members, compute by the gateways of its zones.
func (x *explainer) byOthers(u *unit) bool {
	if x.lost(Event{Region, regionOf(u.r)}) {
		return false
	}
	for _, d := range u.deps {
		if d.kind == member && x.e.Failed(d.to.self) {
			return true
		}
	}
	through := false
	for _, d := range u.deps {
		through = through || d.kind == egress && x.e.Failed(d.to.down)
	}
	if !through {
		return false
	}
	// The gateways are to blame only where the zones themselves are not all lost.
	for _, at := range u.places.list {
		if !x.lostPlace(at) {
			return true
		}
	}
	return false
}

func (x *explainer) lostPlace(at place) bool {
	return x.lost(Event{Zone, at.zone}) || x.lost(Event{Region, at.region})
}

func (x *explainer) lost(e Event) bool {
	n, ok := x.m.tree.Lookup(e.String())
	return ok && x.e.Failed(n)
}

// because says what the lost events have to do with a unit.
func (x *explainer) because(u *unit) string {
	region := regionOf(u.r)
	switch {
	case x.lost(Event{Instance, u.r.ID}):
		return "nothing that already runs takes its place"
	case x.lost(Event{Region, region}):
		if region == unknownRegion {
			return "it is in that region alone"
		}
		return "it is in " + region + " alone"
	case x.lost(Event{Zone, "?" + u.r.ID}):
		return u.oneOf()
	}
	var zones []string
	for _, c := range u.places.list {
		if x.lost(Event{Zone, c.zone}) {
			zones = append(zones, c.zone)
		}
	}
	switch {
	case len(zones) == 0:
		return "what it runs on is lost"
	case len(zones) == 1 && u.count == 1 && (u.lives.In == catalog.InCopies || roleOf(u.r) == catalog.Compute):
		return "its only instance is in " + zones[0]
	case len(zones) == 1 && len(u.copies) < 2 && u.count == 1:
		return "it is in " + zones[0] + " alone"
	case len(zones) == 1:
		return "all of it is in " + zones[0]
	default:
		return fmt.Sprintf("all of it is in %s and %s", strings.Join(zones[:len(zones)-1], ", "), zones[len(zones)-1])
	}
}

// oneOf says in which zones a resource may be.
func (u *unit) oneOf() string {
	if len(u.places.list) < 2 {
		return "it is in one zone, and nothing says which"
	}
	zones := make([]string, len(u.places.list))
	for i, at := range u.places.list {
		zones[i] = at.zone
	}
	return "it is in one of " + joined(zones) + ", and nothing says which"
}

// Phrase names a loss for people: "zone eu-west-1a", "aws_nat_gateway.main".
func (e Event) Phrase() string {
	switch {
	case e.Kind == Instance:
		return e.ID
	case e.Kind == Zone && e.Unplaced() && len(e.ID) > 1 && !isDigits(e.ID[1:]):
		return "the zone of " + e.ID[1:]
	case e.Kind == Region && e.ID == unknownRegion:
		return "the region"
	default:
		return string(e.Kind) + " " + e.ID
	}
}

// isDigits tells the symbol of a zone in an unknown region ("?0") from an address.
func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// Explanation says in a sentence or two what the losses take along, and why.
func (c *CutSet) Explanation() string {
	losses := make([]string, len(c.Events))
	for i, e := range c.Events {
		losses[i] = e.Phrase()
	}
	const most = 3
	var reasons []string
	for i, r := range c.Reasons {
		if i == most {
			reasons = append(reasons, fmt.Sprintf("and %d more", len(c.Reasons)-most))
			break
		}
		reasons = append(reasons, r.Resource.ID+" ("+r.Text+")")
	}
	verb := "takes"
	if len(losses) > 1 {
		verb = "together take"
	}
	text := "Losing " + joined(losses) + " " + verb + " down " + strings.Join(reasons, ", ")
	if len(c.Path) > 2 {
		text += "; the service needs it through " + strings.Join(c.Path[:len(c.Path)-1], " → ")
	}
	if len(c.Doubts) > 0 {
		texts := make([]string, len(c.Doubts))
		for i, d := range c.Doubts {
			texts[i] = d.Text
		}
		text += "; this is so if " + strings.Join(texts, ", and if ")
	}
	return text + "."
}

func joined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// Needs is what would decide the doubts of a set, in the words of the sources.
func (c *CutSet) Needs() []string {
	var needs []string
	for _, d := range c.Doubts {
		needs = append(needs, d.Needs...)
	}
	slices.Sort(needs)
	return slices.Compact(needs)
}
