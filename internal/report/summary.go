package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

const separator = " · "

// header says what was scanned and how much of it was judged.
func (t *textWriter) header() {
	parts := t.r.coverage()
	target, elapsed := clean(t.r.Target), ""
	if t.r.Elapsed > 0 {
		elapsed = seconds(t.r.Elapsed)
	}
	text := strings.Join(parts, separator)
	used := 1 + displayWidth(text)
	if target != "" {
		used += displayWidth(target) + 2
	}
	if gap := t.o.width() - used - len(elapsed); gap >= 2 || elapsed == "" && gap >= 0 {
		if target != "" {
			target = t.o.paint(bold, target) + "  "
		}
		if elapsed != "" {
			text += spaces(gap) + t.o.paint(dim, elapsed)
		}
		t.print(" ", target, text)
		t.print()
		return
	}
	if target != "" {
		t.print(" ", t.o.paint(bold, target))
	}
	if elapsed != "" {
		parts = append(parts, elapsed)
	}
	for _, l := range flow(parts, 1, t.o.width()) {
		t.print(" ", strings.Join(l, separator))
	}
	t.print()
}

// coverage says how much was read and judged, in parts.
func (r *Report) coverage() []string {
	c := r.Assessment.Coverage
	files := count(c.FilesRead, "file")
	if c.FilesFailed > 0 {
		files += fmt.Sprintf(", %d not read", c.FilesFailed)
	}
	resources := count(c.Resources, "resource")
	if c.Unmapped > 0 {
		resources += fmt.Sprintf(", %d of types not mapped", c.Unmapped)
	}
	judged := fmt.Sprintf("%d judged by %s", c.Judged, count(c.Rules, "rule"))
	if r.Profile != "" && r.Profile != analyzer.Production {
		judged += " of " + string(r.Profile)
	}
	return []string{
		files,
		resources,
		judged,
		fmt.Sprintf("%d undetermined", c.Undetermined),
	}
}

