package failure

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Fact overrides what the catalog knows of a recovery, from the user's configuration.
type Fact struct {
	// Type and Address (a pattern) say of which resources; an empty one holds for all.
	Type, Address string
	Lose          catalog.Loss
	Mechanism     string
	// RTO and RPO are seconds; negative leaves the catalog's.
	RTO, RPO float64
	// Availability is between 0 and 1 and stands for that of the SLA; 0 leaves it.
	Availability float64
	Source       string
}

// about reports whether a fact is about a resource.
func (f *Fact) about(r *graph.Resource) bool {
	return (f.Type == "" || f.Type == r.Type) && (f.Address == "" || Matches(f.Address, r.ID))
}

// Recovery is how one resource comes back, or is stood in for.
type Recovery struct {
	Resource *graph.Resource
	Lose     catalog.Loss
	// Mechanism is "none" where nothing brings it back.
	Mechanism string
	Automatic bool
	// Takeover is set where something that already runs takes over.
	Takeover bool
	// RTO and RPO are seconds; nil where no figure is known, which Reason explains,
	// or where nothing recovers.
	RTO, RPO *float64
	Estimate bool
	Source   string
	Reason   string
	// Given is the circumstance that makes it possible, of [catalog.Circumstances].
	Given string
	// Soft is set where the service goes on without the resource, degraded.
	Soft bool
}

// None is the mechanism where nothing recovers.
const None = "none"

// worse orders recoveries: nothing recovers, no figure is known, the longer time.
func worse(a, b *float64, aNone, bNone bool) bool {
	value := func(v *float64, none bool) float64 {
		switch {
		case none:
			return math.Inf(1)
		case v == nil:
			return math.MaxFloat64
		default:
			return *v
		}
	}
	return value(a, aNone) > value(b, bNone)
}

// recovery finds the way back of a unit from a loss: of those of the catalog the
// first that applies. With takeover, the one by what already runs.
func (m *Model) recovery(u *unit, lose catalog.Loss, takeover bool) Recovery {
	return m.wayBack(u, lose, takeover, len(u.places.list) > 1)
}

// wayBack is recovery where spare says whether a zone of the unit is left.
func (m *Model) wayBack(u *unit, lose catalog.Loss, takeover, spare bool) Recovery {
	out := Recovery{Resource: u.r, Lose: lose, Mechanism: None, Takeover: takeover, Soft: u.soft}
	t, ok := catalog.Lookup(u.r.Type)
	if !ok || t.Failure == nil {
		out.Mechanism, out.Reason = "unknown", "how "+u.r.Type+" recovers is not known"
		return out
	}
	for i := range t.Failure.Recovery {
		way := &t.Failure.Recovery[i]
		if way.Takeover != takeover || !slices.Contains(way.Lose, lose) {
			continue
		}
		switch answer, needs := m.applies(u, way, lose, spare); answer {
		case catalog.No:
			continue
		case catalog.Maybe:
			out.Mechanism, out.Automatic = way.Mechanism, way.Automatic
			out.Reason = "whether that is possible depends on " + listed(needs)
			return m.override(u, out)
		case catalog.Yes:
			m.take(&out, u, way)
			return m.override(u, out)
		default:
			panic(fmt.Sprintf("failure: answer %d", answer))
		}
	}
	switch {
	case takeover || lose != catalog.LoseRegion && lose != catalog.LoseZone:
	case !keepsState(u.r):
		out.Mechanism, out.Estimate = "apply the configuration in another "+string(lose), true
		rto, rpo := redeploy, 0.0
		out.RTO, out.RPO, out.Source = &rto, &rpo, "estimate; nothing of it holds data"
	case lose == catalog.LoseZone:
		// What helps when the whole region is gone helps here as well.
		if far := m.wayBack(u, catalog.LoseRegion, false, spare); far.Mechanism != None {
			far.Lose = lose
			return m.override(u, far)
		}
	}
	return m.override(u, out)
}

// applies answers whether a way back is there, and what would decide it.
func (m *Model) applies(u *unit, way *catalog.Recovery, lose catalog.Loss, spare bool) (catalog.Answer, []string) {
	given, needs := m.given(u, way.Given, spare)
	when, open := catalog.Holds(way.When, u.r)
	if m.has(u.r.ID, addStandby) && way.Takeover || m.has(u.r.ID, addBackup) && lose == catalog.LoseData {
		when = catalog.Yes
	}
	return min(given, when), append(open, needs...)
}

