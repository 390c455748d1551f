// Package report writes what a run found: an assessment as text, JSON, SARIF, JUnit XML,
// Markdown, annotations for GitHub, Code Quality for GitLab, rdjson or CSV, the rules as
// text or JSON, and the resource graph as JSON, DOT or Mermaid.
//
// Start with [Report] and [WriteText]. Every writer is deterministic (the same
// report gives the same bytes), writes nothing but the report, and returns the
// first error of the io.Writer. What comes from a scanned source (names, messages,
// excerpts) is treated as hostile: nothing of it can move a terminal's cursor,
// change its colours, open an element in a diagram or a document, mention somebody,
// give a command to a CI runner or become a formula.
package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// SchemaVersion is the version of the JSON documents, described in docs/schema. It
// grows when a name is removed or changes its meaning, not when one is added.
const SchemaVersion = 1

// HomePage is where the tool and its rules are documented.
const HomePage = "https://github.com/faultline-dev/faultline"

// Report is an assessment with what the writers need to present it. Only
// Assessment is required.
type Report struct {
	Assessment *analyzer.Assessment
	// Target is what was scanned, as the user wrote it.
	Target string
	// Sources returns the text of a file as named in a [graph.Location]. Nil, or an
	// error, leaves the excerpts out. It is called once per file and writer.
	Sources func(file string) ([]byte, error)
	// Profile is that of the run; empty means production. Text names any other.
	Profile analyzer.Profile
	// Version of the tool; empty means a development build.
	Version string
	// Elapsed is the time that the run took. Zero leaves it out; only text shows it.
	Elapsed time.Duration
	// GateThreshold is the least severity that fails the run; empty means none does.
	GateThreshold analyzer.Severity
	// ExitCode is what the process is going to return: 0 clean, 1 findings at or above
	// the gate, 3 incomplete.
	ExitCode int
}

// version is never empty.
func (r *Report) version() string {
	return cmp.Or(r.Version, "0.0.0-dev")
}

// findings returns the assessment's findings in the order of every report.
func (r *Report) findings() []*analyzer.Finding {
	sorted := slices.Clone(r.Assessment.Findings)
	slices.SortStableFunc(sorted, compareFindings)
	return sorted
}

// diagnostics returns the assessment's diagnostics in order of place, those
// without one last, each once.
func (r *Report) diagnostics() []graph.Diagnostic {
	sorted := slices.Clone(r.Assessment.Diagnostics)
	slices.SortStableFunc(sorted, compareDiagnostics)
	return slices.CompactFunc(sorted, func(a, b graph.Diagnostic) bool {
		return compareDiagnostics(a, b) == 0 && a.Severity == b.Severity && a.Incomplete == b.Incomplete
	})
}

// location is where a finding is reported: the place that decides, else the block
// of its resource, else nil.
func location(f *analyzer.Finding) *graph.Location {
	if l := f.Trace.Deciding(); l != nil {
		return l
	}
	return f.Resource.Location
}

// compareFindings puts what fails before what is undetermined, then the worst first.
func compareFindings(a, b *analyzer.Finding) int {
	return cmp.Or(
		compareBool(a.Verdict == analyzer.Undetermined, b.Verdict == analyzer.Undetermined),
		cmp.Compare(a.Severity.Rank(), b.Severity.Rank()),
		cmp.Compare(a.Rule.ID, b.Rule.ID),
		compareLocations(location(a), location(b)),
		cmp.Compare(a.Resource.ID, b.Resource.ID),
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Message, b.Message),
	)
}

func compareDiagnostics(a, b graph.Diagnostic) int {
	return cmp.Or(
		compareLocations(a.Location, b.Location),
		cmp.Compare(a.Summary, b.Summary),
		cmp.Compare(a.Detail, b.Detail),
	)
}

// compareLocations orders by file and position; no location comes last.
func compareLocations(a, b *graph.Location) int {
	if a == nil || b == nil {
		return compareBool(a == nil, b == nil)
	}
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.EndLine, b.EndLine),
		cmp.Compare(a.EndColumn, b.EndColumn),
	)
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}
