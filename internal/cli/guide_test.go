package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/internal/cli"
)

// guideStep is a block of a guide: a file to write, or commands with what they print.
type guideStep struct {
	line       int
	file, text string
}

var (
	fileHeading = regexp.MustCompile("^`([^`]+)`:$")
	exitComment = regexp.MustCompile(` # exit code (\d)$`)
)

// guideSteps reads the blocks of a guide: ```console, and any other that follows a line
// with the name of a file.
func guideSteps(t *testing.T, text string) []guideStep {
	t.Helper()
	var steps []guideStep
	var open *guideStep
	file := ""
	for i, line := range strings.Split(text, "\n") {
		switch {
		case open != nil && line == "```":
			steps = append(steps, *open)
			open, file = nil, ""
		case open != nil:
			open.text += line + "\n"
		case strings.HasPrefix(line, "```"):
			if line != "```console" && file == "" {
				t.Errorf("line %d: a block that is neither ```console nor a file", i+1)
			}
			open = &guideStep{line: i + 1, file: file}
		case fileHeading.MatchString(line):
			file = fileHeading.FindStringSubmatch(line)[1]
		}
	}
	return steps
}

// TestGuideOfOwnRules does what docs/own-rules.md says, and compares what is printed. With
// FAULTLINE_OPA, the path of an opa, its commands are run too, as .ci/run does.
func TestGuideOfOwnRules(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "own-rules.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, step := range guideSteps(t, string(text)) {
		if step.file != "" {
			at := filepath.Join(dir, filepath.FromSlash(step.file))
			if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(at, []byte(step.text), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		for command := range strings.SplitSeq(strings.TrimPrefix(step.text, "$ "), "\n$ ") {
			command, want, _ := strings.Cut(strings.TrimSuffix(command, "\n"), "\n")
			code := "0"
			if m := exitComment.FindStringSubmatch(command); m != nil {
				code, command = m[1], strings.TrimSuffix(command, m[0])
			}
			got, gotCode, ran := guideCommand(t, dir, strings.Fields(command))
			if !ran {
				continue
			}
			n++
			if diff := cmp.Diff(want, got); diff != "" || code != gotCode {
				t.Errorf("docs/own-rules.md:%d: %s: exit code %s, want %s (-guide +printed):\n%s", step.line, command, gotCode, code, diff)
			}
		}
	}
	if n < 8 {
		t.Errorf("only %d commands were run", n)
	}
}

// guideCommand runs a command of a guide and returns what it printed to both streams.
func guideCommand(t *testing.T, dir string, args []string) (printed, code string, ran bool) {
	t.Helper()
	var out, errOut bytes.Buffer
	switch args[0] {
	case "faultline":
		status := cli.Main(t.Context(), args[1:], &cli.Env{Stdout: &out, Stderr: &errOut, Dir: dir, Now: time.Now})
		code = fmt.Sprint(status)
	case "opa":
		opa := os.Getenv("FAULTLINE_OPA")
		if opa == "" {
			return "", "", false
		}
		cmd := exec.CommandContext(t.Context(), opa, args[1:]...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errOut
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		code = fmt.Sprint(cmd.ProcessState.ExitCode())
	default:
		t.Fatalf("the guide has the command %s, which this test cannot run", args[0])
	}
	lines := strings.Split(strings.TrimRight(out.String()+errOut.String(), "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n"), code, true
}
