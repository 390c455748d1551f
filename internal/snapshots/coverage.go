package snapshots

import (
	"slices"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Coverage knows what snapshots looked for, so that silence about a resource can be told
// from its absence. The zero value covers nothing.
type Coverage struct {
	snapshots []snapshot.Stats
}

// Add takes what a parse counted.
func (c *Coverage) Add(s snapshot.Stats) { c.snapshots = append(c.snapshots, s) }

// Looked reports whether a resource of a CloudFormation type in a region of an account
// would be in the snapshots if it existed. Without an account or region it is asked for
// all of them.
func (c *Coverage) Looked(native, account, region string) bool {
	if len(c.snapshots) == 0 {
		return false
	}
	found := false
	for i := range c.snapshots {
		s := &c.snapshots[i]
		covered, whole := covers(s, native, account, region)
		found = found || covered
		if account != "" && region != "" && covered {
			return true
		}
		if !whole {
			return false
		}
	}
	return found
}

// covers reports whether a snapshot looked there, and whether it could read all of what
// it looked for: with neither account nor region, any failure counts.
func covers(s *snapshot.Stats, native, account, region string) (covered, whole bool) {
	whole = !s.Cut && !slices.ContainsFunc(s.Failures, func(f snapshot.Failure) bool {
		return concerns(&f, native) && (account == "" || f.Account == account) && (region == "" || f.Region == "" || f.Region == region || f.Region == global)
	})
	h := &s.Header
	if !whole || !slices.Contains(h.Types, native) {
		return false, whole
	}
	covered = slices.ContainsFunc(h.Accounts, func(a snapshot.Account) bool {
		regions := a.Regions
		if len(regions) == 0 {
			regions = h.Regions
		}
		return (account == "" || a.ID == account) && (a.Status == "" || a.Status == "ACTIVE") &&
			(region == "" || region == global || slices.Contains(regions, region))
	})
	return covered, whole
}

const global = "global"

// concerns reports whether resources of a type may be missing for a failure.
func concerns(f *snapshot.Failure, native string) bool {
	if len(f.Types) == 0 {
		return f.Resource == "" // not about a part of one resource: about anything
	}
	return slices.Contains(f.Types, native)
}
