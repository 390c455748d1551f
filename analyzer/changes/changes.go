// Package changes compares what the same rules say of two readings: of an account
// yesterday and today, of a branch and what it will be merged into.
//
// Start with [Between]. It tells apart what is fixed from what could not be judged
// again: that something was not read mends nothing.
package changes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// Side is one of two readings.
type Side struct {
	*analyzer.Assessment
	// Read reports whether a resource that the other side has would have been read here
	// if it existed. Nil means that it would where the assessment is complete.
	Read func(*graph.Resource) bool
}

func (s *Side) read(r *graph.Resource) bool {
	if s.Read != nil {
		return s.Read(r)
	}
	return !s.Incomplete()
}

// Change is a finding that is there on one side only, or counts for more than before.
type Change struct {
	// Finding is that of the new side; for Fixed and NotJudged that of the old one.
	Finding *analyzer.Finding
	// Was says what was there before, and for Fixed and NotJudged what is there now.
	Was State
	// Severity is the one before, where Was is Milder.
	Severity analyzer.Severity
}

// State is what a side says where the other has a finding.
type State string

// The states.
const (
	Passed       State = "passed"       // the rule was asked, and content
	Absent       State = "absent"       // the resource does not exist
	NotRead      State = "not_read"     // it may exist, or the rule may fail
	Undetermined State = "undetermined" // the verdict could not be given
	Suppressed   State = "suppressed"   // somebody accepted it
	Milder       State = "milder"       // it counted for less
)

// Changes are what is different, each list worst first.
type Changes struct {
	// New are failures that were none before, and Worse those that were, of less severity.
	New, Worse []Change
	// Fixed are failures that are gone for certain.
	Fixed []Change
	// NotJudged are failures of which the new side says nothing: not read, undetermined.
	NotJudged []Change
	// Undetermined are verdicts that could be given before.
	Undetermined []Change
	// Same counts failures that both sides have.
	Same int
}

// Between compares two sides whose rules are the same. Findings are matched by
// fingerprint, then by rule, resource and attribute, then by rule and resource.
// Suppressed ones do not count.
func Between(before, after *Side) *Changes {
	c := &comparison{
		before: before, after: after, was: resources(before), is: resources(after), pairs: map[*analyzer.Finding]*analyzer.Finding{},
	}
	c.match()
	taken := map[*analyzer.Finding]bool{}
	for _, f := range after.Findings {
		c.forward(f, c.pairs[f])
		taken[c.pairs[f]] = true
	}
	for _, f := range before.Findings {
		if !taken[f] {
			c.gone(f)
		}
	}
	for _, list := range []*[]Change{&c.out.New, &c.out.Worse, &c.out.Fixed, &c.out.NotJudged, &c.out.Undetermined} {
		slices.SortStableFunc(*list, func(a, b Change) int {
			return cmp.Or(
				cmp.Compare(a.Finding.Severity.Rank(), b.Finding.Severity.Rank()), cmp.Compare(a.Finding.Rule.ID, b.Finding.Rule.ID),
				cmp.Compare(a.Finding.Resource.ID, b.Finding.Resource.ID), cmp.Compare(a.Finding.Path, b.Finding.Path),
			)
		})
	}
	return &c.out
}

// Stops reports whether something new or worse is at least as severe as a threshold.
func (c *Changes) Stops(threshold analyzer.Severity) bool {
	at := func(x Change) bool { return x.Finding.Severity.Rank() <= threshold.Rank() }
	return slices.ContainsFunc(c.New, at) || slices.ContainsFunc(c.Worse, at)
}

type comparison struct {
	before, after *Side
	was, is       map[string]*graph.Resource
	pairs         map[*analyzer.Finding]*analyzer.Finding // new to old
	out           Changes
}

// own is the ID of a resource without the root that deploys it: the same in another
// checkout of it.
func own(r *graph.Resource) string { return strings.TrimPrefix(r.ID, r.Group+"/") }

// resources indexes a side by identity and, where that is unique, by own ID.
func resources(s *Side) map[string]*graph.Resource {
	all := map[string]*graph.Resource{}
	for _, r := range s.Graph.Resources() {
		if r.Data {
			continue
		}
		all[analyzer.Identity(r)] = r
		key := "\x00" + own(r)
		if _, twice := all[key]; twice {
			all[key] = nil // in several roots: none is meant for certain
		} else {
			all[key] = r
		}
	}
	return all
}

