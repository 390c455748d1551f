package analyzer_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/rules"
)

// probeRule asks every function of lib.graph about everything in a graph and reports the
// answers as one message.
const probeRule = `package rules.t.t.probe

import data.lib.absent
import data.lib.attr
import data.lib.graph

kinds := {
	"references", "placed_in", "member_of", "routes_to", "depends_on_data", "replicates_to",
	"backed_up_by", "scaled_by", "watched_by", "notifies", "egress_via", "encrypted_by",
}

objects := [r | some type in {"probe", "thing", "other", "none"}; some r in graph.of_type(type)]

names := {
	"on", "off", "n", "zero", "text", "nil", "list", "list[0]", "list[0].x", "part", "part.a", "none", "gone", "",
	"lists", "partial", "deep", "deep[0].b", "blind",
}

operands := {true, false, 0, 1.5, 2, "text", "te", "", null, ["x"], {"te", "zz"}}

answers := {
	"attr_unknown": {r.id: [n | some n in names; attr.unknown(r, n)] | some r in objects},
	"attr_needs": {r.id: {n: attr.needs(r, n) | some n in names} | some r in objects},
	"attr_true": {r.id: [n | some n in names; attr.is_true(r, n)] | some r in objects},
	"attr_false": {r.id: [n | some n in names; attr.is_false(r, n)] | some r in objects},
	"attr_not_set": {r.id: [n | some n in names; attr.not_set(r, n)] | some r in objects},
	"attr_is_set": {r.id: [n | some n in names; attr.is_set(r, n)] | some r in objects},
	"attr_equals": {r.id: [[n, o] | some n in names; some o in operands; attr.equals(r, n, o)] | some r in objects},
	"attr_differs": {r.id: [[n, o] | some n in names; some o in operands; attr.differs(r, n, o)] | some r in objects},
	"attr_less": {r.id: [[n, o] | some n in names; some o in operands; attr.less_than(r, n, o)] | some r in objects},
	"attr_greater": {r.id: [[n, o] | some n in names; some o in operands; attr.greater_than(r, n, o)] | some r in objects},
	"attr_prefix": {r.id: [[n, p] | some n in names; some p in [{"te"}, ["x", "text"], {"", "a"}, {"zz"}]; attr.has_prefix(r, n, p)] | some r in objects},
	"all": objects,
	"attributes": [r.attributes | some r in objects],
	"get": [graph.get(r.id) | some r in objects],
	"targets": {r.id: {k: graph.targets(r.id, k) | some k in kinds} | some r in objects},
	"sources": {r.id: {k: graph.sources(r.id, k) | some k in kinds} | some r in objects},
	"reach": {r.id: graph.reach(r.id, kinds) | some r in objects},
	"reach_some": {r.id: graph.reach(r.id, ["placed_in", "routes_to"]) | some r in objects},
	"reach_none": {r.id: graph.reach(r.id, []) | some r in objects},
	"reached_from": {r.id: graph.reached_from(r.id, ["placed_in", "routes_to"]) | some r in objects},
	"open": {k: {type: graph.open(k, type) | some type in {"thing", "other", "none"}} | some k in kinds},
	"open_in": {k: {type: {group: graph.open_in(k, type, group) | some group in {"prod", "dev", ""}} | some type in {"thing", "other", "none"}} | some k in kinds},
	"held": {r.id: {k: graph.held(r.id, k) | some k in kinds} | some r in objects},
	"missing": {group: graph.missing(group) | some group in {"prod", "dev"}},
	"certain": {r.id: [k | some k in kinds; absent.certain(r, k)] | some r in objects},
	"certain_source": {r.id: [k | some k in kinds; absent.certain_source(r, k)] | some r in objects},
	"unknown": {r.id: {k: absent.unknown(r, k) | some k in kinds} | some r in objects},
	"unknown_source": {r.id: {k: absent.unknown_source(r, k) | some k in kinds} | some r in objects},
	"undefined": [1 | graph.get("nobody")],
	"strangers": [graph.targets("nobody", "placed_in"), graph.reach("nobody", kinds), graph.held("nobody", "placed_in")],
}

fail contains {"resource": "probe", "message": json.marshal(answers)} if input.resources.probe
`

