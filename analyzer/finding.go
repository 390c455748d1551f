package analyzer

import (
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// Severity ranks a finding by what it breaks.
type Severity string

// The severities, worst first.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Severities lists all of them, worst first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low} }

// Rank is 0 for critical up to 3 for low, and -1 for anything else.
func (s Severity) Rank() int {
	for i, t := range Severities() {
		if s == t {
			return i
		}
	}
	return -1
}

// Verdict is what a rule says of a resource. A pass leaves no finding.
type Verdict string

// The verdicts that are reported.
const (
	Fail         Verdict = "fail"
	Undetermined Verdict = "undetermined"
)

// Finding is one verdict of one rule about one resource.
type Finding struct {
	Rule    *Rule
	Verdict Verdict
	// Severity is what the finding counts as in this run: the rule's own, unless a
	// configuration says otherwise, for everything or for this resource alone.
	Severity Severity
	Resource *graph.Resource
	// Path is the attribute that is wrong or unknown; empty for the resource as a whole.
	Path graph.Path
	// Message is one or two sentences: first what happens to people, then why.
	Message string
	// Related are other resources that take part, with what they have to do with it.
	Related []Related
	// Unknown is what was missing for a verdict; empty for Fail.
	Unknown []Needed
	// Trace is where the attribute was decided.
	Trace graph.Trace
	// Remediation is what to change, in the words of the resource's source.
	Remediation string
	// Fingerprint is stable against moved lines: rule, resource and cause.
	Fingerprint string
	// Suppressions are those that name the finding, the expired ones among them.
	Suppressions []Suppression
	// Baseline says whether the run's baseline has the finding; empty without a baseline.
	Baseline BaselineState
	// Known is the entry of the baseline that has the finding; nil where none does.
	Known *Known
}

// Suppressed reports whether someone accepted the finding and still does.
func (f *Finding) Suppressed() bool {
	return slices.ContainsFunc(f.Suppressions, func(s Suppression) bool { return !s.Expired })
}

// Counts reports whether the finding is one to act on now: neither suppressed nor
// known from the baseline. Only such findings can fail a run.
func (f *Finding) Counts() bool { return f.Baseline != Unchanged && !f.Suppressed() }

// Suppression says that someone accepted a finding, why, and for how long.
type Suppression struct {
	Kind SuppressionKind
	// Reason is never empty.
	Reason string
	// Until is the last day on which it holds, as in 2027-01-31; empty means for ever.
	Until string
	// Expired is set after that day: the finding counts again.
	Expired bool
	// Location is the comment, or the entry of the configuration file.
	Location graph.Location
}

// SuppressionKind says where a suppression is written, in the words of SARIF.
type SuppressionKind string

// The kinds of suppressions.
const (
	InSource SuppressionKind = "inSource" // in a comment of the source
	External SuppressionKind = "external" // in the configuration file
)

// BaselineState compares a finding with a baseline, in the words of SARIF.
type BaselineState string

// The states of a finding in a run with a baseline.
const (
	New       BaselineState = "new"
	Unchanged BaselineState = "unchanged" // the baseline has it
)

// Known is a finding that a baseline lists.
type Known struct {
	Fingerprint string
	Rule        string // ID
	Resource    string // address, behind the root that deploys it
	Path        string // the attribute; may be empty
	Reason      string // why it is accepted; may be empty
	Since       string // the day on which it was first written down, as in 2026-11-27
}

// Related is another resource that a finding is about.
type Related struct {
	Resource *graph.Resource
	Note     string
}

// Needed is a value that a rule would have needed.
type Needed struct {
	// Resource has the attribute, where it is not the finding's own; nil otherwise.
	Resource *graph.Resource
	// Path is empty where no attribute is unknown, but whether something exists.
	Path graph.Path
	// Needs is what decides the value ("var.multi_az"), never empty.
	Needs []string
	// Supply says where and how to set it, as a sentence; may be empty.
	Supply string
}

// Coverage says how much of the input the verdicts rest on.
type Coverage struct {
	FilesRead    int
	FilesFailed  int
	Resources    int // resources in the graph that are created (not data sources)
	Rules        int // rules that were run or had nothing to judge
	Judged       int // resources that at least one rule looks at
	Unmapped     int // resources of CloudFormation types that the catalog does not map
	Undetermined int // verdicts that could not be given
	LeftOut      int // findings of resources that were not selected, or for which the rule is switched off
}

// Assessment is the outcome of a run: what was found, and how complete it is.
type Assessment struct {
	Graph       *graph.Graph
	Rules       []*Rule // every rule that took part, in order of ID
	Findings    []*Finding
	Diagnostics []graph.Diagnostic
	Coverage    Coverage
	// Fixed are the findings of the baseline that are gone, in order of rule and resource.
	Fixed []Known
}

// Incomplete reports whether something could not be read or judged, so that the
// absence of a finding proves nothing (exit code 3).
func (a *Assessment) Incomplete() bool {
	for _, d := range a.Diagnostics {
		if d.Incomplete {
			return true
		}
	}
	return false
}

// Gate reports whether a failing finding that counts is at least as severe as the threshold.
func (a *Assessment) Gate(threshold Severity) bool {
	return slices.ContainsFunc(a.Findings, func(f *Finding) bool { return f.Stops(threshold) })
}

// Stops reports whether the finding alone fails a run with that threshold.
func (f *Finding) Stops(threshold Severity) bool {
	return f.Verdict == Fail && f.Counts() && f.Severity.Rank() <= threshold.Rank()
}
