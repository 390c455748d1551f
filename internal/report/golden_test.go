package report

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

var update = flag.Bool("update", false, "write the golden files")

func TestGolden(t *testing.T) {
	t.Parallel()
	text := func(o TextOptions) func(io.Writer) error {
		return func(w io.Writer) error { return WriteText(w, fixture(), o) }
	}
	empty := func(c analyzer.Coverage) func(io.Writer) error {
		return func(w io.Writer) error {
			a := &analyzer.Assessment{Graph: (&graph.Builder{}).Freeze(), Coverage: c}
			return WriteText(w, &Report{Assessment: a, Target: "infra", GateThreshold: analyzer.Medium}, TextOptions{})
		}
	}
	quiet := func() *Report {
		a := &analyzer.Assessment{Coverage: analyzer.Coverage{FilesRead: 2, Resources: 9, Rules: 5, Judged: 3}}
		return &Report{Assessment: a, Target: "infra", GateThreshold: analyzer.Medium}
	}
	rule := func() *analyzer.Rule { return fixtureRules()["aws-rds-single-az"] }
	for name, write := range map[string]func(io.Writer) error{
		"scan.txt":            text(TextOptions{Width: 100}),
		"scan-80-verbose.txt": text(TextOptions{Verbose: true}),
		"scan-quiet.txt":      text(TextOptions{Width: 60, Quiet: true}),
		"scan-color.txt":      text(TextOptions{Width: 120, Color: true}),
		"scan.json":           func(w io.Writer) error { return WriteJSON(w, fixture()) },
		"scan.sarif":          func(w io.Writer) error { return WriteSARIF(w, fixture(), SARIFOptions{}) },
		"scan-open.sarif":     func(w io.Writer) error { return WriteSARIF(w, fixture(), SARIFOptions{OpenResults: true}) },
		"scan-junit.xml":      func(w io.Writer) error { return WriteJUnit(w, fixture()) },
		"scan.md":             func(w io.Writer) error { return WriteMarkdown(w, fixture(), MarkdownOptions{}) },
		"scan-github.txt":     func(w io.Writer) error { return WriteGitHub(w, fixture()) },
		"scan-gitlab.json":    func(w io.Writer) error { return WriteGitLab(w, fixture()) },
		"scan-rdjson.json":    func(w io.Writer) error { return WriteRDJSON(w, fixture()) },
		"scan.csv":            func(w io.Writer) error { return WriteCSV(w, fixture()) },
		"settled.txt":         func(w io.Writer) error { return WriteText(w, settled(), TextOptions{Width: 100}) },
		"settled-verbose.txt": func(w io.Writer) error { return WriteText(w, settled(), TextOptions{Width: 100, Verbose: true}) },
		"settled.json":        func(w io.Writer) error { return WriteJSON(w, settled()) },
		"settled.sarif":       func(w io.Writer) error { return WriteSARIF(w, settled(), SARIFOptions{OpenResults: true}) },
		"settled-junit.xml":   func(w io.Writer) error { return WriteJUnit(w, settled()) },
		"settled.md":          func(w io.Writer) error { return WriteMarkdown(w, settled(), MarkdownOptions{}) },
		"settled-github.txt":  func(w io.Writer) error { return WriteGitHub(w, settled()) },
		"settled-gitlab.json": func(w io.Writer) error { return WriteGitLab(w, settled()) },
		"settled-rdjson.json": func(w io.Writer) error { return WriteRDJSON(w, settled()) },
		"settled.csv":         func(w io.Writer) error { return WriteCSV(w, settled()) },
		"constructs.txt":      func(w io.Writer) error { return WriteText(w, constructs(), TextOptions{}) },
		"constructs.json":     func(w io.Writer) error { return WriteJSON(w, constructs()) },
		"constructs.md":       func(w io.Writer) error { return WriteMarkdown(w, constructs(), MarkdownOptions{}) },
		"empty-junit.xml":     func(w io.Writer) error { return WriteJUnit(w, quiet()) },
		"empty.md":            func(w io.Writer) error { return WriteMarkdown(w, quiet(), MarkdownOptions{}) },
		"empty-github.txt":    func(w io.Writer) error { return WriteGitHub(w, quiet()) },
		"empty.txt":           empty(analyzer.Coverage{FilesRead: 2, Rules: 5}),
		"empty-nothing.txt":   empty(analyzer.Coverage{}),
		"empty-no-rules.txt":  empty(analyzer.Coverage{FilesRead: 2, Resources: 9}),
		"empty-clean.txt":     empty(analyzer.Coverage{FilesRead: 2, Resources: 9, Rules: 5, Judged: 3}),
		"rules.json":          func(w io.Writer) error { return WriteRulesJSON(w, fixture().Assessment.Rules) },
		"rules.txt":           func(w io.Writer) error { return WriteRulesText(w, fixture().Assessment.Rules, TextOptions{}) },
		"explain.txt":         func(w io.Writer) error { return WriteExplain(w, rule(), TextOptions{}) },
		"graph.json":          func(w io.Writer) error { return WriteGraphJSON(w, fixtureGraph()) },
		"graph-raw.json":      func(w io.Writer) error { return WriteGraphRawJSON(w, fixtureGraph()) },
		"graph.dot":           func(w io.Writer) error { return WriteDOT(w, fixtureGraph(), DiagramOptions{}) },
		"graph.mmd":           func(w io.Writer) error { return mermaid(w, DiagramOptions{}) },
		"graph-references.mmd": func(w io.Writer) error {
			return mermaid(w, DiagramOptions{References: true})
		},
		"graph-points.mmd": func(w io.Writer) error { return mermaid(w, DiagramOptions{SinglePoints: fixturePoints()}) },
		"graph-points.dot": func(w io.Writer) error {
			return WriteDOT(w, fixtureGraph(), DiagramOptions{SinglePoints: fixturePoints()})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var buf bytes.Buffer
			if err := write(&buf); err != nil {
				t.Fatal(err)
			}
			golden(t, name, buf.Bytes())
		})
	}
}

func mermaid(w io.Writer, o DiagramOptions) error {
	_, err := WriteMermaid(w, fixtureGraph(), o)
	return err
}

func fixturePoints() map[failure.Event][]string {
	return map[failure.Event][]string{
		{Kind: failure.Instance, ID: "module.orders.aws_db_instance.this[0]"}: {"shop.example.com", "<b>admin\"</b>"},
		{Kind: failure.Zone, ID: "us-east-1a"}:                                {"shop.example.com"},
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got; go test -update accepts it):\n%s", file, diff)
	}
}
