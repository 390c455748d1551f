package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

type attributes = map[string]any

// option changes a resource under construction.
type option func(*graph.Resource)

func resource(id string, a attributes, options ...option) *graph.Resource {
	parts := strings.Split(strings.TrimPrefix(id, "data."), ".")
	r := &graph.Resource{
		ID: id, Type: parts[0], Group: "root", Source: graph.Terraform, Attributes: a, Data: strings.HasPrefix(id, "data."),
		Scope: graph.Scope{Provider: "aws", Region: "eu-west-1"},
	}
	if strings.HasPrefix(r.Type, "azurerm") {
		r.Scope = graph.Scope{Provider: "azurerm"}
	}
	for _, o := range options {
		o(r)
	}
	return r
}

// ref is an attribute whose value is another resource's: unknown but for that.
func ref(path, to, attr string) option {
	return func(r *graph.Resource) {
		r.Refs = append(r.Refs, graph.Ref{Path: graph.Path(path), To: to, Attr: attr, Exact: true})
		need := strings.TrimSuffix(to, "[*]") + "." + attr
		if r.Attribute(graph.Path(path)) == nil {
			r.Unknown = append(r.Unknown, graph.Unknown{Path: graph.Path(path), Needs: []string{need}})
		}
	}
}

// inText is a reference inside a longer text.
func inText(path, to, attr string) option {
	return func(r *graph.Resource) {
		r.Refs = append(r.Refs, graph.Ref{Path: graph.Path(path), To: to, Attr: attr})
		if r.Attribute(graph.Path(path)) == nil {
			r.Unknown = append(r.Unknown, graph.Unknown{Path: graph.Path(path), Needs: []string{to + "." + attr}})
		}
	}
}

func unknown(path string, needs ...string) option {
	return func(r *graph.Resource) {
		r.Unknown = append(r.Unknown, graph.Unknown{Path: graph.Path(path), Needs: needs})
	}
}

func mayExist(needs ...string) option {
	return func(r *graph.Resource) { r.MayExist, r.Needs = true, needs }
}

func group(name string) option { return func(r *graph.Resource) { r.Group = name } }

func inUS() option { return func(r *graph.Resource) { r.Scope.Region = "us-east-1" } }

func tags(pairs ...string) option {
	return func(r *graph.Resource) {
		r.Tags = map[string]string{}
		for i := 0; i+1 < len(pairs); i += 2 {
			r.Tags[pairs[i]] = pairs[i+1]
		}
	}
}

func source(s graph.Source) option { return func(r *graph.Resource) { r.Source = s } }

// lines locates a path as "ID:path", to see where something was written.
type lines string

func (l lines) Locate(p graph.Path) graph.Trace {
	return graph.Trace{Steps: []graph.Step{{Location: graph.Location{File: string(l) + ":" + string(p)}}}}
}

func builder(resources ...*graph.Resource) *graph.Builder {
	b := &graph.Builder{}
	for _, r := range resources {
		b.Add(r, lines(r.ID))
	}
	return b
}

func complete(t *testing.T, resources ...*graph.Resource) *graph.Graph {
	t.Helper()
	return catalog.Complete(builder(resources...))
}

// edges returns the edges of a kind as "from > to (via)".
func edges(g *graph.Graph, kind graph.EdgeKind) []string {
	found := []string{}
	for _, e := range g.Edges() {
		if e.Kind == kind {
			found = append(found, e.From+" > "+e.To+" ("+string(e.Via)+")")
		}
	}
	return found
}

// opens returns the open edges of a kind as "holder (via) needs".
func opens(g *graph.Graph, kind graph.EdgeKind) []string {
	found := []string{}
	for _, o := range g.OpenEdges() {
		if o.Kind == kind {
			found = append(found, o.Holder+" ("+string(o.Via)+") "+strings.Join(o.Needs, ","))
		}
	}
	return found
}

func subnet(name, zone string) *graph.Resource {
	return resource("aws_subnet."+name, attributes{"availability_zone": zone})
}

func list(values ...any) []any { return values }

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}
