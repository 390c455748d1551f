package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/internal/cli"
)

// TestReadme holds what README.md shows of the example against what is printed: the lines
// of a block follow each other, and … stands for those that are left out.
func TestReadme(t *testing.T) {
	t.Parallel()
	top, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(top, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	// The configuration of which README.md speaks.
	target := filepath.Join(t.TempDir(), "faultline.yaml")
	if err := os.WriteFile(target, []byte("version: 1\npolicy: [{zone: {rto: 5m, rpo: 0}}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for _, m := range regexp.MustCompile("(?s)\n```(text|console)\n(.*?)\n```").FindAllStringSubmatch(string(text), -1) {
		command, want := "scan testdata/examples/webshop", m[2]
		if m[1] == "console" {
			command, want, _ = strings.Cut(strings.TrimPrefix(want, "$ faultline "), "\n")
		}
		args := strings.Fields(command)
		if args[0] == "assess" {
			args = append(args, "--config", target)
		}
		var out, errOut bytes.Buffer
		cli.Main(t.Context(), args, &cli.Env{Stdout: &out, Stderr: &errOut, Dir: top, Now: time.Now})
		blocks++
		rest := out.String()
		for part := range strings.SplitSeq(want+"\n", "…\n") {
			part = strings.TrimRight(part, " ")
			_, after, found := strings.Cut(rest, part)
			if !found {
				t.Errorf("README.md shows what faultline %s does not print:\n%s\n%s", command, part, errOut.String())
				break
			}
			rest = after
		}
	}
	if blocks < 5 {
		t.Errorf("only %d blocks were found", blocks)
	}
	for _, m := range regexp.MustCompile(`(\d+) rules`).FindAllStringSubmatch(string(text), -1) {
		if line := fmt.Sprintf("when faultline had %s rules", m[1]); !strings.Contains(string(text), line) && m[1] != fmt.Sprint(count(t)) {
			t.Errorf("README.md says %s; there are %d rules", m[0], count(t))
		}
	}
}

// count is the number of our rules.
func count(t *testing.T) int {
	t.Helper()
	var out bytes.Buffer
	cli.Main(t.Context(), []string{"rules", "list"}, &cli.Env{Stdout: &out, Stderr: &out, Now: time.Now})
	var n int
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if _, err := fmt.Sscanf(strings.TrimSpace(lines[len(lines)-1]), "%d rules", &n); err != nil {
		t.Fatal(err)
	}
	return n
}
