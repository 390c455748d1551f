package failure_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// TestArchitectures holds the cut sets of small architectures, up to order 3, against
// those that were worked out by hand; each file says why.
func TestArchitectures(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no architectures: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			m := failure.New(parse(t, archive), failure.Options{})
			if diff := cmp.Diff(expected(archive), found(t, m)); diff != "" {
				t.Errorf("cut sets (-worked out +found):\n%s", diff)
			}
		})
	}
}

// parse reads the Terraform files of an archive, with the shared network.
func parse(tb testing.TB, archive *txtar.Archive) *graph.Graph {
	tb.Helper()
	network, err := os.ReadFile("testdata/network.tf")
	if err != nil {
		tb.Fatal(err)
	}
	fsys := fstest.MapFS{"network.tf": {Data: network}}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".tf") {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	b, _, err := terraform.Parse(tb.Context(), terraform.Options{FS: fsys, Name: "test", Dirs: []string{"."}})
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range b.Diagnostics {
		tb.Errorf("%s: %s", d.Summary, d.Detail)
	}
	return catalog.Complete(b)
}

// expected are the lines of the file "expect", without comments, sorted by service.
func expected(archive *txtar.Archive) map[string][]string {
	all := map[string][]string{}
	service := ""
	for _, f := range archive.Files {
		if f.Name != "expect" {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			line, _, _ = strings.Cut(line, "#")
			line = strings.TrimSpace(line)
			if line == "" {
				continue
			}
			if name, ok := strings.CutPrefix(line, "service "); ok {
				service = name
				all[service] = []string{}
				continue
			}
			all[service] = append(all[service], line)
		}
	}
	for _, lines := range all {
		slices.Sort(lines)
	}
	return all
}

func found(tb testing.TB, m *failure.Model) map[string][]string {
	tb.Helper()
	sets, err := m.CutSets(tb.Context(), nil, 3)
	if err != nil {
		tb.Fatal(err)
	}
	all := map[string][]string{}
	for _, c := range sets {
		lines := []string{}
		for i := range c.Certain {
			lines = append(lines, line(&c.Certain[i]))
		}
		for i := range c.Possible {
			if c.Possible[i].Order() == 1 {
				lines = append(lines, "? "+line(&c.Possible[i]))
			}
		}
		slices.Sort(lines)
		all[c.Service.ID] = lines
	}
	return all
}

func line(c *failure.CutSet) string {
	words := make([]string, len(c.Events))
	for i, e := range c.Events {
		words[i] = e.String()
	}
	return strings.Join(words, " + ")
}
