package plan_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/plan"
)

// TestReferences: the configuration in a plan has no keys in most references, no locals
// and no values; what unknown values wait for is found through it all the same.
func TestReferences(t *testing.T) {
	t.Parallel()
	b := read(t, "testdata", "references.json").Build(plan.BuildOptions{Group: "."})
	got := map[string]*graph.Resource{}
	for _, r := range b.Resources {
		got[r.ID] = r
		if r.Scope.Region != "eu-north-1" {
			t.Errorf("%s is in region %q", r.ID, r.Scope.Region)
		}
	}
	type expectation struct {
		Unknown []graph.Unknown
		Refs    []graph.Ref
	}
	one := func(path graph.Path, needs ...string) []graph.Unknown {
		return []graph.Unknown{{Path: path, Needs: needs}}
	}
	for id, want := range map[string]expectation{
		"aws_subnet.a[0]": {}, // only what the provider computes
		"aws_instance.same[1]": {
			one("subnet_id", "aws_subnet.a[1]"),
			[]graph.Ref{{Path: "subnet_id", To: "aws_subnet.a[1]", Exact: true}},
		},
		"aws_instance.splat": {
			one("subnet_id", "aws_subnet.a[0]", "aws_subnet.a[1]"),
			[]graph.Ref{{Path: "subnet_id", To: "aws_subnet.a[0]"}, {Path: "subnet_id", To: "aws_subnet.a[1]"}},
		},
		"aws_instance.key": {
			one("subnet_id", "aws_subnet.a[1].id"),
			[]graph.Ref{{Path: "subnet_id", To: "aws_subnet.a[1]", Attr: "id", Exact: true}},
		},
		// A variable is known when planning, so it was null; a call of timestamp() was not.
		"aws_instance.null":  {one("availability_zone", "a value known only after apply"), nil},
		"aws_instance.local": {one("subnet_id", "local.subnet"), nil},
		`aws_instance.each["x"]`: {
			one("subnet_id", `aws_network_interface.n["x"].subnet_id`),
			[]graph.Ref{{Path: "subnet_id", To: `aws_network_interface.n["x"]`, Attr: "subnet_id", Exact: true}},
		},
		"aws_lb.list": {
			[]graph.Unknown{{Path: "subnets[0]", Needs: []string{"aws_subnet.a[1].id"}}, {Path: "subnets[1]", Needs: []string{"aws_subnet.a[0].id"}}},
			[]graph.Ref{
				{Path: "subnets[0]", To: "aws_subnet.a[1]", Attr: "id", Exact: true},
				{Path: "subnets[1]", To: "aws_subnet.a[0]", Attr: "id", Exact: true},
			},
		},
		"aws_lb.outside": {
			[]graph.Unknown{{Path: "name", Needs: []string{"module.n.local.text"}}, {Path: "subnets", Needs: []string{`module.m["k"].aws_instance.i.subnet_id`}}},
			[]graph.Ref{
				{Path: "name", To: "aws_instance.key", Attr: "id"},
				{Path: "subnets", To: `module.m["k"].aws_instance.i`, Attr: "subnet_id", Exact: true},
			},
		},
		`module.m["k"].aws_instance.i`: {
			one("subnet_id", "aws_subnet.a[0].id"),
			[]graph.Ref{{Path: "subnet_id", To: "aws_subnet.a[0]", Attr: "id", Exact: true}},
		},
	} {
		r := got[id]
		if r == nil {
			t.Errorf("%s is missing", id)
			continue
		}
		if diff := gocmp.Diff(want, expectation{r.Unknown, r.Refs}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}
