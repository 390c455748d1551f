package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// ciFormats are those that other programs show.
func ciFormats() map[string]func(io.Writer, *Report) error {
	return map[string]func(io.Writer, *Report) error{
		"junit":    WriteJUnit,
		"markdown": func(w io.Writer, r *Report) error { return WriteMarkdown(w, r, MarkdownOptions{}) },
		"github":   WriteGitHub,
		"gitlab":   WriteGitLab,
		"rdjson":   WriteRDJSON,
		"csv":      WriteCSV,
	}
}

func written(t *testing.T, write func(io.Writer, *Report) error, r *Report) string {
	t.Helper()
	var buf bytes.Buffer
	if err := write(&buf, r); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// TestNothingIsLost looks in every format for each finding that counts, also
// those without a line, and for what was not read.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	// Each format escapes in its own way, so that only plain letters are looked for.
	want := []string{
		"aws-rds-no-backup", "Nothing brings the data of orphan back", "aws-rds-single-az", "Losing one zone takes",
		"aws-ebs-one-zone", "takes every volume", "aws-autoscaling-fixed-size", "stays at one instance", "aws-elasticache-no-replica",
		"Cannot tell whether a lost node", "is not on disk", "An expression is missing",
	}
	for name, write := range ciFormats() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := written(t, write, fixture())
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("without %q", w)
				}
			}
			if strings.Contains(text, "data of legacy") != (name == "csv" || name == "junit") {
				t.Error("what is suppressed belongs only where it can be marked")
			}
			// A diagnostic without a place, and a finding of which nothing is known.
			bare := &Report{Assessment: &analyzer.Assessment{
				Findings: []*analyzer.Finding{{
					Rule: &analyzer.Rule{ID: "only-rule", Severity: "unheard"}, Severity: "unheard", Verdict: analyzer.Fail, Resource: &graph.Resource{ID: "onlyresource"},
				}},
				Diagnostics: []graph.Diagnostic{{Summary: "only diagnostic", Incomplete: true}},
			}}
			text = written(t, write, bare)
			for _, w := range []string{"only-rule", "onlyresource", "only diagnostic"} {
				if !strings.Contains(text, w) {
					t.Errorf("bare: without %q:\n%s", w, text)
				}
			}
		})
	}
}

// TestOrderOfFindings wants the same bytes whatever order findings come in.
func TestOrderOfFindings(t *testing.T) {
	t.Parallel()
	for name, write := range ciFormats() {
		r := fixture()
		want := written(t, write, r)
		slices.Reverse(r.Assessment.Findings)
		slices.Reverse(r.Assessment.Diagnostics)
		if diff := cmp.Diff(want, written(t, write, r)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestGitLabFingerprints(t *testing.T) {
	t.Parallel()
	r := large(40)
	for i, f := range r.Assessment.Findings {
		f.Fingerprint = fmt.Sprint("same ", i%2)
	}
	r.Assessment.Findings[0].Fingerprint = "same 1 (2)"
	r.Assessment.Diagnostics = []graph.Diagnostic{{Summary: "a", Incomplete: true}, {Summary: "a", Incomplete: true, Detail: "b"}}
	var issues []gitlabIssue
	if err := json.Unmarshal([]byte(written(t, WriteGitLab, r)), &issues); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, i := range issues {
		if seen[i.Fingerprint] {
			t.Errorf("%q twice", i.Fingerprint)
		}
		seen[i.Fingerprint] = true
	}
	if len(issues) != 42 {
		t.Errorf("%d issues", len(issues))
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*Report{"fixture": fixture(), "hostile": hostileReport(), "empty": {Assessment: &analyzer.Assessment{}}} {
		text := written(t, WriteCSV, r)
		if strings.Count(text, "\r\n") != strings.Count(text, "\n") {
			t.Errorf("%s: a line does not end with CRLF", name)
		}
		harmless(t, strings.ReplaceAll(text, "\r\n", "\n"))
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(name, err)
		}
		if want := 1 + len(r.Assessment.Findings) + len(r.incomplete()); len(rows) != want {
			t.Errorf("%s: %d rows, want %d", name, len(rows), want)
		}
	}
}

func TestInert(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`=HYPERLINK("http://x","y")`: `'=HYPERLINK("http://x","y")`, "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)",
		"\t=1": "' =1", "\r\n=1": "'  =1", "  =1": "'  =1", "＝1": "'＝1", "\u00a0@a": "'\u00a0@a",
		"a=b": "a=b", "": "", " ": " ", "'=1": "'=1", "a\r\nb": "a  b", "\x00=1": "␀=1",
	} {
		if got := inert(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestByteColumn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line         string
		column, want int
	}{
		{"abc", 1, 1},
		{"abc", 3, 3},
		{"abc", 9, 4},
		{"", 1, 1},
		{"\tnaïve x", 5, 6},
		{"👩‍👩‍👧 x", 3, 20},
		{"日本語", 4, 10},
		{"bad\xff x", 6, 6},
	} {
		if got := byteColumn(test.line, test.column); got != test.want {
			t.Errorf("%q, %d: %d, want %d", test.line, test.column, got, test.want)
		}
	}
}
