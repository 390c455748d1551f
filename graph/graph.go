// Package graph is the one model that every source of configuration is read
// into and every judgement is made on: resources with canonical attributes,
// what is unknown of them, where they were written, and typed edges.
//
// Start with [Resource] and [Graph]. Parsers fill a [Builder]; package catalog
// completes it (folding, defaults, placement, relations) and freezes it into a
// Graph, which is safe for concurrent readers and never changes.
package graph

import (
	"cmp"
	"slices"
)

// EdgeKind names what a relation means. The direction is always read as a
// sentence: from KIND to ("aws_db_instance.a placed_in aws_subnet.b").
type EdgeKind string

// The closed set of relations. References is raw (an expression mentions the
// other resource); the others are derived by the catalog.
const (
	References    EdgeKind = "references"
	PlacedIn      EdgeKind = "placed_in"       // resource → subnet, network, cluster
	MemberOf      EdgeKind = "member_of"       // instance → cluster, database → server
	RoutesTo      EdgeKind = "routes_to"       // DNS → balancer → target group → compute; queue → consumer
	DependsOnData EdgeKind = "depends_on_data" // compute → store, or service that it calls
	ReplicatesTo  EdgeKind = "replicates_to"   // source → its copy
	BackedUpBy    EdgeKind = "backed_up_by"    // store → backup plan
	ScaledBy      EdgeKind = "scaled_by"       // group → scaling policy
	WatchedBy     EdgeKind = "watched_by"      // resource → alarm
	Notifies      EdgeKind = "notifies"        // alarm → topic → who is told
	EgressVia     EdgeKind = "egress_via"      // subnet → NAT gateway, endpoint
	EncryptedBy   EdgeKind = "encrypted_by"    // store → key
)

// EdgeKinds lists every kind, in the order of the constants.
func EdgeKinds() []EdgeKind {
	return []EdgeKind{
		References, PlacedIn, MemberOf, RoutesTo, DependsOnData, ReplicatesTo,
		BackedUpBy, ScaledBy, WatchedBy, Notifies, EgressVia, EncryptedBy,
	}
}

// Edge is one directed relation. Via is the attribute that says so and Holder
// the resource on which that attribute was written, which is not always From:
// an alarm names the database that is watched_by it.
type Edge struct {
	From   string
	To     string
	Kind   EdgeKind
	Via    Path
	Holder string
}

// OpenEdge is a relation whose other end is unknown: an alarm with a dimension
// from a variable, a backup selection of a bucket that nobody named. It makes
// every judgement of absence that it could refute undetermined.
type OpenEdge struct {
	Holder string   // the resource that has the attribute
	Kind   EdgeKind // the relation that it would make
	Via    Path     // the attribute whose value is unknown
	Types  []string // resource types that the other end could have; empty means any
	Needs  []string // what to supply, as in [Unknown]
}

// Graph is what was read from all inputs of a run, complete and frozen.
type Graph struct {
	resources []*Resource // in order of ID
	index     map[string]int32
	byType    map[string][]*Resource
	edges     []Edge // in order of From
	// out[i] and in[i] are where the edges of resource i start, those that end at it in
	// ending, which has them in order of To.
	out, in, ending []int32

	open    []OpenEdge
	openOf  map[EdgeKind][]OpenEdge
	missing map[string][]string
	hints   map[hintKey]string
	origins []*Resource
	traces  map[string]Locator
}

// Resources returns every resource in order of ID. The slice is shared.
func (g *Graph) Resources() []*Resource { return g.resources }

// Resource returns the resource with that ID, or nil.
func (g *Graph) Resource(id string) *Resource {
	if i, ok := g.index[id]; ok {
		return g.resources[i]
	}
	return nil
}

// ByType returns the resources of a canonical type in order of ID. The slice is shared.
func (g *Graph) ByType(typ string) []*Resource { return g.byType[typ] }

// Types returns the canonical types that occur, sorted.
func (g *Graph) Types() []string {
	types := make([]string, 0, len(g.byType))
	for t := range g.byType {
		types = append(types, t)
	}
	slices.Sort(types)
	return types
}

// Edges returns every edge, sorted by From, Kind, To, Via. The slice is shared.
func (g *Graph) Edges() []Edge { return g.edges }

// Out returns the edges that start at a resource, sorted. The slice is shared.
func (g *Graph) Out(id string) []Edge {
	i, ok := g.index[id]
	if !ok {
		return nil
	}
	return g.edges[g.out[i]:g.out[i+1]:g.out[i+1]]
}

