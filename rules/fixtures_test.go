package rules_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
	"github.com/faultline-dev/faultline/parsers/terraform"
	"github.com/faultline-dev/faultline/rules"
)

// A fixture is one Terraform root beside a rule: bad*.tf, good*.tf, unknown*.tf, or a
// folder of that name; or one CloudFormation template, bad*.cfn.yaml and so on, or a
// folder of those with a name in .cfn. It is read by the real parser and judged by every rule.
//
//   - bad: the rule's verdicts are exactly those that the fixture marks with "# want ID"
//     (fail) or "# undetermined ID" on the deciding line; at least one fails.
//   - unknown: likewise; at least one is undetermined and none fails.
//   - good: the rule says nothing, and no other rule fails at high or above. What all
//     rules are silent about at once is testdata/examples/resilient.
type fixture struct {
	rule, name, kind string
	stack            bool // CloudFormation
	files            fstest.MapFS
}

var (
	kinds = regexp.MustCompile(`^(bad|good|unknown)(_[a-z0-9_]+)?(\.tf|\.cfn\.yaml|\.cfn)?$`)
	marks = regexp.MustCompile(`# (want|undetermined) ([a-z0-9, -]+)`)
)

func fixtures(t *testing.T, r *analyzer.Rule) []fixture {
	t.Helper()
	entries, err := os.ReadDir(r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []fixture
	for _, e := range entries {
		m := kinds.FindStringSubmatch(e.Name())
		if len(m) != 4 || e.IsDir() != (path.Ext(m[3]) != ".tf" && path.Ext(m[3]) != ".yaml") {
			continue
		}
		f := fixture{rule: r.ID, name: e.Name(), kind: m[1], stack: strings.HasPrefix(m[3], ".cfn"), files: fstest.MapFS{}}
		at := path.Join(r.Dir, e.Name())
		switch {
		case !e.IsDir() && f.stack:
			f.add(t, os.DirFS(r.Dir), e.Name(), "app.yaml")
		case !e.IsDir():
			f.add(t, os.DirFS(r.Dir), e.Name(), "main.tf")
		default:
			walk(t, os.DirFS(at), func(name string) { f.add(t, os.DirFS(at), name, name) })
		}
		all = append(all, f)
	}
	return all
}

func walk(t *testing.T, fsys fs.FS, f func(string)) {
	t.Helper()
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			f(p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fixture) add(t *testing.T, fsys fs.FS, from, to string) {
	t.Helper()
	src, err := fs.ReadFile(fsys, from)
	if err != nil {
		t.Fatal(err)
	}
	f.files[to] = &fstest.MapFile{Data: src}
}

// wanted lists the marked verdicts as "file:line verdict rule".
func (f *fixture) wanted() []string {
	var all []string
	for name, file := range f.files {
		for i, line := range strings.Split(string(file.Data), "\n") {
			for _, m := range marks.FindAllStringSubmatch(line, -1) {
				verdict := "fail"
				if m[1] == "undetermined" {
					verdict = "undetermined"
				}
				for id := range strings.SplitSeq(m[2], ",") {
					all = append(all, fmt.Sprintf("%s:%d %s %s", name, i+1, verdict, strings.TrimSpace(id)))
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// judge runs the real parser, catalog and rules over a Terraform root.
func judge(t *testing.T, files fs.FS) *analyzer.Assessment {
	t.Helper()
	b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: files, Name: "fixture"})
	if err != nil {
		t.Fatal(err)
	}
	return assess(t, b)
}

// judgeStacks does the same for CloudFormation templates, deployed to one region.
func judgeStacks(t *testing.T, files fs.FS) *analyzer.Assessment {
	t.Helper()
	b, stats, err := cloudformation.Parse(t.Context(), cloudformation.Options{FS: files, Dirs: []string{"."}, Region: "eu-west-1"})
	if err != nil {
		t.Fatal(err)
	}
	if stats.FilesRead == 0 {
		t.Error("no template was read")
	}
	return assess(t, b)
}

func assess(t *testing.T, b *graph.Builder) *analyzer.Assessment {
	t.Helper()
	g := catalog.Complete(b)
	for _, d := range b.Diagnostics {
		if d.Severity != graph.SeverityInfo && d.Summary != "Module not loaded" {
			t.Errorf("%s at %v: %s", d.Summary, d.Location, d.Detail)
		}
	}
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	a, err := set.Run(t.Context(), g, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range a.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	return a
}

func TestFixtures(t *testing.T) {
	t.Parallel()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.Rules() {
		have := map[string]int{}
		for _, f := range fixtures(t, r) {
			have[f.kind]++
			t.Run(r.ID+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				f.check(t)
			})
		}
		for _, kind := range []string{"bad", "good", "unknown"} {
			if have[kind] == 0 {
				t.Errorf("%s has no %s fixture", r.ID, kind)
			}
		}
	}
}

func (f *fixture) check(t *testing.T) {
	t.Helper()
	var got []string
	own := map[analyzer.Verdict]int{}
	run := judge
	if f.stack {
		run = judgeStacks
	}
	for _, v := range run(t, f.files).Findings {
		at := v.Trace.Deciding()
		if at == nil {
			t.Fatalf("%s of %s has no location", v.Rule.ID, v.Resource.ID)
		}
		severe := f.kind == "good" && v.Verdict == analyzer.Fail && v.Rule.Severity.Rank() <= analyzer.High.Rank()
		if v.Rule.ID == f.rule || severe {
			own[v.Verdict]++
			got = append(got, fmt.Sprintf("%s:%d %s %s", at.File, at.Line, v.Verdict, v.Rule.ID))
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(f.wanted(), slices.Compact(got)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	switch {
	case f.kind == "bad" && own[analyzer.Fail] == 0:
		t.Errorf("%s does not fail on its own bad fixture", f.rule)
	case f.kind == "unknown" && own[analyzer.Undetermined] == 0:
		t.Errorf("%s is not undetermined on its own unknown fixture", f.rule)
	case f.kind == "unknown" && own[analyzer.Fail] > 0:
		t.Errorf("%s fails on an unknown value", f.rule)
	}
}

// TestResilientExample holds that a whole architecture with every weakness mended is
// quiet, and that taking any one of its safeguards away is not.
func TestResilientExample(t *testing.T) {
	t.Parallel()
	const dir = "../testdata/examples/resilient"
	read := func(change func(string) string) fstest.MapFS {
		files := fstest.MapFS{}
		walk(t, os.DirFS(dir), func(name string) {
			src, err := os.ReadFile(path.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: []byte(change(string(src)))}
		})
		return files
	}
	a := judge(t, read(func(s string) string { return s }))
	for _, f := range a.Findings {
		t.Errorf("%s %s on %s: %s", f.Verdict, f.Rule.ID, f.Resource.ID, f.Message)
	}
	if a.Coverage.Judged < 20 {
		t.Errorf("only %d resources are judged", a.Coverage.Judged)
	}
	for _, c := range []struct{ from, to, rule string }{
		{"multi_az                    = true", "multi_az = false", "aws-rds-single-az"},
		{"backup_retention_period     = 14", "backup_retention_period = 0", "aws-rds-backup-disabled"},
		{"source_db_instance_arn = aws_db_instance.orders.arn", `source_db_instance_arn = "arn:aws:rds:eu-west-1:123456789012:db:other"`, "aws-rds-backup-one-region"},
		{"nat_gateway_id = aws_nat_gateway.this[count.index].id", "nat_gateway_id = aws_nat_gateway.this[0].id", "aws-nat-single-zone"},
		{`health_check_type         = "ELB"`, `health_check_type = "EC2"`, "aws-asg-ec2-health-check"},
		{"num_cache_clusters         = 2", "num_cache_clusters = 1", "aws-elasticache-no-replica"},
		{"multi_az_enabled           = true", "multi_az_enabled = false", "aws-elasticache-one-zone"},
		{"snapshot_retention_limit   = 7", "snapshot_retention_limit = 0", "aws-elasticache-no-snapshot"},
		{"vpc_zone_identifier       = aws_subnet.private[*].id", "vpc_zone_identifier = [aws_subnet.private[0].id]", "aws-asg-one-zone"},
		{`status = "Enabled"`, `status = "Suspended"`, "aws-s3-versioning-off"},
		{"alarm_actions       = [aws_sns_topic.ops.arn]", "alarm_actions = []", "aws-alarm-tells-nobody"},
		{"topic_arn = aws_sns_topic.ops.arn", `topic_arn = "arn:aws:sns:eu-west-1:123456789012:other"`, "aws-alarm-tells-nobody"},
		{"target_group_arns         = [aws_lb_target_group.shop.arn]", "target_group_arns = []", "aws-target-group-no-targets"},
	} {
		changed := false
		a := judge(t, read(func(s string) string {
			changed = changed || strings.Contains(s, c.from)
			return strings.Replace(s, c.from, c.to, 1)
		}))
		if !changed {
			t.Errorf("the example has no %q", c.from)
		}
		if !slices.ContainsFunc(a.Findings, func(f *analyzer.Finding) bool { return f.Rule.ID == c.rule && f.Verdict == analyzer.Fail }) {
			t.Errorf("%s is silent about %q", c.rule, c.to)
		}
	}
}
