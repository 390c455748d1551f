package analyzer_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/rules"
)

// verdict is a finding without what is the same in every test.
type verdict struct {
	Rule     string
	Verdict  analyzer.Verdict
	Resource string
	Path     graph.Path
	Message  string
	Needs    []string
	Supply   string
}

func verdicts(a *analyzer.Assessment) []verdict {
	var found []verdict
	for _, f := range a.Findings {
		v := verdict{Rule: f.Rule.ID, Verdict: f.Verdict, Resource: f.Resource.ID, Path: f.Path, Message: f.Message}
		for _, n := range f.Unknown {
			v.Needs = append(v.Needs, n.Needs...)
			v.Supply += n.Supply
		}
		found = append(found, v)
	}
	return found
}

func frozen(resources []*graph.Resource, more func(*graph.Builder)) *graph.Graph {
	b := &graph.Builder{}
	for _, r := range resources {
		b.Add(r, nil)
	}
	if more != nil {
		more(b)
	}
	return b.Freeze()
}

func database(change func(*graph.Resource)) *graph.Resource {
	r := &graph.Resource{
		ID: "aws_db_instance.orders", Type: "aws_db_instance", Group: "prod", Source: graph.Terraform,
		Attributes: map[string]any{"multi_az": true, "engine": "postgres"},
	}
	if change != nil {
		change(r)
	}
	return r
}

func alarm(change func(*graph.Resource)) *graph.Resource {
	r := &graph.Resource{ID: "aws_cloudwatch_metric_alarm.cpu", Type: "aws_cloudwatch_metric_alarm", Group: "prod", Source: graph.Terraform}
	if change != nil {
		change(r)
	}
	return r
}

func watches(b *graph.Builder) {
	b.Edges = append(b.Edges, graph.Edge{
		From: "aws_db_instance.orders", To: "aws_cloudwatch_metric_alarm.cpu", Kind: graph.WatchedBy,
		Via: "dimensions", Holder: "aws_cloudwatch_metric_alarm.cpu",
	})
}

