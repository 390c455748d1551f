package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/changes"
	"github.com/faultline-dev/faultline/graph"
)

// Diff is a comparison with what the writers need to present it.
type Diff struct {
	*changes.Changes
	// Before and After name what was compared, as the user wrote it.
	Before, After string
	// Diagnostics are those of the new side, and those of the old one that make it incomplete.
	Diagnostics []graph.Diagnostic
	// Report is that of the new side; its assessment also gives SARIF.
	Report *Report
	// BeforeSources are the texts of the old side, as in [Report].
	BeforeSources func(file string) ([]byte, error)
}

// NotRead are the diagnostics that say that something is missing on either side.
func (d *Diff) notRead() []graph.Diagnostic {
	return (&Report{Assessment: &analyzer.Assessment{Diagnostics: d.Diagnostics}}).incomplete()
}

func findingsOf(list []changes.Change) []*analyzer.Finding {
	found := make([]*analyzer.Finding, len(list))
	for i := range list {
		found[i] = list[i].Finding
	}
	return found
}

// note says what was there before, in a sentence; empty where there is nothing to say.
func note(c *changes.Change) string {
	switch c.Was {
	case changes.Passed:
		return "Before, it passed."
	case changes.Absent:
		return "Before, it did not exist."
	case changes.NotRead:
		return "It may have been so before: that was not read then."
	case changes.Undetermined:
		return "It may have been so before: the verdict could not be given then."
	case changes.Suppressed:
		return "Before, it was suppressed."
	case changes.Milder:
		return "Before, it counted as " + string(c.Severity) + "."
	default:
		panic("report: state " + string(c.Was))
	}
}

// gone says what became of a finding.
func gone(c *changes.Change) string {
	switch c.Was {
	case changes.Absent:
		return "gone with its resource"
	case changes.Undetermined:
		return "cannot be told any more"
	case changes.NotRead:
		return "not read this time"
	case changes.Passed, changes.Suppressed, changes.Milder:
		return "passes"
	default:
		panic("report: state " + string(c.Was))
	}
}

// WriteDiffText writes a comparison for people: what is new or worse in full, what is
// fixed and what could not be judged again in a line each.
func WriteDiffText(w io.Writer, d *Diff, o TextOptions) error {
	t := &textWriter{w: bufio.NewWriterSize(w, 64<<10), r: d.Report, o: o, sources: newSources(d.Report.Sources), explained: map[string]bool{}}
	notes := map[*analyzer.Finding]string{}
	for _, list := range [][]changes.Change{d.New, d.Worse} {
		for i := range list {
			notes[list[i].Finding] = note(&list[i])
		}
	}
	for _, part := range []struct {
		title string
		list  []changes.Change
	}{{"New", d.New}, {"Worse", d.Worse}} {
		if len(part.list) == 0 {
			continue
		}
		t.print(" ", o.paint(bold, fmt.Sprintf("%s (%d)", part.title, len(part.list))))
		t.print()
		for _, g := range groups(findingsOf(part.list)) {
			t.group(g)
			t.before(g, notes)
		}
	}
	t.list("Fixed", green, d.Fixed)
	t.list("Not judged again", magenta, d.NotJudged)
	t.list("Cannot be told any more", magenta, d.Undetermined)
	missing := d.notRead()
	if len(missing) > 0 {
		t.print(" ", o.paint(yellow, notRead(len(missing))), ":")
		for i := range missing {
			if i == diagnosticsShown && !o.Verbose {
				t.print(spaces(bodyIndent), fmt.Sprintf("and %d more", len(missing)-i))
				break
			}
			t.prose(bodyIndent, missing[i].Detail)
		}
		t.print()
	}
	t.print(" ", strings.Join(d.totals(), separator))
	return t.w.Flush()
}

// diagnosticsShown is how many of what was not read are printed in full.
const diagnosticsShown = 5

// before says once for a group what was there, where all of it was alike.
func (t *textWriter) before(g *group, notes map[*analyzer.Finding]string) {
	said := map[string]int{}
	var order []string
	for _, f := range g.findings {
		if said[notes[f]] == 0 {
			order = append(order, notes[f])
		}
		said[notes[f]]++
	}
	for _, n := range order {
		if len(order) > 1 {
			n = fmt.Sprintf("%d of them: %s", said[n], n)
		}
		t.prose(bodyIndent, n)
	}
	t.print()
}

// list prints findings that need no action now.
func (t *textWriter) list(title string, colour ink, all []changes.Change) {
	if len(all) == 0 {
		return
	}
	t.print(" ", t.o.paint(colour, fmt.Sprintf("%s (%d)", title, len(all))))
	for i := range all {
		f := all[i].Finding
		reason := gone(&all[i])
		if title == "Cannot be told any more" {
			reason = "passed before"
		}
		line := fmt.Sprintf("%s  %s  (%s)", clean(f.Rule.ID), clean(f.Resource.ID), reason)
		for j, l := range wrap(line, bodyIndent+2, t.o.width()) {
			t.print(spaces(bodyIndent+2*min(j, 1)), l)
		}
	}
	t.print()
}

// totals are the numbers of everything.
func (d *Diff) totals() []string {
	parts := []string{
		fmt.Sprintf("%d new", len(d.New)), fmt.Sprintf("%d worse", len(d.Worse)), fmt.Sprintf("%d fixed", len(d.Fixed)),
		fmt.Sprintf("%d as before", d.Same),
	}
	if n := len(d.NotJudged); n > 0 {
		parts = append(parts, fmt.Sprintf("%d not judged again", n))
	}
	if n := len(d.Undetermined); n > 0 {
		parts = append(parts, fmt.Sprintf("%d that cannot be told any more", n))
	}
	return parts
}
