package report

import (
	"bytes"
	"io"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// TestSchemas holds every JSON document against its published schema, a full one and
// an empty one, since arrays must not become null.
func TestSchemas(t *testing.T) {
	t.Parallel()
	empty := &Report{Assessment: &analyzer.Assessment{Graph: (&graph.Builder{}).Freeze()}}
	bare := &Report{Assessment: &analyzer.Assessment{
		Findings: []*analyzer.Finding{{
			Rule: &analyzer.Rule{ID: "r", Severity: analyzer.Low}, Severity: analyzer.Low, Verdict: analyzer.Undetermined,
			Resource: &graph.Resource{ID: "a.b"}, Unknown: []analyzer.Needed{{}}, Related: []analyzer.Related{{}},
		}},
		Diagnostics: []graph.Diagnostic{{Severity: graph.SeverityInfo}},
	}}
	const sarif, rdjson = "testdata/sarif-schema-2.1.0.json", "testdata/rdjson-schema.json"
	for _, test := range []struct {
		name, schema string
		write        func(io.Writer) error
	}{
		{"scan", "scan", func(w io.Writer) error { return WriteJSON(w, fixture()) }},
		{"settled scan", "scan", func(w io.Writer) error { return WriteJSON(w, settled()) }},
		{"settled sarif", sarif, func(w io.Writer) error { return WriteSARIF(w, settled(), SARIFOptions{}) }},
		{"settled gitlab", "gitlab", func(w io.Writer) error { return WriteGitLab(w, settled()) }},
		{"settled rdjson", rdjson, func(w io.Writer) error { return WriteRDJSON(w, settled()) }},
		{"empty scan", "scan", func(w io.Writer) error { return WriteJSON(w, empty) }},
		{"bare scan", "scan", func(w io.Writer) error { return WriteJSON(w, bare) }},
		{"graph", "graph", func(w io.Writer) error { return WriteGraphJSON(w, fixtureGraph()) }},
		{"empty graph", "graph", func(w io.Writer) error { return WriteGraphJSON(w, empty.Assessment.Graph) }},
		{"raw graph", "graph-raw", func(w io.Writer) error { return WriteGraphRawJSON(w, fixtureGraph()) }},
		{"empty raw graph", "graph-raw", func(w io.Writer) error { return WriteGraphRawJSON(w, empty.Assessment.Graph) }},
		{"rules", "rules", func(w io.Writer) error { return WriteRulesJSON(w, fixture().Assessment.Rules) }},
		{"no rules", "rules", func(w io.Writer) error { return WriteRulesJSON(w, nil) }},
		{"sarif", sarif, func(w io.Writer) error { return WriteSARIF(w, fixture(), SARIFOptions{}) }},
		{"open sarif", sarif, func(w io.Writer) error { return WriteSARIF(w, fixture(), SARIFOptions{OpenResults: true}) }},
		{"empty sarif", sarif, func(w io.Writer) error { return WriteSARIF(w, empty, SARIFOptions{}) }},
		{"bare sarif", sarif, func(w io.Writer) error { return WriteSARIF(w, bare, SARIFOptions{OpenResults: true}) }},
		{"gitlab", "gitlab", func(w io.Writer) error { return WriteGitLab(w, fixture()) }},
		{"hostile gitlab", "gitlab", func(w io.Writer) error { return WriteGitLab(w, hostileReport()) }},
		{"empty gitlab", "gitlab", func(w io.Writer) error { return WriteGitLab(w, empty) }},
		{"bare gitlab", "gitlab", func(w io.Writer) error { return WriteGitLab(w, bare) }},
		{"rdjson", rdjson, func(w io.Writer) error { return WriteRDJSON(w, fixture()) }},
		{"hostile rdjson", rdjson, func(w io.Writer) error { return WriteRDJSON(w, hostileReport()) }},
		{"empty rdjson", rdjson, func(w io.Writer) error { return WriteRDJSON(w, empty) }},
		{"bare rdjson", rdjson, func(w io.Writer) error { return WriteRDJSON(w, bare) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := test.schema
			if file != sarif && file != rdjson {
				file = filepath.Join("..", "..", "docs", "schema", test.schema+".schema.json")
			}
			schema, err := jsonschema.NewCompiler().Compile(file)
			if err != nil {
				t.Fatal(err)
			}
			var buf bytes.Buffer
			if err := test.write(&buf); err != nil {
				t.Fatal(err)
			}
			document, err := jsonschema.UnmarshalJSON(&buf)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Error(err)
			}
		})
	}
}
