//go:build ci

// Package cicheck runs what CI servers run: the steps of action.yml and the script of
// templates/scan.yml, in the shells and with the variables that a server gives them.
// It needs bash, git and jq; `bash .ci/run actions` runs it, `go test ./...` does not.
package cicheck

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v4"
)

// action is the part of action.yml that a runner acts on.
type action struct {
	Inputs map[string]struct {
		Default string `yaml:"default"`
	} `yaml:"inputs"`
	Outputs map[string]struct {
		Value string `yaml:"value"`
	} `yaml:"outputs"`
	Runs struct {
		Steps []step `yaml:"steps"`
	} `yaml:"runs"`
}

type step struct {
	ID    string            `yaml:"id"`
	If    string            `yaml:"if"`
	Uses  string            `yaml:"uses"`
	With  map[string]string `yaml:"with"`
	Shell string            `yaml:"shell"`
	Run   string            `yaml:"run"`
	Env   map[string]string `yaml:"env"`
}

// job is what one use of the action leaves behind.
type job struct {
	log, summary string
	outputs      map[string]string
	code         int
}

// runner executes an action in a work tree as a runner does: each step of a shell in a
// process of its own, outputs through files, the first failure ends it.
type runner struct {
	checkout, temp string
	action         action
	values         map[string]string // of expressions: inputs.path, steps.scan.outputs.findings
}

func newRunner(t *testing.T, inputs map[string]string) *runner {
	t.Helper()
	r := &runner{checkout: checkout(t), temp: t.TempDir()}
	src, err := os.ReadFile(filepath.Join(r.checkout, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(src, &r.action); err != nil {
		t.Fatal(err)
	}
	r.values = map[string]string{
		"github.action_path": r.checkout, "runner.temp": r.temp, "runner.os": "Linux", "runner.arch": "X64",
	}
	for name, input := range r.action.Inputs {
		r.values["inputs."+name] = input.Default
	}
	for name, value := range inputs {
		if _, ok := r.action.Inputs[name]; !ok {
			t.Fatalf("action.yml has no input %s", name)
		}
		r.values["inputs."+name] = value
	}
	return r
}

func (r *runner) run(t *testing.T, dir string) job {
	t.Helper()
	var log bytes.Buffer
	j := job{outputs: map[string]string{}}
	save := func() {}
	defer func() { save() }() //nolint:gocritic // the loop assigns save anew
	for _, s := range r.action.Runs.Steps {
		if !r.holds(t, s.If) {
			continue
		}
		if strings.HasPrefix(s.Uses, "actions/cache@") {
			save = r.restore(t, s)
		}
		if s.Uses != "" {
			continue // Go is set up here
		}
		if s.Shell != "bash" {
			t.Fatalf("step %q has the shell %q; this runner has bash", s.ID, s.Shell)
		}
		if strings.Contains(s.Run, "${{") {
			t.Fatalf("step %q has an expression in its script: its value would be run", s.ID)
		}
		j.code = r.step(t, s, dir, &log, &j.summary)
		if j.code != 0 {
			break
		}
	}
	j.log = log.String()
	for name, o := range r.action.Outputs {
		j.outputs[name] = r.expand(t, o.Value)
	}
	return j
}

// caches are the folders that actions/cache keeps, by key. The lock is held until the
// first job of a key has saved its own.
type caches struct {
	sync.Mutex
	byKey map[string]string
}

var cached = caches{byKey: map[string]string{}}

// restore does what actions/cache does, and returns what it does after the job.
func (r *runner) restore(t *testing.T, s step) func() {
	t.Helper()
	key, dir := r.expand(t, s.With["key"]), r.expand(t, s.With["path"])
	cached.Lock()
	saved, hit := cached.byKey[key]
	if hit {
		cached.Unlock()
		if err := os.Symlink(saved, dir); err != nil {
			t.Fatal(err)
		}
		r.values["steps."+s.ID+".outputs.cache-hit"] = "true"
		return func() {}
	}
	return func() {
		defer cached.Unlock()
		kept, err := os.MkdirTemp("", "faultline-cache") //nolint:usetesting // other tests take it; TestMain removes it
		if err != nil {
			t.Error(err)
			return
		}
		if err := os.CopyFS(kept, os.DirFS(dir)); err != nil {
			t.Error(err)
			return
		}
		cached.byKey[key] = kept
	}
}

// TestMain removes what was cached.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range cached.byKey {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func (r *runner) step(t *testing.T, s step, dir string, log *bytes.Buffer, summary *string) int {
	t.Helper()
	files := t.TempDir()
	script, output, sum := filepath.Join(files, "script.sh"), filepath.Join(files, "output"), filepath.Join(files, "summary")
	for file, text := range map[string]string{script: s.Run, output: "", sum: "before\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, log, log
	cmd.Env = append(os.Environ(), "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+sum, "CI=true", "GITHUB_ACTIONS=true")
	for name, value := range s.Env {
		cmd.Env = append(cmd.Env, name+"="+r.expand(t, value))
	}
	err := cmd.Run()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	for name, value := range pairs(t, output) {
		r.values["steps."+s.ID+".outputs."+name] = value
	}
	added, readErr := os.ReadFile(sum)
	if readErr != nil {
		t.Fatal(readErr)
	}
	rest, kept := strings.CutPrefix(string(added), "before\n")
	if !kept {
		t.Errorf("step %q overwrites the summary instead of adding to it", s.ID)
	}
	*summary += rest
	return cmd.ProcessState.ExitCode()
}

// pairs reads the file of a step's outputs; a later value replaces an earlier one.
func pairs(t *testing.T, file string) map[string]string {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(src))
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), "=")
		if !ok {
			t.Fatalf("a runner refuses this output: %q", lines.Text())
		}
		all[name] = value
	}
	return all
}

var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

// expand puts values into the place of expressions. Outputs of steps that did not run are
// empty, as in GitHub; any other name must be known.
func (r *runner) expand(t *testing.T, text string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		value, ok := r.values[name]
		if !ok && !strings.HasPrefix(name, "steps.") {
			t.Errorf("this runner does not know %s", e)
		}
		return value
	})
}

var unequal = regexp.MustCompile(`^([\w.-]+) != '([^']*)'$`)

// holds evaluates the one form of condition that the action uses.
func (r *runner) holds(t *testing.T, condition string) bool {
	t.Helper()
	if condition == "" {
		return true
	}
	m := unequal.FindStringSubmatch(condition)
	if m == nil {
		t.Fatalf("this runner does not know the condition %q", condition)
	}
	return r.values[m[1]] != m[2]
}

// checkout is the root of our repository.
func checkout(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// workTree is a repository with examples of ours, each in a folder of its name.
func workTree(t *testing.T, examples map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	for into, example := range examples {
		from := filepath.Join(checkout(t), "testdata", "examples", example)
		if err := os.CopyFS(filepath.Join(dir, into), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
