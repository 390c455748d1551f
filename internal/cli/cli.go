// Package cli is the faultline command: flags, configuration, and the order in
// which a run calls the parsers, the catalog, the analyzer and the reporters.
//
// Start with [Main]. It opens no socket and runs no other program.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// Exit codes. When several apply, 2 outranks 3 and 3 outranks 1.
const (
	ExitClean      = 0
	ExitFindings   = 1
	ExitUsage      = 2
	ExitIncomplete = 3
)

// Env is what the command takes from its surroundings, so that tests can give it.
type Env struct {
	Stdout, Stderr io.Writer
	// Environ is the environment as os.Environ gives it.
	Environ []string
	// Dir is the working directory; empty means the process's own.
	Dir string
	// Now is the clock.
	Now func() time.Time
	// Terminal says whether Stdout, Stderr are terminals; Width is the columns of
	// the first, 0 when unknown.
	StdoutTerminal, StderrTerminal bool
	Width                          int
}

// lookup returns an environment variable.
func (e *Env) lookup(name string) (string, bool) {
	for _, kv := range e.Environ {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			return v, true
		}
	}
	return "", false
}

// exitError ends a run with a code other than 2. Its message, if any, was printed.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// Main runs the command and returns its exit code.
func Main(ctx context.Context, args []string, env *Env) int {
	root := newRoot(env)
	root.SetArgs(args)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	var exit exitError
	switch {
	case err == nil:
		return ExitClean
	case errors.As(err, &exit):
		return exit.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(env.Stderr, "faultline: interrupted")
		return ExitIncomplete
	default:
		fmt.Fprintf(env.Stderr, "faultline: %s\n", err)
		return ExitUsage
	}
}

func newRoot(env *Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "faultline",
		Short: "Finds in cloud configuration what will take services down",
		Long: `faultline reads Terraform and CloudFormation (also SAM and the CDK) into one graph of
resources and says, before anything is deployed, which single loss takes a service
down, which data has no second copy, and which tier nobody watches: with the line to
change.

It works offline: no network, no credentials, neither Terraform nor AWS needed.

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage error, 3 incomplete
(a file not read, a module not loaded, a rule crashed). 2 outranks 3, 3 outranks 1.`,
		Example: `  faultline scan live/prod
  faultline explain aws-rds-single-az
  faultline simulate --lose zone:eu-west-1a live/prod
  faultline graph --format html live/prod > architecture.html`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetVersionTemplate("faultline {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w\nSee: %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		newInit(env), newScan(env), newBaseline(env), newSimulate(env), newAssess(env), newPolicy(env), newGraph(env), newSnapshot(env), newDiff(env), newDrift(env), newRules(env), newExplain(env), newVersion(env),
	)
	return root
}
