package graph

import (
	"cmp"
	"slices"
)

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

// Distinct sorts diagnostics by place, in place, and drops those that several roots or
// stacks have in common.
func Distinct(diags []Diagnostic) []Diagnostic {
	place := func(d Diagnostic) Location {
		if d.Location == nil {
			return Location{}
		}
		return *d.Location
	}
	slices.SortStableFunc(diags, func(a, b Diagnostic) int {
		p, q := place(a), place(b)
		return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column),
			cmp.Compare(a.Summary, b.Summary), cmp.Compare(a.Detail, b.Detail))
	})
	return slices.CompactFunc(diags, func(a, b Diagnostic) bool {
		return a.Summary == b.Summary && a.Detail == b.Detail && place(a) == place(b)
	})
}