// TestNativeGraphAgreesWithRego compares the engine's walk of the graph with the
// library in plain Rego that tests of rules run on.
func TestNativeGraphAgreesWithRego(t *testing.T) {
	t.Parallel()
	thing := func(id string) *graph.Resource { return &graph.Resource{ID: id, Type: "thing", Group: "prod"} }
	full := func(id string) *graph.Resource {
		return &graph.Resource{
			ID: id, Type: "other", Group: "dev", Source: graph.CloudFormation,
			Scope:    graph.Scope{Provider: "aws", Account: "1", Region: "eu-west-1"},
			Zones:    []string{"eu-west-1a"},
			Tags:     map[string]string{"a": "b"},
			MayExist: true, Needs: []string{"var.on"},
			Attributes: map[string]any{
				"n": 1.5, "list": []any{"x", nil, 2.0, map[string]any{"y": true, "z": nil}}, "nil": nil,
				"on": true, "off": false, "zero": 0.0, "text": "text", "part": map[string]any{"a": nil}, "lists": "s",
				"deep": []any{map[string]any{"b": nil}}, "blind": nil,
			},
			Unknown: []graph.Unknown{
				{Path: "list[0]", Needs: []string{"var.x"}},
				{Path: "part.a", Needs: []string{"var.y", "var.x"}},
				{Path: "deep[0].b", Needs: []string{"var.z"}},
				{Path: "blind", Needs: []string{"data.x.y"}},
			},
		}
	}
	data := func(id string) *graph.Resource { return &graph.Resource{ID: id, Type: "thing", Data: true} }
	edge := func(from string, kind graph.EdgeKind, to string) graph.Edge {
		return graph.Edge{From: from, To: to, Kind: kind, Via: "x", Holder: from}
	}
	tests := map[string]struct {
		resources []*graph.Resource
		edges     []graph.Edge
		open      []graph.OpenEdge
		missing   map[string][]string
	}{
		"empty": {},
		"alone": {resources: []*graph.Resource{thing("a"), full("b"), data("c")}},
		"chain": {
			resources: []*graph.Resource{thing("c"), full("b"), data("a"), thing("d")},
			edges:     []graph.Edge{edge("a", graph.PlacedIn, "b"), edge("b", graph.RoutesTo, "c"), edge("c", graph.WatchedBy, "d")},
		},
		"cycle and loop": {
			resources: []*graph.Resource{thing("a"), thing("b"), thing("c")},
			edges:     []graph.Edge{edge("a", graph.RoutesTo, "b"), edge("b", graph.RoutesTo, "a"), edge("c", graph.PlacedIn, "c")},
		},
		"two edges to the same end": {
			resources: []*graph.Resource{thing("a"), thing("b")},
			edges: []graph.Edge{
				edge("a", graph.RoutesTo, "b"), {From: "a", To: "b", Kind: graph.RoutesTo, Via: "y", Holder: "b"}, edge("a", graph.PlacedIn, "b"),
			},
		},
		"open ends": {
			resources: []*graph.Resource{thing("a"), full("b")},
			edges:     []graph.Edge{edge("a", graph.ReplicatesTo, "b")},
			open: []graph.OpenEdge{
				{Holder: "a", Kind: graph.WatchedBy, Via: "x", Types: []string{"thing"}, Needs: []string{"var.x"}},
				{Holder: "b", Kind: graph.WatchedBy, Via: "y[0]"},
				{Holder: "b", Kind: graph.BackedUpBy, Via: "z", Types: []string{"other", "none"}, Needs: []string{"var.z"}},
				{Holder: "a", Kind: graph.BackedUpBy, Via: "place", Needs: []string{"data.aws_vpc.main", "module.x.data.aws_subnets.all.ids"}},
				{Holder: "a", Kind: graph.BackedUpBy, Via: "both", Needs: []string{"data.aws_vpc.main", "var.x"}},
				{Holder: "a", Kind: graph.BackedUpBy, Via: "resource", Needs: []string{"var.x", "aws_lb.x.name"}},
				{Holder: "b", Kind: graph.BackedUpBy, Via: "lookup", Needs: []string{"module.x.data.aws_instances.all"}},
				{Holder: "gone", Kind: graph.BackedUpBy, Via: "nobody's", Needs: []string{"aws_lb.x"}},
			},
		},
		"missing": {
			resources: []*graph.Resource{thing("a"), full("b")},
			missing:   map[string][]string{"prod": {"module.x", "module.y"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &graph.Builder{Edges: tt.edges, Open: tt.open, Missing: tt.missing}
			b.Add(&graph.Resource{ID: "probe", Type: "probe"}, nil)
			for _, r := range tt.resources {
				b.Add(r, nil)
			}
			g := b.Freeze()
			if diff := cmp.Diff(probeRego(t, g), probeNative(t, g)); diff != "" {
				t.Errorf("answers (-Rego +native):\n%s", diff)
			}
		})
	}
}

func probeNative(t *testing.T, g *graph.Graph) string {
	t.Helper()
	base, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	head := strings.Replace(header, "[thing]", "[probe]", 1)
	set, err := analyzer.LoadDir(fstest.MapFS{"t/t/probe/probe.rego": {Data: []byte(head + probeRule)}}, base)
	if err != nil {
		t.Fatal(err)
	}
	a, err := set.Run(t.Context(), g, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Findings) != 1 || len(a.Diagnostics) != 0 {
		t.Fatalf("got findings %v and diagnostics %v", verdicts(a), a.Diagnostics)
	}
	return a.Findings[0].Message
}

func probeRego(t *testing.T, g *graph.Graph) string {
	t.Helper()
	opts := []func(*rego.Rego){
		rego.Query("data.rules.t.t.probe.fail[x]"),
		rego.Input(plainInput(g)),
		rego.Module("probe.rego", probeRule),
	}
	for _, name := range []string{"lib/graph/graph.rego", "lib/attr/attr.rego", "lib/absent/absent.rego"} {
		text, err := fs.ReadFile(rules.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		opts = append(opts, rego.Module(name, string(text)))
	}
	results, err := rego.New(opts...).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 1 {
		t.Fatalf("got %d results", len(results))
	}
	finding, _ := results[0].Bindings["x"].(map[string]any)
	return fmt.Sprint(finding["message"])
}

// plainInput writes a graph in the form that tests of rules use.
func plainInput(g *graph.Graph) map[string]any {
	in := map[string]any{"resources": map[string]any{}, "data_sources": map[string]any{}, "missing": map[string]any{}}
	for _, r := range g.Resources() {
		part := "resources"
		if r.Data {
			part = "data_sources"
		}
		byType, _ := in[part].(map[string]any)
		list, _ := byType[r.Type].([]any)
		byType[r.Type] = append(list, plainResource(r))
	}
	edges := []any{}
	for _, e := range g.Edges() {
		edges = append(edges, map[string]any{
			"from": e.From, "to": e.To, "kind": string(e.Kind), "via": string(e.Via), "holder": e.Holder,
		})
	}
	in["edges"] = edges
	open := []any{}
	for _, o := range g.OpenEdges() {
		open = append(open, map[string]any{
			"holder": o.Holder, "kind": string(o.Kind), "via": string(o.Via), "types": anys(o.Types), "needs": anys(o.Needs),
		})
	}
	in["open"] = open
	missing, _ := in["missing"].(map[string]any)
	for _, group := range []string{"prod", "dev"} {
		missing[group] = anys(g.Missing(group))
	}
	return in
}

func plainResource(r *graph.Resource) map[string]any {
	out := map[string]any{
		"id": r.ID, "type": r.Type, "group": r.Group, "source": string(r.Source), "data": r.Data,
		"may_exist": r.MayExist, "zones": anys(r.Zones), "zones_known": r.ZonesKnown,
	}
	for key, value := range map[string]string{"provider": r.Scope.Provider, "account": r.Scope.Account, "region": r.Scope.Region} {
		if value != "" {
			out[key] = value
		}
	}
	if r.MayExist {
		out["needs"] = anys(r.Needs)
	}
	tags := map[string]any{}
	for k, v := range r.Tags {
		tags[k] = v
	}
	out["tags"] = tags
	unknown := map[string]any{}
	for _, u := range r.Unknown {
		unknown[string(u.Path)] = anys(u.Needs)
	}
	out["unknown"] = unknown
	attributes, _ := withoutNil(r.Attributes).(map[string]any)
	out["attributes"] = attributes
	return out
}

// withoutNil leaves out the keys without a value; in a list the position stays.
func withoutNil(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			if e != nil {
				out[k] = withoutNil(e)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = withoutNil(e)
		}
		return out
	default:
		return v
	}
}

func anys(list []string) []any {
	out := []any{}
	for _, s := range list {
		out = append(out, s)
	}
	return out
}
