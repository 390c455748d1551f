package report

import (
	"bytes"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// The part of reviewdog's diagnostic format that is written.

type rdResult struct {
	Source      rdSource       `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message  string      `json:"message"`
	Location rdLocation  `json:"location"`
	Severity string      `json:"severity"`
	Code     rdCode      `json:"code"`
	Related  []rdRelated `json:"related_locations,omitempty"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdRelated struct {
	Message  string     `json:"message,omitempty"`
	Location rdLocation `json:"location"`
}

type rdLocation struct {
	Path string `json:"path"`
	// Range is nil for a file as a whole.
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition  `json:"start"`
	End   *rdPosition `json:"end,omitempty"`
}

// rdPosition counts lines and the bytes of a line from 1.
type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column,omitempty"`
}

// WriteRDJSON writes reviewdog's diagnostic format: one diagnostic for each rule and
// deciding place, and one for each thing that was not read. Suppressed and known
// findings are left out; there are no suggested edits.
func WriteRDJSON(w io.Writer, r *Report) error {
	b := rdBuilder{anchors: newAnchors(r), sources: newSources(r.Sources)}
	res := rdResult{Source: rdSource{Name: "faultline", URL: HomePage}, Diagnostics: []rdDiagnostic{}}
	for _, g := range counting(groups(r.findings())) {
		res.Diagnostics = append(res.Diagnostics, b.finding(g))
	}
	for _, d := range r.incomplete() {
		res.Diagnostics = append(res.Diagnostics, b.incomplete(d))
	}
	var buf bytes.Buffer
	if err := encode(&buf, res, ""); err != nil {
		return err
	}
	_, err := w.Write(escapeInvisible(buf.Bytes()))
	return err
}

type rdBuilder struct {
	anchors *anchors
	sources *sources
}

func (b *rdBuilder) finding(g *group) rdDiagnostic {
	f := g.first()
	d := rdDiagnostic{
		Message:  truncate(visibleText(description(g, noLine)), maxMessage),
		Severity: rdSeverity(f.Severity),
		Code:     rdCode{Value: f.Rule.ID, URL: helpURI(f.Rule)},
	}
	if g.undetermined() {
		d.Severity = "INFO"
	}
	if g.location == nil {
		d.Location.Path = b.anchors.file(f)
		return d
	}
	d.Location = b.location(*g.location)
	for _, s := range append(g.inner(), g.outer()...) {
		if len(d.Related) == maxRelated {
			break
		}
		d.Related = append(d.Related, rdRelated{Message: truncate(clean(s.Note), maxDescription), Location: b.location(s.Location)})
	}
	return d
}

func (b *rdBuilder) incomplete(g graph.Diagnostic) rdDiagnostic {
	d := rdDiagnostic{
		Message:  truncate(visibleText("Not read or judged: "+diagnosticText(g)), maxMessage),
		Severity: "WARNING", Code: rdCode{Value: checkIncomplete}, Location: rdLocation{Path: b.anchors.any()},
	}
	if g.Location != nil {
		d.Location = b.location(*g.Location)
	}
	return d
}

func rdSeverity(s analyzer.Severity) string {
	switch s {
	case analyzer.Critical, analyzer.High:
		return "ERROR"
	case analyzer.Medium:
		return "WARNING"
	case analyzer.Low:
		return "INFO"
	default:
		return "WARNING"
	}
}

// location has columns only where the text of both lines is at hand, because faultline
// counts characters and reviewdog bytes.
func (b *rdBuilder) location(l graph.Location) rdLocation {
	at := rdLocation{Path: strings.ReplaceAll(l.File, `\`, "/")}
	if l.Line < 1 {
		return at
	}
	at.Range = &rdRange{Start: rdPosition{Line: l.Line}}
	if l.EndLine < l.Line {
		return at
	}
	at.Range.End = &rdPosition{Line: l.EndLine}
	start, ok := b.sources.line(l.File, l.Line)
	end, also := b.sources.line(l.File, l.EndLine)
	if ok && also && l.Column > 0 && l.EndColumn > 0 {
		at.Range.Start.Column = byteColumn(start, l.Column)
		at.Range.End.Column = byteColumn(end, l.EndColumn)
	}
	return at
}

// byteColumn turns a column in characters (grapheme clusters) into one in bytes. What
// lies behind the end of the line is the column behind its last byte.
func byteColumn(line string, column int) int {
	size, state := 0, -1
	for rest := line; rest != "" && column > 1; column-- {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		size += len(cluster)
	}
	return size + 1
}
