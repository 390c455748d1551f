package report

import (
	"cmp"
	"io"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

type jsonCoverage struct {
	FilesRead    int `json:"files_read"`
	FilesFailed  int `json:"files_failed"`
	Resources    int `json:"resources"`
	Rules        int `json:"rules"`
	Judged       int `json:"judged"`
	Unmapped     int `json:"unmapped"`
	Undetermined int `json:"undetermined"`
	LeftOut      int `json:"left_out"`
}

type jsonLocation struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	EndLine int    `json:"end_line"`
}

type jsonDiagnostic struct {
	Severity graph.Severity `json:"severity"`
	Summary  string         `json:"summary"`
	Detail   string         `json:"detail"`
	Location *jsonLocation  `json:"location"`
	// Incomplete is set where something was not read, so that silence proves nothing.
	Incomplete bool `json:"incomplete"`
}

type jsonFinding struct {
	Rule      string            `json:"rule"`
	Title     string            `json:"title"`
	Theme     string            `json:"theme"`
	Severity  analyzer.Severity `json:"severity"`
	Verdict   analyzer.Verdict  `json:"verdict"`
	Resource  string            `json:"resource"`
	Type      string            `json:"type"`
	Construct string            `json:"construct,omitempty"`
	// Declared is the path of the construct that the program declares.
	Declared    string          `json:"declared_construct,omitempty"`
	Path        graph.Path      `json:"path"`
	Message     string          `json:"message"`
	Location    *jsonLocation   `json:"location"`
	CallStack   []*jsonLocation `json:"call_stack"`
	Related     []jsonRelated   `json:"related"`
	Unknown     []jsonUnknown   `json:"unknown"`
	Remediation string          `json:"remediation"`
	Fingerprint string          `json:"fingerprint"`
	Suppressed  bool            `json:"suppressed"`
	// Suppressions are those that name the finding, the expired ones among them.
	Suppressions []jsonSuppression `json:"suppressions"`
	// Baseline is "new" or "unchanged" in a run with a baseline, else null.
	Baseline *analyzer.BaselineState `json:"baseline"`
}

type jsonSuppression struct {
	Kind     analyzer.SuppressionKind `json:"kind"`
	Reason   string                   `json:"reason"`
	Until    *string                  `json:"until"` // null for ever
	Expired  bool                     `json:"expired"`
	Location *jsonLocation            `json:"location"`
}

// jsonKnown is a finding of the baseline that is gone.
type jsonKnown struct {
	Rule        string `json:"rule"`
	Resource    string `json:"resource"`
	Path        string `json:"path"`
	Fingerprint string `json:"fingerprint"`
	Since       string `json:"since"`
	Reason      string `json:"reason"`
}

type jsonRelated struct {
	Resource string        `json:"resource"`
	Message  string        `json:"message"`
	Location *jsonLocation `json:"location"`
}

type jsonUnknown struct {
	Path  graph.Path `json:"path"`
	Needs []string   `json:"needs"`
}

// WriteJSON writes every finding by itself, also those that do not count, in the form of
// docs/schema/scan.schema.json. Arrays are never null; a location is null where the
// source has no text.
func WriteJSON(w io.Writer, r *Report) error {
	findings, diagnostics := r.findings(), r.diagnostics()
	d := newDocument(w)
	d.field("schema_version", SchemaVersion)
	d.field("profile", cmp.Or(r.Profile, analyzer.Production))
	d.field("coverage", jsonCoverage(r.Assessment.Coverage))
	d.array("diagnostics", len(diagnostics), func(i int) any { return toJSONDiagnostic(diagnostics[i]) })
	d.array("findings", len(findings), func(i int) any { return toJSONFinding(findings[i]) })
	fixed := r.fixed()
	d.array("fixed", len(fixed), func(i int) any { return fixed[i] })
	return d.close()
}

func toJSONDiagnostic(g graph.Diagnostic) jsonDiagnostic {
	return jsonDiagnostic{
		Severity: g.Severity, Summary: g.Summary, Detail: g.Detail, Location: toJSONLocation(g.Location), Incomplete: g.Incomplete,
	}
}

func toJSONFinding(f *analyzer.Finding) jsonFinding {
	calls := make([]*jsonLocation, 0, len(f.Trace.Calls))
	for i := range f.Trace.Calls {
		calls = append(calls, toJSONLocation(&f.Trace.Calls[i]))
	}
	related := make([]jsonRelated, 0, len(f.Related)+len(f.Trace.Steps))
	for i := range f.Trace.Steps {
		if s := &f.Trace.Steps[i]; i != f.Trace.Decides {
			related = append(related, jsonRelated{Resource: f.Resource.ID, Message: s.Note, Location: toJSONLocation(&s.Location)})
		}
	}
	for _, other := range f.Related {
		if other.Resource != nil {
			related = append(related, jsonRelated{
				Resource: other.Resource.ID, Message: other.Note, Location: toJSONLocation(other.Resource.Location),
			})
		}
	}
	unknown := make([]jsonUnknown, 0, len(f.Unknown))
	for _, u := range f.Unknown {
		unknown = append(unknown, jsonUnknown{Path: u.Path, Needs: orEmpty(u.Needs)})
	}
	var state *analyzer.BaselineState
	if f.Baseline != "" {
		state = &f.Baseline
	}
	return jsonFinding{
		Rule: f.Rule.ID, Title: f.Rule.Title, Theme: f.Rule.Theme, Severity: f.Severity, Verdict: f.Verdict,
		Resource: f.Resource.ID, Type: f.Resource.Type, Path: f.Path, Message: f.Message,
		Construct: f.Resource.Construct.Path, Declared: f.Resource.Construct.Declared,
		Location: toJSONLocation(location(f)), CallStack: calls, Related: related, Unknown: unknown,
		Remediation: f.Remediation, Fingerprint: f.Fingerprint, Suppressed: f.Suppressed(),
		Suppressions: toJSONSuppressions(f), Baseline: state,
	}
}

func toJSONLocation(l *graph.Location) *jsonLocation {
	if l == nil {
		return nil
	}
	return &jsonLocation{File: l.File, Line: l.Line, Column: l.Column, EndLine: max(l.EndLine, l.Line)}
}

// orEmpty keeps null out of the documents.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func toJSONSuppressions(f *analyzer.Finding) []jsonSuppression {
	list := make([]jsonSuppression, 0, len(f.Suppressions))
	for i := range f.Suppressions {
		s := &f.Suppressions[i]
		out := jsonSuppression{Kind: s.Kind, Reason: s.Reason, Expired: s.Expired, Location: toJSONLocation(&s.Location)}
		if s.Until != "" {
			out.Until = &s.Until
		}
		list = append(list, out)
	}
	return list
}

// fixed is what the baseline lists and is gone.
func (r *Report) fixed() []jsonKnown {
	list := make([]jsonKnown, 0, len(r.Assessment.Fixed))
	for _, k := range r.Assessment.Fixed {
		list = append(list, jsonKnown{
			Rule: k.Rule, Resource: k.Resource, Path: k.Path, Fingerprint: k.Fingerprint, Since: k.Since, Reason: k.Reason,
		})
	}
	return list
}
