package catalog

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Complete turns what parsers read into the graph that is judged: canonical types
// and attribute names, satellites folded into their owners, defaults, regions and
// zones, relations. The builder must not be used afterwards, except for its
// Diagnostics, to which Complete adds. The resources that parsers added stay as
// they are, as the graph's origins.
func Complete(b *graph.Builder) *graph.Graph {
	c := begin(b)
	c.fold()
	for _, r := range c.resources {
		finish(r)
	}
	clear(c.names) // owners have gained identifiers, satellites are gone
	c.relate()
	b.Resources = c.resources
	return b.Freeze()
}

// completion is the state of one Complete.
type completion struct {
	builder   *graph.Builder
	resources []*graph.Resource // copies, in order of ID
	byID      map[string]*graph.Resource
	byType    map[string][]*graph.Resource
	owners    map[string]string // folded satellite → owner
	moved     map[string][]moved
	names     map[string]*directory
	zones     map[string]zoneState
	members   map[string]*membership
	tables    routeTables
	tagged    tagIndex

	mappings map[string]*candidates // by native type
	// What a translator works with, to be used again by the next.
	moves         []renamed
	propertyNames []string
}

func begin(b *graph.Builder) *completion {
	b.KeepOrigins()
	c := &completion{
		builder: b, owners: map[string]string{}, moved: map[string][]moved{}, names: map[string]*directory{},
		zones: map[string]zoneState{}, members: map[string]*membership{}, mappings: map[string]*candidates{},
	}
	written := b.Resources
	b.Resources = nil
	resources := make([]*graph.Resource, 0, len(written))
	mapped := map[string]*Mapping{} // by ID
	natives := false
	for i, r := range written {
		if isNative(r) {
			natives = true
			resources = c.native(resources, r, mapped)
		} else {
			if t := lookup(r.Type); t != nil {
				r = c.normal(t, r)
			}
			resources = append(resources, r)
		}
		if b.WithoutOrigins {
			written[i] = nil // nothing else needs it
		}
	}
	if natives {
		for _, r := range resources {
			if r.Source != graph.Terraform {
				renameRefs(r, mapped)
			}
		}
	}
	slices.SortStableFunc(resources, func(x, y *graph.Resource) int { return cmp.Compare(x.ID, y.ID) })
	c.index(resources)
	return c
}

// index makes the tables of resources by ID and by type; of two with one ID the
// first counts, as in Freeze.
func (c *completion) index(resources []*graph.Resource) {
	c.resources = resources
	c.byID = make(map[string]*graph.Resource, len(resources))
	c.byType = map[string][]*graph.Resource{}
	for _, r := range resources {
		if _, taken := c.byID[r.ID]; taken {
			continue
		}
		c.byID[r.ID] = r
		c.byType[r.Type] = append(c.byType[r.Type], r)
	}
}

// get returns a resource, or the owner into which it was folded.
func (c *completion) get(id string) *graph.Resource {
	for range maxFolds {
		owner, ok := c.owners[id]
		if !ok {
			break
		}
		id = owner
	}
	return c.byID[id]
}

// maxFolds is how deep satellites of satellites can go.
const maxFolds = 4

// normal returns a resource with its canonical type, attribute names, value shapes and
// region: a copy, unless the graph is to have no origins.
func (c *completion) normal(t *Type, r *graph.Resource) *graph.Resource {
	if !c.builder.WithoutOrigins {
		out := *r
		out.Attributes = maps.Clone(r.Attributes)
		r = &out
	}
	c.normalize(t, r)
	return r
}

// normalize is normal for a resource that may be written to, except for what is inside
// its attributes.
func (c *completion) normalize(t *Type, r *graph.Resource) {
	if r.NativeType == "" {
		r.NativeType = r.Type
	}
	r.Type = t.Name
	if r.Attributes == nil {
		r.Attributes = map[string]any{}
	}
	// Several resources may share what is behind these.
	r.Unknown, r.Refs, r.Sensitive = slices.Clip(r.Unknown), slices.Clip(r.Refs), slices.Clip(r.Sensitive)
	n := normalizer{r: r}
	n.object(t.Attributes, r.Attributes, "")
	n.rename()
	for _, m := range n.renamed {
		c.moved[r.ID] = append(c.moved[r.ID], moved{into: m.to, from: r.ID, path: m.from})
	}
	setRegion(t, r)
}

