package report

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

const hostile = "a\x1b]0;pwned\x07\x1b[2J\u009b31m\u202egnp\u2028b\r\nc\x7f\xff"

func hostileGraph() *graph.Graph {
	b := &graph.Builder{}
	b.Add(&graph.Resource{
		ID: `x.y["` + hostile + `"]`, Type: hostile, NativeType: hostile, Zones: []string{hostile},
		Scope: graph.Scope{Region: hostile}, Location: new(at(hostile, 1, 1, 1, 4)),
	}, located{Steps: []graph.Step{{Location: at(hostile, 1, 1, 1, 4), Note: hostile}}})
	return b.Freeze()
}

// hostileReport has terminal sequences everywhere that a source can put text.
func hostileReport() *Report {
	r := fixture()
	for _, f := range r.Assessment.Findings {
		f.Message, f.Remediation = hostile, hostile
		f.Suppressions = append(f.Suppressions, analyzer.Suppression{
			Kind: analyzer.InSource, Reason: hostile, Until: "2026-01-01", Expired: true, Location: at(hostile, 1, 1, 1, 2),
		})
		f.Unknown = append(f.Unknown, analyzer.Needed{Path: hostile, Needs: []string{hostile}, Supply: hostile})
	}
	g := hostileGraph()
	bad := g.Resources()[0]
	rule := &analyzer.Rule{
		ID: hostile, Title: hostile, Description: hostile, Theme: hostile, Remediation: map[string]string{hostile: hostile},
		Links: []string{hostile}, Params: map[string]any{hostile: hostile},
	}
	r.Assessment.Findings = append(r.Assessment.Findings, &analyzer.Finding{
		Rule: rule, Verdict: analyzer.Fail, Resource: bad, Trace: g.Locate(bad.ID, ""), Message: hostile,
	})
	r.Assessment.Diagnostics = append(r.Assessment.Diagnostics, graph.Diagnostic{
		Severity: graph.SeverityError, Summary: hostile, Detail: hostile, Location: bad.Location, Incomplete: true,
	})
	r.Assessment.Findings = append(r.Assessment.Findings, &analyzer.Finding{
		Rule: rule, Severity: analyzer.Low, Verdict: analyzer.Fail, Resource: bad, Trace: g.Locate(bad.ID, ""), Message: hostile,
		Baseline: analyzer.Unchanged, Known: &analyzer.Known{Reason: hostile, Since: hostile},
		Suppressions: []analyzer.Suppression{{Kind: analyzer.External, Reason: hostile, Location: at(hostile, 1, 1, 1, 2)}},
	})
	r.Assessment.Fixed = []analyzer.Known{{Rule: hostile, Resource: hostile, Path: hostile, Reason: hostile}}
	r.Target = hostile
	r.Sources = func(string) ([]byte, error) { return []byte(strings.Repeat(hostile+"\n", 50)), nil }
	return r
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	r := hostileReport()
	rule, g := r.Assessment.Findings[len(r.Assessment.Findings)-1].Rule, hostileGraph()
	for name, write := range map[string]func(io.Writer) error{
		"text":    func(w io.Writer) error { return WriteText(w, r, TextOptions{Verbose: true}) },
		"json":    func(w io.Writer) error { return WriteJSON(w, r) },
		"sarif":   func(w io.Writer) error { return WriteSARIF(w, r, SARIFOptions{}) },
		"junit":   func(w io.Writer) error { return WriteJUnit(w, r) },
		"md":      func(w io.Writer) error { return WriteMarkdown(w, r, MarkdownOptions{LinkBase: hostile}) },
		"github":  func(w io.Writer) error { return WriteGitHub(w, r) },
		"gitlab":  func(w io.Writer) error { return WriteGitLab(w, r) },
		"rdjson":  func(w io.Writer) error { return WriteRDJSON(w, r) },
		"explain": func(w io.Writer) error { return WriteExplain(w, rule, TextOptions{}) },
		"rules":   func(w io.Writer) error { return WriteRulesText(w, []*analyzer.Rule{rule}, TextOptions{}) },
		"graph":   func(w io.Writer) error { return WriteGraphJSON(w, g) },
		"dot":     func(w io.Writer) error { return WriteDOT(w, g, DiagramOptions{}) },
		"mermaid": func(w io.Writer) error {
			_, err := WriteMermaid(w, g, DiagramOptions{})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var buf bytes.Buffer
			if err := write(&buf); err != nil {
				t.Fatal(err)
			}
			harmless(t, buf.String())
		})
	}
}

func harmless(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("not UTF-8: %q", text)
	}
	for _, r := range text {
		if r != '\n' && invisible(r) {
			t.Fatalf("%U in %q", r, text)
		}
	}
}

