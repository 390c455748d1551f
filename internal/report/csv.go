package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// WriteCSV writes one row for each finding, also those that do not count, then one for each
// thing that was not read (kind "incomplete"), as RFC 4180 has it: UTF-8, commas, CRLF,
// a header. A new column is added at the end. A cell that a spreadsheet would take for a
// formula begins with an apostrophe.
func WriteCSV(w io.Writer, r *Report) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	put := func(cells ...string) {
		for i, c := range cells {
			cells[i] = inert(c)
		}
		_ = out.Write(cells) // kept until Error
	}
	put("kind", "rule", "severity", "verdict", "suppressed", "resource", "type", "path", "file", "line", "column",
		"message", "supply", "remediation", "fingerprint", "documentation", "baseline", "remarks")
	for _, f := range r.findings() {
		file, line, column := csvPlace(location(f))
		put("finding", f.Rule.ID, string(f.Severity), string(f.Verdict), strconv.FormatBool(f.Suppressed()),
			f.Resource.ID, f.Resource.Type, string(f.Path), file, line, column,
			message(&group{findings: []*analyzer.Finding{f}}), supplies(f), strings.TrimSpace(f.Remediation), fingerprint(f), helpURI(f.Rule),
			string(f.Baseline), strings.Join(remarks(f), " "))
	}
	for _, d := range r.incomplete() {
		file, line, column := csvPlace(d.Location)
		put("incomplete", "", "", "", "false", "", "", "", file, line, column, diagnosticText(d), "", "", "", "", "", "")
	}
	out.Flush()
	return out.Error()
}

// csvPlace leaves empty what is not known.
func csvPlace(l *graph.Location) (file, line, column string) {
	if l == nil {
		return "", "", ""
	}
	if l.Line > 0 {
		line = strconv.Itoa(l.Line)
	}
	if l.Column > 0 {
		column = strconv.Itoa(l.Column)
	}
	return l.File, line, column
}

// supplies says how to provide everything that was missing for a verdict.
func supplies(f *analyzer.Finding) string {
	list := make([]string, 0, len(f.Unknown))
	for _, n := range f.Unknown {
		list = append(list, supply(n))
	}
	return strings.Join(list, "; ")
}

// inert makes a text safe to open in a spreadsheet: on one line, without what cannot be
// seen, and never a formula, also after blanks that an import trims.
func inert(s string) string {
	s = clean(s)
	const signs = "=+-@\uff1d\uff0b\uff0d\uff20" // the last four are their full-width forms
	if strings.IndexAny(strings.TrimLeft(s, " \u00a0\u3000"), signs) == 0 {
		return "'" + s
	}
	return s
}
