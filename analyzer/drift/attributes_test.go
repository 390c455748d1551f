package drift

import (
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

func TestCompareValues(t *testing.T) {
	t.Parallel()
	lower, higher := catalog.Drift{Weaker: catalog.Lower}, catalog.Drift{Weaker: catalog.Higher}
	order := catalog.Drift{Weaker: catalog.Earlier, Order: []string{"Disabled", "Suspended", "Enabled"}}
	for _, test := range []struct {
		name       string
		drift      catalog.Drift
		code, live any
		want       Direction // empty: no difference
	}{
		{"fewer days", lower, 14.0, 7.0, Weaker},
		{"more days", lower, 7.0, 14.0, Stronger},
		{"a number as text", lower, "2", 2.0, ""},
		{"a smaller number as text", lower, "3", "2", Weaker},
		{"another spelling", lower, "2.0", 2.0, ""},
		{"no number", lower, "many", 2.0, Different},
		{"slower checks", higher, 10.0, 30.0, Weaker},
		{"faster checks", higher, 30.0, 10.0, Stronger},
		{"switched off", catalog.Drift{Weaker: catalog.Off}, true, false, Weaker},
		{"switched on", catalog.Drift{Weaker: catalog.Off}, false, true, Stronger},
		{"a switch as text", catalog.Drift{Weaker: catalog.Off}, true, "true", ""},
		{"disabled", catalog.Drift{Weaker: catalog.On}, false, true, Weaker},
		{"suspended", order, "Enabled", "Suspended", Weaker},
		{"enabled", order, "Suspended", "Enabled", Stronger},
		{"in capitals", order, "Enabled", "ENABLED", ""},
		{"a value that nobody knows", order, "Enabled", "Paused", Different},
		{"another threshold", catalog.Drift{Weaker: catalog.Different}, 80.0, 95.0, Different},
		{"the same threshold", catalog.Drift{Weaker: catalog.Different}, "80", 80.0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, differs := compare(&test.drift, test.code, test.live)
			if got != test.want || differs != (test.want != "") {
				t.Errorf("%v in the code, %v live: %q, want %q", test.code, test.live, got, test.want)
			}
		})
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		resource graph.Resource
		want     int
		unknown  bool
	}{
		{"absent", graph.Resource{}, 0, false},
		{"known", graph.Resource{Attributes: map[string]any{"a": []any{"x", "y"}}}, 2, false},
		{"one of a list unknown", graph.Resource{
			Attributes: map[string]any{"a": []any{"x", nil}}, Unknown: []graph.Unknown{{Path: "a[1]", Needs: []string{"var.b"}}},
		}, 2, false},
		{"one of a set unknown", graph.Resource{
			Attributes: map[string]any{"a": []any{"x", nil}}, Unknown: []graph.Unknown{{Path: "a[1]", Needs: []string{"var.b"}}}, Unordered: []string{"a"},
		}, 0, true},
		{"a set of two resources", graph.Resource{
			Attributes: map[string]any{"a": []any{nil, nil}}, Unordered: []string{"a"},
			Unknown: []graph.Unknown{{Path: "a[0]", Needs: []string{"x.id"}}, {Path: "a[1]", Needs: []string{"y.id"}}},
			Refs:    []graph.Ref{{Path: "a[0]", To: "x", Exact: true}, {Path: "a[1]", To: "y", Exact: true}},
		}, 2, false},
		{"a set of one resource, twice", graph.Resource{
			Attributes: map[string]any{"a": []any{nil, nil}}, Unordered: []string{"a"},
			Unknown: []graph.Unknown{{Path: "a[0]", Needs: []string{"x.id"}}, {Path: "a[1]", Needs: []string{"x.id"}}},
			Refs:    []graph.Ref{{Path: "a[0]", To: "x", Exact: true}, {Path: "a[1]", To: "x", Exact: true}},
		}, 0, true},
		{"unknown", graph.Resource{Attributes: map[string]any{"a": nil}, Unknown: []graph.Unknown{{Path: "a", Needs: []string{"var.a"}}}}, 0, true},
		{"a reference", graph.Resource{
			Attributes: map[string]any{"a": nil}, Unknown: []graph.Unknown{{Path: "a", Needs: []string{"x.id"}}},
			Refs: []graph.Ref{{Path: "a", To: "x", Exact: true}},
		}, 1, false},
		{"a document", graph.Resource{Attributes: map[string]any{"a": "{}"}}, 1, false},
		{"everything unknown", graph.Resource{Attributes: map[string]any{}, Unknown: []graph.Unknown{{Needs: []string{"ec2:X (Denied)"}}}}, 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, needs := count(&test.resource, "a", "a")
			if got != test.want || (needs != nil) != test.unknown {
				t.Errorf("got %d, it needs %v", got, needs)
			}
		})
	}
}