func TestWidth(t *testing.T) {
	t.Parallel()
	for _, width := range []int{0, 1, 40, 72, 80, 100, 200} {
		var buf bytes.Buffer
		o := TextOptions{Width: width, Verbose: true}
		if err := WriteText(&buf, fixture(), o); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(buf.String()) {
			line = strings.TrimRight(line, "\n")
			if line != strings.TrimRight(line, " ") {
				t.Errorf("width %d: trailing space: %q", width, line)
			}
			// An address and a command to copy are never broken.
			whole := len(strings.Fields(line)) <= 2 || strings.Contains(line, "faultline explain")
			if displayWidth(line) > o.width() && !whole {
				t.Errorf("width %d: %d columns: %s", width, displayWidth(line), line)
			}
		}
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, line, want string }{
		{"a.tf", `password = "hunter2"`, `password = "••••"`},
		{"a.tf", `  DB_PASSWORD = "a", name = "b"`, `  DB_PASSWORD = "••••", name = "b"`},
		{"a.tf", `env = { name = "x", API_TOKEN = "t" }`, `env = { name = "x", API_TOKEN = "••••" }`},
		{"a.tf", `password = var.x == "p" ? "a" : "b"`, `password = var.x == "••••" ? "••••" : "••••"`},
		{"a.tf", `password = lookup({ prod = "a" }, "k")`, `password = lookup({ prod = "••••" }, "••••")`},
		{"a.tf", `password = var.db_password`, `password = var.db_password`},
		{"a.tf", `{ name = "DB_PASSWORD", value = "x" }`, `{ name = "DB_PASSWORD", value = "••••" }`},
		{"a.tf", `url = "postgres://u:p@db/x"`, `url = "••••"`},
		{"a.tf", `multi_az = false # "quoted"`, `multi_az = false # "quoted"`},
		{"a.tf", `private_key = "-----BEGIN \"KEY`, `private_key = "••••`},
		{"a.tf", `password = ""`, `password = ""`},
		{"a.tf.json", `{"user": "u", "password": "hunter2", "port": 1}`, `{"user": "u", "password": "••••", "port": 1}`},
		{"a.yaml", `MasterUserPassword: hunter2 # old`, `MasterUserPassword: •••• # old`},
		{"a.yaml", `- SecretKey: 'x y'`, `- SecretKey: '••••'`},
		{"a.yaml", `MasterUserPassword: !Ref Password`, `MasterUserPassword: !Ref Password`},
		{"a.yaml", `MultiAZ: false`, `MultiAZ: false`},
	} {
		if got := newExcerpt(test.line, graph.Location{File: test.file}, false, 200).text; got != test.want {
			t.Errorf("%s: %s\n got %s\nwant %s", test.file, test.line, got, test.want)
		}
	}
}

// TestSensitive looks for a sensitive value in every document of the fixture.
func TestSensitive(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(io.Writer) error{
		"text":  func(w io.Writer) error { return WriteText(w, fixture(), TextOptions{Verbose: true}) },
		"json":  func(w io.Writer) error { return WriteJSON(w, fixture()) },
		"sarif": func(w io.Writer) error { return WriteSARIF(w, fixture(), SARIFOptions{}) },
		"graph": func(w io.Writer) error { return WriteGraphJSON(w, fixtureGraph()) },
		"raw":   func(w io.Writer) error { return WriteGraphRawJSON(w, fixtureGraph()) },
	} {
		var buf bytes.Buffer
		if err := write(&buf); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(buf.String(), "hunter2") {
			t.Errorf("%s prints a secret", name)
		}
	}
}

type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(io.Writer) error{
		"text":  func(w io.Writer) error { return WriteText(w, fixture(), TextOptions{}) },
		"json":  func(w io.Writer) error { return WriteJSON(w, fixture()) },
		"sarif": func(w io.Writer) error { return WriteSARIF(w, fixture(), SARIFOptions{}) },
		"dot":   func(w io.Writer) error { return WriteDOT(w, fixtureGraph(), DiagramOptions{}) },
	} {
		if write(&failing{left: 10}) == nil {
			t.Errorf("%s: the writer's error is lost", name)
		}
	}
}

// FuzzExcerpt wants a harmless line within its width, with a mark inside of it.
func FuzzExcerpt(f *testing.F) {
	f.Add("  multi_az = false", 14, 19, 40, false)
	f.Add("\tpassword = \"é👩‍👩‍👧\"", 3, 9, 12, true)
	f.Add(hostile, 2, 0, 5, false)
	f.Add(strings.Repeat("日本", 100), 150, 160, 30, false)
	f.Fuzz(func(t *testing.T, line string, from, to, width int, secret bool) {
		width = max(width, 10)
		e := newExcerpt(line, graph.Location{File: "a.yaml", Line: 1, Column: from, EndLine: 1, EndColumn: to}, secret, width)
		harmless(t, e.text)
		if w := displayWidth(e.text); len(line) <= longestLine && w > width {
			t.Errorf("%d columns of %d: %q", w, width, e.text)
		}
		if e.markAt < 0 || e.markWidth < 0 || e.markAt+e.markWidth > width {
			t.Errorf("mark %d+%d of %d", e.markAt, e.markWidth, width)
		}
	})
}

func BenchmarkWrite(b *testing.B) {
	r := large(50_000)
	for name, write := range map[string]func(io.Writer) error{
		"text":  func(w io.Writer) error { return WriteText(w, r, TextOptions{Color: true}) },
		"json":  func(w io.Writer) error { return WriteJSON(w, r) },
		"sarif": func(w io.Writer) error { return WriteSARIF(w, r, SARIFOptions{}) },
		"graph": func(w io.Writer) error { return WriteGraphJSON(w, r.Assessment.Graph) },
		"dot":   func(w io.Writer) error { return WriteDOT(w, r.Assessment.Graph, DiagramOptions{}) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