// normalizer brings the names and shapes of one resource's attributes to those of
// the catalog.
type normalizer struct {
	r       *graph.Resource
	renamed []renamed
}

type renamed struct{ from, to graph.Path }

// object works on a map that may be written to.
func (n *normalizer) object(attributes []Attribute, object map[string]any, at graph.Path) {
	for i := range attributes {
		a := &attributes[i]
		for _, old := range a.Aliases {
			n.alias(object, at, old, a.Name)
		}
		v, ok := object[a.Name]
		if !ok || v == nil {
			continue
		}
		v = coerce(a, v)
		if list, ok := v.([]any); ok && len(a.Attributes) > 0 {
			copied := make([]any, len(list))
			for j, e := range list {
				if inner, ok := e.(map[string]any); ok {
					inner = maps.Clone(inner)
					n.object(a.Attributes, inner, at.Attr(a.Name).Index(j))
					e = inner
				}
				copied[j] = e
			}
			v = copied
		}
		object[a.Name] = v
	}
}

func (n *normalizer) alias(object map[string]any, at graph.Path, old, name string) {
	v, written := object[old]
	from, to := at.Attr(old), at.Attr(name)
	if !written && len(unknownAt(n.r, from)) == 0 {
		return
	}
	if object[name] != nil || len(within(n.r, to)) > 0 {
		return
	}
	if len(within(n.r, from)) == 0 && v == nil {
		return
	}
	delete(object, old)
	object[name] = v
	n.renamed = append(n.renamed, renamed{from, to})
}

// within returns the unknowns at or inside a path.
func within(r *graph.Resource, path graph.Path) (found []graph.Unknown) {
	for _, u := range r.Unknown {
		if path.Contains(u.Path) {
			found = append(found, u)
		}
	}
	return found
}

func (n *normalizer) rename() {
	if len(n.renamed) == 0 {
		return
	}
	for _, m := range n.renamed {
		n.r.Folded(m.to, n.r.ID, m.from)
	}
	move := func(p graph.Path) graph.Path {
		for _, m := range n.renamed {
			if m.from.Contains(p) {
				return m.to + p[len(m.from):]
			}
		}
		return p
	}
	movePaths(n.r, move)
}

// movePaths rewrites every path of a resource on fresh slices.
func movePaths(r *graph.Resource, move func(graph.Path) graph.Path) {
	r.Unknown, r.Refs, r.Sensitive = slices.Clone(r.Unknown), slices.Clone(r.Refs), slices.Clone(r.Sensitive)
	for i := range r.Unknown {
		r.Unknown[i].Path = move(r.Unknown[i].Path)
	}
	for i := range r.Refs {
		r.Refs[i].Path = move(r.Refs[i].Path)
	}
	for i := range r.Sensitive {
		r.Sensitive[i] = move(r.Sensitive[i])
	}
}

func setRegion(t *Type, r *graph.Resource) {
	switch t.Region {
	case graph.Global:
		r.Scope.Region = graph.Global
	case "":
	default:
		if s, ok := r.Attributes[t.Region].(string); ok && s != "" {
			r.Scope.Region = s
		} else if len(unknownAt(r, graph.Path(t.Region))) > 0 {
			r.Scope.Region = ""
		}
		if strings.HasPrefix(t.Name, "azurerm_") {
			r.Scope.Region = strings.ToLower(strings.ReplaceAll(r.Scope.Region, " ", ""))
		}
	}
}

// finish applies what needs the folded satellites: functions and defaults.
func finish(r *graph.Resource) {
	t := lookup(r.Type)
	if t == nil {
		return
	}
	for _, name := range t.Functions {
		if before, ok := beforeDefaults(name); ok {
			before(r)
		}
	}
	d := defaulter{r: r}
	d.object(t.Attributes, r.Attributes, "")
	for _, name := range t.Functions {
		if after, ok := afterDefaults(name); ok {
			after(r)
		}
	}
}
