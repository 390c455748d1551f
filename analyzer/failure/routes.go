package failure

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// routes adds where requests to a unit go on, and settles when that leaves none.
func (b *builder) routes(u *unit) {
	switch u.r.Type {
	case recordType:
		u.routed = b.records(u)
		return
	case "aws_cloudfront_distribution":
		if node, ok := b.origins(u); ok {
			u.routed = node
			return
		}
	}
	for _, e := range b.g.Out(u.r.ID) {
		if e.Kind == graph.RoutesTo {
			b.lead(u, e)
		}
	}
	var nodes []faulttree.Node
	for _, d := range u.deps {
		if d.kind == route {
			nodes = append(nodes, b.arriving(d.to))
		}
	}
	open := b.openFrom(u.r, graph.RoutesTo)
	if len(open) > 0 {
		u.notes = append(u.notes, Doubt{Resource: u.r, Text: "not all that " + u.r.ID + " leads to is known", Needs: open})
	}
	switch {
	case len(nodes) == 0:
	case !u.redundant:
		u.routed = b.tree.Or(nodes...)
	case len(open) > 0:
		d := Doubt{Resource: u.r, Text: u.r.ID + " leads to nothing else", Needs: open}
		u.routed = b.doubted(d, b.tree.And(nodes...))
	default:
		u.routed = b.tree.And(nodes...)
	}
}

// lead adds the other end of an edge as a target.
func (b *builder) lead(u *unit, e graph.Edge) *unit {
	to := b.g.Resource(e.To)
	if to == nil || to.ID == u.r.ID || to.Data {
		return nil
	}
	// What passes messages on leads through queues to their consumers; what answers
	// requests is done when the message is stored.
	next := b.unit(to, passesOn(roleOf(u.r)))
	if !slices.ContainsFunc(u.deps, func(d dep) bool { return d.to == next && d.kind == route }) {
		u.deps = append(u.deps, dep{to: next, kind: route, edge: e})
	}
	return next
}

// arriving is when nothing arrives at a target: it is down, or does not exist.
func (b *builder) arriving(to *unit) faulttree.Node {
	if !to.r.MayExist {
		return to.down
	}
	d := Doubt{Resource: to.r, Text: to.r.ID + " does not exist", Needs: to.r.Needs}
	return b.tree.Or(to.down, b.doubt(d))
}

// passesOn reports whether a role hands messages on to consumers by itself.
func passesOn(role catalog.Role) bool {
	switch role { //nolint:exhaustive // the others answer requests, or do neither
	case catalog.Queue, catalog.Topic, catalog.Stream, catalog.Trigger, catalog.Storage, catalog.Database:
		return true
	default:
		return false
	}
}

const recordType = "aws_route53_record"

// recordKey is what records of one answer share.
func recordKey(r *graph.Resource) string {
	name, _ := r.Attributes["name"].(string)
	typ, _ := r.Attributes["type"].(string)
	if name == "" {
		return r.ID
	}
	zone := fmt.Sprint(r.Attributes["zone_id"])
	for _, ref := range r.Refs {
		if ref.Path == "zone_id" {
			zone = ref.To
		}
	}
	return zone + "\x00" + name + "\x00" + typ
}

// setOf are the records of one answer, for one of them; else nil.
func (m *Model) setOf(r *graph.Resource) []*graph.Resource {
	if r.Type != recordType || r.Data {
		return nil
	}
	return m.sets[recordKey(r)]
}

// records are the answers to one name: those with a routing policy and evaluated
// health stand in for each other, any other one is the only answer to its share.
func (b *builder) records(u *unit) faulttree.Node {
	set := b.sets[recordKey(u.r)]
	if len(set) == 0 {
		set = []*graph.Resource{u.r}
	}
	var standing, alone []faulttree.Node
	for _, r := range set {
		var targets []faulttree.Node
		for _, e := range b.g.Out(r.ID) {
			if e.Kind != graph.RoutesTo {
				continue
			}
			if next := b.lead(u, e); next != nil {
				targets = append(targets, b.arriving(next))
			}
		}
		if len(targets) == 0 {
			if policy(r) != "" {
				standing = append(standing, faulttree.False) // an answer outside of what was read
			}
			continue
		}
		// Several addresses in one record are tried in turn by few clients: each is needed.
		node := b.tree.Or(targets...)
		switch health, needs := evaluated(r); {
		case policy(r) == "" && len(set) == 1, health == catalog.No && !secondary(r):
			alone = append(alone, node)
		case health == catalog.Maybe && !secondary(r):
			d := Doubt{Resource: r, Text: "the health of " + r.ID + " is not evaluated", Needs: needs}
			alone = append(alone, b.doubted(d, node))
			standing = append(standing, node)
		default:
			standing = append(standing, node)
		}
	}
	node := b.tree.Or(alone...)
	// A secondary answer without a primary that can be found unhealthy is never given.
	if len(standing) > 0 && !(len(alone) > 0 && slices.ContainsFunc(set, secondary)) {
		node = b.tree.Or(node, b.tree.And(standing...))
	}
	return node
}

