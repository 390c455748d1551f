package failure_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/faultline-dev/faultline/analyzer/failure"
)

// TestScenarios holds what losses do against what was worked out by hand: the file
// "scenarios" of an architecture has "lose EVENT…" and below it a line for each service.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := section(archive, "scenarios")
		if text == "" {
			continue
		}
		m := failure.New(parse(t, archive), failure.Options{})
		var got, want strings.Builder
		for line := range strings.Lines(text) {
			line, _, _ = strings.Cut(line, "#")
			line = strings.TrimRight(line, " \n")
			if line == "" {
				continue
			}
			fmt.Fprintln(&want, line)
			words := strings.Fields(line)
			if words[0] != "lose" {
				continue
			}
			tried++
			var lost []failure.Event
			for _, w := range words[1:] {
				kind, id, _ := strings.Cut(w, ":")
				lost = append(lost, failure.Event{Kind: failure.Kind(kind), ID: id})
			}
			fmt.Fprintln(&got, line)
			for _, o := range m.Simulate(lost).Services {
				fmt.Fprintln(&got, outcome(&o))
			}
		}
		if diff := cmp.Diff(want.String(), got.String()); diff != "" {
			t.Errorf("%s (-worked out +simulated):\n%s", filepath.Base(file), diff)
		}
	}
	if tried < 10 {
		t.Errorf("only %d scenarios", tried)
	}
}

func section(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func outcome(o *failure.Outcome) string {
	line := fmt.Sprintf("  %s %s", o.Service.ID, o.State)
	if o.State == failure.Up || o.State == failure.Open {
		return line
	}
	line += " rto " + seconds(o.RTO) + " rpo " + seconds(o.RPO) + ": " + o.Mechanism
	for _, c := range o.Capacity {
		line += fmt.Sprintf(" [%s %d/%d]", c.Resource.ID, c.Left, c.Running)
	}
	return line
}

func seconds(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprintf("%g", *v)
}
