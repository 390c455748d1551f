package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// WriteText writes the report for people: one block for each rule and deciding place,
// the worst first, those of one construct of the CDK together, then what is incomplete and
// a summary.
func WriteText(w io.Writer, r *Report, o TextOptions) error {
	t := &textWriter{
		w: bufio.NewWriterSize(w, 64<<10), r: r, o: o,
		sources: newSources(r.Sources), explained: map[string]bool{},
	}
	all := joined(groups(r.findings()))
	if !o.Quiet {
		t.header()
	}
	slices.SortStableFunc(all, func(a, b *group) int { return compareBool(!a.counts(), !b.counts()) })
	printed := slices.DeleteFunc(slices.Clone(all), func(g *group) bool { return !g.counts() && !o.Verbose })
	list := sections(printed)
	for _, s := range list {
		if titled(list) {
			t.heading(s)
		}
		for _, g := range s.blocks {
			t.group(g)
		}
	}
	t.incomplete()
	if !o.Quiet {
		t.notes()
		t.fixed()
		t.summary(all)
	}
	return t.w.Flush()
}

type textWriter struct {
	w       *bufio.Writer // keeps the first error until Flush
	r       *Report
	o       TextOptions
	sources *sources
	// explained are the rules whose explanation was pointed out already.
	explained map[string]bool
}

const (
	labelWidth   = len("CRITICAL")
	bodyIndent   = 3
	placeIndent  = 5
	sourceIndent = 7
	// places is how many further lines of source a block shows.
	places = 4
)

func (t *textWriter) print(parts ...string) {
	for _, p := range parts {
		_, _ = t.w.WriteString(p)
	}
	_ = t.w.WriteByte('\n')
}

// prose prints a text of any number of lines, wrapped, but for indented ones, which
// are code.
func (t *textWriter) prose(indent int, text string) {
	for _, l := range cleanLines(text) {
		if l == "" || isCode(l) {
			t.print(strings.TrimRight(spaces(indent)+l, " "))
			continue
		}
		for _, wrapped := range wrap(l, indent, t.o.prose()) {
			t.print(spaces(indent), wrapped)
		}
	}
}

// isCode reports whether a line of prose is a line of an example.
func isCode(line string) bool { return strings.HasPrefix(line, "  ") }

// group prints one block.
func (t *textWriter) group(g *group) {
	f := g.first()
	t.title(g)
	t.constructs(g)
	t.prose(bodyIndent, message(g))
	for _, remark := range remarks(f) {
		t.prose(bodyIndent, remark)
	}
	if g.location != nil {
		t.print()
		t.excerpts(g)
	}
	if g.undetermined() {
		t.print()
		t.needed(g)
	} else if f.Remediation != "" {
		t.print()
		t.prose(bodyIndent, f.Remediation)
	}
	if !t.explained[g.rule().ID] {
		t.explained[g.rule().ID] = true
		if g.location != nil && !g.undetermined() && f.Remediation == "" {
			t.print()
		}
		t.print(spaces(bodyIndent), t.o.paint(dim, "faultline explain "+clean(g.rule().ID)))
	}
	t.print()
}

// heading prints what the blocks of a section have in common, as a line across.
func (t *textWriter) heading(s *section) {
	title := truncate(clean(s.title()), maxDescription)
	used := displayWidth("── ") + displayWidth(title) + 1
	class := ""
	if c := clean(s.class); c != "" && used+1+displayWidth(c)+1 <= t.o.width() {
		class = " " + t.o.paint(dim, c)
		used += 1 + displayWidth(c)
	}
	rule := strings.Repeat("─", max(t.o.width()-used, 0))
	t.print(t.o.paint(dim, "── "), t.o.paint(bold, title), class, strings.TrimRight(" "+t.o.paint(dim, rule), " "))
	t.print()
}

// constructs says which constructs a block is about, beyond what its section says.
func (t *textWriter) constructs(g *group) {
	list := g.constructs()
	if len(list) == 0 {
		return
	}
	for i, p := range list {
		list[i] = clean(p)
	}
	label := "construct "
	if len(list) > 1 {
		label = "constructs "
	}
	for _, l := range wrap(label+enumerate(list), bodyIndent, t.o.width()) {
		t.print(spaces(bodyIndent), t.o.paint(dim, l))
	}
}

// title prints severity, rule and resources, on one line where they fit.
func (t *textWriter) title(g *group) {
	label, colour := strings.ToUpper(string(g.severity())), severityInk(g.severity())
	switch {
	case g.undetermined():
		label, colour = "?", magenta
	case !g.counts():
		colour = dim
	}
	rule := clean(g.rule().ID)
	resources := g.resources()
	for i, id := range resources {
		resources[i] = clean(id)
	}
	left := 1 + labelWidth + 2 + displayWidth(rule)
	lead := " " + t.o.paint(colour, pad(label, labelWidth)) + "  " + t.o.paint(bold, rule)
	if len(resources) == 1 {
		if gap := t.o.width() - left - displayWidth(resources[0]); gap >= 2 {
			t.print(lead, spaces(gap), resources[0])
			return
		}
		t.print(lead)
		t.print(spaces(bodyIndent), resources[0])
		return
	}
	instances := count(len(resources), "resource")
	t.print(lead, spaces(max(t.o.width()-left-len(instances), 2)), instances)
	for i, l := range wrap(enumerate(resources), bodyIndent, t.o.width()) {
		t.print(spaces(bodyIndent+2*min(i, 1)), l)
	}
}

