package cloudformation_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
)

// FuzzParse holds that no text makes the parser fail, and that every resource can be
// located.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/eval/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, t := range ar.Files {
			if t.Name != "want" {
				f.Add(t.Data)
			}
		}
	}
	f.Add([]byte(located))
	f.Add([]byte(locatedChild))
	f.Fuzz(func(t *testing.T, src []byte) {
		b, stats, err := cloudformation.Parse(t.Context(), cloudformation.Options{
			FS:    fstest.MapFS{"t.yaml": {Data: src}, "other.yaml": {Data: []byte(harmless)}},
			Files: []string{"t.yaml", "other.yaml"}, Workers: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		if stats.FilesRead == 0 {
			t.Fatal("the other template is not read")
		}
		for _, d := range b.Diagnostics {
			if d.Summary == "Stack not evaluated" {
				t.Fatal(d.Detail)
			}
		}
		for _, r := range b.Resources {
			for name := range r.Attributes {
				checkTrace(t, b.Locator(r.ID).Locate(graph.Path("").Attr(name)))
			}
			checkTrace(t, b.Locator(r.ID).Locate(""))
		}
	})
}

func checkTrace(t *testing.T, trace graph.Trace) {
	t.Helper()
	at := trace.Deciding()
	if at == nil || at.Line < 1 || at.Column < 1 || at.EndLine < at.Line {
		t.Fatalf("located at %+v", at)
	}
}
