package report

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
)

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name      string       `xml:"name,attr"`
	Tests     int          `xml:"tests,attr"`
	Failures  int          `xml:"failures,attr"`
	Errors    int          `xml:"errors,attr"`
	Skipped   int          `xml:"skipped,attr"`
	Cases     []*junitCase `xml:"testcase"`
	SystemOut *junitText   `xml:"system-out"`
}

type junitCase struct {
	Classname string        `xml:"classname,attr"`
	Name      string        `xml:"name,attr"`
	File      string        `xml:"file,attr,omitempty"` // read by GitLab
	Failure   *junitOutcome `xml:"failure"`
	Skipped   *junitOutcome `xml:"skipped"`
}

type junitOutcome struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

// WriteJUnit writes JUnit XML in the form of docs/schema/junit.xsd, as Jenkins and GitLab
// read it. Each root module is a suite; in it each rule and deciding place is a case,
// which fails, or is skipped where the verdict is undetermined or does not count. The suite "faultline"
// has one case for each thing that was not read, or a single one that passes, and the
// coverage as its output.
func WriteJUnit(w io.Writer, r *Report) error {
	doc := junitSuites{Name: "faultline", Suites: append([]*junitSuite{r.junitCoverage()}, r.junitRoots()...)}
	for _, s := range doc.Suites {
		s.count()
		doc.Tests += s.Tests
		doc.Failures += s.Failures
	}
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(xml.Header)
	enc := xml.NewEncoder(out)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_ = out.WriteByte('\n')
	return out.Flush()
}

// junitCoverage is the suite about the run itself.
func (r *Report) junitCoverage() *junitSuite {
	s := &junitSuite{Name: "faultline"}
	unique := newNames()
	for _, d := range r.incomplete() {
		name := xmlLine(d.Summary)
		c := &junitCase{Classname: "faultline.incomplete"}
		text := diagnosticText(d)
		if d.Location != nil {
			c.File = xmlLine(d.Location.File)
			name += " in " + c.File
			text += "\n\n" + position(d.Location)
		}
		c.Name = unique.name(name)
		outcome := &junitOutcome{Type: "incomplete", Message: "Not read or judged: " + xmlLine(d.Summary), Text: xmlText(text)}
		if r.ExitCode >= 2 {
			c.Failure = outcome
		} else {
			c.Skipped = outcome
		}
		s.Cases = append(s.Cases, c)
	}
	if len(s.Cases) == 0 {
		// Jenkins takes a report without a case for a mistake.
		s.Cases = []*junitCase{{Classname: "faultline", Name: "everything was read"}}
	}
	all := r.blocks()
	lines := []string{strings.Join(r.coverage(), separator)}
	switch {
	case len(all) == 0:
		lines = append(lines, r.nothing())
	case nothingCounts(all):
		lines = append(lines, r.nothingNew(all))
	}
	lines = append(lines, strings.Join(append(r.counts(all), r.gate(all)), separator))
	s.SystemOut = &junitText{xmlText("\n" + strings.Join(lines, "\n"))}
	return s
}

// junitRoots has a suite for each root module with findings, in order of name. What one
// place decides for two roots is a case in both.
func (r *Report) junitRoots() []*junitSuite {
	byRoot := map[string][]*analyzer.Finding{}
	for _, f := range r.findings() {
		byRoot[f.Resource.Group] = append(byRoot[f.Resource.Group], f)
	}
	suites := make([]*junitSuite, 0, len(byRoot))
	for _, root := range slices.Sorted(maps.Keys(byRoot)) {
		s := &junitSuite{Name: xmlLine(cmp.Or(root, "outside of root modules"))}
		unique := newNames()
		for _, g := range groups(byRoot[root]) {
			s.Cases = append(s.Cases, newJUnitCase(g, unique))
		}
		suites = append(suites, s)
	}
	return suites
}

// newJUnitCase is named after rule, resource and attribute, not after a line, so that a
// server sees the same case when lines move. GitLab takes cases of one name for one.
func newJUnitCase(g *group, unique *names) *junitCase {
	f := g.first()
	name := xmlLine(g.resources()[0])
	if f.Path != "" {
		name += " " + xmlLine(string(f.Path))
	}
	c := &junitCase{Classname: xmlLine(f.Rule.ID)}
	// A rule's cases are told apart behind the name, not behind the class.
	c.Name = strings.TrimPrefix(unique.name(c.Classname+"\x00"+name), c.Classname+"\x00")
	where := "It has no line in a source."
	if g.location != nil {
		c.File = xmlLine(g.location.File)
		where = junitPlaces(g)
	}
	outcome := &junitOutcome{
		Type: string(f.Severity), Message: xmlLine(message(g)),
		Text: xmlText(description(g, "") + "\n\n" + where + "\n\n" + helpURI(f.Rule)),
	}
	switch {
	case g.suppressed():
		outcome.Type, c.Skipped = "suppressed", outcome
	case g.known():
		outcome.Type, c.Skipped = "known", outcome
	case g.undetermined():
		outcome.Type, c.Skipped = "undetermined", outcome
	default:
		c.Failure = outcome
	}
	return c
}

// junitPlaces has the deciding place and those around, one on each line.
func junitPlaces(g *group) string {
	lines := []string{position(g.location)}
	for i, s := range append(g.inner(), g.outer()...) {
		if i == places {
			break
		}
		lines = append(lines, strings.TrimRight(position(&s.Location)+"  "+clean(s.Note), " "))
	}
	return strings.Join(lines, "\n")
}

func (s *junitSuite) count() {
	for _, c := range s.Cases {
		s.Tests++
		if c.Failure != nil {
			s.Failures++
		}
		if c.Skipped != nil {
			s.Skipped++
		}
	}
}

// xmlLine is a text as an attribute can hold it.
func xmlLine(s string) string { return xmlChars(clean(s)) }

// xmlText is a text of several lines as XML can hold it, also inside CDATA.
func xmlText(s string) string { return xmlChars(truncate(visibleText(s), maxMessage)) }

// xmlChars replaces the two characters that can be seen neither in XML nor elsewhere.
func xmlChars(s string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, s)
}
