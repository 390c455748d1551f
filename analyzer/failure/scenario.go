package failure

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// State is what a loss makes of a service.
type State string

// The states.
const (
	Up       State = "up"
	Degraded State = "degraded" // something that already runs takes over, or less is left
	Down     State = "down"
	Open     State = "unknown" // it depends on what the configuration leaves open
)

// Scenario is some losses at once and what they do.
type Scenario struct {
	Lost     []Event
	Services []Outcome
}

// Outcome is what a scenario makes of one service.
type Outcome struct {
	Service *Service
	State   State
	// RTO and RPO are seconds until the service works as before and of data lost; nil
	// where nothing recovers (Mechanism is None) or no figure is known (Reason).
	RTO, RPO *float64
	// Mechanism is the slowest way back of those that are needed; empty when up.
	Mechanism string
	Automatic bool
	Estimate  bool
	Source    string
	Reason    string
	// Reasons say what went down and why, nearest to the loss first.
	Reasons []Reason
	// Recoveries are all ways back that are needed, the slowest first.
	Recoveries []Recovery
	// Doubts are what an unknown state depends on.
	Doubts []Doubt
	// Capacity is what is left of copies that lost some.
	Capacity []Capacity
}

// Capacity is what is left of a resource with several copies.
type Capacity struct {
	Resource      *graph.Resource
	Running, Left int
	// Needed is the declared minimum; negative where there is none.
	Needed int
}

// Simulate says what losses do to each service.
func (m *Model) Simulate(lost []Event) Scenario {
	return m.simulator().run(lost)
}

// Simulator simulates many scenarios of one model. It is not safe for concurrent use.
type Simulator struct{ x *simulator }

// Simulator prepares for many scenarios, which one after the other cost less than by
// [Model.Simulate].
func (m *Model) Simulator() *Simulator { return &Simulator{m.simulator()} }

// Of says what losses do to each service.
func (s *Simulator) Of(lost []Event) Scenario { return s.x.run(lost) }

type simulator struct {
	*explainer
	// mine are the doubts about the resources of each service.
	mine map[*Service][]faulttree.Node
}

func (m *Model) simulator() *simulator {
	return &simulator{explainer: m.explainer(), mine: map[*Service][]faulttree.Node{}}
}

func (m *Model) simulatorOf(s *Service) *simulator {
	return &simulator{explainer: m.explainerOf(s), mine: map[*Service][]faulttree.Node{}}
}

func (x *simulator) run(lost []Event) Scenario {
	lost = slices.Clone(lost)
	slices.SortFunc(lost, compareEvents)
	s := Scenario{Lost: slices.Compact(lost)}
	x.lose(s.Lost, nil)
	for _, service := range x.m.services {
		s.Services = append(s.Services, x.outcome(service, s.Lost))
	}
	var undecided []*Outcome
	for i := range s.Services {
		if s.Services[i].State != Down {
			undecided = append(undecided, &s.Services[i])
		}
	}
	x.possible(undecided, s.Lost)
	return s
}

// outcome judges a service by what is certain.
func (x *simulator) outcome(s *Service, lost []Event) Outcome {
	o := Outcome{Service: s, State: Up}
	if x.e.Failed(s.down) {
		o.State = Down
		o.Reasons = x.reasons(s, false)
		for _, r := range x.reasons(s, true) {
			u := unitOf(s, r.Resource)
			o.Recoveries = append(o.Recoveries, x.recovery(u, x.scope(u)))
		}
	}
	if o.State != Down {
		x.touched(s, &o, lost)
	}
	if o.State == Up && (len(o.Recoveries) > 0 || len(o.Capacity) > 0) {
		o.State = Degraded
	}
	o.settle()
	return o
}

func unitOf(s *Service, r *graph.Resource) *unit {
	for _, u := range s.units {
		if u.r == r {
			return u
		}
	}
	panic("failure: a reason outside of its service")
}

// recovery is the way back of a unit that is down, with what the scenario leaves.
func (x *explainer) recovery(u *unit, lose catalog.Loss) Recovery {
	spare := slices.ContainsFunc(u.places.list, func(at place) bool { return !x.lostPlace(at) })
	return x.m.wayBack(u, lose, false, spare)
}

// scope is the widest loss that a unit suffers.
func (x *explainer) scope(u *unit) catalog.Loss {
	switch {
	case x.lost(Event{Region, regionOf(u.r)}):
		return catalog.LoseRegion
	case x.lost(Event{Instance, u.r.ID}):
		return catalog.LoseInstance
	default:
		return catalog.LoseZone
	}
}

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

