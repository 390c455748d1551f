package graph

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Builder collects what parsers read. It is not safe for concurrent use; parsers
// that work in parallel fill one each and the caller merges them.
type Builder struct {
	Resources   []*Resource
	Diagnostics []Diagnostic
	// Missing names per group what was not loaded.
	Missing map[string][]string
	Edges   []Edge
	Open    []OpenEdge
	// Directives are the instructions that the sources hold, in no particular order.
	Directives []Directive
	// WithoutOrigins saves the memory of [Graph.Origins] where nobody asks for them: the
	// resources that were added are not copied but become those of the graph.
	WithoutOrigins bool

	origins []*Resource
	traces  map[string]Locator
	hints   map[hintKey]string
}

type hintKey struct{ group, need string }

// Hint records how a needed value of a group can be supplied, as a sentence.
func (b *Builder) Hint(group, need, sentence string) {
	if b.hints == nil {
		b.hints = map[hintKey]string{}
	}
	b.hints[hintKey{group, need}] = sentence
}

// Add takes a resource and where its text is; locator may be nil.
func (b *Builder) Add(r *Resource, locator Locator) {
	b.Resources = append(b.Resources, r)
	if locator != nil {
		if b.traces == nil {
			b.traces = map[string]Locator{}
		}
		b.traces[r.ID] = locator
	}
}

// Locator returns the locator of a resource that was added; nil without one.
func (b *Builder) Locator(id string) Locator { return b.traces[id] }

// Relocate replaces the locator of a resource. It is for use by package catalog,
// which gives attributes other names.
func (b *Builder) Relocate(id string, locator Locator) {
	if b.traces == nil {
		b.traces = map[string]Locator{}
	}
	b.traces[id] = locator
}

// NotLoaded records that a part of a group could not be read.
func (b *Builder) NotLoaded(group, what string) {
	if b.Missing == nil {
		b.Missing = map[string][]string{}
	}
	if !slices.Contains(b.Missing[group], what) {
		b.Missing[group] = append(b.Missing[group], what)
	}
}

// Merge moves everything of another builder into b. The other must not be used again.
func (b *Builder) Merge(other *Builder) {
	b.Resources = append(b.Resources, other.Resources...)
	b.Diagnostics = append(b.Diagnostics, other.Diagnostics...)
	b.Edges = append(b.Edges, other.Edges...)
	b.Open = append(b.Open, other.Open...)
	b.Directives = append(b.Directives, other.Directives...)
	for group, names := range other.Missing {
		for _, n := range names {
			b.NotLoaded(group, n)
		}
	}
	if len(b.traces) == 0 {
		b.traces = other.traces
	} else {
		maps.Copy(b.traces, other.traces)
	}
	for k, v := range other.hints {
		b.Hint(k.group, k.need, v)
	}
}

// KeepOrigins remembers the resources as they are now as the graph's origins; the
// slice is copied, the resources are shared, so whoever changes one afterwards
// replaces it by a copy.
func (b *Builder) KeepOrigins() {
	if !b.WithoutOrigins {
		b.origins = slices.Clone(b.Resources)
	}
}

// Freeze sorts, indexes and closes the builder. Resources with an ID that is taken
// already are dropped with a diagnostic, edges to resources that do not exist
// without one.
func (b *Builder) Freeze() *Graph {
	byID := func(a, c *Resource) int { return cmp.Compare(a.ID, c.ID) }
	g := &Graph{
		resources: make([]*Resource, 0, len(b.Resources)),
		byType:    map[string][]*Resource{},
		missing:   b.Missing,
		traces:    b.traces,
		origins:   b.origins,
		hints:     b.hints,
	}
	sorted := slices.Clone(b.Resources)
	slices.SortStableFunc(sorted, byID)
	for _, r := range sorted {
		if n := len(g.resources); n > 0 && g.resources[n-1].ID == r.ID {
			b.Diagnostics = append(b.Diagnostics, Diagnostic{
				Severity: SeverityError, Summary: "Duplicate resource", Incomplete: true, Location: r.Location,
				Detail: fmt.Sprintf("%s is declared more than once; only the first is judged. Rename one of them.", r.ID),
			})
			continue
		}
		g.resources = append(g.resources, r)
	}
	slices.SortFunc(g.origins, byID)
	g.index = make(map[string]int32, len(g.resources))
	for i, r := range g.resources {
		g.index[r.ID] = int32(i)
		g.byType[r.Type] = append(g.byType[r.Type], r)
	}
	g.link(b.Edges)
	g.open = b.Open
	b.Resources, b.Edges, b.Open = nil, nil, nil // the graph has what is left of them
	slices.SortStableFunc(g.open, func(a, c OpenEdge) int {
		return cmp.Or(cmp.Compare(a.Holder, c.Holder), cmp.Compare(a.Kind, c.Kind), cmp.Compare(a.Via, c.Via))
	})
	g.openOf = map[EdgeKind][]OpenEdge{}
	for _, o := range g.open {
		g.openOf[o.Kind] = append(g.openOf[o.Kind], o)
	}
	return g
}

// link takes edges, of which some may be the same or lead to nothing.
func (g *Graph) link(edges []Edge) {
	lost := func(e *Edge) bool { return g.Resource(e.From) == nil || g.Resource(e.To) == nil }
	g.out, g.in = make([]int32, len(g.resources)+1), make([]int32, len(g.resources)+1)
	starts := make([]int32, len(g.resources)+1) // of the edges of each resource, as they came
	for i := range edges {
		if !lost(&edges[i]) {
			starts[g.index[edges[i].From]+1]++
		}
	}
	for i := range g.resources {
		starts[i+1] += starts[i]
	}
	g.edges = make([]Edge, starts[len(g.resources)])
	next := slices.Clone(starts)
	for i := range edges {
		if e := &edges[i]; !lost(e) {
			from := g.index[e.From]
			g.edges[next[from]] = *e
			next[from]++
		}
	}
	n := 0
	for i := range g.resources {
		own := g.edges[starts[i]:starts[i+1]]
		slices.SortFunc(own, compareEdges)
		n += copy(g.edges[n:], slices.CompactFunc(own, func(a, c Edge) bool { return a == c }))
		g.out[i+1] = int32(n) //nolint:gosec // no more than starts has
	}
	clear(g.edges[n:])
	g.edges = g.edges[:n:n]
	for i := range g.edges {
		g.in[g.index[g.edges[i].To]+1]++
	}
	for i := range g.resources {
		g.in[i+1] += g.in[i]
	}
	g.ending = make([]int32, n)
	copy(next, g.in)
	for i := range g.edges {
		to := g.index[g.edges[i].To]
		g.ending[next[to]] = int32(i)
		next[to]++
	}
}

func compareEdges(a, b Edge) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.To, b.To),
		cmp.Compare(a.Via, b.Via), cmp.Compare(a.Holder, b.Holder))
}