// policy is the routing policy of a record, or empty for a simple one.
func policy(r *graph.Resource) string {
	for _, name := range []string{
		"failover_routing_policy", "weighted_routing_policy", "latency_routing_policy", "geolocation_routing_policy",
		"geoproximity_routing_policy", "cidr_routing_policy",
	} {
		if list, ok := r.Attributes[name].([]any); ok && len(list) > 0 {
			return name
		}
	}
	if r.Attributes["multivalue_answer_routing_policy"] == true {
		return "multivalue_answer_routing_policy"
	}
	return ""
}

func secondary(r *graph.Resource) bool {
	return r.Attribute("failover_routing_policy[0].type") == "SECONDARY"
}

// evaluated reports whether Route 53 takes a record's answer out when it is unhealthy.
func evaluated(r *graph.Resource) (catalog.Answer, []string) {
	if v, ok := r.Attributes["health_check_id"]; ok && v != nil && v != "" {
		return catalog.Yes, nil
	}
	if r.Attribute("alias[0].evaluate_target_health") == true {
		return catalog.Yes, nil
	}
	for _, ref := range r.Refs {
		if ref.Path == "health_check_id" {
			return catalog.Yes, nil
		}
	}
	if u := append(r.UnknownAt("health_check_id"), r.UnknownAt("alias[0].evaluate_target_health")...); len(u) > 0 {
		return catalog.Maybe, u[0].Needs
	}
	return catalog.No, nil
}

// origins are those that the behaviours of a distribution use: one, or a group of
// which the second takes over.
func (b *builder) origins(u *unit) (faulttree.Node, bool) {
	byID := map[string]faulttree.Node{}
	for _, e := range b.g.Out(u.r.ID) {
		if e.Kind != graph.RoutesTo {
			continue
		}
		next := b.lead(u, e)
		if next == nil {
			continue
		}
		steps := e.Via.Steps()
		if len(steps) < 2 || steps[0] != "origin" {
			return 0, false
		}
		id, _ := r(u, graph.Path("origin["+steps[1]+"].origin_id")).(string)
		byID[id] = b.tree.Or(byID[id], b.arriving(next))
	}
	for i := 0; ; i++ {
		at := graph.Path("origin_group").Index(i)
		id, ok := r(u, at.Attr("origin_id")).(string)
		if !ok {
			break
		}
		var members []faulttree.Node
		for j := 0; ; j++ {
			origin, ok := r(u, at.Attr("member").Index(j).Attr("origin_id")).(string)
			if !ok {
				break
			}
			members = append(members, byID[origin]) // one that was not read never fails
		}
		byID[id] = b.tree.And(members...)
	}
	var used []faulttree.Node
	targets := []any{r(u, "default_cache_behavior[0].target_origin_id")}
	for i := 0; ; i++ {
		v := r(u, graph.Path("ordered_cache_behavior").Index(i).Attr("target_origin_id"))
		if v == nil {
			break
		}
		targets = append(targets, v)
	}
	for _, v := range targets {
		id, ok := v.(string)
		if !ok {
			return 0, false
		}
		used = append(used, byID[id])
	}
	return b.tree.Or(used...), true
}

func r(u *unit, path graph.Path) any { return u.r.Attribute(path) }

// groupRecords collects the records of each name and type, in order of ID.
func (m *Model) groupRecords() {
	m.sets = map[string][]*graph.Resource{}
	for _, rec := range m.g.ByType(recordType) {
		if !rec.Data {
			key := recordKey(rec)
			m.sets[key] = append(m.sets[key], rec)
		}
	}
	for _, set := range m.sets {
		slices.SortFunc(set, func(a, c *graph.Resource) int { return cmp.Compare(a.ID, c.ID) })
	}
}
