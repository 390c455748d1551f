package analyzer_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/rules"
)

// syntheticRules returns a rules file system with n rules over the types t0, t1, …: of an
// attribute, of neighbours and of an absence, in turn.
func syntheticRules(tb testing.TB, n, types int) fs.FS {
	tb.Helper()
	fsys := fstest.MapFS{}
	for _, lib := range []string{"graph", "attr", "absent", "say"} {
		name := "lib/" + lib + "/" + lib + ".rego"
		text, err := fs.ReadFile(rules.FS(), name)
		if err != nil {
			tb.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: text}
	}
	for i := range n {
		typ := fmt.Sprintf("t%d", i%types)
		name := fmt.Sprintf("defect_%d", i)
		head := `# METADATA
# title: Thing runs in one zone without a standby
# description: |
#   Without a standby in a second zone, the loss of the zone, of the host or of the volume takes the
#   database down until somebody restores it from a backup, which takes about an hour. The same
#   holds for every patch that needs a restart.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [` + typ + `]
#   controls: [aws-rds-instance-multi-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set multi_az = true. It adds a standby in a second zone without replacing the instance.
#     cloudformation: Set MultiAZ. It adds a standby in a second zone without replacing the instance.
package rules.aws.bench.` + name + "\n\n"
		body := []string{
			`import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "multi_az",
	"message": sprintf("Losing one zone takes %s down until someone restores it%s.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.TYPE
	attr.is_false(r, "multi_az")
	not exempt(r)
	every path in decisive { not attr.unknown(r, path) }
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.TYPE
	not attr.is_true(r, "multi_az")
	not exempt(r)
	some path in (decisive | {"multi_az"})
	attr.unknown(r, path)
}

decisive := {"engine", "replicate_source_db"}

exempt(r) if attr.is_set(r, "replicate_source_db")

exempt(r) if count(graph.sources(r.id, "replicates_to")) > 0

exempt(r) if attr.has_prefix(r, "engine", {"aurora", "docdb", "neptune", "sqlserver-ex", "sqlserver-web"})
`,
			`import data.lib.graph

fail contains {
	"resource": r.id,
	"path": "subnet_ids",
	"message": sprintf("Losing %s takes %s down.", [zone, r.id]),
	"related": [{"resource": s.id, "note": "is in the zone"} | some s in graph.targets(r.id, "placed_in")],
} if {
	some r in input.resources.TYPE
	zones := {z | some s in graph.targets(r.id, "placed_in"); some z in s.zones}
	count(zones) == 1
	some zone in zones
	r.attributes.block[_].enabled == false
}
`,
			`import data.lib.absent

fail contains {"resource": r.id, "message": sprintf("Users notice first when %s breaks.", [r.id])} if {
	some r in input.resources.TYPE
	r.attributes.engine == "postgres"
	absent.certain(r, "backed_up_by")
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in input.resources.TYPE
	r.attributes.engine == "postgres"
	unknown := absent.unknown(r, "backed_up_by")
}
`,
		}[i%3]
		text := head + strings.ReplaceAll(body, "TYPE", typ)
		fsys["aws/bench/"+name+"/"+name+".rego"] = &fstest.MapFile{Data: []byte(text)}
	}
	index, err := analyzer.BuildIndex(fsys)
	if err != nil {
		tb.Fatal(err)
	}
	fsys[analyzer.IndexFile] = &fstest.MapFile{Data: index}
	return fsys
}

// syntheticGraph returns n resources of so many types with about 30 attributes each, and
// three edges a resource.
func syntheticGraph(n, types int) *graph.Graph {
	b := &graph.Builder{}
	id := func(i int) string { return fmt.Sprintf("module.m%d.t%d.this[%d]", i/types%97, i%types, i) }
	for i := range n {
		r := &graph.Resource{
			ID: id(i), Type: fmt.Sprintf("t%d", i%types), Group: "prod", Source: graph.Terraform,
			Scope: graph.Scope{Provider: "aws", Account: "123456789012", Region: "eu-west-1"},
			Zones: []string{"eu-west-1" + string(rune('a'+i%3))}, ZonesKnown: true,
			Tags: map[string]string{"Name": fmt.Sprintf("thing-%d", i), "Environment": "prod", "Team": "orders"},
		}
		r.Attributes = map[string]any{
			"multi_az": i%20 != 0, "engine": "postgres",
			"block":      []any{map[string]any{"enabled": i%40 != 1, "size": float64(i % 100), "name": "x"}},
			"identifier": fmt.Sprintf("thing-%d", i), "arn": fmt.Sprintf("arn:aws:rds:eu-west-1:123456789012:db:thing-%d", i),
		}
		for k := range 22 {
			switch k % 3 {
			case 0:
				r.Attributes[fmt.Sprintf("setting_%d", k)] = k%2 == 0
			case 1:
				r.Attributes[fmt.Sprintf("setting_%d", k)] = float64(k * i % 1000)
			default:
				r.Attributes[fmt.Sprintf("setting_%d", k)] = "some value"
			}
		}
		if i%50 == 0 {
			delete(r.Attributes, "multi_az")
			r.Unknown = []graph.Unknown{{Path: "multi_az", Needs: []string{"var.multi_az"}}}
		}
		b.Add(r, nil)
		if i > 0 {
			b.Edges = append(b.Edges,
				graph.Edge{From: id(i), To: id(i * 7 % i), Kind: graph.PlacedIn, Via: "subnet_ids", Holder: id(i)},
				graph.Edge{From: id(i), To: id(i / 2), Kind: graph.DependsOnData, Via: "environment", Holder: id(i)},
			)
			if i%10 != 0 {
				b.Edges = append(b.Edges, graph.Edge{From: id(i), To: id(i / 3), Kind: graph.BackedUpBy, Via: "plan", Holder: id(i)})
			}
		}
	}
	return b.Freeze()
}

// BenchmarkHook is what a commit hook pays: the index of 150 rules is read, 24 of them
// have something to judge among 70 resources.
func BenchmarkHook(b *testing.B) {
	fsys := syntheticRules(b, 150, 50)
	g := syntheticGraph(70, 8)
	b.ReportAllocs()
	for b.Loop() {
		set, err := analyzer.Load(fsys)
		if err != nil {
			b.Fatal(err)
		}
		a, err := set.Run(b.Context(), g, analyzer.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(a.Findings)), "findings")
	}
}

// BenchmarkScale is a large organisation: 150 rules over many resources.
func BenchmarkScale(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			set, err := analyzer.Load(syntheticRules(b, 150, 50))
			if err != nil {
				b.Fatal(err)
			}
			g := syntheticGraph(n, 50)
			b.ReportAllocs()
			for b.Loop() {
				a, err := set.Run(b.Context(), g, analyzer.Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(a.Findings)), "findings")
			}
		})
	}
}
