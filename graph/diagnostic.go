package graph

// Severity of a [Diagnostic].
type Severity string

// The severities of a diagnostic.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Diagnostic says that a source is broken or incomplete. It is neither a program
// error nor a finding about the architecture.
type Diagnostic struct {
	Severity Severity
	// Summary is constant for a kind of problem; Detail says in full sentences
	// what is wrong, what it costs and what to do.
	Summary  string
	Detail   string
	Location *Location
	// Incomplete is set where something was not read, so that the run's result
	// cannot be called complete (exit code 3).
	Incomplete bool
}
