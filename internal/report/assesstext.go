package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
)

// RecoveryOptions say what the text of an assessment shows.
type RecoveryOptions struct {
	TextOptions
	// Explain lists every way back with the source of its figures.
	Explain bool
}

// WriteRecoveryText writes an assessment for people.
func WriteRecoveryText(w io.Writer, r *Recovery, o RecoveryOptions) error {
	t := &recoveryText{textWriter: &textWriter{w: bufio.NewWriterSize(w, 64<<10), o: o.TextOptions}, explain: o.Explain}
	if len(r.Services) == 0 {
		t.print(" No entry point was found: no DNS record, distribution, balancer, interface, queue with a consumer, compute, or store.")
	}
	for i := range r.Services {
		t.assessment(&r.Services[i])
	}
	if t.starred {
		t.print(" * an estimate: nobody publishes the figure")
	}
	return t.w.Flush()
}

type recoveryText struct {
	*textWriter
	explain bool
	starred bool
}

func scopeName(lose catalog.Loss) string {
	if lose == catalog.LoseData {
		return "data corrupted"
	}
	return string(lose) + " lost"
}

func (t *recoveryText) assessment(a *failure.ServiceRecovery) {
	title := " " + t.o.paint(bold, clean(a.Service.ID))
	if a.Service.Criticality != "" {
		title += "  " + clean(a.Service.Criticality)
	}
	t.print(title)
	for i := range a.Scopes {
		t.scope(&a.Scopes[i])
	}
	t.composed(a)
	for i := range a.Improvements {
		t.improvement(&a.Improvements[i])
	}
	t.print()
}

func (t *recoveryText) scope(s *failure.Scope) {
	mark := " "
	switch {
	case s.Met == nil:
	case *s.Met:
		mark = t.o.paint(green, "✓")
	default:
		mark = t.o.paint(red, "✗")
	}
	line := fmt.Sprintf("   %s %-15s rto %-9s rpo %-9s", mark, scopeName(s.Lose), t.figure(s.RTO, s), t.figure(s.RPO, s))
	if target := s.Target; target.RTO != nil || target.RPO != nil || target.Retention != nil {
		line += " target " + targetText(target)
	}
	t.print(strings.TrimRight(line, " "))
	var what []string
	if v := s.Retention; v != nil && s.Target.Retention != nil && *v < *s.Target.Retention {
		what = append(what, "backups are kept for "+Duration(*v))
	}
	if s.Approach != "" && s.Target.Approach != "" {
		what = append(what, s.Approach+" (wanted: "+s.Target.Approach+")")
	}
	if s.Event.ID != "" && (s.RTO == nil || *s.RTO > 0 || s.Lose == catalog.LoseData) {
		what = append(what, clean(s.Event.Phrase()))
	}
	what = append(what, clean(s.Mechanism))
	if s.Reason != "" {
		what = append(what, clean(s.Reason))
	}
	t.prose(sourceIndent, t.mechanism(what))
	if t.explain {
		t.recoveries(s)
	}
}

func (*recoveryText) mechanism(what []string) string {
	if what[len(what)-1] == failure.None {
		what[len(what)-1] = "nothing brings it back"
	}
	return strings.Join(what, ": ")
}

func (t *recoveryText) figure(v *float64, s *failure.Scope) string {
	switch {
	case v == nil && s.Mechanism == failure.None:
		return "never"
	case v == nil:
		return "?"
	}
	text := Duration(*v)
	if *v == 0 {
		text = "0"
	}
	if s.Estimate && *v > 0 {
		text += "*"
		t.starred = true
	}
	return text
}

func targetText(t failure.Target) string {
	var parts []string
	if t.RTO != nil {
		parts = append(parts, "rto "+Duration(*t.RTO))
	}
	if t.RPO != nil {
		parts = append(parts, "rpo "+Duration(*t.RPO))
	}
	if t.Retention != nil {
		parts = append(parts, "kept "+Duration(*t.Retention))
	}
	return strings.Join(parts, ", ")
}

// recoveries lists what makes up a figure.
func (t *recoveryText) recoveries(s *failure.Scope) {
	for _, r := range s.Recoveries {
		text := fmt.Sprintf("%s: %s", r.Resource.ID, wayBack(r.Mechanism, r.RTO, r.RPO, r.Estimate, r.Reason))
		t.prose(sourceIndent+2, clean(text))
		if r.Source != "" {
			t.prose(sourceIndent+4, clean("source: "+r.Source))
		}
	}
}

func (t *recoveryText) composed(a *failure.ServiceRecovery) {
	v := a.Composed.Availability
	if v == nil {
		return
	}
	mark := " "
	if a.Available != nil {
		mark = t.o.paint(red, "✗")
		if *a.Available {
			mark = t.o.paint(green, "✓")
		}
	}
	line := fmt.Sprintf("   %s composed from SLAs %s", mark, percent(*v))
	if a.Availability > 0 {
		line += " target " + percent(a.Availability)
	}
	t.print(line)
	for _, caveat := range wrap("if all fail independently; neither forecast nor guarantee", sourceIndent, t.o.prose()) {
		t.print(spaces(sourceIndent), t.o.paint(dim, caveat))
	}
	if !t.explain {
		return
	}
	for _, p := range a.Composed.Parts {
		t.prose(sourceIndent+2, clean(fmt.Sprintf("%s: %s (%s)", p.Resource, percent(p.Availability), p.Source)))
	}
	if len(a.Composed.Missing) > 0 {
		t.prose(sourceIndent+2, clean("without an SLA, counted as always available: "+strings.Join(a.Composed.Missing, ", ")))
	}
}

// percent writes an availability with as many digits as it needs.
func percent(v float64) string {
	text := strconv.FormatFloat(v*100, 'f', 4, 64)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".") + " %"
}

func (t *recoveryText) improvement(i *failure.Improvement) {
	word := "smallest change"
	if len(i.Changes) > 1 {
		word = fmt.Sprintf("smallest changes (%d together)", len(i.Changes))
	}
	if !i.Meets {
		word = "not enough, but better"
	}
	t.print("   " + t.o.paint(cyan, "→ "+word))
	for _, c := range i.Changes {
		t.prose(placeIndent+2, clean(c))
	}
	t.prose(placeIndent+2, t.o.paint(dim, clean(i.Effect(Duration))))
}
