package failure

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// firstPath turns a shape into the path of the first element of each block: a.b is a[0].b.
func firstPath(shape string) graph.Path {
	return graph.Path(strings.ReplaceAll(shape, ".", "[0]."))
}

// needs collects what a unit depends on.
func (b *builder) needs(u *unit, t *catalog.Type) {
	if u.flow {
		b.routes(u)
	}
	if t == nil {
		return
	}
	if t.Role == catalog.Server {
		b.databasesOf(u)
	}
	if t.Role == catalog.Replication {
		u.routed = b.failoverGroup(u)
	}
	b.dataOf(u)
	if t.Role.Runs() {
		b.callsOf(u)
		b.endpointsOf(u)
	}
	for _, e := range b.g.Out(u.r.ID) {
		if e.Kind == graph.EncryptedBy || e.Kind == graph.MemberOf && t.Role == catalog.Compute && b.hosts(e.To) {
			b.depend(u, e, hard)
		}
	}
}

// hosts reports whether what is a member of a resource runs on it: web apps on a plan.
func (b *builder) hosts(id string) bool {
	to := b.g.Resource(id)
	return to != nil && roleOf(to) == catalog.Group
}

// depend adds a dependency on the other end of an edge, once.
func (b *builder) depend(u *unit, e graph.Edge, kind depKind) {
	to := b.g.Resource(e.To)
	if to == nil || to.ID == u.r.ID || to.Data {
		return
	}
	if slices.ContainsFunc(u.deps, func(d dep) bool { return d.to.r == to && d.kind <= route }) {
		return
	}
	if b.declaredHard != nil && b.declaredHard(to.ID) {
		kind = hard
	}
	if b.declaredSoft != nil && b.declaredSoft(to.ID) {
		kind = soft
	}
	u.deps = append(u.deps, dep{to: b.unit(to, false), kind: kind, edge: e})
}

// dataOf are the stores whose data a unit uses.
func (b *builder) dataOf(u *unit) {
	for _, e := range b.g.Out(u.r.ID) {
		if e.Kind != graph.DependsOnData {
			continue
		}
		kind := hard
		if to := b.g.Resource(e.To); to != nil {
			if t, ok := catalog.Lookup(to.Type); ok && t.Failure != nil && t.Failure.Soft {
				kind = soft
			}
		}
		b.depend(u, e, kind)
	}
}

// callsOf are failover groups whose address a unit, or the template that it runs,
// mentions; the catalog relates what else it calls.
func (b *builder) callsOf(u *unit) {
	holders := []string{u.r.ID}
	for _, e := range b.g.Out(u.r.ID) {
		if e.Kind != graph.References {
			continue
		}
		if to := b.g.Resource(e.To); to != nil && roleOf(to) == catalog.Template {
			holders = append(holders, to.ID)
		}
	}
	for _, holder := range holders {
		for _, e := range b.g.Out(holder) {
			to := b.g.Resource(e.To)
			if e.Kind != graph.References || to == nil || roleOf(to) != catalog.Replication || e.Via.Root() == "depends_on" {
				continue
			}
			b.depend(u, e, hard)
		}
	}
}

func roleOf(r *graph.Resource) catalog.Role {
	if t, ok := catalog.Lookup(r.Type); ok {
		return t.Role
	}
	return ""
}

// databasesOf makes a server need the databases on it.
func (b *builder) databasesOf(u *unit) {
	for _, e := range b.g.In(u.r.ID) {
		if from := b.g.Resource(e.From); e.Kind == graph.MemberOf && from != nil && roleOf(from) == catalog.Database {
			b.depend(u, graph.Edge{From: u.r.ID, To: from.ID, Kind: e.Kind, Via: e.Via, Holder: e.Holder}, hard)
		}
	}
}

