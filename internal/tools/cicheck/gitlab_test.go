//go:build ci

package cicheck

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// template is templates/scan.yml: what a project gives it, and the job.
type template struct {
	inputs map[string]string // with their defaults; required ones are absent
	job    struct {
		Variables map[string]struct {
			Value  string
			Expand bool
		}
		Script    []string
		Artifacts struct {
			Paths   []string
			Reports map[string]string
		}
	}
}

func readTemplate(t *testing.T) *template {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(checkout(t), "templates", "scan.yml"))
	if err != nil {
		t.Fatal(err)
	}
	head, body, ok := strings.Cut(string(src), "\n---\n")
	if !ok {
		t.Fatal("templates/scan.yml has no header of its own")
	}
	var spec struct {
		Spec struct {
			Inputs map[string]struct{ Default *string }
		}
	}
	if err := yaml.Unmarshal([]byte(head), &spec); err != nil {
		t.Fatal(err)
	}
	tpl := &template{inputs: map[string]string{}}
	jobs := map[string]any{"faultline": &tpl.job}
	var raw map[string]yaml.Node
	if err := yaml.Unmarshal([]byte(body), &raw); err != nil {
		t.Fatal(err)
	}
	for name, into := range jobs {
		node := raw[name]
		if err := node.Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	for name, input := range spec.Spec.Inputs {
		if input.Default != nil {
			tpl.inputs[name] = *input.Default
		}
	}
	return tpl
}

// run executes the job's script as GitLab's runner does: one script of all its lines,
// which ends at the first failure.
func (tpl *template) run(t *testing.T, dir string, inputs map[string]string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-e", "-c", strings.Join(tpl.job.Script, "\n"))
	cmd.Dir, cmd.Env = dir, os.Environ()
	for name, v := range tpl.job.Variables {
		if v.Expand {
			t.Errorf("variable %s: GitLab would expand names in its value", name)
		}
		input := strings.TrimSuffix(strings.TrimPrefix(v.Value, "$[[ inputs."), " ]]")
		value, ok := inputs[input]
		if !ok {
			if value, ok = tpl.inputs[input]; !ok {
				t.Fatalf("variable %s takes an input without a value: %s", name, v.Value)
			}
		}
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return log.String(), cmd.ProcessState.ExitCode()
}

func TestGitLab(t *testing.T) {
	t.Parallel()
	tpl := readTemplate(t)
	tree := workTree(t, map[string]string{"weak": "webshop", "clean dir": "resilient"})
	ours := map[string]string{"source": "file://" + checkout(t), "ref": "HEAD"}
	// In one work tree, one after another: the first builds, the others take its binary.
	for _, tt := range []struct {
		path, args, failOn string
		code               int
		log                string
	}{
		{path: "weak", code: 1, log: "aws-rds-single-az"},
		{path: "clean dir"},
		{path: "weak\nclean dir", failOn: "none"},
		{path: "weak", args: "--exclude 'some dir'\n--fail-on=none"},
		{path: "weak", args: "--region $(touch pwned) ; touch pwned", code: 2},
		{path: "$(touch pwned)", code: 2, log: "does not exist"},
		{path: "--format", code: 2, log: "--format does not exist"},
	} {
		inputs := map[string]string{"path": tt.path, "args": tt.args, "fail-on": tt.failOn}
		maps.Copy(inputs, ours)
		log, code := tpl.run(t, tree, inputs)
		if code != tt.code || !strings.Contains(log, tt.log) {
			t.Errorf("path %q, args %q, fail-on %q: exit code %d, want %d; the log:\n%.3000s", tt.path, tt.args, tt.failOn, code, tt.code, log)
		}
	}
	for _, file := range append(tpl.job.Artifacts.Paths, tpl.job.Artifacts.Reports["codequality"], tpl.job.Artifacts.Reports["junit"]) {
		if info, err := os.Stat(filepath.Join(tree, file)); err != nil || info.Size() == 0 {
			t.Errorf("the artifact %q is not there or empty", file)
		}
	}
	if _, err := os.Stat(filepath.Join(tree, "pwned")); err == nil {
		t.Error("a command in an input was run")
	}
}
