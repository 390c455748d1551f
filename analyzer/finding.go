package analyzer

import "github.com/faultline-dev/faultline/graph"

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
	Rule     *Rule
	Verdict  Verdict
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
	// Suppressed is set when someone accepted the finding.
	Suppressed bool
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
}

// Assessment is the outcome of a run: what was found, and how complete it is.
type Assessment struct {
	Graph       *graph.Graph
	Rules       []*Rule // every rule that took part, in order of ID
	Findings    []*Finding
	Diagnostics []graph.Diagnostic
	Coverage    Coverage
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

// Gate reports whether a failing, unsuppressed finding is at least as severe as the threshold.
func (a *Assessment) Gate(threshold Severity) bool {
	for _, f := range a.Findings {
		if f.Verdict == Fail && !f.Suppressed && f.Rule.Severity.Rank() <= threshold.Rank() {
			return true
		}
	}
	return false
}