// take fills in the figures of a way back.
func (m *Model) take(out *Recovery, u *unit, way *catalog.Recovery) {
	out.Given, out.Mechanism, out.Automatic, out.Estimate, out.Source = way.Given, way.Mechanism, way.Automatic, way.Estimate, way.Source
	out.RTO, out.RPO = figure(way.RTO), figure(way.RPO)
	switch way.Given {
	case "backup_plan", "cross_region_backup", "cross_account_backup":
		if interval, ok := m.interval(u.r); ok {
			out.RPO = &interval
			out.Source = "the schedule of the backup plan; duration estimated"
		}
	}
	if way.RTO == catalog.NoFigure {
		out.Reason = "nobody publishes how long it takes"
	}
}

// redeploy is how long it takes to apply a configuration in another zone or region: an
// estimate of ours, in seconds.
const redeploy = 3600.0

// keepsState reports whether a resource holds what applying a configuration again
// would not bring back. Messages on their way do not count.
func keepsState(r *graph.Resource) bool {
	role := roleOf(r)
	return keepsData(r) && role != catalog.Queue && role != catalog.Topic && role != catalog.Server
}

func (m *Model) override(u *unit, r Recovery) Recovery {
	for i := range m.facts {
		f := &m.facts[i]
		if f.Lose != r.Lose || !f.about(u.r) {
			continue
		}
		if f.Mechanism != "" {
			r.Mechanism = f.Mechanism
		} else if r.Mechanism == None {
			r.Mechanism = "as configured"
		}
		if f.RTO >= 0 {
			v := f.RTO
			r.RTO = &v
		}
		if f.RPO >= 0 {
			v := f.RPO
			r.RPO = &v
		}
		r.Estimate, r.Reason = false, ""
		r.Source = f.Source
		if r.Source == "" {
			r.Source = "faultline.yaml"
		}
		return r
	}
	return r
}

func figure(v float64) *float64 {
	if v < 0 {
		return nil
	}
	return &v
}

func listed(words []string) string {
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) == 0 {
		return "what is not known"
	}
	const most = 3
	if len(words) > most {
		words = append(words[:most:most], fmt.Sprintf("%d more", len(words)-most))
	}
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// given answers whether a circumstance of the catalog's list is so for a unit.
func (m *Model) given(u *unit, circumstance string, spare bool) (catalog.Answer, []string) {
	switch circumstance {
	case "":
		return catalog.Yes, nil
	case "spare_zone":
		return answer(spare), nil
	case "backup_plan":
		return m.backedUp(u.r, func(graph.Edge) catalog.Answer { return catalog.Yes })
	case "cross_region_backup":
		if m.has(u.r.ID, moveBackups) {
			return catalog.Yes, nil
		}
		if list, ok := u.r.Attributes["automated_backups_replication"].([]any); ok && len(list) > 0 {
			return catalog.Yes, nil
		}
		return m.backedUp(u.r, func(e graph.Edge) catalog.Answer { return m.copies(e.To, u.r, false) })
	case "cross_account_backup":
		if m.has(u.r.ID, awayBackups) {
			return catalog.Yes, nil
		}
		return m.backedUp(u.r, func(e graph.Edge) catalog.Answer { return m.copies(e.To, u.r, true) })
	case "cross_region_replica":
		if m.has(u.r.ID, addReplica) {
			return catalog.Yes, nil
		}
		return m.replica(u.r, func(c *graph.Resource) catalog.Answer {
			return differ(c.Scope.Region, u.r.Scope.Region)
		})
	case "zone_replica":
		return m.replica(u.r, func(c *graph.Resource) catalog.Answer {
			if differ(c.Scope.Region, u.r.Scope.Region) == catalog.Yes {
				return catalog.No
			}
			if !c.ZonesKnown || !u.r.ZonesKnown {
				return catalog.Maybe
			}
			return answer(!slices.Equal(c.Zones, u.r.Zones))
		})
	default:
		panic("failure: circumstance " + circumstance)
	}
}

func answer(yes bool) catalog.Answer {
	if yes {
		return catalog.Yes
	}
	return catalog.No
}

func differ(a, b string) catalog.Answer {
	switch {
	case a == "" || b == "":
		return catalog.Maybe
	case a == graph.Global || b == graph.Global:
		return catalog.No
	default:
		return answer(a != b)
	}
}

