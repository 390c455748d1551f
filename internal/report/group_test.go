package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// TestJoined puts what waits for the same into one block, also over roots.
func TestJoined(t *testing.T) {
	t.Parallel()
	rule := &analyzer.Rule{ID: "aws-lb-one-zone"}
	b := &graph.Builder{}
	finding := func(group, id string, line int, unknown ...analyzer.Needed) *analyzer.Finding {
		b.Add(&graph.Resource{ID: group + "/" + id, Scope: graph.Scope{}, Group: group}, located{Steps: []graph.Step{{Location: at(group+"/main.tf", line, 1, line, 2)}}})
		return &analyzer.Finding{
			Rule: rule, Verdict: analyzer.Undetermined, Resource: b.Resources[len(b.Resources)-1], Unknown: unknown,
			Trace: graph.Trace{Steps: []graph.Step{{Location: at(group+"/main.tf", line, 1, line, 2)}}},
		}
	}
	data := func(group string) analyzer.Needed {
		return analyzer.Needed{Path: "subnets", Needs: []string{group + "/data.aws_subnets.public"}}
	}
	variable := analyzer.Needed{Path: "subnets", Needs: []string{"var.subnets"}, Supply: "--var subnets=…"}
	module := func(name string) analyzer.Needed { return analyzer.Needed{Needs: []string{"module." + name}} }
	blocks := joined(groups([]*analyzer.Finding{
		finding("a", "aws_lb.one", 1, data("a")),
		finding("a", "aws_lb.two", 5, data("a")),
		finding("b", "aws_lb.one", 1, data("b")),
		finding("b", "aws_lb.own", 9, variable),
		finding("b", "aws_lb.both", 13, variable, data("b")),
		finding("c", "aws_lb.one", 1, module("vpc"), module("env.module.dns")),
		finding("c", "aws_lb.two", 5, module("env.module.dns"), module("vpc")),
		finding("c", "aws_lb.zone", 9, analyzer.Needed{Needs: []string{"module.env.aws_subnet.a.availability_zone"}}),
		finding("c", "aws_lb.region", 13, analyzer.Needed{Needs: []string{"the region of aws_lb.region"}}),
	}))
	type block struct{ Resources, Asks []string }
	var got []block
	for _, g := range blocks {
		got = append(got, block{g.resources(), g.asks()})
	}
	want := []block{
		{[]string{"a/aws_lb.one", "a/aws_lb.two", "b/aws_lb.one"}, []string{"a plan in JSON, which has a/data.aws_subnets.public, and the same for 1 other root"}},
		{[]string{"b/aws_lb.own"}, []string{"--var subnets=…"}},
		{[]string{"b/aws_lb.both"}, []string{"--var subnets=…", "a plan in JSON, which has b/data.aws_subnets.public"}},
		{[]string{"c/aws_lb.one", "c/aws_lb.two"}, []string{"module.env.module.dns, module.vpc on disk, by terraform get or init -backend=false"}},
		{[]string{"c/aws_lb.zone"}, []string{"a value for module.env.aws_subnet.a.availability_zone"}},
		{[]string{"c/aws_lb.region"}, []string{"the region of aws_lb.region"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}
