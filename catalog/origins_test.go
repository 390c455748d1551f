package catalog_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// TestWithoutOrigins holds that a graph is the same whether or not its resources may be
// written to, also where several share what they were made of.
func TestWithoutOrigins(t *testing.T) {
	t.Parallel()
	shared := func(int) *graph.Builder {
		b := &graph.Builder{}
		nested := list(attributes{"field": "path-pattern", "values": list("/a")})
		unknown := make([]graph.Unknown, 1, 8)
		unknown[0] = graph.Unknown{Path: "condition[0].values", Needs: []string{"var.v"}}
		for i := range 3 {
			r := resource(fmt.Sprint("aws_alb_listener_rule.r", i), attributes{"priority": "1", "condition": nested})
			r.Unknown = unknown
			b.Add(r, nil)
		}
		bucket := resource("aws_s3_bucket.b", attributes{"bucket": "b", "versioning": list(attributes{"enabled": true})})
		b.Add(bucket, nil)
		return b
	}
	for name, build := range map[string]func(int) *graph.Builder{"estate": estate, "stacks": stacks, "shared": shared} {
		const resources = 240
		with, without := build(resources), build(resources)
		without.WithoutOrigins = true
		want, got := catalog.Complete(with), catalog.Complete(without)
		if len(want.Origins()) == 0 || len(got.Origins()) > 0 {
			t.Errorf("%s: %d and %d origins", name, len(want.Origins()), len(got.Origins()))
		}
		if diff := cmp.Diff(want.Resources(), got.Resources(), cmpopts.IgnoreUnexported(graph.Resource{})); diff != "" {
			t.Errorf("%s: resources (-with origins +without):\n%s", name, diff)
		}
		if diff := cmp.Diff(want.Edges(), got.Edges()); diff != "" {
			t.Errorf("%s: edges (-with origins +without):\n%s", name, diff)
		}
		if diff := cmp.Diff(want.OpenEdges(), got.OpenEdges()); diff != "" {
			t.Errorf("%s: open edges (-with origins +without):\n%s", name, diff)
		}
	}
}
