package report

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

const (
	// maxResults and maxCompressed are what GitHub accepts for a run and for a file.
	maxResults    = 25_000
	maxCompressed = 10_000_000
	// maxNotes bounds the undetermined verdicts that are told as notifications.
	maxNotes = 1000
)

// SARIFOptions say for whom the SARIF is. The zero value is for GitHub code scanning.
type SARIFOptions struct {
	// OpenResults writes undetermined verdicts as results of kind "open" and level
	// "none", as SARIF means it. Without it they are notifications of the run, because
	// GitHub does not look at kinds and opens an alert for every result.
	OpenResults bool

	// results and compressed lower the limits in tests.
	results, compressed int
}

// WriteSARIF writes one run in SARIF 2.1.0, one result for each rule and deciding
// place. What exceeds GitHub's limits is left out, the least severe first, and a
// notification says how much.
func WriteSARIF(w io.Writer, r *Report, o SARIFOptions) error {
	if o.results == 0 {
		o.results = maxResults
	}
	if o.compressed == 0 {
		o.compressed = maxCompressed
	}
	run, undetermined := newSARIFRun(r, o)
	total := len(run.Results)
	run.Results = run.Results[:min(total, o.results)]
	notifications := run.Invocations[0].Notifications
	for {
		run.Invocations[0].Notifications = notifications
		if cut := total - len(run.Results); cut > 0 {
			run.Invocations[0].Notifications = append(slices.Clip(notifications), sarifNotification{
				Level: "warning",
				Message: sarifText{fmt.Sprintf(
					"%d of %d results were left out, the least severe, to stay within the limits of GitHub code scanning. The JSON report has all of them.",
					cut, total)},
			})
		}
		var buf bytes.Buffer
		if err := encode(&buf, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}, ""); err != nil {
			return err
		}
		text := escapeInvisible(buf.Bytes())
		size := compressedSize(text, o.compressed)
		if size <= o.compressed || len(run.Results) == 0 && undetermined == 0 {
			_, err := w.Write(text)
			return err
		}
		if len(run.Results) == 0 {
			notifications, undetermined = notifications[:len(notifications)-undetermined], 0
			continue
		}
		keep := int(float64(len(run.Results)) * 0.95 * float64(o.compressed) / float64(size))
		run.Results = run.Results[:min(keep, len(run.Results)-1)]
	}
}

// newSARIFRun returns the whole run, its results in order of severity, and how many of
// its last notifications are undetermined verdicts.
func newSARIFRun(r *Report, o SARIFOptions) (run sarifRun, undetermined int) {
	rules := sarifRules(r)
	b := newSARIFBuilder(r, rules)
	descriptors := make([]sarifRule, 0, len(rules))
	for _, rule := range rules {
		descriptors = append(descriptors, newSARIFRule(rule))
	}
	invocation := sarifInvocation{
		ExitCode:            r.ExitCode,
		ExecutionSuccessful: r.ExitCode < 2,
		Notifications:       notifications(r),
	}
	results := []sarifResult{}
	var open []sarifResult
	for _, g := range groups(r.findings()) {
		if g.undetermined() && !o.OpenResults {
			open = append(open, b.result(g))
			continue
		}
		results = append(results, b.result(g))
	}
	// What does not count is the first to go where the limits are exceeded.
	slices.SortStableFunc(results, func(a, b sarifResult) int { return compareBool(!a.counts(), !b.counts()) })
	before := len(invocation.Notifications)
	for i, res := range open {
		if i == maxNotes {
			invocation.Notifications = append(invocation.Notifications, sarifNotification{
				Level: "note", Message: sarifText{fmt.Sprintf("%d more verdicts are undetermined; the JSON report has all of them.", len(open)-i)},
			})
			break
		}
		invocation.Notifications = append(invocation.Notifications, sarifNotification{
			Level: "note", Message: sarifText{"Undetermined: " + res.Message.Text},
			Locations: res.Locations, Rule: &sarifRuleRef{ID: res.RuleID, Index: res.RuleIndex},
		})
	}
	return sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "faultline", Version: r.version(), SemanticVersion: semantic(r.version()),
			InformationURI: HomePage, Rules: descriptors,
		}},
		AutomationDetails: sarifAutomation{ID: automationID(r.Target)},
		Invocations:       []sarifInvocation{invocation},
		OriginalURIBaseIDs: map[string]sarifArtifactLocation{
			srcRoot: {Description: &sarifText{"The root of the repository, else the scanned directory."}},
		},
		ColumnKind: "unicodeCodePoints",
		Results:    results,
		Properties: &sarifRunProperties{Coverage: jsonCoverage(r.Assessment.Coverage), Fixed: r.fixed()},
	}, len(invocation.Notifications) - before
}

// counts reports whether nobody suppressed the result and no baseline has it.
func (r *sarifResult) counts() bool {
	return r.Suppressions == nil && r.BaselineState != string(analyzer.Unchanged)
}

// notifications tell the diagnostics. "error" means that the run failed, so what is
// merely incomplete has that level only where the exit code says the same.
func notifications(r *Report) []sarifNotification {
	var list []sarifNotification
	for _, d := range r.diagnostics() {
		n := sarifNotification{Level: notificationLevel(d)}
		if n.Level == "error" && r.ExitCode < 2 {
			n.Level = "warning"
		}
		n.Message.Text = truncate(plainText(diagnosticText(d)), maxMessage)
		if d.Location != nil {
			n.Locations = []sarifLocation{{PhysicalLocation: physical(*d.Location)}}
		}
		list = append(list, n)
	}
	return list
}

func notificationLevel(d graph.Diagnostic) string {
	switch {
	case d.Incomplete || d.Severity == graph.SeverityError:
		return "error"
	case d.Severity == graph.SeverityInfo:
		return "note"
	default:
		return "warning"
	}
}

// automationID keeps the runs of several directories of one repository apart: GitHub
// takes what stands before the last slash as the category of the analysis.
func automationID(target string) string {
	target = path.Clean(strings.ReplaceAll(target, `\`, "/"))
	if target == "." || path.IsAbs(target) || strings.HasPrefix(target, "..") || strings.Contains(target, ":") {
		return "faultline/"
	}
	return "faultline/" + clean(target) + "/"
}

// semantic is the version without its "v", or empty where it is none.
func semantic(version string) string {
	version = strings.TrimPrefix(version, "v")
	if strings.Count(strings.SplitN(version, "-", 2)[0], ".") != 2 {
		return ""
	}
	return version
}

// compressedSize is the size after gzip, measured only where it could exceed the limit.
func compressedSize(text []byte, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	var n counter
	z := gzip.NewWriter(&n)
	_, _ = z.Write(text) // neither a counter nor gzip on it fails
	_ = z.Close()
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