func TestRun(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		resources []*graph.Resource
		more      func(*graph.Builder)
		want      []verdict
	}{
		"nothing wrong": {
			resources: []*graph.Resource{database(nil), alarm(nil)},
			more:      watches,
		},
		"one zone": {
			resources: []*graph.Resource{database(func(r *graph.Resource) { r.Attributes["multi_az"] = false }), alarm(nil)},
			more:      watches,
			want: []verdict{{
				Rule: "aws-rds-single-az", Verdict: analyzer.Fail, Resource: "aws_db_instance.orders", Path: "multi_az",
				Message: "Losing one zone takes aws_db_instance.orders down until someone restores it (about 1 h). It has no standby in a second zone.",
			}},
		},
		"unknown attribute": {
			resources: []*graph.Resource{database(func(r *graph.Resource) {
				delete(r.Attributes, "multi_az")
				r.Unknown = []graph.Unknown{{Path: "multi_az", Needs: []string{"var.multi_az"}}}
			}), alarm(nil)},
			more: func(b *graph.Builder) {
				watches(b)
				b.Hint("prod", "var.multi_az", "Set it in prod.tfvars.")
				b.Hint("dev", "var.multi_az", "Set it in dev.tfvars.")
			},
			want: []verdict{{
				Rule: "aws-rds-single-az", Verdict: analyzer.Undetermined, Resource: "aws_db_instance.orders", Path: "multi_az",
				Message: "Cannot tell: multi_az depends on var.multi_az.",
				Needs:   []string{"var.multi_az"}, Supply: "Set it in prod.tfvars.",
			}},
		},
		"a resource that may exist": {
			resources: []*graph.Resource{database(func(r *graph.Resource) {
				r.Attributes["multi_az"] = false
				r.MayExist, r.Needs = true, []string{"var.enabled"}
			}), alarm(nil)},
			more: watches,
			want: []verdict{{
				Rule: "aws-rds-single-az", Verdict: analyzer.Undetermined, Resource: "aws_db_instance.orders", Path: "multi_az",
				Message: "Cannot tell whether aws_db_instance.orders exists: that depends on var.enabled. If it does: " +
					"Losing one zone takes aws_db_instance.orders down until someone restores it (about 1 h). It has no standby in a second zone.",
				Needs: []string{"var.enabled"},
			}},
		},
		"absence": {
			resources: []*graph.Resource{database(nil), alarm(nil)},
			want: []verdict{{
				Rule: "aws-rds-no-alarm", Verdict: analyzer.Fail, Resource: "aws_db_instance.orders",
				Message: "Users notice first when aws_db_instance.orders runs out of disk, connections or CPU. No alarm watches it.",
			}},
		},
		"absence with an open edge and a missing module": {
			resources: []*graph.Resource{database(nil), alarm(nil)},
			more: func(b *graph.Builder) {
				b.Open = append(b.Open, graph.OpenEdge{
					Holder: "aws_cloudwatch_metric_alarm.cpu", Kind: graph.WatchedBy, Via: "dimensions",
					Types: []string{"aws_db_instance"}, Needs: []string{"var.db"},
				})
				b.NotLoaded("prod", "module.monitoring")
			},
			want: []verdict{{
				Rule: "aws-rds-no-alarm", Verdict: analyzer.Undetermined, Resource: "aws_db_instance.orders",
				Message: "Cannot tell whether an alarm watches aws_db_instance.orders.",
				Needs:   []string{"module.monitoring", "var.db"},
			}},
		},
		"an alarm that may exist": {
			resources: []*graph.Resource{database(nil), alarm(func(r *graph.Resource) { r.MayExist, r.Needs = true, []string{"var.alarms"} })},
			more:      watches,
			want: []verdict{{
				Rule: "aws-rds-no-alarm", Verdict: analyzer.Undetermined, Resource: "aws_db_instance.orders",
				Message: "Cannot tell whether an alarm watches aws_db_instance.orders.",
				Needs:   []string{"var.alarms"},
			}},
		},
		"data sources are not judged": {
			resources: []*graph.Resource{database(func(r *graph.Resource) { r.Attributes["multi_az"], r.Data = false, true })},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := analyzer.Load(rules.FS())
			if err != nil {
				t.Fatal(err)
			}
			a, err := set.Select(isExample).Run(t.Context(), frozen(tt.resources, tt.more), analyzer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, verdicts(a)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]graph.Diagnostic(nil), a.Diagnostics); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

func isExample(r *analyzer.Rule) bool {
	return r.ID == "aws-rds-single-az" || r.ID == "aws-rds-no-alarm"
}

// TestFinding looks at everything that the engine adds to a result.
func TestFinding(t *testing.T) {
	t.Parallel()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	db := database(func(r *graph.Resource) {
		r.Attributes["multi_az"] = false
		r.Location = &graph.Location{File: "main.tf", Line: 3}
	})
	app := &graph.Resource{ID: "aws_ecs_service.shop", Type: "aws_ecs_service", Group: "prod"}
	g := frozen([]*graph.Resource{db, app}, func(b *graph.Builder) {
		b.Edges = append(b.Edges, graph.Edge{From: app.ID, To: db.ID, Kind: graph.DependsOnData})
	})
	set = set.Select(func(r *analyzer.Rule) bool { return r.ID == "aws-rds-single-az" })
	a, err := set.Run(t.Context(), g, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rule := set.Rule("aws-rds-single-az")
	want := []*analyzer.Finding{{
		Rule: rule, Severity: analyzer.High, Verdict: analyzer.Fail, Resource: db, Path: "multi_az",
		Message: "Losing one zone takes aws_db_instance.orders down until someone restores it (about 1 h); " +
			"aws_ecs_service.shop depends on it. It has no standby in a second zone.",
		Related:     []analyzer.Related{{Resource: app, Note: "depends on it"}},
		Trace:       graph.Trace{Steps: []graph.Step{{Location: graph.Location{File: "main.tf", Line: 3}}}},
		Remediation: rule.Remediation["terraform"],
		Fingerprint: "cb1e734e03ad78f13be50a351fb411d9",
	}}
	if diff := cmp.Diff(want, a.Findings, cmpopts.IgnoreUnexported(graph.Resource{})); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(analyzer.Coverage{Resources: 2, Rules: 1, Judged: 1}, a.Coverage); diff != "" {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
}

const header = `# METADATA
# title: Thing is broken
# description: It breaks.
# custom:
#   severity: low
#   theme: spof
#   types: [thing]
#   remediation:
#     terraform: Repair it.
`

// ruleFS is a file system with one rule, t/t/<name>, below the given metadata and with the given body.
func ruleFS(name, head, body string) fs.FS {
	text := head + "package rules.t.t." + name + "\n\n" + body
	return fstest.MapFS{"t/t/" + name + "/" + name + ".rego": {Data: []byte(text)}}
}

// TestBadResults has rules that break in every way that they can; none is silent.
func TestBadResults(t *testing.T) {
	t.Parallel()
	thing := &graph.Resource{ID: "thing.a", Type: "thing", Attributes: map[string]any{"s": "x"}}
	maybe := &graph.Resource{ID: "thing.b", Type: "thing", MayExist: true}
	const each = " if some r in input.resources.thing\n"
	tests := map[string]struct {
		body    string
		summary string
		detail  string
	}{
		"unknown resource":       {`fail contains {"resource": "no", "message": "m"}` + each, "Rule gave an unusable result", `there is no resource "no"`},
		"unknown related":        {`fail contains {"resource": "thing.a", "message": "m", "related": [{"resource": "no"}]}` + each, "Rule gave an unusable result", `related: there is no resource "no"`},
		"unknown in unknown":     {`undetermined contains {"resource": "thing.a", "unknown": [{"resource": "no", "path": "x"}]}` + each, "Rule gave an unusable result", `unknown: there is no resource "no"`},
		"known in unknown":       {`undetermined contains {"resource": "thing.a", "unknown": [{"resource": "thing.a", "path": "s"}]}` + each, "Rule gave an unusable result", `s of thing.a is known`},
		"no resource":            {`fail contains {"message": "m"}` + each, "Rule gave an unusable result", `no resource is named`},
		"no message":             {`fail contains {"resource": "thing.a"}` + each, "Rule gave an unusable result", `no message`},
		"no need":                {`undetermined contains {"resource": "thing.a", "path": "s"}` + each, "Rule gave an unusable result", `nothing is unknown at "s"`},
		"no need of existence":   {`fail contains {"resource": "thing.b", "message": "m"}` + each, "Rule gave an unusable result", `thing.b may or may not exist`},
		"wrong type":             {`fail contains {"resource": "thing.a", "message": 3}` + each, "Rule gave an unusable result", `message: expected a string, not 3`},
		"no object":              {`fail contains "thing.a"` + each, "Rule gave an unusable result", `a verdict is an object, not a string`},
		"misspelt key":           {`fail contains {"resource": "thing.a", "mesage": "m"}` + each, "Rule gave an unusable result", `the key "mesage" means nothing here`},
		"conflict":               {"fail contains {\"resource\": \"thing.a\", \"message\": f(1)}" + each + "\nf(x) := \"a\" if x > 0\n\nf(x) := \"b\" if x < 2\n", "Rule crashed", `produced conflicting values`},
		"failing function":       {`fail contains {"resource": r.id, "message": json.unmarshal(r.attributes.s)}` + each, "Rule crashed", `json.unmarshal`},
		"relation by a variable": {"import data.lib.graph\n\nfail contains {\"resource\": t.id, \"message\": \"m\"} if {\n\tsome r in input.resources.thing\n\tsome t in graph.targets(r.id, r.attributes.s)\n}\n", "Rule crashed", `"x" is no relation`},
		"too slow":               {"fail contains {\"resource\": \"thing.a\", \"message\": \"m\"} if {\n\tsome r in input.resources.thing\n\tn := numbers.range(1, 2000)\n\tevery x in n { every y in n { every z in n { x + y + z > 0 } } }\n}\n", "Rule timed out", `did not finish within`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, err := analyzer.Load(rules.FS())
			if err != nil {
				t.Fatal(err)
			}
			set, err := analyzer.LoadDir(ruleFS("x", header, tt.body), base)
			if err != nil {
				t.Fatal(err)
			}
			a, err := set.Run(t.Context(), frozen([]*graph.Resource{thing, maybe}, nil), analyzer.Options{Timeout: 200 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Diagnostics) != 1 || len(a.Findings) != 0 {
				t.Fatalf("got %d diagnostics and %d findings, want one diagnostic: %v", len(a.Diagnostics), len(a.Findings), a.Diagnostics)
			}
			d := a.Diagnostics[0]
			if d.Summary != tt.summary || !strings.Contains(d.Detail, tt.detail) || !strings.HasPrefix(d.Detail, "t-t-x: ") && tt.summary != "Rule timed out" {
				t.Errorf("got %s: %s\nwant %s: …%s…", d.Summary, d.Detail, tt.summary, tt.detail)
			}
			if !a.Incomplete() {
				t.Error("the assessment counts as complete")
			}
		})
	}
}

func TestParams(t *testing.T) {
	t.Parallel()
	head := header + "#   params:\n#     least:\n#       default: 2\n#       description: How many are enough.\n"
	body := `fail contains {"resource": r.id, "message": "too few"} if {
	some r in input.resources.thing
	r.attributes.n < input.params.least
}
`
	set, err := analyzer.LoadDir(ruleFS("few", head, body), nil)
	if err != nil {
		t.Fatal(err)
	}
	g := frozen([]*graph.Resource{{ID: "thing.a", Type: "thing", Attributes: map[string]any{"n": 2.0}}}, nil)
	tests := map[string]struct {
		params map[string]map[string]any
		want   int
		err    string
	}{
		"default":           {nil, 0, ""},
		"override":          {map[string]map[string]any{"t-t-few": {"least": 3}}, 1, ""},
		"unknown rule":      {map[string]map[string]any{"t-t-x": {"least": 3}}, 0, "parameters are given for t-t-x, which is no rule"},
		"unknown parameter": {map[string]map[string]any{"t-t-few": {"most": 3}}, 0, `t-t-few has no parameter "most" (it has: least)`},
		"wrong type":        {map[string]map[string]any{"t-t-few": {"least": "3"}}, 0, "parameter least of t-t-few is a number, not a string"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := set.Run(t.Context(), g, analyzer.Options{Params: tt.params})
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Fatalf("got %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Findings) != tt.want {
				t.Errorf("got %d findings, want %d", len(a.Findings), tt.want)
			}
		})
	}
}

func TestCancelledRun(t *testing.T) {
	t.Parallel()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := set.Run(ctx, frozen([]*graph.Resource{database(nil)}, nil), analyzer.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestSensitiveValuesAreHidden(t *testing.T) {
	t.Parallel()
	body := `fail contains {"resource": r.id, "message": json.marshal(r.attributes)} if some r in input.resources.thing
`
	set, err := analyzer.LoadDir(ruleFS("x", header, body), nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := set.Run(t.Context(), frozen([]*graph.Resource{{
		ID: "thing.a", Type: "thing",
		Attributes: map[string]any{"password": "p", "user": []any{map[string]any{"name": "n", "key": "k"}}, "none": nil},
		Sensitive:  []graph.Path{"password", "user[0].key"},
	}}, nil), analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"password":"(sensitive value)","user":[{"key":"(sensitive value)","name":"n"}]}`
	if len(a.Findings) != 1 || a.Findings[0].Message != want {
		t.Errorf("got %+v, want the message %s", verdicts(a), want)
	}
}