// In returns the edges that end at a resource, sorted. The caller owns the slice.
func (g *Graph) In(id string) []Edge {
	ending := g.endingAt(id)
	if len(ending) == 0 {
		return nil
	}
	edges := make([]Edge, len(ending))
	for i, at := range ending {
		edges[i] = g.edges[at]
	}
	return edges
}

// endingAt returns the positions of the edges that end at a resource.
func (g *Graph) endingAt(id string) []int32 {
	i, ok := g.index[id]
	if !ok {
		return nil
	}
	return g.ending[g.in[i]:g.in[i+1]]
}

// Open returns the open edges of a kind that could end at a resource of that
// type. The caller decides which of them matter.
func (g *Graph) Open(kind EdgeKind, typ string) []OpenEdge {
	var found []OpenEdge
	for _, o := range g.openOf[kind] {
		if len(o.Types) == 0 || slices.Contains(o.Types, typ) {
			found = append(found, o)
		}
	}
	return found
}

// OpenEdges returns every open edge, sorted. The slice is shared.
func (g *Graph) OpenEdges() []OpenEdge { return g.open }

// Held returns the open edges that a resource holds, sorted. The slice is shared.
func (g *Graph) Held(id string) []OpenEdge {
	from, _ := slices.BinarySearchFunc(g.open, id, func(o OpenEdge, id string) int { return cmp.Compare(o.Holder, id) })
	to := from
	for to < len(g.open) && g.open[to].Holder == id {
		to++
	}
	return g.open[from:to:to]
}

// Missing names what of a group (a Terraform root, a stack) was not loaded, such as
// a module that is not on disk: things that may hold what a rule finds absent.
func (g *Graph) Missing(group string) []string { return g.missing[group] }

// Hint says where and how to supply a value that is named in [Unknown.Needs] of a
// resource of that group, as a sentence; empty when nothing better than the name is known.
func (g *Graph) Hint(group, need string) string { return g.hints[hintKey{group, need}] }

// Origins returns the resources as their source wrote them, before satellites
// were folded and defaults applied, in order of ID. The slice is shared.
func (g *Graph) Origins() []*Resource { return g.origins }

// Locate says where the value at a path of a resource was decided. A path that
// was not written is located at the resource's block; an unknown ID gives a zero Trace.
func (g *Graph) Locate(id string, path Path) Trace {
	r := g.Resource(id)
	if r == nil {
		return Trace{}
	}
	holder, inner := r.origin(path)
	if l := g.traces[holder]; l != nil {
		return l.Locate(inner)
	}
	if r.Location == nil {
		return Trace{}
	}
	return Trace{Steps: []Step{{Location: *r.Location}}}
}

// Targets returns the resources at the other end of a resource's outgoing edges
// of a kind, each once, in order of ID.
func (g *Graph) Targets(id string, kind EdgeKind) []*Resource {
	var found []*Resource
	edges := g.Out(id)
	for i := range edges {
		if e := &edges[i]; e.Kind == kind {
			found = append(found, g.Resource(e.To))
		}
	}
	return distinct(found)
}

// Sources returns the resources whose edges of a kind end at a resource, each once,
// in order of ID.
func (g *Graph) Sources(id string, kind EdgeKind) []*Resource {
	var found []*Resource
	for _, at := range g.endingAt(id) {
		if e := &g.edges[at]; e.Kind == kind {
			found = append(found, g.Resource(e.From))
		}
	}
	return distinct(found)
}

// distinct sorts resources and leaves each once.
func distinct(found []*Resource) []*Resource {
	slices.SortFunc(found, func(a, b *Resource) int { return cmp.Compare(a.ID, b.ID) })
	return slices.Compact(found)
}

// Reach returns every resource that can be reached from one by following edges of
// the given kinds forwards (or backwards, from target to source), without the
// start itself, in order of ID. Cycles are fine.
func (g *Graph) Reach(id string, backwards bool, kinds ...EdgeKind) []*Resource {
	seen := map[string]bool{id: true}
	queue := []string{id}
	var found []*Resource
	take := func(next string, kind EdgeKind) {
		if !seen[next] && slices.Contains(kinds, kind) {
			seen[next] = true
			found = append(found, g.Resource(next))
			queue = append(queue, next)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		if backwards {
			for _, at := range g.endingAt(queue[0]) {
				take(g.edges[at].From, g.edges[at].Kind)
			}
			continue
		}
		for _, e := range g.Out(queue[0]) {
			take(e.To, e.Kind)
		}
	}
	return distinct(found)
}
