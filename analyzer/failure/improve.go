package failure

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
)

// Improvement is a smallest set of changes that meets a missed target, found by
// analysing the architecture anew with the changes made.
type Improvement struct {
	Lose catalog.Loss
	// Changes are sentences: what to change on which resource.
	Changes []string
	// Resources are the addresses that the changes are about, in the same order.
	Resources []string
	// Before and After are the scope without and with the changes.
	Before, After Scope
	// Meets is not set where the changes are the best that is known and still fall short.
	Meets bool
}

// The bounds of the search.
const (
	maxChanges = 6 // changes that are tried together
	maxSets    = 3 // sets that are reported for one target
)

// improve searches for each missed target.
func (m *Model) improve(ctx context.Context, s *Service, a *ServiceRecovery) ([]Improvement, error) {
	var all []Improvement
	for i := range a.Scopes {
		scope := &a.Scopes[i]
		if scope.Met == nil || *scope.Met {
			continue
		}
		found, err := m.search(ctx, s, scope)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// search collects changes by mending whatever is worst again and again, then looks for
// the smallest parts of that collection that meet the target.
func (m *Model) search(ctx context.Context, s *Service, before *Scope) ([]Improvement, error) {
	var pool []change
	current := *before
	for len(pool) < maxChanges {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next := slices.DeleteFunc(remedies(m, s, &current), func(c change) bool { return slices.Contains(pool, c) })
		if len(next) == 0 {
			break
		}
		pool = append(pool, next...)
		current = m.with(s, pool, before)
		if current.Met != nil && *current.Met {
			break
		}
	}
	if len(pool) == 0 {
		return nil, nil
	}
	pool = pool[:min(len(pool), maxChanges)]
	var found []Improvement
	for size := 1; size <= len(pool) && len(found) == 0; size++ {
		for _, set := range subsets(pool, size) {
			after := m.with(s, set, before)
			if after.Met != nil && *after.Met && len(found) < maxSets {
				found = append(found, m.improvement(set, before, after, true))
			}
		}
	}
	if len(found) == 0 {
		after := m.with(s, pool, before)
		if worse(before.RTO, after.RTO, before.Mechanism == None, after.Mechanism == None) ||
			worse(before.RPO, after.RPO, before.Mechanism == None, after.Mechanism == None) {
			found = append(found, m.improvement(pool, before, after, false))
		}
	}
	return found, nil
}

// with analyses the architecture as if changes had been made.
func (m *Model) with(s *Service, changes []change, like *Scope) Scope {
	o := m.options
	o.changes = changes
	model := New(m.g, o)
	changed := model.Service(s.ID)
	if changed == nil {
		return *like
	}
	scope := model.simulatorOf(changed).scoped(changed, like.Lose)
	scope.Target = like.Target
	if like.Lose == catalog.LoseRegion {
		scope.Approach = scope.approach()
	}
	if like.Lose == catalog.LoseData {
		model.simulatorOf(changed).keep(changed, &scope)
	}
	scope.judge()
	return scope
}

func subsets(pool []change, size int) [][]change {
	if size == 0 {
		return [][]change{nil}
	}
	var all [][]change
	for i, c := range pool {
		for _, rest := range subsets(pool[i+1:], size-1) {
			all = append(all, append([]change{c}, rest...))
		}
	}
	return all
}

func (m *Model) improvement(set []change, before *Scope, after Scope, meets bool) Improvement {
	i := Improvement{Lose: before.Lose, Before: *before, After: after, Meets: meets}
	for _, c := range set {
		i.Changes = append(i.Changes, m.sentence(c))
		i.Resources = append(i.Resources, c.id)
	}
	return i
}

// remedies are the changes that faultline knows for what is worst in a scope.
func remedies(m *Model, s *Service, scope *Scope) []change {
	var all []change
	add := func(c change, ok bool) {
		if ok && !slices.Contains(all, c) && !m.has(c.id, c.kind) {
			all = append(all, c)
		}
	}
	for _, r := range scope.Recoveries {
		if !short(r, scope.Target) {
			continue
		}
		c, ok := remedy(m, s, r.Resource.ID, scope.Lose)
		add(c, ok)
	}
	return all
}

// short reports whether one way back is longer, or loses more, than the target allows.
func short(r Recovery, t Target) bool {
	over := func(reached, wanted *float64) bool {
		return wanted != nil && (reached == nil || *reached > *wanted)
	}
	return over(r.RTO, t.RTO) || keepsData(r.Resource) && over(r.RPO, t.RPO)
}

// remedy is the change that makes a resource survive a loss, or recover from it.
func remedy(m *Model, s *Service, id string, lose catalog.Loss) (change, bool) {
	at := slices.IndexFunc(s.units, func(u *unit) bool { return u.r.ID == id })
	if at < 0 {
		return change{}, false
	}
	u := s.units[at]
	role := roleOf(u.r)
	switch lose {
	case catalog.LoseInstance, catalog.LoseZone:
		switch {
		case strings.HasSuffix(u.r.Type, "_nat_gateway"):
			return change{id, onePerZone}, true
		case strings.HasSuffix(u.r.Type, "_cluster_instance"):
			for _, owner := range m.g.Targets(id, "member_of") {
				return change{owner.ID, addMember}, true
			}
			return change{}, false
		case u.lives.In == catalog.InMembers:
			return change{id, addMember}, true
		case u.lives.In == catalog.InZone, u.lives.In == catalog.InCopies && u.count == 1:
			return change{id, addStandby}, true
		case u.lives.In == catalog.InZones, u.lives.In == catalog.InCopies:
			return change{id, addZone}, true
		}
	case catalog.LoseRegion:
		if !keepsState(u.r) {
			return change{}, false
		}
		if u.r.Type == "aws_db_instance" {
			return change{id, moveBackups}, true
		}
		return change{id, addReplica}, true
	case catalog.LoseData:
		return change{id, addBackup}, role.Stores()
	case catalog.LoseAccount:
		return change{id, awayBackups}, role.Stores()
	}
	return change{}, false
}

// Effect says what the changes bring: "zone loss: 1 h → 2 min".
func (i *Improvement) Effect(duration func(float64) string) string {
	show := func(v *float64, mechanism string) string {
		switch {
		case v != nil:
			return duration(*v)
		case mechanism == None:
			return "never"
		default:
			return "unknown"
		}
	}
	return fmt.Sprintf("%s loss: RTO %s → %s, RPO %s → %s", i.Lose,
		show(i.Before.RTO, i.Before.Mechanism), show(i.After.RTO, i.After.Mechanism),
		show(i.Before.RPO, i.Before.Mechanism), show(i.After.RPO, i.After.Mechanism))
}
