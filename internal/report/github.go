package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// maxAnnotations is how many annotations of one level GitHub keeps of a step; it drops
// the others without a word.
const maxAnnotations = 10

// annotation is one workflow command.
type annotation struct {
	level    string // error, warning or notice
	title    string
	text     string
	location *graph.Location
	// finding is false for what was not read.
	finding bool
}

// WriteGitHub writes workflow commands, which GitHub Actions turns into annotations
// beside the lines of a pull request: at most ten of each level, the worst first, and a
// notice that counts the others. Suppressed and known findings are left out. The last line, which
// is no command, says how the run ends.
func WriteGitHub(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	list := annotations(r)
	kept, left := limit(list)
	for i := range kept {
		kept[i].write(out)
	}
	if len(left) > 0 {
		rest := remainder(left)
		rest.write(out)
	}
	all := r.blocks()
	closing := strings.Join(append(r.counts(all), r.gate(all)), separator)
	if len(list) == 0 {
		closing = r.nothing() + " " + closing
	}
	_, _ = fmt.Fprintf(out, "faultline: %s\n", logged(closing))
	return out.Flush()
}

// annotations are all there could be, what matters most first. Up to three things that
// were not read go before the findings, which could be many.
func annotations(r *Report) []annotation {
	var missing, list []annotation
	for _, d := range r.incomplete() {
		a := annotation{level: "warning", title: "Not read or judged", text: diagnosticText(d), location: d.Location}
		if r.ExitCode >= 2 {
			a.level = "error"
		}
		missing = append(missing, a)
	}
	for _, g := range counting(groups(r.findings())) {
		f := g.first()
		a := annotation{
			level: annotationLevel(f.Severity), location: g.location, finding: true,
			title: fmt.Sprintf("%s: %s", f.Severity, f.Rule.ID),
			text:  description(g, "") + "\n\n" + helpURI(f.Rule),
		}
		if g.undetermined() {
			a.level, a.title = "notice", "undetermined: "+f.Rule.ID
		}
		list = append(list, a)
	}
	first := min(len(missing), shown)
	return append(append(missing[:first:first], list...), missing[first:]...)
}

func annotationLevel(s analyzer.Severity) string {
	switch s {
	case analyzer.Critical, analyzer.High:
		return "error"
	case analyzer.Medium:
		return "warning"
	case analyzer.Low:
		return "notice"
	default:
		return "warning"
	}
}

// limit keeps what GitHub shows, with a place among the notices for the one that counts
// the rest.
func limit(list []annotation) (kept, left []annotation) {
	total := map[string]int{}
	for _, a := range list {
		total[a.level]++
	}
	room := map[string]int{"error": maxAnnotations, "warning": maxAnnotations, "notice": maxAnnotations}
	if total["error"] > maxAnnotations || total["warning"] > maxAnnotations || total["notice"] > maxAnnotations {
		room["notice"]--
	}
	for _, a := range list {
		if room[a.level]--; room[a.level] >= 0 {
			kept = append(kept, a)
		} else {
			left = append(left, a)
		}
	}
	return kept, left
}

// remainder counts what is left out.
func remainder(left []annotation) annotation {
	counts := map[string]int{}
	unread := 0
	for _, a := range left {
		if a.finding {
			label, _, _ := strings.Cut(a.title, ":")
			counts[label]++
		} else {
			unread++
		}
	}
	var parts []string
	for _, s := range append(analyzer.Severities(), "undetermined") {
		if n := counts[string(s)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	if unread > 0 {
		parts = append(parts, strconv.Itoa(unread)+" not read or judged")
	}
	return annotation{
		level: "notice", title: fmt.Sprintf("faultline: %d more", len(left)),
		text: fmt.Sprintf("Not shown here, because GitHub keeps %d annotations of a level: %s. Every other format has all of them.",
			maxAnnotations, strings.Join(parts, ", ")),
	}
}

// write prints the command.
func (a *annotation) write(w io.Writer) {
	properties := append(a.place(), "title="+escapeProperty(a.title))
	text := truncate(visibleText(a.text), maxMessage)
	_, _ = fmt.Fprintf(w, "::%s %s::%s\n", a.level, strings.Join(properties, ","), escapeData(text))
}

// place is empty where there is no file. GitHub takes columns only where a range stays
// on one line.
func (a *annotation) place() []string {
	at := a.location
	if at == nil || at.File == "" {
		return nil
	}
	properties := []string{"file=" + escapeProperty(strings.ReplaceAll(at.File, `\`, "/"))}
	if at.Line < 1 {
		return properties
	}
	properties = append(properties, "line="+strconv.Itoa(at.Line))
	if at.EndLine >= at.Line {
		properties = append(properties, "endLine="+strconv.Itoa(at.EndLine))
	}
	if at.Column > 0 && at.EndLine <= at.Line {
		properties = append(properties, "col="+strconv.Itoa(at.Column))
	}
	return properties
}

// escapeData writes what would end a command as GitHub's runner reads it back.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// escapeProperty also writes what would end a property.
func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(clean(s))
}

// logged makes a line harmless for a log in which the runner looks for commands: "::"
// at the beginning, "##[" anywhere.
func logged(s string) string {
	s = strings.ReplaceAll(clean(s), "##[", "## [")
	if rest, ok := strings.CutPrefix(strings.TrimLeft(s, " "), "::"); ok {
		return ": :" + rest
	}
	return s
}
