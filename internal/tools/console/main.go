// Command console records what `terraform console` answers, as fixtures for the tests
// of the evaluator, which then need no Terraform.
//
//	go run ./internal/tools/console parsers/terraform/testdata/console
//
// The folder holds expressions.txt; answers.json is written. Terraform must be on the
// path; its version is recorded.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

// answer is what Terraform says of one expression: its type and its value as JSON, or
// that it is an error.
type answer struct {
	Expression string `json:"expression"`
	Type       string `json:"type,omitempty"`
	Value      string `json:"value,omitempty"`
	Error      bool   `json:"error,omitempty"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: console DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "console:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	src, err := os.ReadFile(filepath.Join(dir, "expressions.txt")) //nolint:gosec // the caller names it
	if err != nil {
		return err
	}
	empty, err := os.MkdirTemp("", "console")
	if err != nil {
		return err
	}
	defer os.RemoveAll(empty)
	var answers []*answer
	var g errgroup.Group
	g.SetLimit(2)
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		a := &answer{Expression: line}
		answers = append(answers, a)
		g.Go(func() error {
			// A console locks the state of its directory, so each has its own.
			own, err := os.MkdirTemp(empty, "")
			if err != nil {
				return err
			}
			return a.ask(own)
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	version, err := terraform(empty, "", "version", "-json")
	if err != nil {
		return err
	}
	var v struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal([]byte(version), &v); err != nil {
		return err
	}
	out, err := json.MarshalIndent(map[string]any{"terraform_version": v.Version, "answers": answers}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "answers.json"), append(out, '\n'), 0o644) //nolint:gosec // a fixture
}

func (a *answer) ask(dir string) error {
	typ, err := terraform(dir, "type("+a.Expression+")", "console")
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		a.Error = true
		return nil
	}
	if err != nil {
		return err
	}
	// A console prints a string quoted, as HCL would; encoded twice it is a JSON text
	// in a JSON text, which survives that.
	value, err := terraform(dir, "jsonencode(jsonencode("+a.Expression+"))", "console")
	if errors.As(err, &exit) {
		a.Error = true
		return nil
	}
	if err != nil {
		return err
	}
	if value == "(sensitive value)" {
		a.Type, a.Value = typ, value
		return nil
	}
	var once, twice string
	if err := json.Unmarshal([]byte(value), &once); err != nil {
		return fmt.Errorf("%s: answer %s: %w", a.Expression, value, err)
	}
	if err := json.Unmarshal([]byte(once), &twice); err != nil {
		return fmt.Errorf("%s: answer %s: %w", a.Expression, value, err)
	}
	a.Type, a.Value = typ, twice
	return nil
}

func terraform(dir, stdin string, args ...string) (string, error) {
	cmd := exec.Command("terraform", append([]string{"-chdir=" + dir}, args...)...) //nolint:gosec,noctx // a recorder, run by hand
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "NO_COLOR=1", "TF_CLI_ARGS_console=", "CHECKPOINT_DISABLE=1")
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("terraform %s: %w: %s", strings.Join(args, " "), err, problems.String())
	}
	return strings.TrimSpace(out.String()), nil
}
