package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

// DiagramOptions say what a diagram shows.
type DiagramOptions struct {
	// References also draws the raw references between resources, which are many.
	References bool
	// SinglePoints are marked: each loss that takes services down by itself, with the
	// names of those services.
	SinglePoints map[failure.Event][]string
}

// SinglePoints collects the losses that take services down by themselves, from their
// cut sets.
func SinglePoints(sets []failure.CutSets) map[failure.Event][]string {
	points := map[failure.Event][]string{}
	for i := range sets {
		for j := range sets[i].Certain {
			if set := &sets[i].Certain[j]; set.Order() == 1 {
				points[set.Events[0]] = append(points[set.Events[0]], sets[i].Service.ID)
			}
		}
	}
	return points
}

// diagram is a graph prepared for drawing: the created resources, each in the cluster
// of its region and zone, and the relations between them.
type diagram struct {
	clusters []*cluster
	edges    []diagramEdge
	nodes    map[nodeKey]*node
}

// nodeKey is what the instances of one block have in common in one cluster.
type nodeKey struct {
	home        *cluster
	kind, label string
}

// node stands for the instances of one block in one place.
type node struct {
	name      string // "n7", unique in the diagram
	kind      string // resource type
	label     string
	instances int
	symbolic  bool            // may exist, number unknown
	takes     map[string]bool // services that go down with one of the instances
}

// cluster is a region, with its zones, or one zone.
type cluster struct {
	label string
	takes int // services that go down with the zone
	nodes []*node
	zones []*cluster
}

type diagramEdge struct {
	from, to string
	label    string
	kind     graph.EdgeKind
}

func newDiagram(g *graph.Graph, o DiagramOptions) *diagram {
	d := &diagram{nodes: map[nodeKey]*node{}}
	names := map[string]string{}
	for _, r := range g.Resources() {
		if r.Data {
			continue
		}
		home := d.region(r)
		if len(r.Zones) == 1 {
			home = child(&home.zones, "zone "+r.Zones[0])
			home.takes = len(o.takes(failure.Zone, r.Zones[0], r.Scope.Region+"-"+r.Zones[0]))
		}
		n := d.node(home, r)
		for _, service := range slices.Concat(o.takes(failure.Instance, r.ID), o.takes(failure.Zone, "?"+r.ID)) {
			n.takes[service] = true
		}
		names[r.ID] = n.name
	}
	seen := map[diagramEdge]bool{}
	for _, e := range g.Edges() {
		if names[e.From] == names[e.To] {
			continue
		}
		if e.Kind == graph.References && !o.References || names[e.From] == "" || names[e.To] == "" {
			continue
		}
		drawn := diagramEdge{names[e.From], names[e.To], strings.ReplaceAll(string(e.Kind), "_", " "), e.Kind}
		if !seen[drawn] {
			seen[drawn] = true
			d.edges = append(d.edges, drawn)
		}
	}
	slices.SortFunc(d.clusters, compareClusters)
	for _, c := range d.clusters {
		slices.SortFunc(c.zones, compareClusters)
	}
	return d
}

// node is the one that stands for a resource in its cluster, new or shared with other
// instances of its block.
func (d *diagram) node(home *cluster, r *graph.Resource) *node {
	key := nodeKey{home, clean(r.Type), clean(blockID(r))}
	n := d.nodes[key]
	if n == nil {
		n = &node{name: fmt.Sprintf("n%d", len(d.nodes)), kind: key.kind, label: key.label, takes: map[string]bool{}}
		d.nodes[key] = n
		home.nodes = append(home.nodes, n)
	}
	n.instances++
	n.symbolic = n.symbolic || r.MayExist
	return n
}

// takes lists the services that the loss of one of some names takes down.
func (o *DiagramOptions) takes(kind failure.Kind, ids ...string) []string {
	for _, id := range ids {
		if services := o.SinglePoints[failure.Event{Kind: kind, ID: id}]; len(services) > 0 {
			return services
		}
	}
	return nil
}

