package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// FuzzComplete gives every type attributes of every shape, right or wrong, and
// references in all directions: nothing may panic or run away.
func FuzzComplete(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := random{rand.New(rand.NewPCG(seed, 1))}
		g := catalog.Complete(r.builder())
		for _, e := range g.Edges() {
			if g.Resource(e.From) == nil || g.Resource(e.To) == nil {
				t.Error("an edge without an end:", e)
			}
			if e.Kind != graph.References && g.Resource(e.Holder) == nil {
				t.Error("an edge whose holder is gone:", e)
			}
		}
		for _, o := range g.OpenEdges() {
			if len(o.Needs) == 0 {
				t.Error("an open edge that needs nothing:", o)
			}
		}
		for _, res := range g.Resources() {
			for _, u := range res.Unknown {
				if len(u.Needs) == 0 {
					t.Error("an unknown that needs nothing:", res.ID, u)
				}
			}
			g.Locate(res.ID, "a[0].b")
		}
	})
}

type random struct{ *rand.Rand }

func (r random) builder() *graph.Builder {
	b := &graph.Builder{}
	types := catalog.Types()
	n := 5 + r.IntN(60)
	id := func() (string, string) {
		typ := types[r.IntN(len(types))]
		return typ, fmt.Sprintf("%s.r%d", typ, r.IntN(4))
	}
	for range n {
		typ, name := id()
		known, _ := catalog.Lookup(typ)
		res := &graph.Resource{ID: name, Type: typ, Group: fmt.Sprint(r.IntN(2)), Attributes: map[string]any{}, Source: graph.Terraform}
		res.MayExist = r.IntN(8) == 0
		for i := range known.Attributes {
			if r.IntN(3) == 0 {
				continue
			}
			a := &known.Attributes[i]
			path := graph.Path(a.Name)
			if r.IntN(3) > 0 {
				res.Attributes[a.Name] = r.value(a, 0)
			}
			if r.IntN(4) == 0 {
				res.Unknown = append(res.Unknown, graph.Unknown{Path: r.deeper(a, path), Needs: []string{"var.x"}})
			}
			if r.IntN(2) == 0 {
				_, to := id()
				res.Refs = append(res.Refs, graph.Ref{Path: r.deeper(a, path), To: to, Attr: "id", Exact: r.IntN(2) == 0})
			}
		}
		b.Add(res, nil)
	}
	return b
}

func (r random) deeper(a *catalog.Attribute, p graph.Path) graph.Path {
	for len(a.Attributes) > 0 && r.IntN(3) > 0 {
		a = &a.Attributes[r.IntN(len(a.Attributes))]
		p = p.Index(r.IntN(3)).Attr(a.Name)
	}
	return p
}

// value is mostly of the attribute's kind.
func (r random) value(a *catalog.Attribute, depth int) any {
	kind := a.Kind
	if r.IntN(6) == 0 {
		kind = []catalog.Kind{catalog.Bool, catalog.Number, catalog.String, catalog.List, catalog.Map, catalog.Blocks, ""}[r.IntN(7)]
	}
	switch kind {
	case catalog.Bool:
		return r.IntN(2) == 0
	case catalog.Number:
		return float64(r.IntN(9) - 1)
	case catalog.String:
		return []string{"", "a", "true", "*", "arn:aws:s3:::a", "arn:aws:rds:*:*:db:a", "ALARM(a)", "service/a/b", "r-001", "SEARCH AWS/RDS"}[r.IntN(10)]
	case catalog.List:
		return []any{"a", nil, 1.0}
	case catalog.Map:
		return map[string]any{"a": "b", "InstanceId": nil, "TableName": []any{"x"}}
	case catalog.Blocks:
		object := map[string]any{}
		for i := range a.Attributes {
			if depth < 3 && r.IntN(3) == 0 {
				object[a.Attributes[i].Name] = r.value(&a.Attributes[i], depth+1)
			}
		}
		return []any{object, nil, "odd"}[:1+r.IntN(3)]
	case catalog.Any:
		return "any"
	default:
		return nil
	}
}

