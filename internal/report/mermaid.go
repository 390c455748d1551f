package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// The limits of Mermaid, which GitHub and GitLab leave as they are: a diagram beyond is
// not drawn at all. https://mermaid.js.org/config/schema-docs/config.html (maxEdges,
// maxTextSize).
const (
	mermaidEdges = 500
	mermaidSize  = 50_000
)

// mermaidLevels are what is left out of a diagram that is too large, in this order.
func mermaidLevels() []mermaidLevel {
	return []mermaidLevel{
		{},
		{left: "relations of placement, encryption, scaling and alarms", flow: true},
		{left: "everything that no request or data flows through", flow: true, connected: true},
		{left: "everything but numbers of each type", flow: true, types: true},
	}
}

// mermaidLevel says what a smaller diagram shows.
type mermaidLevel struct {
	left string
	// flow draws only relations of requests and data, connected only what has one, and
	// types one node for each type in a region or zone.
	flow, connected, types bool
}

// WriteMermaid draws the same as [WriteDOT] as a Mermaid flowchart, which GitHub and
// GitLab render in Markdown. They draw nothing of one that has more than 500 relations
// or 50,000 characters: then the diagram shows less, and says in a node of its own, and
// as the result, what it leaves out. The result is empty for a diagram that shows all.
func WriteMermaid(w io.Writer, g *graph.Graph, o DiagramOptions) (string, error) {
	var buf bytes.Buffer
	left := ""
	fits := false
	for _, level := range mermaidLevels() {
		buf.Reset()
		d := newDiagram(g, o)
		d.reduce(level)
		d.mermaid(&buf, level.left)
		left = level.left
		if fits = len(d.edges) <= mermaidEdges && len([]rune(buf.String())) <= mermaidSize; fits {
			break
		}
	}
	if !fits {
		left += ", and is still too large"
	}
	_, err := w.Write(buf.Bytes())
	return left, err
}

// reduce leaves out what a smaller diagram does not show.
func (d *diagram) reduce(level mermaidLevel) {
	if level.types {
		d.foldTypes()
	}
	if level.flow {
		d.edges = slices.DeleteFunc(d.edges, func(e diagramEdge) bool { return !flows(e.kind) })
	}
	if !level.connected {
		return
	}
	used := map[string]bool{}
	for _, e := range d.edges {
		used[e.from], used[e.to] = true, true
	}
	d.each(func(c *cluster) {
		c.nodes = slices.DeleteFunc(c.nodes, func(n *node) bool { return !used[n.name] && len(n.takes) == 0 })
	})
	// Mermaid draws a cluster of nothing as a node.
	empty := func(c *cluster) bool { return len(c.nodes) == 0 && len(c.zones) == 0 }
	for _, c := range d.clusters {
		c.zones = slices.DeleteFunc(c.zones, empty)
	}
	d.clusters = slices.DeleteFunc(d.clusters, empty)
}

// flows reports whether a relation carries requests or data.
func flows(kind graph.EdgeKind) bool {
	switch kind {
	case graph.RoutesTo, graph.DependsOnData, graph.EgressVia, graph.ReplicatesTo:
		return true
	case graph.References, graph.PlacedIn, graph.MemberOf, graph.BackedUpBy, graph.ScaledBy, graph.WatchedBy, graph.Notifies, graph.EncryptedBy:
		return false
	default:
		return false
	}
}

// each visits every cluster.
func (d *diagram) each(visit func(c *cluster)) {
	for _, c := range d.clusters {
		visit(c)
		for _, z := range c.zones {
			visit(z)
		}
	}
}

// foldTypes leaves one node for each type in each cluster.
func (d *diagram) foldTypes() {
	name := map[string]string{}
	d.each(func(c *cluster) {
		byType := map[string]*node{}
		var kept []*node
		for _, n := range c.nodes {
			first := byType[n.kind]
			if first == nil {
				first = &node{name: n.name, kind: n.kind, label: "1", takes: map[string]bool{}}
				byType[n.kind] = first
				kept = append(kept, first)
			}
			first.instances += n.instances
			first.label = strconv.Itoa(first.instances)
			for service := range n.takes {
				first.takes[service] = true
			}
			name[n.name] = first.name
		}
		for _, n := range kept {
			n.instances = 1 // the label has the number
		}
		c.nodes = kept
	})
	var edges []diagramEdge
	seen := map[diagramEdge]bool{}
	for _, e := range d.edges {
		e.from, e.to = name[e.from], name[e.to]
		if e.from != e.to && !seen[e] {
			seen[e] = true
			edges = append(edges, e)
		}
	}
	d.edges = edges
}

// mermaid writes the flowchart; left is what it does not show.
func (d *diagram) mermaid(out *bytes.Buffer, left string) {
	put := func(format string, args ...any) { fmt.Fprintf(out, format, args...) }
	put("flowchart LR\n")
	clusters := 0
	var symbolic, points []string
	var draw func(c *cluster, indent string)
	draw = func(c *cluster, indent string) {
		put("%ssubgraph c%d[%s]\n", indent, clusters, mermaidString(c.heading()))
		clusters++
		for _, n := range c.nodes {
			text := mermaidText(n.kind) + "<br/>" + mermaidText(n.title())
			if point := n.point(); point != "" {
				text += "<br/>" + mermaidText(point)
				points = append(points, n.name)
			}
			put("%s  %s[\"%s\"]\n", indent, n.name, text)
			if n.symbolic {
				symbolic = append(symbolic, n.name)
			}
		}
		for _, z := range c.zones {
			draw(z, indent+"  ")
		}
		put("%send\n", indent)
	}
	for _, c := range d.clusters {
		draw(c, "  ")
	}
	for _, e := range d.edges {
		put("  %s %s|%s| %s\n", e.from, mermaidArrow(e.kind), mermaidText(e.label), e.to)
	}
	if left != "" {
		put("  left[\"%s\"]\n", mermaidText("Too large to draw whole. Left out: "+left+"."))
	}
	if len(symbolic) > 0 {
		put("  classDef symbolic stroke-dasharray: 4 4\n  class %s symbolic\n", strings.Join(symbolic, ","))
	}
	if len(points) > 0 {
		put("  classDef point stroke:#b3261e,stroke-width:3px\n  class %s point\n", strings.Join(points, ","))
	}
}

func mermaidArrow(kind graph.EdgeKind) string {
	switch kind {
	case graph.RoutesTo, graph.DependsOnData, graph.EgressVia:
		return "==>"
	case graph.PlacedIn, graph.MemberOf, graph.WatchedBy, graph.Notifies, graph.References:
		return "-.->"
	case graph.ReplicatesTo, graph.BackedUpBy, graph.ScaledBy, graph.EncryptedBy:
		return "-->"
	default:
		return "-->"
	}
}

func mermaidString(s string) string { return `"` + mermaidText(s) + `"` }

// mermaidText writes everything that Mermaid or HTML could read as markup as an entity.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\"<>&#`\\|{}*~$;%", r) {
			fmt.Fprintf(&b, "#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
