package failure

import (
	"slices"

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
