package rules_test

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/ruletest"
	"github.com/faultline-dev/faultline/parsers/terraform"
	"github.com/faultline-dev/faultline/rules"
)

// TestFixtures tries every rule on the fixtures beside it, with all rules running. What
// fixtures and their marks mean is said at [ruletest.Fixture]. About a good fixture, no other
// rule may fail at high or above either; what all rules are silent about at once is
// testdata/examples/resilient.
func TestFixtures(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, r := range set.Rules() {
		fixtures, err := ruletest.Fixtures(os.DirFS("."), "rules", r)
		if err != nil {
			t.Fatal(err)
		}
		have := map[ruletest.Kind]bool{}
		for _, f := range fixtures {
			have[f.Kind] = true
			t.Run(r.ID+"/"+f.Name, func(t *testing.T) {
				t.Parallel()
				problems, err := f.Check(t.Context(), load(t), func(r *analyzer.Rule) bool { return r.Severity.Rank() <= analyzer.High.Rank() })
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range problems {
					t.Error(p)
				}
			})
		}
		for _, kind := range ruletest.Kinds() {
			if !have[kind] {
				t.Errorf("%s has no %s fixture", r.ID, kind)
			}
		}
	}
}

func load(t *testing.T) *analyzer.RuleSet {
	t.Helper()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// judge runs the real parser, catalog and rules over files.
func judge(t *testing.T, files fs.FS) *analyzer.Assessment {
	t.Helper()
	b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: files, Name: "fixture"})
	if err != nil {
		t.Fatal(err)
	}
	return assess(t, b)
}

// assess completes and judges what a parser read.
func assess(t *testing.T, b *graph.Builder) *analyzer.Assessment {
	t.Helper()
	g := catalog.Complete(b)
	for _, d := range b.Diagnostics {
		if d.Severity != graph.SeverityInfo && d.Summary != "Module not loaded" {
			t.Errorf("%s at %v: %s", d.Summary, d.Location, d.Detail)
		}
	}
	a, err := load(t).Run(t.Context(), g, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range a.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	return a
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
