package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// relate derives every edge and open edge, and with them the zones.
func (c *completion) relate() {
	b := c.builder
	// What parsers added (links between stacks) may end at a satellite.
	for i, e := range b.Edges {
		b.Edges[i].From, b.Edges[i].To = c.settled(e.From), c.settled(e.To)
	}
	for _, r := range c.resources {
		c.references(r)
		if t := lookup(r.Type); t != nil {
			c.inherit(t, r)
			c.edges(t, r)
			c.data(t, r)
		}
	}
	c.calls()
	for _, r := range c.resources {
		if t := lookup(r.Type); t != nil {
			c.place(t, r)
		}
	}
	for _, r := range c.resources {
		if t := lookup(r.Type); t != nil {
			for _, name := range t.Functions {
				if f, ok := relation(name); ok {
					f(c, r)
				}
			}
		}
	}
	c.bind()
}

func (c *completion) settled(id string) string {
	if r := c.get(id); r != nil {
		return r.ID
	}
	return id
}

// references keeps every mention as a raw edge.
func (c *completion) references(r *graph.Resource) {
	for _, ref := range r.Refs {
		if to := c.settled(ref.To); to != r.ID {
			c.edge(graph.Edge{From: r.ID, To: to, Kind: graph.References, Via: ref.Path, Holder: r.ID})
		}
	}
}

func (c *completion) edge(e graph.Edge) { c.builder.Edges = append(c.builder.Edges, e) }

// link adds the edge of a rule between its holder and another resource.
func (c *completion) link(rule *EdgeRule, holder *graph.Resource, via graph.Path, other *graph.Resource) {
	e := graph.Edge{From: holder.ID, To: other.ID, Kind: rule.Kind, Via: via, Holder: holder.ID}
	if holder.Source == graph.Live && rule.Kind != graph.References {
		// What code says by a reference an account has as a name or an ARN.
		c.edge(graph.Edge{From: holder.ID, To: other.ID, Kind: graph.References, Via: via, Holder: holder.ID})
	}
	if rule.Reverse {
		e.From, e.To = e.To, e.From
	}
	c.edge(e)
	if holder.Source == graph.Live && rule.Kind != graph.References {
		// What code writes as a reference is a name or ARN where it runs.
		c.edge(graph.Edge{From: holder.ID, To: other.ID, Kind: graph.References, Via: via, Holder: holder.ID})
	}
}

// edges applies the rules of the type.
func (c *completion) edges(t *Type, r *graph.Resource) {
	var open []graph.OpenEdge
	for i := range t.Edges {
		rule := &t.Edges[i]
		if met, _ := holds(rule.When, r.Attributes, r, ""); met == no {
			continue
		}
		found, openings := c.ends(r, rule)
		for _, e := range found {
			c.link(rule, r, e.path, e.to)
		}
		for _, o := range openings {
			types := rule.To
			if o.types != nil {
				types = o.types
			}
			open = mergeOpen(open, graph.OpenEdge{Holder: r.ID, Kind: rule.Kind, Via: o.path, Types: types, Needs: o.needs})
		}
	}
	c.builder.Open = append(c.builder.Open, open...)
}

// mergeOpen adds an open edge; of one attribute there is one for each kind, with
// the types of all rules.
func mergeOpen(open []graph.OpenEdge, o graph.OpenEdge) []graph.OpenEdge {
	for i, other := range open {
		if other.Holder != o.Holder || other.Kind != o.Kind || other.Via != o.Via {
			continue
		}
		if len(other.Types) == 0 || len(o.Types) == 0 {
			open[i].Types = nil
			return open
		}
		types := slices.Concat(other.Types, o.Types)
		slices.Sort(types)
		open[i].Types = slices.Compact(types)
		return open
	}
	return append(open, o)
}

// inherit gives a resource the region of the one that it belongs to.
func (c *completion) inherit(t *Type, r *graph.Resource) {
	if t.RegionFrom == "" || r.Scope.Region != "" {
		return
	}
	rule := t.rule(t.RegionFrom)
	if rule == nil {
		return
	}
	found, _ := c.ends(r, rule)
	if len(found) > 0 {
		r.Scope.Region = found[0].to.Scope.Region
	}
}

// rule returns the first edge rule of an attribute.
func (t *Type) rule(via string) *EdgeRule {
	for i := range t.Edges {
		if t.Edges[i].Via == via {
			return &t.Edges[i]
		}
	}
	return nil
}

// data relates what runs code to every store that it mentions, in any attribute
// that is not a relation of another kind. What starts a template, as a schedule does,
// depends on the template's stores.
func (c *completion) data(t *Type, r *graph.Resource) {
	if t.Role.Runs() {
		c.mentions(t, r, r)
	}
	for _, template := range c.templates(t, r) {
		c.mentions(lookup(template.Type), template, r)
	}
}

// templates returns what a resource is started from, or starts.
func (c *completion) templates(t *Type, r *graph.Resource) (found []*graph.Resource) {
	for _, via := range t.Runs {
		ends, _ := c.ends(r, &EdgeRule{Via: via, Loose: true})
		for _, e := range ends {
			if template := lookup(e.to.Type); template != nil && template.Role == Template {
				found = append(found, e.to)
			}
		}
	}
	return found
}

// mentions adds an edge from user to every store that holder mentions.
func (c *completion) mentions(t *Type, holder, user *graph.Resource) {
	for _, ref := range holder.Refs {
		to := c.get(ref.To)
		if to == nil || to.ID == user.ID {
			continue
		}
		store := lookup(to.Type)
		if store == nil || !store.Role.Stores() || store.Role == Secret && copied(ref) || declared(t, ref.Path, to.Type) {
			continue
		}
		if ordering(ref.Path) {
			continue
		}
		if label(t, ref.Path) {
			continue
		}
		c.edge(graph.Edge{From: user.ID, To: to.ID, Kind: graph.DependsOnData, Via: ref.Path, Holder: holder.ID})
	}
}

// ordering reports whether a mention only says what is made first, of the resource or
// of a satellite in it.
func ordering(path graph.Path) bool {
	return path.Root() == "depends_on" || path.Root() == "DependsOn" || strings.HasSuffix(string(path), ".depends_on")
}

// somewhere is the path of a reference of which a state does not say where it stood.
const somewhere graph.Path = "dependencies"

// label reports whether an attribute only names or describes its resource: what it
// mentions is where the name was taken from.
func label(t *Type, path graph.Path) bool {
	switch root := path.Root(); root {
	case "description", "name_prefix", "tag", "tags", "tags_all":
		return true
	default:
		return slices.Contains(t.Identifiers, root)
	}
}

// copied reports whether a reference to a secret is to its text: what mentions that
// has got the text when it was deployed, and does not ask for it again. A data source
// does not tell which attribute is meant; of these it is the text.
func copied(ref graph.Ref) bool {
	switch ref.Attr {
	case "value", "insecure_value", "secret_string", "secret_binary":
		return true
	case "":
		return ref.Path == somewhere || strings.Contains(ref.To, "data.aws_ssm_parameter.") || strings.Contains(ref.To, "data.aws_secretsmanager_secret_version.")
	default:
		return false
	}
}