// FuzzNative does the same with resources as CloudFormation has them.
func FuzzNative(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := random{rand.New(rand.NewPCG(seed, 2))}
		g := catalog.Complete(r.stack())
		for _, res := range g.Resources() {
			for _, u := range res.Unknown {
				if len(u.Needs) == 0 {
					t.Error("an unknown that needs nothing:", res.ID, u)
				}
				g.Locate(res.ID, u.Path)
			}
			for _, ref := range res.Refs {
				g.Locate(res.ID, ref.Path)
				if ref.Attr == "Ref" && res.Type != res.NativeType && g.Resource(ref.To) != nil {
					t.Error("a reference keeps its native name:", res.ID, ref)
				}
			}
		}
	})
}

func (r random) stack() *graph.Builder {
	b := &graph.Builder{}
	var mappings []catalog.Mapping
	for _, name := range catalog.Types() {
		known, _ := catalog.Lookup(name)
		mappings = append(mappings, known.CloudFormation...)
	}
	n := 3 + r.IntN(30)
	for i := range n {
		m := mappings[r.IntN(len(mappings))]
		id := fmt.Sprint("app/R", i)
		res := &graph.Resource{ID: id, Type: m.Type, Group: "app", Source: graph.CloudFormation}
		if r.IntN(3) == 0 {
			res.Scope.Region = "eu-west-1"
		}
		properties := m.Properties
		if m.Each != "" {
			properties = append(properties, catalog.Property{From: m.Each, Properties: m.Properties})
		}
		res.Attributes = r.native(properties, 0)
		for range r.IntN(6) {
			path := r.inside(properties)
			res.Unknown = append(res.Unknown, graph.Unknown{Path: path, Needs: []string{"parameter X"}})
			res.Refs = append(res.Refs, graph.Ref{Path: path, To: fmt.Sprint("app/R", r.IntN(n)), Attr: "Ref", Exact: r.IntN(2) == 0})
		}
		if r.IntN(10) == 0 {
			res.Unknown = append(res.Unknown, graph.Unknown{Needs: []string{"macro X"}})
		}
		b.Add(res, lines(id))
	}
	return b
}

// native is an object of properties, of right and wrong shapes.
func (r random) native(all []catalog.Property, depth int) map[string]any {
	out := map[string]any{"Tags": r.any(2), "Other": r.any(1)}
	for i := range all {
		p := &all[i]
		v := r.any(0)
		if len(p.Properties) > 0 && depth < 6 && r.IntN(4) > 0 {
			v = r.native(p.Properties, depth+1)
			if r.IntN(2) == 0 {
				v = []any{v, r.any(1), v}
			}
		}
		if p.Key != "" && r.IntN(2) == 0 {
			key := any("x")
			if len(p.Properties) > 0 {
				key = p.Properties[r.IntN(len(p.Properties))].From
			}
			v = []any{map[string]any{p.Key: key, p.Value: r.any(0)}, r.any(2)}
		}
		if r.IntN(3) > 0 {
			out[p.From] = v
		}
	}
	return out
}

func (r random) any(depth int) any {
	switch r.IntN(8) {
	case 0:
		return nil
	case 1:
		return true
	case 2:
		return 3.0
	case 3:
		return []any{}
	case 4:
		if depth > 0 {
			return []any{r.any(depth - 1), r.any(depth - 1)}
		}
	case 5:
		if depth > 0 {
			return map[string]any{"Key": r.any(0), "Value": r.any(depth - 1), "a.b": r.any(0)}
		}
	case 6:
		return "a|b|c"
	}
	return "text"
}

func (r random) inside(all []catalog.Property) graph.Path {
	var path graph.Path
	for len(all) > 0 && r.IntN(5) > 0 {
		p := &all[r.IntN(len(all))]
		path, all = path.Attr(p.From), p.Properties
		if r.IntN(3) == 0 {
			path = path.Index(r.IntN(3))
		}
	}
	if r.IntN(4) == 0 || path == "" {
		path = path.Attr([]string{"Other", "a.b", "Tags", "DependsOn", ""}[r.IntN(5)])
	}
	return path
}
