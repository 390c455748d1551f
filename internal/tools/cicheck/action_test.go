//go:build ci

package cicheck

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// some is any number but 0.
const some = "some"

func TestAction(t *testing.T) {
	t.Parallel()
	tree := workTree(t, map[string]string{"weak": "webshop", "clean dir": "resilient"})
	if err := os.Mkdir(filepath.Join(tree, "broken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, "broken", "main.tf"), []byte("resource {\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	none := map[string]string{"findings": "", "critical": "", "high": "", "medium": "", "low": "", "undetermined": ""}
	zero := map[string]string{"findings": "0", "critical": "0", "high": "0", "medium": "0", "low": "0"}
	weak := map[string]string{"findings": some, "undetermined": some} // TestCounts has the numbers
	tests := map[string]struct {
		inputs  map[string]string
		code    int
		outputs map[string]string
		log     []string
		summary bool
	}{
		"findings fail": {
			inputs: map[string]string{"path": "weak"}, code: 1, outputs: weak,
			log: []string{"::error ", "file=weak/live/prod/"}, summary: true,
		},
		"clean passes": {
			inputs: map[string]string{"path": "clean dir"}, outputs: zero, summary: true,
		},
		"two paths": {
			inputs: map[string]string{"path": "clean dir\nweak\n"}, code: 1, outputs: weak, summary: true,
		},
		"the gate": {
			inputs: map[string]string{"path": "weak", "fail-on": "none"}, outputs: weak, summary: true,
		},
		"no annotations, no summary": {
			inputs: map[string]string{"path": "weak", "annotations": "false", "summary": "false"}, code: 1, outputs: weak,
			log: []string{"aws-rds-single-az"},
		},
		"arguments with quotes": {
			inputs: map[string]string{"path": "weak", "args": "--exclude 'some dir'\n  --fail-on=none"}, outputs: weak, summary: true,
		},
		"incomplete": {
			inputs: map[string]string{"path": "broken"}, code: 3, outputs: zero, log: []string{"::error "}, summary: true,
		},
		"a command in a value": {
			inputs: map[string]string{"path": "clean dir", "args": `--var "x=$(touch pwned)" --fail-on none`}, code: 2, outputs: none,
			log: []string{"no root module declares the variable x"},
		},
		"a wrong flag": {
			inputs: map[string]string{"path": "weak", "args": "--fail-onn high"}, code: 2, outputs: none, log: []string{"unknown flag: --fail-onn"},
		},
		"a flag in the place of a path": {
			inputs: map[string]string{"path": "--format"}, code: 2, outputs: none, log: []string{"--format does not exist"},
		},
		"a command in the place of a path": {
			inputs: map[string]string{"path": `$(touch pwned)"; touch pwned; "`}, code: 2, outputs: none, log: []string{"does not exist"},
		},
		"commands in the arguments": {
			inputs: map[string]string{"args": "$(touch pwned) `touch pwned` ; touch pwned"}, code: 2, outputs: none,
		},
		"a quote that does not end": {
			inputs: map[string]string{"args": "--var 'x"}, code: 2, outputs: none, log: []string{"a quote that does not end"},
		},
		"neither true nor false": {
			inputs: map[string]string{"summary": "yes"}, code: 2, outputs: none, log: []string{"summary must be true or false"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := newRunner(t, tt.inputs).run(t, tree)
			if got.code != tt.code {
				t.Fatalf("exit code %d, want %d; the log:\n%s", got.code, tt.code, got.log)
			}
			if want := strconv.Itoa(tt.code); got.outputs["exit-code"] != want {
				t.Errorf("output exit-code is %q, want %q", got.outputs["exit-code"], want)
			}
			for output, want := range tt.outputs {
				have := got.outputs[output]
				if n, err := strconv.Atoi(have); want == some && (err != nil || n == 0) || want != some && have != want {
					t.Errorf("output %s is %q, want %q", output, have, want)
				}
			}
			for _, want := range tt.log {
				if !strings.Contains(got.log, want) {
					t.Errorf("the log lacks %q:\n%s", want, got.log)
				}
			}
			if (got.summary != "") != tt.summary {
				t.Errorf("the summary is %q", got.summary)
			}
			if _, err := os.Stat(filepath.Join(tree, "pwned")); err == nil {
				t.Error("a command in an input was run")
			}
		})
	}
}

// The counts are those of the report, and SARIF lies where it was asked for.
func TestCounts(t *testing.T) {
	t.Parallel()
	tree := workTree(t, map[string]string{".": "webshop"})
	r := newRunner(t, map[string]string{"sarif-file": "out dir.sarif", "args": "--output 'json=own.json'"})
	got := r.run(t, tree)
	var report struct {
		Coverage struct{ Undetermined int }
		Findings []struct{ Verdict, Severity string }
	}
	read(t, filepath.Join(tree, "own.json"), &report)
	want := map[string]int{"exit-code": 1, "undetermined": report.Coverage.Undetermined, "findings": 0, "critical": 0, "high": 0, "medium": 0, "low": 0}
	for _, f := range report.Findings {
		if f.Verdict == "fail" {
			want["findings"]++
			want[f.Severity]++
		}
	}
	have := map[string]int{}
	for name, value := range got.outputs {
		n, err := strconv.Atoi(value)
		if err != nil {
			t.Errorf("output %s is %q, not a number", name, value)
		}
		have[name] = n
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("outputs (-want +have):\n%s", diff)
	}
	var sarif struct{ Version string }
	if read(t, filepath.Join(tree, "out dir.sarif"), &sarif); sarif.Version != "2.1.0" {
		t.Errorf("the SARIF file has version %q", sarif.Version)
	}
}

// A stranger names a resource after a command of the runner: none may be taken from it.
func TestCommandsInNames(t *testing.T) {
	t.Parallel()
	tree := workTree(t, nil)
	src := `
resource "aws_db_instance" "a" {
  for_each = toset(["x\n::set-env name=PATH::/evil", "::add-mask::e"])
  engine   = "postgres"
  multi_az = false
}
`
	if err := os.WriteFile(filepath.Join(tree, "main.tf"), []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, annotations := range []string{"true", "false"} {
		got := newRunner(t, map[string]string{"annotations": annotations}).run(t, tree)
		if got.code != 1 {
			t.Fatalf("exit code %d; the log:\n%s", got.code, got.log)
		}
		var stop string
		for line := range strings.Lines(got.log) {
			line = strings.TrimSpace(line)
			if token, ok := strings.CutPrefix(line, "::stop-commands::"); ok && stop == "" {
				stop = token
			}
			switch {
			case stop != "" && line == "::"+stop+"::":
				stop = ""
			case stop == "" && strings.HasPrefix(line, "::") && !strings.HasPrefix(line, "::error ") &&
				!strings.HasPrefix(line, "::warning ") && !strings.HasPrefix(line, "::notice "):
				t.Errorf("annotations %s: the runner would take this for a command: %s", annotations, line)
			}
		}
		if stop != "" {
			t.Errorf("annotations %s: commands are never taken again", annotations)
		}
	}
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(src, into); err != nil {
		t.Fatalf("%s: %v", filepath.Base(file), err)
	}
}