// failoverGroup is when the address of a failover group has no server left: of two
// servers, one is enough where failover is automatic.
func (b *builder) failoverGroup(u *unit) faulttree.Node {
	var primary, partner []faulttree.Node
	for _, e := range b.g.In(u.r.ID) {
		if from := b.g.Resource(e.From); e.Kind == graph.ReplicatesTo && from != nil && roleOf(from) == catalog.Server {
			to := b.unit(from, true)
			u.deps = append(u.deps, dep{to: to, kind: route, edge: graph.Edge{From: u.r.ID, To: from.ID, Kind: e.Kind, Via: e.Via, Holder: e.Holder}})
			primary = append(primary, to.down)
		}
	}
	for _, e := range b.g.Out(u.r.ID) {
		if to := b.g.Resource(e.To); e.Kind == graph.ReplicatesTo && to != nil && roleOf(to) == catalog.Server {
			next := b.unit(to, true)
			u.deps = append(u.deps, dep{to: next, kind: route, edge: e})
			partner = append(partner, next.down)
		}
	}
	if len(primary) == 0 {
		return faulttree.False
	}
	mode, _ := u.r.Attribute("read_write_endpoint_failover_policy[0].mode").(string)
	if mode != "Automatic" || len(partner) == 0 {
		return b.tree.Or(primary...)
	}
	return b.tree.And(b.tree.Or(primary...), b.tree.Or(partner...))
}

// endpointsOf are the interface endpoints through which a unit reaches a store that it
// uses: those in its network for the store's service.
func (b *builder) endpointsOf(u *unit) {
	if len(b.endpoints) == 0 {
		return
	}
	subnets, _ := b.subnets(u.r)
	for _, s := range subnets {
		for _, network := range b.g.Targets(s.ID, graph.PlacedIn) {
			for _, ep := range b.endpoints[network.ID] {
				service, _ := ep.Attributes["service_name"].(string)
				service = service[strings.LastIndexByte(service, '.')+1:]
				if service != "" && slices.ContainsFunc(u.deps, func(d dep) bool { return d.kind == hard && reachedBy(service, d.to.r.Type) }) {
					b.depend(u, graph.Edge{From: u.r.ID, To: ep.ID, Kind: graph.EgressVia, Via: "service_name", Holder: ep.ID}, hard)
				}
			}
		}
	}
}

// reachedBy reports whether an endpoint service carries the calls to a type.
func reachedBy(service, typ string) bool {
	switch service {
	case "sqs", "sns", "s3", "kms", "dynamodb", "secretsmanager", "ssm", "kinesis", "elasticfilesystem":
	default:
		return false
	}
	family := map[string]string{"kinesis": "kinesis_stream", "elasticfilesystem": "efs", "s3": "s3_bucket"}[service]
	if family == "" {
		family = service
	}
	return strings.HasPrefix(typ, "aws_"+family)
}

// leaving is when the copies in a zone have no way out although their routes name
// one: the gateways of every subnet there are down.
func (b *builder) leaving(u *unit, at place) faulttree.Node {
	if !roleOf(u.r).Runs() || len(at.subnets) == 0 {
		return faulttree.False
	}
	nodes := make([]faulttree.Node, 0, len(at.subnets))
	for _, s := range at.subnets {
		var ways []faulttree.Node
		for _, e := range b.g.Out(s.ID) {
			to := b.g.Resource(e.To)
			if e.Kind != graph.EgressVia || to == nil || !translates(to) {
				continue
			}
			gateway := b.unit(to, true)
			if b.has(to.ID, onePerZone) {
				ways = append(ways, b.tree.Or(b.zoneLost(at), b.event(Event{Instance, to.ID + " in " + at.zone})))
				continue
			}
			ways = append(ways, gateway.down)
			if !slices.ContainsFunc(u.deps, func(d dep) bool { return d.to == gateway && d.place == at.zone }) {
				u.deps = append(u.deps, dep{to: gateway, kind: egress, edge: e, place: at.zone})
			}
		}
		nodes = append(nodes, b.tree.Or(ways...))
	}
	return b.tree.And(nodes...)
}

// translates reports whether a way out is a NAT gateway or instance, which lives in a
// zone; internet gateways do not.
func translates(r *graph.Resource) bool {
	return strings.HasSuffix(r.Type, "_nat_gateway") || r.Type == "aws_instance"
}
