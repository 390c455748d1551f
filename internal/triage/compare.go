package triage

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/faultline-dev/faultline/analyzer"
)

// baselineSchema is where the form of a baseline is described.
const baselineSchema = "https://raw.githubusercontent.com/faultline-dev/faultline/main/docs/schema/baseline.schema.json"

// compare says of each finding whether the baseline has it, also of those that are left
// out afterwards, so that a filter fixes nothing.
func (t *Triage) compare(a *analyzer.Assessment) {
	b := t.opts.Baseline
	for _, f := range a.Findings {
		f.Baseline = analyzer.New
		if e := b.byFingerprint[f.Fingerprint]; e != nil && e.seen < max(e.Count, 1) {
			e.seen++
			f.Baseline, f.Known = analyzer.Unchanged, e.known
		}
	}
	for _, e := range b.entries {
		if t.fixed(e, a) {
			a.Fixed = append(a.Fixed, *e.known)
		}
	}
	slices.SortFunc(a.Fixed, func(a, b analyzer.Known) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Path, b.Path))
	})
}

// fixed reports whether an entry is gone for good: everything was read, its root was
// scanned and its rule was run, or does not exist any more.
func (t *Triage) fixed(e *Entry, a *analyzer.Assessment) bool {
	return e.seen < max(e.Count, 1) && !t.unjudged(e, a)
}

// unjudged reports whether this run can say nothing about an entry.
func (t *Triage) unjudged(e *Entry, a *analyzer.Assessment) bool {
	if a.Incomplete() {
		return true
	}
	if !t.scanned(e.Root) && !t.hasRoot(e.Root, a) {
		return true
	}
	ran := slices.ContainsFunc(a.Rules, func(r *analyzer.Rule) bool { return r.ID == e.Rule })
	return !ran && t.all.Rule(e.Rule) != nil
}

// hasRoot reports whether the graph has resources of a root.
func (t *Triage) hasRoot(root string, a *analyzer.Assessment) bool {
	if t.roots == nil {
		t.roots = map[string]bool{}
		for _, r := range a.Graph.Resources() {
			t.roots[r.Group] = true
		}
	}
	return t.roots[root]
}

// Renewal is a baseline of the findings of a run.
type Renewal struct {
	Entries []*Entry
	// New were not in the old baseline, Gone were and are not any more, and Kept could
	// not be judged in this run.
	New, Gone, Kept int
}

// Renew makes the baseline of an assessment that was settled: its findings that nobody
// suppressed, with the dates and reasons of those that the old baseline has, and what
// the old one has and this run says nothing about. Reason is that of new ones.
func (t *Triage) Renew(a *analyzer.Assessment, reason string) *Renewal {
	out := &Renewal{}
	byFingerprint := map[string]*Entry{}
	for _, f := range a.Findings {
		if f.Suppressed() {
			continue
		}
		if e := byFingerprint[f.Fingerprint]; e != nil {
			e.Count = max(e.Count, 1) + 1
			continue
		}
		e := &Entry{
			Rule: f.Rule.ID, Root: f.Resource.Group, Resource: analyzer.Identity(f.Resource), Path: string(f.Path),
			Verdict: string(f.Verdict), Fingerprint: f.Fingerprint, Since: t.today, Reason: reason,
		}
		byFingerprint[f.Fingerprint] = e
		out.Entries = append(out.Entries, e)
	}
	old := t.opts.Baseline
	if old == nil {
		old = &Baseline{}
	}
	for _, was := range old.entries {
		switch e := byFingerprint[was.Fingerprint]; {
		case e != nil:
			e.Since, e.Reason = was.Since, cmp.Or(was.Reason, reason)
		case was.unselected || t.unjudged(was, a):
			out.Kept++
			out.Entries = append(out.Entries, was)
		default:
			out.Gone++
		}
	}
	for _, e := range out.Entries {
		if old.byFingerprint[e.Fingerprint] == nil {
			out.New++
		}
	}
	slices.SortFunc(out.Entries, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return out
}

// JSON is the file: the same for the same findings, a finding's lines together, so that
// a change of it is a small one.
func (r *Renewal) JSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	entries := r.Entries
	if entries == nil {
		entries = []*Entry{}
	}
	err := encoder.Encode(struct {
		Schema   string   `json:"$schema"`
		Version  int      `json:"version"`
		Findings []*Entry `json:"findings"`
	}{baselineSchema, baselineVersion, entries})
	if err != nil {
		return nil, fmt.Errorf("encoding the baseline: %w", err)
	}
	return out.Bytes(), nil
}
