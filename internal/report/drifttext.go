package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/drift"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Drift is a comparison of code with what runs, with what the writers need to present it.
type Drift struct {
	*drift.Drift
	// Code and Live name what was compared, as the user wrote it.
	Code, Live  string
	Diagnostics []graph.Diagnostic
	// Locate says where an attribute of the code is decided.
	Locate func(*graph.Resource, graph.Path) *graph.Location
	// Tiers is set where the configuration says which tags carry a tier.
	Tiers bool
}

func (d *Drift) notRead() []graph.Diagnostic {
	return (&Report{Assessment: &analyzer.Assessment{Diagnostics: d.Diagnostics}}).incomplete()
}

// WriteDriftText writes a comparison for people: what is weaker, first and in full.
func WriteDriftText(w io.Writer, d *Drift, o TextOptions) error {
	t := &driftText{textWriter{w: bufio.NewWriterSize(w, 64<<10), o: o}, d}
	t.differences("Weaker than the code", red, drift.Weaker)
	t.findings()
	t.missing()
	t.differences("Different", yellow, drift.Different)
	if o.Verbose {
		t.differences("Stronger than the code", green, drift.Stronger)
	}
	t.unmanaged()
	t.unjoined("Ambiguous, not compared", d.Ambiguous)
	if o.Verbose {
		t.unjoined("Not found, not compared", d.Unjoined)
		t.unknown()
	}
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
	for _, l := range flow(d.totals(), 1, o.width()) {
		t.print(" ", strings.Join(l, separator))
	}
	return t.w.Flush()
}

type driftText struct {
	textWriter
	d *Drift
}

func (t *driftText) section(title string, colour ink, n int) {
	t.print(" ", t.o.paint(colour, fmt.Sprintf("%s (%d)", title, n)))
}

// item prints a sentence, and what belongs to it below.
func (t *driftText) item(lines ...string) {
	for i, text := range lines {
		if text == "" {
			continue
		}
		indent := bodyIndent + 2*min(i, 1)
		for _, l := range wrap(clean(text), indent, t.o.width()) {
			t.print(spaces(indent), l)
		}
	}
}

func (t *driftText) differences(title string, colour ink, direction drift.Direction) {
	var list []drift.Difference
	for _, x := range t.d.Differences {
		if x.Direction == direction {
			list = append(list, x)
		}
	}
	if len(list) == 0 {
		return
	}
	t.section(title, colour, len(list))
	for i := range list {
		x := &list[i]
		t.item(x.Code.ID+": "+sentence(x), t.pair(&x.Pair, x.Path))
	}
	t.print()
}

// sentence says how much of what there is, in the code and live.
func sentence(x *drift.Difference) string {
	name := shownPath(x.Path)
	if x.Code.Source != graph.Live {
		name = shownPath(graph.Path(catalog.Spelled(x.Code, x.Path)))
	}
	if x.Counted {
		name = "number of " + name
	}
	return fmt.Sprintf("%s is %s, not %s", name, value(x.Running), value(x.InCode))
}

// shownPath leaves out the positions of blocks of which there is one.
func shownPath(p graph.Path) string { return strings.ReplaceAll(string(p), "[0]", "") }

// value writes one as it is written in configuration.
func value(v any) string {
	switch v := v.(type) {
	case nil:
		return "not set"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		const most = 80
		return truncate(v, most)
	default:
		return fmt.Sprint(v)
	}
}

// pair says where the value is decided, and what runs.
func (t *driftText) pair(p *drift.Pair, path graph.Path) string {
	where := ""
	if t.d.Locate != nil {
		if at := t.d.Locate(p.Code, path); at != nil {
			where = position(at) + ", live "
		}
	}
	return where + p.Live.ID
}

func (t *driftText) findings() {
	if len(t.d.Findings) == 0 {
		return
	}
	t.section("Rules that the code passes and what runs fails", red, len(t.d.Findings))
	for i := range t.d.Findings {
		f := &t.d.Findings[i]
		t.item(strings.ToUpper(string(f.Severity))+" "+f.Rule.ID+": "+f.Code.ID, f.Message, t.pair(&f.Pair, f.Path))
	}
	t.print()
}

func (t *driftText) missing() {
	if len(t.d.Missing) == 0 {
		return
	}
	t.section("In the code, and not running", red, len(t.d.Missing))
	for i := range t.d.Missing {
		m := &t.d.Missing[i]
		where := ""
		if m.Resource.Location != nil {
			where = position(m.Resource.Location) + ": "
		}
		t.item(m.Resource.ID, where+m.Why)
	}
	t.print()
}

func (t *driftText) unmanaged() {
	if len(t.d.Unmanaged) == 0 {
		return
	}
	t.section("Running, of a tier, and not in the code", magenta, len(t.d.Unmanaged))
	for i := range t.d.Unmanaged {
		u := &t.d.Unmanaged[i]
		maybe := ""
		if len(u.Maybe) > 0 {
			maybe = "It may be one of " + enumerate(ids(u.Maybe)) + ", which could not be joined."
		}
		t.item(u.Resource.ID+" ("+u.Resource.Type+")", u.Tier, maybe)
	}
	t.print()
}

func ids(list []*graph.Resource) []string {
	names := make([]string, len(list))
	for i, r := range list {
		names[i] = r.ID
	}
	return names
}

func (t *driftText) unjoined(title string, list []drift.Unjoined) {
	if len(list) == 0 {
		return
	}
	t.section(title, yellow, len(list))
	for i := range list {
		u := &list[i]
		text := u.Why
		if len(u.Candidates) > 0 {
			text += ": " + enumerate(ids(u.Candidates))
		}
		t.item(u.Resource.ID, text)
	}
	t.print()
}

func (t *driftText) unknown() {
	if len(t.d.Unknown) == 0 {
		return
	}
	t.section("Unknown, not compared", magenta, len(t.d.Unknown))
	for i := range t.d.Unknown {
		u := &t.d.Unknown[i]
		side := "in the code"
		if u.Live {
			side = "live"
		}
		t.item(fmt.Sprintf("%s: %s is unknown %s; it depends on %s", u.Code.ID, shownPath(u.Path), side, enumerate(u.Needs)))
	}
	t.print()
}

// totals are the numbers of everything.
func (d *Drift) totals() []string {
	n := map[drift.Direction]int{}
	for i := range d.Differences {
		n[d.Differences[i].Direction]++
	}
	parts := []string{
		count(len(d.Pairs), "resource") + " joined", count(d.Compared, "value") + " compared", fmt.Sprintf("%d weaker", n[drift.Weaker]),
	}
	for _, p := range []struct {
		n    int
		text string
	}{
		{n[drift.Different], "different"},
		{n[drift.Stronger], "stronger"},
		{len(d.Findings), "failing only live"},
		{len(d.Missing), "not running"},
		{len(d.Unmanaged), "not in the code"},
		{len(d.Ambiguous), "ambiguous"},
		{len(d.Unjoined), "not found"},
		{len(d.Unknown), "unknown"},
	} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.text))
		}
	}
	return parts
}