// message is what the first finding says; an undetermined one without words names
// what is missing.
func message(g *group) string {
	f := g.first()
	if f.Message != "" {
		return f.Message
	}
	if len(f.Unknown) > 0 {
		return fmt.Sprintf("Cannot tell: %s depends on %s.", f.Unknown[0].Path, enumerate(f.Unknown[0].Needs))
	}
	return f.Rule.Title
}

// needed prints how to supply what was missing.
func (t *textWriter) needed(g *group) {
	const lead = "Give it: "
	needed := g.asks()
	for i, n := range needed {
		if i == shown {
			t.print(spaces(bodyIndent), "and ", count(len(needed)-shown, "more value"))
			break
		}
		for j, l := range wrap(clean(n), bodyIndent+len(lead), t.o.prose()) {
			if j == 0 {
				t.print(spaces(bodyIndent), t.o.paint(green, lead), l)
			} else {
				t.print(spaces(bodyIndent+len(lead)), l)
			}
		}
	}
}

// excerpts prints the deciding line with its range marked, then the lines that the
// value passed through and the calls around.
func (t *textWriter) excerpts(g *group) {
	f := g.first()
	note := ""
	if f.Trace.Decides < len(f.Trace.Steps) {
		note = f.Trace.Steps[f.Trace.Decides].Note
	}
	// A finding about the whole resource shows its header, which holds no value.
	secret := f.Path != "" && slices.ContainsFunc(f.Resource.Sensitive, func(p graph.Path) bool {
		return p.Contains(f.Path) || f.Path.Contains(p)
	}) || secretName(string(f.Path))
	rest := append(g.inner(), g.outer()...)
	// The call around the deciding line is on the page already.
	if at := enclosing(g); at > 0 {
		rest = slices.DeleteFunc(rest, func(s graph.Step) bool {
			return s.Location.File == g.location.File && s.Location.Line == at
		})
	}
	digits := len(strconv.Itoa(g.location.Line))
	for _, s := range rest[:min(len(rest), places)] {
		digits = max(digits, len(strconv.Itoa(s.Location.Line)))
	}
	t.place(place{at: *g.location, note: note, header: enclosing(g), secret: secret, mark: true, digits: digits})
	for i, s := range rest {
		if i == places {
			t.print(spaces(placeIndent), "and ", count(len(rest)-places, "more place"))
			break
		}
		t.place(place{at: s.Location, note: s.Note, secret: secret, digits: digits})
	}
}

// enclosing is the line that opens the block around the deciding place: the innermost
// call or resource that contains it, or 0.
func enclosing(g *group) int {
	found := 0
	consider := func(block *graph.Location) {
		at := g.location
		if block != nil && block.File == at.File && block.Line < at.Line && at.Line <= block.EndLine {
			found = max(found, block.Line)
		}
	}
	f := g.first()
	consider(f.Resource.Location)
	for i := range f.Trace.Calls {
		consider(&f.Trace.Calls[i])
	}
	for i := range f.Trace.Steps {
		consider(&f.Trace.Steps[i].Location)
	}
	return found
}

// place is a location to print with its line.
type place struct {
	at     graph.Location
	note   string
	header int  // number of a line to show above, or 0
	secret bool // show no literal of the line
	mark   bool // underline the range
	digits int  // width of the line numbers
}

func (t *textWriter) place(p place) {
	where := position(&p.at)
	note := clean(p.note)
	text, ok := t.sources.line(p.at.File, p.at.Line)
	width := t.o.width() - sourceIndent - p.digits - displayWidth(" │ ")
	headline, hasHeader := "", false
	if p.header > 0 {
		headline, hasHeader = t.sources.line(p.at.File, p.header)
	}
	e := newExcerpt(text, p.at, p.secret || secretName(note) || secretName(headline), width)
	marked := p.mark && ok && e.markWidth > 0
	if marked && e.markAt+e.markWidth+1+displayWidth(note) <= width {
		t.print(spaces(placeIndent), t.o.paint(cyan, where))
	} else {
		t.located(where, note)
		note = ""
	}
	if hasHeader {
		h := newExcerpt(headline, graph.Location{File: p.at.File}, false, width)
		t.source(fmt.Sprintf("%*d", p.digits, p.header), h.text)
	}
	if ok {
		t.source(fmt.Sprintf("%*d", p.digits, p.at.Line), e.text)
	}
	if marked {
		line := t.o.paint(red, strings.Repeat("━", e.markWidth))
		if note != "" {
			line += " " + note
		}
		t.source(spaces(p.digits), spaces(e.markAt)+line)
	}
}

// position is file:line, as editors and terminals make a link of.
func position(l *graph.Location) string {
	if l.Line < 1 {
		return clean(l.File)
	}
	return clean(l.File) + ":" + strconv.Itoa(l.Line)
}

// located prints a path and, beside it or below it, what the place is.
func (t *textWriter) located(where, note string) {
	lead := spaces(placeIndent) + t.o.paint(cyan, where)
	switch {
	case note == "":
		t.print(lead)
	case placeIndent+displayWidth(where)+2+displayWidth(note) <= t.o.width():
		t.print(lead, "  ", note)
	default:
		t.print(lead)
		for _, l := range wrap(note, sourceIndent, t.o.prose()) {
			t.print(spaces(sourceIndent), l)
		}
	}
}

func (t *textWriter) source(number, text string) {
	t.print(spaces(sourceIndent), t.o.paint(dim, number+" │"), strings.TrimRight(" "+text, " "))
}

// atGate counts the failing blocks that the gate stops.
func atGate(all []*group, threshold analyzer.Severity) int {
	n := 0
	for _, g := range all {
		if g.first().Stops(threshold) {
			n++
		}
	}
	return n
}