// backedUp asks of every plan that covers a resource whether it is enough.
func (m *Model) backedUp(r *graph.Resource, enough func(graph.Edge) catalog.Answer) (catalog.Answer, []string) {
	result := catalog.No
	for _, e := range m.g.Out(r.ID) {
		if e.Kind == graph.BackedUpBy {
			result = max(result, enough(e))
		}
	}
	if result == catalog.Yes {
		return result, nil
	}
	needs := m.openTowards(r, graph.BackedUpBy)
	if len(needs) > 0 {
		return catalog.Maybe, needs
	}
	return result, nil
}

// openTowards is what would have to be known to see every edge of a kind at a resource,
// whichever end holds it.
func (m *Model) openTowards(r *graph.Resource, kind graph.EdgeKind) []string {
	var needs []string
	for _, o := range m.openTo[kind] {
		if o.Holder == r.ID || len(o.Types) == 0 || slices.Contains(o.Types, r.Type) {
			needs = append(needs, o.Needs...)
		}
	}
	return append(needs, m.g.Missing(r.Group)...)
}

// copies reports whether a plan copies to a vault of another region, or account.
func (m *Model) copies(plan string, r *graph.Resource, account bool) catalog.Answer {
	result := catalog.No
	for _, e := range m.g.Out(plan) {
		vault := m.g.Resource(e.To)
		if e.Kind != graph.ReplicatesTo || vault == nil {
			continue
		}
		if account {
			if r.Scope.Account != "" && vault.Scope.Account != "" {
				result = max(result, answer(vault.Scope.Account != r.Scope.Account))
			}
			continue
		}
		result = max(result, differ(vault.Scope.Region, r.Scope.Region))
	}
	if p := m.g.Resource(plan); p != nil && result == catalog.No {
		for _, arn := range catalog.Texts(p, "rule.copy_action.destination_vault_arn") {
			parts := strings.SplitN(arn, ":", 6)
			if len(parts) < 6 {
				continue
			}
			if account {
				result = max(result, answer(r.Scope.Account != "" && parts[4] != r.Scope.Account))
			} else {
				result = max(result, differ(parts[3], r.Scope.Region))
			}
		}
	}
	return result
}

// replica asks of every running copy of a store whether it is enough: the targets of
// replicates_to, the replicas of a global table, the other clusters of a global one.
func (m *Model) replica(r *graph.Resource, enough func(*graph.Resource) catalog.Answer) (catalog.Answer, []string) {
	result := catalog.No
	for _, to := range m.g.Targets(r.ID, graph.ReplicatesTo) {
		result = max(result, enough(to))
	}
	for _, name := range []string{"replica.region_name", "replica.region"} {
		for _, region := range catalog.Texts(r, name) {
			result = max(result, enough(&graph.Resource{Scope: graph.Scope{Region: region}, Zones: []string{"?"}}))
		}
	}
	for _, owner := range m.g.Targets(r.ID, graph.MemberOf) {
		if roleOf(owner) != catalog.Cluster || owner.Scope.Region != graph.Global && !strings.Contains(owner.Type, "global") {
			continue
		}
		for _, other := range m.g.Sources(owner.ID, graph.MemberOf) {
			if other.ID != r.ID {
				result = max(result, enough(other))
			}
		}
	}
	if result == catalog.Maybe {
		return result, []string{"the regions of both"}
	}
	if result == catalog.No {
		var needs []string
		for _, o := range m.openTo[graph.ReplicatesTo] {
			if h := m.g.Resource(o.Holder); h != nil && h.Group == r.Group && slices.Contains(o.Types, r.Type) {
				needs = append(needs, o.Needs...)
			}
		}
		if len(needs) > 0 {
			return catalog.Maybe, needs
		}
	}
	return result, nil
}

// interval is the shortest time between two backups by the plans of a resource, in seconds.
func (m *Model) interval(r *graph.Resource) (float64, bool) {
	best, found := 0.0, false
	for _, plan := range m.g.Targets(r.ID, graph.BackedUpBy) {
		for _, schedule := range catalog.Texts(plan, "rule.schedule") {
			if s, ok := Interval(schedule); ok && (!found || s < best) {
				best, found = s, true
			}
		}
	}
	return best, found
}
