package catalog_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

var update = flag.Bool("update", false, "write the expectations of testdata/relations")

// TestRelationsOfConfiguration holds the relations and zones of what is read from each
// folder of testdata/relations against its want.txt.
func TestRelationsOfConfiguration(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("testdata/relations/*/main.tf")
	if err != nil || len(folders) == 0 {
		t.Fatal("no folders", err)
	}
	for _, file := range folders {
		dir := filepath.Dir(file)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: os.DirFS(dir), Region: "eu-west-1"})
			if err != nil {
				t.Fatal(err)
			}
			g := catalog.Complete(b)
			for _, d := range b.Diagnostics {
				t.Errorf("%s: %s", d.Summary, d.Detail)
			}
			got := relationsOf(g)
			want := filepath.Join(dir, "want.txt")
			if *update {
				if err := os.WriteFile(want, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			text, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(text), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// relationsOf lists edges but plain references, open edges and zones.
func relationsOf(g *graph.Graph) string {
	var lines []string
	for _, e := range g.Edges() {
		if e.Kind != graph.References {
			lines = append(lines, fmt.Sprintf("%s %s %s (%s)", e.From, e.Kind, e.To, e.Via))
		}
	}
	for _, o := range g.OpenEdges() {
		lines = append(lines, fmt.Sprintf("%s %s ? (%s) needs %s", o.Holder, o.Kind, o.Via, strings.Join(o.Needs, ", ")))
	}
	for _, r := range g.Resources() {
		if len(r.Zones) > 0 && r.Type != "aws_subnet" {
			lines = append(lines, fmt.Sprintf("%s in %s, known %t", r.ID, strings.Join(r.Zones, " "), r.ZonesKnown))
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}
