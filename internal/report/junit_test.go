package report

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// xsdElement is what docs/schema/junit.xsd says of an element; it uses no more of XML
// Schema than this.
type xsdElement struct {
	Name string `xml:"name,attr"`
	Type struct {
		Mixed    bool `xml:"mixed,attr"`
		Children []struct {
			Ref string `xml:"ref,attr"`
			Min int    `xml:"minOccurs,attr"`
			Max string `xml:"maxOccurs,attr"`
		} `xml:"sequence>element"`
		Attributes []struct {
			Name string `xml:"name,attr"`
			Type string `xml:"type,attr"`
			Use  string `xml:"use,attr"`
		} `xml:"attribute"`
	} `xml:"complexType"`
}

type xsd map[string]xsdElement

func readXSD(t *testing.T, file string) xsd {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Elements []xsdElement `xml:"element"`
	}
	if err := xml.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	elements := xsd{}
	for _, e := range schema.Elements {
		elements[e.Name] = e
	}
	return elements
}

type xmlNode struct {
	XMLName  xml.Name   `xml:""`
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []xmlNode  `xml:",any"`
}

// check returns everything that a node and those in it do against the schema.
func (x xsd) check(n xmlNode) (errs []error) {
	name := n.XMLName.Local
	add := func(format string, args ...any) { errs = append(errs, fmt.Errorf(name+": "+format, args...)) }
	e, ok := x[name]
	if !ok || n.XMLName.Space != "" {
		add("unknown")
		return errs
	}
	have := map[string]string{}
	for _, a := range n.Attrs {
		have[a.Name.Local] = a.Value
	}
	for _, a := range e.Type.Attributes {
		value, ok := have[a.Name]
		delete(have, a.Name)
		if !ok && a.Use == "required" {
			add("no %s", a.Name)
		}
		if _, err := strconv.ParseUint(value, 10, 31); ok && a.Type == "xs:nonNegativeInteger" && err != nil {
			add("%s: %w", a.Name, err)
		}
	}
	if len(have) > 0 {
		add("unknown attributes %v", have)
	}
	if !e.Type.Mixed && strings.TrimSpace(n.Text) != "" {
		add("text %q", n.Text)
	}
	rest := n.Children
	for _, c := range e.Type.Children {
		count := 0
		for len(rest) > 0 && rest[0].XMLName.Local == c.Ref {
			rest = rest[1:]
			count++
		}
		if most, err := strconv.Atoi(c.Max); count < c.Min || err == nil && count > most {
			add("%d %s", count, c.Ref)
		}
	}
	if len(rest) > 0 {
		add("%s does not belong here", rest[0].XMLName.Local)
	}
	for _, c := range n.Children {
		errs = append(errs, x.check(c)...)
	}
	return errs
}

func TestJUnitSchema(t *testing.T) {
	t.Parallel()
	schema := readXSD(t, "../../docs/schema/junit.xsd")
	done := fixture()
	done.Assessment.Diagnostics = nil
	tolerated := fixture()
	tolerated.ExitCode = 0
	for name, r := range map[string]*Report{
		"fixture": fixture(), "complete": done, "tolerated": tolerated, "hostile": hostileReport(), "xml": xmlReport(), "large": large(50),
		"empty": {Assessment: &analyzer.Assessment{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := written(t, WriteJUnit, r)
			var root xmlNode
			if err := xml.Unmarshal([]byte(text), &root); err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(schema.check(root)...); err != nil {
				t.Error(err)
			}
			// Well formed to the last token, and one root.
			for d := xml.NewDecoder(strings.NewReader(text)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
			var suites junitSuites
			if err := xml.Unmarshal([]byte(text), &suites); err != nil {
				t.Fatal(err)
			}
			checkJUnitCounts(t, suites)
		})
	}
}

// checkJUnitCounts sums up the cases, and holds each name against GitLab's rule that
// cases of one name are one.
func checkJUnitCounts(t *testing.T, suites junitSuites) {
	t.Helper()
	tests, failures := 0, 0
	for _, s := range suites.Suites {
		want := *s
		want.Tests, want.Failures, want.Skipped = 0, 0, 0
		want.count()
		if diff := cmp.Diff([]int{want.Tests, want.Failures, want.Skipped}, []int{s.Tests, s.Failures, s.Skipped}); diff != "" {
			t.Errorf("%s: %s", s.Name, diff)
		}
		tests, failures = tests+s.Tests, failures+s.Failures
		seen := map[string]bool{}
		for _, c := range s.Cases {
			if seen[c.Classname+c.Name] {
				t.Errorf("%s %s twice", c.Classname, c.Name)
			}
			seen[c.Classname+c.Name] = true
		}
	}
	if tests != suites.Tests || failures != suites.Failures || tests == 0 {
		t.Errorf("%d tests and %d failures, want %d and %d", suites.Tests, suites.Failures, tests, failures)
	}
}

// xmlReport has text that ends an element, an attribute or a CDATA section, and the
// characters that XML has no way to write.
func xmlReport() *Report {
	const text = "]]></failure><system-out>&bad; <!-- \"' ]]>\ufffe\uffff\x00\x0b end"
	r := fixture()
	for _, f := range r.Assessment.Findings {
		f.Message, f.Remediation = text, text
	}
	r.Assessment.Diagnostics = append(r.Assessment.Diagnostics, graph.Diagnostic{
		Summary: text, Detail: text + text, Incomplete: true, Location: new(at(text, 1, 1, 1, 1)),
	})
	return r
}

func TestJUnitText(t *testing.T) {
	t.Parallel()
	var root xmlNode
	if err := xml.Unmarshal([]byte(written(t, WriteJUnit, xmlReport())), &root); err != nil {
		t.Fatal(err)
	}
	const want = "]]></failure><system-out>&bad; <!-- \"' ]]>\ufffd\ufffd␀␋ end"
	failure := root.Children[1].Children[0].Children[0]
	if got := failure.Attrs[1].Value; got != want {
		t.Errorf("attribute %q", got)
	}
	if !strings.HasPrefix(failure.Text, want) {
		t.Errorf("text %q", failure.Text)
	}
}

// TestJUnitTwoRoots has a module whose line decides for two roots: a case in both.
func TestJUnitTwoRoots(t *testing.T) {
	t.Parallel()
	r := fixture()
	for i, f := range r.Assessment.Findings {
		if f.Rule.ID == "aws-ebs-one-zone" {
			other := *f.Resource
			other.Group = fmt.Sprint("live/", i%2)
			f.Resource = &other
		}
	}
	var root xmlNode
	if err := xml.Unmarshal([]byte(written(t, WriteJUnit, r)), &root); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range root.Children {
		got = append(got, fmt.Sprint(s.Attrs[0].Value, " ", len(s.Children)))
	}
	if diff := cmp.Diff([]string{"faultline 3", "outside of root modules 1", "live/0 1", "live/1 1", "live/prod 4"}, got); diff != "" {
		t.Error(diff)
	}
}
