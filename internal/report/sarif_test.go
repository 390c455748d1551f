package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

func readSARIF(t *testing.T, r *Report, o SARIFOptions) (sarifRun, []byte) {
	t.Helper()
	var buf bytes.Buffer
	if err := WriteSARIF(&buf, r, o); err != nil {
		t.Fatal(err)
	}
	var log sarifLog
	if err := json.Unmarshal(buf.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%d runs", len(log.Runs))
	}
	return log.Runs[0], buf.Bytes()
}

// TestSARIFForGitHub asserts what GitHub demands and the validators do not see.
func TestSARIFForGitHub(t *testing.T) {
	t.Parallel()
	run, _ := readSARIF(t, fixture(), SARIFOptions{})
	for _, rule := range run.Tool.Driver.Rules {
		score := rule.Properties.SecuritySeverity
		if n, err := strconv.ParseFloat(score, 64); err != nil || n <= 0 || n > 10 {
			t.Errorf("%s: security-severity %q", rule.ID, score)
		}
		if n := len(rule.Properties.Tags); n == 0 || n > 20 {
			t.Errorf("%s: %d tags", rule.ID, n)
		}
		if _, err := url.Parse(rule.HelpURI); err != nil || rule.Help.Text == "" {
			t.Errorf("%s: help %q, %v", rule.ID, rule.Help.Text, err)
		}
	}
	var results []string
	for _, r := range run.Results {
		if r.PartialFingerprints["faultline/v1"] == "" {
			t.Errorf("%s: no fingerprint", r.RuleID)
		}
		if got := run.Tool.Driver.Rules[r.RuleIndex].ID; got != r.RuleID {
			t.Errorf("%s: index of %s", r.RuleID, got)
		}
		at := r.Locations[0].PhysicalLocation
		u, err := url.Parse(at.ArtifactLocation.URI)
		if err != nil || u.IsAbs() || strings.HasPrefix(u.Path, "/") {
			t.Errorf("%s: URI %q, %v", r.RuleID, at.ArtifactLocation.URI, err)
		}
		results = append(results, fmt.Sprintf("%s %s %s:%d ×%d suppressed=%d flow=%d",
			r.Level, r.RuleID, u.Path, at.Region.StartLine, len(r.Locations[0].LogicalLocations), len(r.Suppressions), len(r.CodeFlows)))
	}
	if diff := cmp.Diff([]string{
		"error aws-rds-no-backup live/prod/cache.tf:1 ×1 suppressed=0 flow=0",
		"error aws-rds-single-az live/prod/main.tf:41 ×1 suppressed=0 flow=1",
		"warning aws-ebs-one-zone live/prod/volumes.tf:6 ×5 suppressed=0 flow=0",
		"note aws-autoscaling-fixed-size live/prod/größe zürich.tf:3 ×1 suppressed=0 flow=0",
		"error aws-rds-no-backup live/prod/secret.tf:2 ×1 suppressed=1 flow=0",
	}, results); diff != "" {
		t.Error(diff)
	}
}

func TestSARIFUndetermined(t *testing.T) {
	t.Parallel()
	run, _ := readSARIF(t, fixture(), SARIFOptions{})
	for _, r := range run.Results {
		if r.RuleID == "aws-elasticache-no-replica" {
			t.Error("GitHub would open an alert for what is undetermined")
		}
	}
	run, _ = readSARIF(t, fixture(), SARIFOptions{OpenResults: true})
	open := 0
	for _, r := range run.Results {
		if r.Kind == "open" && r.Level == "none" {
			open++
		}
	}
	if open != 1 {
		t.Errorf("%d open results", open)
	}
}

// TestSARIFInvocation ties the level of what is incomplete to the exit code, since
// SARIF reads an "error" as a run that failed.
func TestSARIFInvocation(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{0: "true [warning warning warning note]", 3: "false [error error warning note]"} {
		r := fixture()
		r.ExitCode = code
		run, _ := readSARIF(t, r, SARIFOptions{})
		var levels []string
		for _, n := range run.Invocations[0].Notifications {
			levels = append(levels, n.Level)
		}
		if got := fmt.Sprint(run.Invocations[0].ExecutionSuccessful, levels); got != want {
			t.Errorf("exit %d: %s, want %s", code, got, want)
		}
	}
}

// large makes n findings of four severities at as many places.
func large(n int) *Report {
	rules := fixture().Assessment.Rules
	b := &graph.Builder{}
	random := rand.New(rand.NewPCG(1, 2))
	var findings []*analyzer.Finding
	for i := range n {
		file := fmt.Sprintf("live/%d/main.tf", i/1000)
		loc := at(file, i%1000+1, 3, i%1000+1, 20)
		r := &graph.Resource{
			ID: fmt.Sprintf("module.m%d.aws_db_instance.this[%d]", i, random.Uint64()), Type: "aws_db_instance",
			NativeType: "aws_db_instance", Location: &loc,
		}
		b.Add(r, nil)
		findings = append(findings, &analyzer.Finding{
			Rule: rules[i%len(rules)], Severity: rules[i%len(rules)].Severity, Verdict: analyzer.Fail, Resource: r, Path: "multi_az",
			Message:     "Losing one zone takes the database down until someone restores it.",
			Trace:       graph.Trace{Steps: []graph.Step{{Location: loc, Note: "decides multi_az"}}},
			Fingerprint: fmt.Sprintf("%016x", random.Uint64()), Remediation: "Set multi_az = true.",
		})
	}
	text := []byte(strings.Repeat("  multi_az = false # so far\n", 1000))
	return &Report{
		Assessment: &analyzer.Assessment{Graph: b.Freeze(), Rules: rules, Findings: findings, Coverage: analyzer.Coverage{Resources: n}},
		Sources:    func(string) ([]byte, error) { return text, nil },
	}
}

func TestSARIFLimits(t *testing.T) {
	t.Parallel()
	const total = 400
	for name, o := range map[string]SARIFOptions{
		"results": {results: 100}, "size": {compressed: 10_000}, "impossible": {compressed: 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run, text := readSARIF(t, large(total), o)
			if o.results > 0 && len(run.Results) != o.results {
				t.Errorf("%d results", len(run.Results))
			}
			if o.compressed > 100 && (compressedSize(text, o.compressed) > o.compressed || len(run.Results) < 20) {
				t.Errorf("%d results in %d bytes", len(run.Results), compressedSize(text, o.compressed))
			}
			for i, r := range run.Results {
				if i > 0 && r.Level == "error" && run.Results[i-1].Level != "error" {
					t.Fatal("not in order of severity")
				}
			}
			notes := run.Invocations[0].Notifications
			want := fmt.Sprintf("%d of %d results were left out", total-len(run.Results), total)
			if len(notes) != 1 || !strings.Contains(notes[0].Message.Text, want) {
				t.Errorf("notifications %v, want %q", notes, want)
			}
		})
	}
}

func TestEscapePath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"a/b.tf": "a/b.tf", "a b/ü%#?.tf": "a%20b/%C3%BC%25%23%3F.tf", `win\dows.tf`: "win/dows.tf",
		"c:x/y.tf": "c%3Ax/y.tf", "/abs.tf": "abs.tf", "bad\xff.tf": "bad%FF.tf",
	} {
		if got := escapePath(path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}
