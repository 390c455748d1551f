package failure

import (
	"context"
	"math"
	"slices"

	"github.com/faultline-dev/faultline/catalog"
)

// ServiceRecovery is what can be reached for a service, against what was promised.
type ServiceRecovery struct {
	Service  *Service
	Scopes   []Scope
	Composed Composed
	// Availability is the promised one; 0 where none was. Available says whether the
	// composed figure reaches it.
	Availability float64
	Available    *bool
	// Improvements are the smallest sets of changes that meet a missed target.
	Improvements []Improvement
	// Policy is the one that applies; nil without.
	Policy *Policy
}

// Scope is the best recovery from the worst loss of one kind.
type Scope struct {
	Lose catalog.Loss
	// Event is the loss that is worst; zero where the loss has no place.
	Event Event
	// RTO and RPO are seconds; nil where nothing recovers (Mechanism is None) or no
	// figure is known (Reason).
	RTO, RPO  *float64
	Mechanism string
	Estimate  bool
	Source    string
	Reason    string
	Target    Target
	// Retention is for how many seconds the backups of every store can be restored, for
	// [catalog.LoseData]; infinite where nothing deletes them, nil where it is not known.
	Retention *float64
	// Approach is what the configuration amounts to for [catalog.LoseRegion], in the
	// words of AWS Resilience Hub; empty where nothing recovers.
	Approach string
	// Met is nil without a target and where no figure is known.
	Met *bool
	// Recoveries are the ways back that make up the figure, the slowest first.
	Recoveries []Recovery
	outcome    *Outcome
}