// settle takes the slowest of the ways back as that of the service.
func (o *Outcome) settle() {
	type way struct {
		r         *graph.Resource
		mechanism string
	}
	seen := map[way]bool{}
	o.Recoveries = slices.DeleteFunc(o.Recoveries, func(r Recovery) bool {
		again := seen[way{r.Resource, r.Mechanism}]
		seen[way{r.Resource, r.Mechanism}] = true
		return again
	})
	slices.SortStableFunc(o.Recoveries, func(a, b Recovery) int {
		switch {
		case worse(a.RTO, b.RTO, a.Mechanism == None, b.Mechanism == None):
			return -1
		case worse(b.RTO, a.RTO, b.Mechanism == None, a.Mechanism == None):
			return 1
		default:
			return 0
		}
	})
	if o.State == Up {
		return
	}
	zero := 0.0
	o.RPO = &zero
	if len(o.Recoveries) == 0 {
		o.RTO = &zero
		o.Mechanism = "what is left carries on"
		return
	}
	slowest := o.Recoveries[0]
	o.RTO, o.Mechanism, o.Automatic, o.Source, o.Reason = slowest.RTO, slowest.Mechanism, slowest.Automatic, slowest.Source, slowest.Reason
	o.Estimate = slowest.Estimate
	for _, r := range o.Recoveries {
		if !keepsData(r.Resource) {
			continue
		}
		if worse(r.RPO, o.RPO, r.Mechanism == None, false) {
			o.RPO = r.RPO
		}
		if o.RPO == nil {
			break
		}
	}
}

// keepsData reports whether losing a resource can lose data that matters: a cache
// can be filled again.
func keepsData(r *graph.Resource) bool { return roleOf(r).Stores() && !softly(r) }

// softly reports whether what uses a type goes on without it.
func softly(r *graph.Resource) bool {
	t, ok := catalog.Lookup(r.Type)
	return ok && t.Failure != nil && t.Failure.Soft
}

// possible makes services that go down under an unfortunate reading unknown.
func (x *simulator) possible(undecided []*Outcome, lost []Event) {
	var doubts []Doubt
	for _, o := range undecided {
		for _, n := range x.doubtsOf(o.Service) {
			doubts = append(doubts, x.m.doubts[n])
		}
	}
	if len(doubts) == 0 {
		return
	}
	x.lose(lost, doubts)
	var open []*Outcome
	for _, o := range undecided {
		if x.e.Failed(o.Service.down) {
			open = append(open, o)
		}
	}
	if len(open) == 0 {
		return
	}
	for _, o := range open {
		nodes := x.doubtsOf(o.Service)
		var decisive []Doubt
		for _, n := range nodes {
			d := x.m.doubts[n]
			x.lose(lost, []Doubt{d})
			if x.e.Failed(o.Service.down) {
				decisive = append(decisive, d)
			}
		}
		sufficient := decisive[:min(1, len(decisive))]
		if len(decisive) == 0 {
			sufficient = x.together(o.Service, nodes, lost)
			decisive = sufficient
		}
		if len(decisive) == 0 {
			continue // things about several resources would have to be unfortunate at once
		}
		o.State, o.Doubts = Open, decisive
		x.lose(lost, sufficient)
		o.Reasons, o.Recoveries, o.RTO, o.RPO, o.Mechanism = x.reasons(o.Service, false), nil, nil, nil, ""
		o.Reason = decisive[0].Text
	}
	x.lose(lost, nil)
}

// together finds a resource of which all doubts at once take a service down.
func (x *simulator) together(s *Service, nodes []faulttree.Node, lost []Event) []Doubt {
	tried := map[*graph.Resource]bool{}
	for _, n := range nodes {
		r := x.m.doubts[n].Resource
		if tried[r] {
			continue
		}
		tried[r] = true
		var all []Doubt
		for _, other := range nodes {
			if d := x.m.doubts[other]; d.Resource == r {
				all = append(all, d)
			}
		}
		if x.lose(lost, all); x.e.Failed(s.down) {
			return all
		}
	}
	return nil
}

// doubtsOf lists the doubts about the resources of a service, in a stable order.
func (x *simulator) doubtsOf(s *Service) []faulttree.Node {
	if nodes, ok := x.mine[s]; ok {
		return nodes
	}
	var nodes []faulttree.Node
	for _, u := range s.units {
		nodes = append(nodes, x.m.doubtsAbout[u.r]...)
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	x.mine[s] = nodes
	return nodes
}

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