func counterpart(all map[string]*graph.Resource, r *graph.Resource) *graph.Resource {
	if other := all[analyzer.Identity(r)]; other != nil {
		return other
	}
	return all["\x00"+own(r)]
}

// match pairs findings: first those that are most alike.
func (c *comparison) match() {
	taken := map[*analyzer.Finding]bool{}
	for _, key := range []func(*analyzer.Finding) string{
		func(f *analyzer.Finding) string { return f.Fingerprint },
		func(f *analyzer.Finding) string {
			return f.Rule.ID + "\x00" + analyzer.Identity(f.Resource) + "\x00" + f.Path.Shape()
		},
		func(f *analyzer.Finding) string { return f.Rule.ID + "\x00" + analyzer.Identity(f.Resource) },
		func(f *analyzer.Finding) string {
			return f.Rule.ID + "\x00" + own(f.Resource) + "\x00" + f.Path.Shape()
		},
		func(f *analyzer.Finding) string { return f.Rule.ID + "\x00" + own(f.Resource) },
	} {
		free := map[string][]*analyzer.Finding{}
		for _, f := range c.before.Findings {
			if !taken[f] {
				free[key(f)] = append(free[key(f)], f)
			}
		}
		for _, f := range c.after.Findings {
			k := key(f)
			if c.pairs[f] == nil && len(free[k]) > 0 {
				c.pairs[f] = free[k][0]
				taken[free[k][0]] = true
				free[k] = free[k][1:]
			}
		}
	}
}

// forward settles a finding of the new side, and what it was before; nil for none.
func (c *comparison) forward(f, was *analyzer.Finding) {
	old := was
	if was != nil && was.Suppressed() {
		old = nil
	}
	switch {
	case f.Suppressed():
	case f.Verdict == analyzer.Undetermined && old != nil && old.Verdict == analyzer.Fail:
		c.out.NotJudged = append(c.out.NotJudged, Change{Finding: old, Was: Undetermined})
	case f.Verdict == analyzer.Undetermined && was == nil:
		if state := c.state(f); state == Passed {
			c.out.Undetermined = append(c.out.Undetermined, Change{Finding: f, Was: state})
		}
	case f.Verdict == analyzer.Undetermined:
	case was == nil:
		c.out.New = append(c.out.New, Change{Finding: f, Was: c.state(f)})
	case old == nil:
		c.out.New = append(c.out.New, Change{Finding: f, Was: Suppressed})
	case old.Verdict == analyzer.Undetermined:
		c.out.New = append(c.out.New, Change{Finding: f, Was: Undetermined})
	case f.Severity.Rank() < old.Severity.Rank():
		c.out.Worse = append(c.out.Worse, Change{Finding: f, Was: Milder, Severity: old.Severity})
	default:
		c.out.Same++
	}
}

// state is what the old side has to say where it has no finding.
func (c *comparison) state(f *analyzer.Finding) State { return state(c.before, c.was, f) }

func state(s *Side, all map[string]*graph.Resource, f *analyzer.Finding) State {
	r := counterpart(all, f.Resource)
	switch {
	case analyzer.Crashed(s.Assessment, f.Rule.ID):
		return NotRead
	case r != nil:
		return Passed // else the rule would have said undetermined
	case s.read(f.Resource):
		return Absent
	default:
		return NotRead
	}
}

// doubted reports whether the rule could not tell of the resource on the new side, of
// which another finding is the counterpart: then none of its findings is known to be gone.
func (c *comparison) doubted(f *analyzer.Finding) bool {
	return slices.ContainsFunc(c.after.Findings, func(now *analyzer.Finding) bool {
		return now.Verdict == analyzer.Undetermined && now.Rule.ID == f.Rule.ID && own(now.Resource) == own(f.Resource)
	})
}

// gone settles a finding that only the old side has.
func (c *comparison) gone(f *analyzer.Finding) {
	if f.Verdict != analyzer.Fail || f.Suppressed() {
		return
	}
	change := Change{Finding: f, Was: state(c.after, c.is, f)}
	if change.Was == Passed && c.doubted(f) {
		change.Was = Undetermined
	}
	if change.Was == NotRead || change.Was == Undetermined {
		c.out.NotJudged = append(c.out.NotJudged, change)
		return
	}
	c.out.Fixed = append(c.out.Fixed, change)
}