// seconds has two digits that matter.
func seconds(d time.Duration) string {
	if d >= 10*time.Second {
		return fmt.Sprintf("%.0f s", d.Seconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// incomplete are the diagnostics of what was not read or judged.
func (r *Report) incomplete() []graph.Diagnostic {
	return slices.DeleteFunc(r.diagnostics(), func(d graph.Diagnostic) bool { return !d.Incomplete })
}

// countWere is "1 other was", "2 others were".
func countWere(n int, singular string) string {
	if n == 1 {
		return count(n, singular) + " was"
	}
	return count(n, singular) + " were"
}

// notRead says what it means that n things were not read, without a full stop.
func notRead(n int) string {
	return countWere(n, "thing") + " not read or judged; silence proves nothing there"
}

// incomplete prints what was not read or judged, always and all of it.
func (t *textWriter) incomplete() {
	list := t.r.incomplete()
	if len(list) == 0 {
		return
	}
	const label = "INCOMPLETE"
	for i, l := range wrap(notRead(len(list))+":", len(label)+3, t.o.prose()) {
		if i == 0 {
			t.print(" ", t.o.paint(yellow, label), "  ", l)
		} else {
			t.print(spaces(len(label)+3), l)
		}
	}
	for _, d := range list {
		t.diagnostic(d)
	}
	t.print()
}

// notes prints the other diagnostics: errors always, of the rest how many there are.
func (t *textWriter) notes() {
	var errs, warnings, infos []graph.Diagnostic
	for _, d := range t.r.diagnostics() {
		switch {
		case d.Incomplete:
		case d.Severity == graph.SeverityError:
			errs = append(errs, d)
		case d.Severity == graph.SeverityWarning:
			warnings = append(warnings, d)
		default:
			infos = append(infos, d)
		}
	}
	for _, d := range errs {
		t.diagnostic(d)
	}
	if len(errs) > 0 && !t.o.Verbose {
		t.print()
	}
	var parts []string
	if len(warnings) > 0 {
		parts = append(parts, count(len(warnings), "warning"))
	}
	if len(infos) > 0 {
		parts = append(parts, count(len(infos), "note"))
	}
	if t.o.Verbose {
		for _, d := range append(warnings, infos...) {
			t.diagnostic(d)
		}
		if len(errs)+len(warnings)+len(infos) > 0 {
			t.print()
		}
		return
	}
	if len(parts) > 0 {
		t.print(" ", strings.Join(parts, separator), " about the sources (-v shows them)")
		t.print()
	}
}

// fixed prints what the baseline lists and is gone.
func (t *textWriter) fixed() {
	list := t.r.Assessment.Fixed
	if len(list) == 0 || !t.o.Verbose {
		return
	}
	for _, k := range list {
		t.print(" ", t.o.paint(green, pad("FIXED", labelWidth)), "  ", t.o.paint(bold, clean(k.Rule)), "  ", clean(k.Resource))
	}
	t.print()
}

func (t *textWriter) diagnostic(d graph.Diagnostic) {
	where := ""
	if d.Location != nil {
		where = position(d.Location)
	}
	summary := clean(d.Summary)
	switch {
	case where == "":
		t.print(spaces(bodyIndent), t.o.paint(bold, summary))
	case bodyIndent+displayWidth(where)+2+displayWidth(summary) <= t.o.width():
		t.print(spaces(bodyIndent), t.o.paint(cyan, where), "  ", t.o.paint(bold, summary))
	default:
		t.print(spaces(bodyIndent), t.o.paint(cyan, where))
		t.print(spaces(placeIndent), t.o.paint(bold, summary))
	}
	if d.Detail != "" && d.Detail != d.Summary {
		t.prose(placeIndent, d.Detail)
	}
}

// summary prints the counts and why the run ends as it does.
func (t *textWriter) summary(all []*group) {
	switch {
	case len(all) == 0:
		t.prose(1, t.r.nothing())
	case nothingCounts(all):
		t.prose(1, t.r.nothingNew(all))
	}
	counts := t.r.counts(all)
	gate := t.r.gate(all)
	left := displayWidth(strings.Join(counts, separator))
	if len(counts) == 0 {
		t.print(" ", gate)
		return
	}
	if gap := t.o.width() - 1 - left - displayWidth(gate); gap >= 4 {
		t.print(" ", t.painted(counts), spaces(gap), gate)
		return
	}
	for _, l := range flow(counts, 1, t.o.width()) {
		t.print(" ", t.painted(l))
	}
	for _, l := range wrap(gate, 1, t.o.width()) {
		t.print(" ", l)
	}
}

// nothing says why there is no finding.
func (r *Report) nothing() string {
	c := r.Assessment.Coverage
	in := ""
	if r.Target != "" {
		in = " in " + clean(r.Target)
	}
	switch {
	case c.Resources == 0 && c.FilesRead == 0:
		return "No configuration was read" + in + ", so there was nothing to judge."
	case c.Resources == 0:
		return "No resources: the configuration" + in + " declares none, so there was nothing to judge."
	case c.Rules == 0:
		return "No rules: every rule was filtered out, so nothing was judged."
	case c.Judged == 0:
		return "No findings, but no rule looks at any of these resources."
	case c.LeftOut > 0:
		return fmt.Sprintf("No findings in what was selected; %s left out (-v says by what).", countWere(c.LeftOut, "other"))
	default:
		return "No findings."
	}
}

// nothingNew says why none of the findings counts.
func (*Report) nothingNew(all []*group) string {
	known := slices.ContainsFunc(all, (*group).known)
	switch suppressed := slices.ContainsFunc(all, (*group).suppressed); {
	case known && suppressed:
		return "No new findings: all are known from the baseline or suppressed."
	case known:
		return "No new findings: the baseline has all of them."
	default:
		return "No findings that count: all are suppressed."
	}
}

// counts are the severityCounts, how much of the baseline is fixed, and
// how many findings were left out.
func (r *Report) counts(all []*group) []string {
	list := severityCounts(all)
	if n := len(r.Assessment.Fixed); n > 0 {
		list = append(list, fmt.Sprintf("%d fixed", n))
	}
	if n := r.Assessment.Coverage.LeftOut; n > 0 {
		list = append(list, fmt.Sprintf("%d left out", n))
	}
	return list
}

// severityCounts has one entry for each severity that occurs, then what is undetermined and
// what does not count. Where blocks stand for several resources it says so.
func severityCounts(all []*group) []string {
	var list []string
	entry := func(name string, match func(*group) bool) {
		n, findings := 0, 0
		for _, g := range all {
			if match(g) {
				n++
				findings += len(g.findings)
			}
		}
		switch {
		case n == 0:
		case findings == n:
			list = append(list, fmt.Sprintf("%d %s", n, name))
		default:
			list = append(list, fmt.Sprintf("%d %s (%d instances)", n, name, findings))
		}
	}
	for _, s := range analyzer.Severities() {
		entry(string(s), func(g *group) bool {
			return g.counts() && !g.undetermined() && g.severity() == s
		})
	}
	entry("undetermined", func(g *group) bool { return g.counts() && g.undetermined() })
	entry("suppressed", (*group).suppressed)
	entry("known", (*group).known)
	return list
}

// painted joins the counts in the colours of their severities.
func (t *textWriter) painted(counts []string) string {
	colored := make([]string, len(counts))
	for i, c := range counts {
		colored[i] = c
		for _, s := range analyzer.Severities() {
			if strings.Contains(c, " "+string(s)) {
				colored[i] = t.o.paint(severityInk(s), c)
			}
		}
	}
	return strings.Join(colored, separator)
}

// gate explains the exit code.
func (r *Report) gate(all []*group) string {
	threshold := r.GateThreshold
	name := string(threshold)
	if threshold == "" {
		name = "none"
	}
	head := fmt.Sprintf("gate: %s → exit %d", name, r.ExitCode)
	stopped := 0
	if threshold != "" {
		stopped = atGate(all, threshold)
	}
	switch {
	case r.ExitCode == 3:
		return head + ", because the run is incomplete"
	case r.ExitCode == 1 && stopped > 0:
		return head + ", because of " + count(stopped, "finding") + " at or above it"
	case r.ExitCode == 1:
		return head + ", because undetermined verdicts count"
	case r.ExitCode == 0 && r.Assessment.Incomplete():
		return head + ", although the run is incomplete"
	default:
		return head
	}
}