// Assess says for each service how long the recovery from each kind of loss takes, and
// what falls short of the policies. A nil list of services stands for all.
func (m *Model) Assess(ctx context.Context, services []*Service, policies []Policy) ([]ServiceRecovery, error) {
	if services == nil {
		services = m.services
	}
	composed, err := m.composed(ctx)
	if err != nil {
		return nil, err
	}
	var all []ServiceRecovery
	for _, s := range services {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a := ServiceRecovery{Service: s, Composed: composed[s.ID], Policy: policyOf(policies, s)}
		x := m.simulatorOf(s)
		missing := m.missing(s)
		for _, lose := range catalog.Losses() {
			scope := x.scoped(s, lose)
			if a.Policy != nil {
				scope.Target = a.Policy.Targets[lose]
			}
			if lose == catalog.LoseRegion {
				scope.Approach = scope.approach()
			}
			if lose == catalog.LoseData {
				x.keep(s, &scope)
			}
			scope.judge()
			scope.reserve(missing)
			a.Scopes = append(a.Scopes, scope)
		}
		if a.Policy != nil && a.Policy.Availability > 0 {
			a.Availability = a.Policy.Availability
			if v := a.Composed.Availability; v != nil {
				met := *v >= a.Availability
				a.Available = &met
			}
		}
		if a.Improvements, err = m.improve(ctx, s, &a); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// scoped finds the worst loss of a kind and the best way back from it.
func (x *simulator) scoped(s *Service, lose catalog.Loss) Scope {
	if lose == catalog.LoseData || lose == catalog.LoseAccount {
		return x.worstStore(s, lose)
	}
	return x.worstLoss(s, lose)
}

// worstLoss simulates every loss of a kind that touches a service.
func (x *simulator) worstLoss(s *Service, lose catalog.Loss) Scope {
	zero := 0.0
	worst := Scope{Lose: lose, RTO: &zero, RPO: &zero, Mechanism: "nothing of it is lost"}
	if lose == catalog.LoseInstance {
		worst.Mechanism = "the provider replaces what fails"
	}
	if lose == catalog.LoseZone {
		worst.Mechanism = "runs across zones"
	}
	found := false
	events := x.losses(s, lose)
	for _, e := range events {
		x.lose([]Event{e}, nil)
		o := x.outcome(s, []Event{e})
		if o.State != Down {
			x.possible([]*Outcome{&o}, []Event{e})
		}
		if o.State == Up || o.State == Open && !e.Unplaced() && slices.Contains(events, Event{Zone, "?" + o.Doubts[0].Resource.ID}) {
			continue // or the loss of whichever zone it is in is among the events
		}
		at := Scope{
			Lose: lose, Event: e, RTO: o.RTO, RPO: o.RPO, Mechanism: o.Mechanism, Estimate: o.Estimate, Source: o.Source,
			Reason: o.Reason, Recoveries: o.Recoveries, outcome: &o,
		}
		if o.State == Open {
			at.Mechanism, at.Reason = "unknown", "it depends on whether "+o.Doubts[0].Text
		}
		if !found || worse(at.RTO, worst.RTO, at.Mechanism == None, worst.Mechanism == None) {
			rpo := worst.RPO
			if found && worse(rpo, at.RPO, worst.Mechanism == None, at.Mechanism == None) {
				at.RPO = rpo
			}
			worst = at
		} else if worse(at.RPO, worst.RPO, at.Mechanism == None, worst.Mechanism == None) {
			worst.RPO = at.RPO
		}
		found = true
	}
	return worst
}

// losses are the events of a kind that a service rests on, those without a place too.
func (x *simulator) losses(s *Service, lose catalog.Loss) []Event {
	seen := map[Event]bool{}
	add := func(e Event) {
		if _, ok := x.m.tree.Lookup(e.String()); ok {
			seen[e] = true
		}
	}
	for _, u := range s.units {
		if lose == catalog.LoseRegion {
			add(Event{Region, regionOf(u.r)})
			continue
		}
		if lose == catalog.LoseInstance {
			add(Event{Instance, u.r.ID})
			if u.count > 1 {
				seen[Event{Instance, u.r.ID}] = true
			}
			continue
		}
		for _, at := range u.places.list {
			add(Event{Zone, at.zone})
		}
		add(Event{Zone, "?" + u.r.ID})
	}
	events := make([]Event, 0, len(seen))
	for e := range seen {
		events = append(events, e)
	}
	slices.SortFunc(events, compareEvents)
	return events
}

// worstStore is the slowest restore of the stores of a service: after data were
// deleted or corrupted, or the account is gone.
func (x *simulator) worstStore(s *Service, lose catalog.Loss) Scope {
	zero := 0.0
	worst := Scope{Lose: lose, RTO: &zero, RPO: &zero, Mechanism: "it keeps no data"}
	if lose == catalog.LoseAccount {
		rto := redeploy
		worst.RTO, worst.Mechanism, worst.Estimate, worst.Source = &rto, "apply the configuration in another account", true, "estimate"
	}
	found := false
	for _, u := range s.units {
		if !keepsState(u.r) || x.isMember(s, u) || x.replicaOf(s, u) {
			continue
		}
		way := x.m.recovery(u, lose, false)
		worst.Recoveries = append(worst.Recoveries, way)
		if !found || worse(way.RTO, worst.RTO, way.Mechanism == None, worst.Mechanism == None) {
			worst.RTO, worst.Mechanism, worst.Estimate, worst.Source, worst.Reason = way.RTO, way.Mechanism, way.Estimate, way.Source, way.Reason
			worst.Event = Event{Instance, u.r.ID}
		}
		if !found || worse(way.RPO, worst.RPO, way.Mechanism == None, false) {
			worst.RPO = way.RPO
		}
		found = true
	}
	return worst
}

// isMember reports whether a unit's data are those of a cluster that the service
// rests on as well.
func (x *simulator) isMember(s *Service, u *unit) bool {
	for _, owner := range x.m.g.Targets(u.r.ID, "member_of") {
		if keepsState(owner) && slices.ContainsFunc(s.units, func(o *unit) bool { return o.r == owner }) {
			return true
		}
	}
	return false
}

// replicaOf reports whether a unit's data are a copy of those of another unit.
func (x *simulator) replicaOf(s *Service, u *unit) bool {
	for _, source := range x.m.g.Sources(u.r.ID, "replicates_to") {
		if slices.ContainsFunc(s.units, func(o *unit) bool { return o.r == source }) {
			return true
		}
	}
	return false
}

// reserve takes back that a target is met where something of the service was not loaded:
// it may hold what recovers more slowly.
func (s *Scope) reserve(missing []string) {
	if s.Met != nil && *s.Met && len(missing) > 0 {
		s.Met, s.Reason = nil, "not loaded: "+listed(missing)
	}
}

// missing is what was not loaded of the roots and stacks of a service.
func (m *Model) missing(s *Service) []string {
	var all []string
	seen := map[string]bool{}
	for _, u := range s.units {
		if !seen[u.r.Group] {
			seen[u.r.Group] = true
			all = append(all, m.g.Missing(u.r.Group)...)
		}
	}
	return all
}

// judge compares with the target.
func (s *Scope) judge() {
	if s.Target.RTO == nil && s.Target.RPO == nil && s.Target.Retention == nil && s.Target.Approach == "" {
		return
	}
	met := rank(s.Approach) <= rank(s.Target.Approach) || s.Target.Approach == ""
	for _, pair := range [][2]*float64{{s.RTO, s.Target.RTO}, {s.RPO, s.Target.RPO}} {
		reached, wanted := pair[0], pair[1]
		if wanted == nil {
			continue
		}
		if reached == nil {
			if s.Mechanism != None && s.Reason != "" {
				return // not known
			}
			met = false
			continue
		}
		met = met && *reached <= *wanted
	}
	if wanted := s.Target.Retention; wanted != nil && met {
		if s.Retention == nil {
			return // not known
		}
		met = *s.Retention >= *wanted
	}
	s.Met = &met
}

// approaches are the ways to recover in another region, the fastest first.
func approaches() []string {
	return []string{"active-active", "hot-standby", "warm-standby", "pilot-light", "backup-restore"}
}

// rank is the place of an approach, behind the last for none.
func rank(approach string) int {
	if i := slices.Index(approaches(), approach); i >= 0 {
		return i
	}
	return len(approaches())
}

// approach is what the recovery from the loss of a region amounts to: something that
// runs there, a copy of the data that runs there while the rest is applied anew, or
// backups. Whether what runs there is active, hot or warm is not told apart: it is
// taken for the best.
func (s *Scope) approach() string {
	if s.outcome == nil || s.outcome.State == Degraded || s.outcome.State == Up {
		return "active-active"
	}
	reached := "pilot-light"
	data := false
	for _, r := range s.Recoveries {
		if !keepsState(r.Resource) {
			continue
		}
		data = true
		switch {
		case r.Mechanism == None || r.RTO == nil:
			return ""
		case r.Given != "cross_region_replica":
			reached = "backup-restore"
		}
	}
	if !data {
		return "backup-restore"
	}
	return reached
}

// keep fills in how long backups are kept.
func (x *simulator) keep(s *Service, scope *Scope) {
	kept, open := x.kept(s)
	if len(open) == 0 {
		scope.Retention = kept
		if kept == nil {
			none := math.Inf(1) // there is nothing to keep
			scope.Retention = &none
		}
		return
	}
	if scope.Target.Retention != nil && scope.Reason == "" {
		scope.Reason = "how long backups are kept depends on " + listed(open)
	}
	// One that is too short is too short, whatever the others turn out to be.
	if kept != nil && scope.Target.Retention != nil && *kept < *scope.Target.Retention {
		scope.Retention = kept
	}
}