// point says which services a node takes down; empty for most.
func (n *node) point() string {
	if len(n.takes) == 0 {
		return ""
	}
	services := slices.Sorted(maps.Keys(n.takes))
	return clean("⚠ takes down " + enumerate(services))
}

// heading is the label with what the zone takes down.
func (c *cluster) heading() string {
	if c.takes == 0 {
		return c.label
	}
	return c.label + " ⚠ takes down " + count(c.takes, "service")
}

// title is the label with the number of instances.
func (n *node) title() string {
	if n.instances > 1 {
		return fmt.Sprintf("%s × %d", n.label, n.instances)
	}
	return n.label
}

// region is the cluster of a resource's account and region.
func (d *diagram) region(r *graph.Resource) *cluster {
	label := cmp.Or(r.Scope.Region, "unknown region")
	if r.Scope.Account != "" {
		label = r.Scope.Account + " / " + label
	}
	return child(&d.clusters, label)
}

func child(list *[]*cluster, label string) *cluster {
	label = clean(label)
	for _, c := range *list {
		if c.label == label {
			return c
		}
	}
	c := &cluster{label: label}
	*list = append(*list, c)
	return c
}

func compareClusters(a, b *cluster) int { return cmp.Compare(a.label, b.label) }

// blockID is an address without its type, which the node says already, and without
// the keys of instances.
func blockID(r *graph.Resource) string {
	id := strings.Replace(r.ID, r.NativeType+".", "", 1)
	var b strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(id); i++ {
		switch c := id[i]; {
		case quoted && c == '\\':
			i++
		case depth > 0 && c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
		case depth == 0:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// WriteDOT draws the graph for Graphviz: a box for each region, in it one for each
// zone that a resource is alone in, and the derived relations. Data sources are left out.
func WriteDOT(w io.Writer, g *graph.Graph, o DiagramOptions) error {
	d := newDiagram(g, o)
	out := bufio.NewWriter(w)
	put := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }
	put("digraph faultline {\n  rankdir=LR\n  fontname=\"Helvetica\"\n")
	put("  node [shape=box style=rounded fontname=\"Helvetica\" fontsize=10]\n")
	put("  edge [fontname=\"Helvetica\" fontsize=8 color=gray40]\n")
	clusters := 0
	var draw func(c *cluster, indent string)
	draw = func(c *cluster, indent string) {
		put("%ssubgraph cluster_%d {\n%s  label=%s\n", indent, clusters, indent, dotString(c.heading()))
		clusters++
		for _, n := range c.nodes {
			style := ""
			if n.symbolic {
				style = " style=\"rounded,dashed\""
			}
			label := n.kind + "\n" + n.title()
			if point := n.point(); point != "" {
				label += "\n" + point
				style += " color=firebrick penwidth=2"
			}
			put("%s  %s [label=%s%s]\n", indent, n.name, dotString(label), style)
		}
		for _, z := range c.zones {
			draw(z, indent+"  ")
		}
		put("%s}\n", indent)
	}
	for _, c := range d.clusters {
		draw(c, "  ")
	}
	for _, e := range d.edges {
		put("  %s -> %s [label=%s%s]\n", e.from, e.to, dotString(e.label), dotStyle(e.kind))
	}
	put("}\n")
	return out.Flush()
}

// dotStyle tells the flow of requests and data from where things stand and who watches.
func dotStyle(kind graph.EdgeKind) string {
	switch kind {
	case graph.RoutesTo, graph.DependsOnData, graph.EgressVia:
		return " color=black"
	case graph.PlacedIn, graph.MemberOf:
		return " style=dashed"
	case graph.ReplicatesTo, graph.BackedUpBy, graph.ScaledBy, graph.EncryptedBy:
		return ""
	case graph.WatchedBy, graph.Notifies, graph.References:
		return " style=dotted"
	default:
		return ""
	}
}

func dotString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch s[i] {
		case '\\', '"':
			b.WriteByte('\\')
			b.WriteByte(s[i])
		case '\n':
			b.WriteString(`\n`)
		default:
			b.WriteByte(s[i])
		}
	}
	b.WriteByte('"')
	return b.String()
}
