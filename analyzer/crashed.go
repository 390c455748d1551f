package analyzer

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Crashed reports whether a rule did not give all of its verdicts, so that its silence
// about a resource means nothing.
func Crashed(a *Assessment, rule string) bool {
	return slices.ContainsFunc(a.Diagnostics, func(d graph.Diagnostic) bool {
		return d.Incomplete && d.Location == nil && (strings.HasPrefix(d.Detail, rule+":") || strings.HasPrefix(d.Detail, rule+" "))
	})
}
