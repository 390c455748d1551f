package cli_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/internal/cli"
)

var (
	subcommand  = regexp.MustCompile(`(?m)^ {2}([a-z]+) +[A-Z]`)
	unnamedFlag = regexp.MustCompile(`(?m)^ +(-\w, )?--[a-z-]+ (string|strings|stringArray|int|duration|float)\b.*`)
	exampleLine = regexp.MustCompile(`(?m)^ {2}(faultline .*)$`)
)

// TestHelp wants the help of each command to name what its flags take, and to have
// examples, which call that command or one that belongs to it.
func TestHelp(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	var visit func(path []string)
	visit = func(path []string) {
		name := strings.Join(append([]string{"faultline"}, path...), " ")
		seen[name] = true
		var out bytes.Buffer
		if code := cli.Main(t.Context(), append(path, "--help"), &cli.Env{Stdout: &out, Stderr: &out, Now: time.Now}); code != 0 {
			t.Fatalf("%s --help: exit code %d", name, code)
		}
		text := out.String()
		if bad := unnamedFlag.FindString(text); bad != "" {
			t.Errorf("%s: a flag does not name what it takes: %s", name, bad)
		}
		_, commands, group := strings.Cut(text, "Available Commands:\n")
		if commands, _, _ = strings.Cut(commands, "\n\n"); group {
			for _, m := range subcommand.FindAllStringSubmatch(commands, -1) {
				if m[1] != "help" && m[1] != "completion" {
					visit(append(slices.Clip(path), m[1]))
				}
			}
		}
		_, examples, ok := strings.Cut(text, "Examples:\n")
		examples, _, _ = strings.Cut(examples, "\n\n")
		if !ok && !group && name != "faultline version" {
			t.Errorf("%s has no examples", name)
		}
		if ok && !strings.Contains(examples, name+" ") && !strings.Contains(examples, name+"\n") {
			t.Errorf("the examples of %s do not call it:\n%s", name, examples)
		}
		if ok && !exampleLine.MatchString(examples) {
			t.Errorf("the examples of %s are not indented by two", name)
		}
	}
	visit(nil)
	if len(seen) < 15 {
		t.Errorf("only %d commands were found", len(seen))
	}
}
