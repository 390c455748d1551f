package analyzer

import "slices"

// Profile says how much is expected of what is judged.
type Profile string

// The profiles, the strictest first.
const (
	// Strict is for what must never fail: every rule, and what is low or undetermined
	// fails the run, too, unless the gate is set.
	Strict Profile = "strict"
	// Production expects what users rely on: redundancy, backups, somebody who watches.
	// It is the default.
	Production Profile = "production"
	// Development expects only that what is there does what it is there for: it has the
	// rules about what is broken on a day without an outage.
	Development Profile = "development"
)

// Profiles lists all of them, the strictest first.
func Profiles() []Profile { return []Profile{Strict, Production, Development} }

// In reports whether a profile includes the rule.
func (r *Rule) In(p Profile) bool {
	if len(r.Profiles) == 0 {
		return p != Development
	}
	return slices.Contains(r.Profiles, string(p))
}
