// Package cli is the faultline-live command. Start with [Main].
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
)

// Exit codes, as those of faultline.
const (
	exitClean      = 0
	exitUsage      = 2
	exitIncomplete = 3
)

// Env is what the command takes from its surroundings. Credentials and AWS's own
// settings are read from the process's environment by the SDK.
type Env struct {
	Stdout, Stderr io.Writer
	// Now is the clock.
	Now            func() time.Time
	StderrTerminal bool
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
		return exitClean
	case errors.As(err, &exit):
		return exit.code
	default:
		fmt.Fprintf(env.Stderr, "faultline-live: %s\n", err)
		return exitUsage
	}
}

func newRoot(env *Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "faultline-live",
		Short: "Reads cloud accounts into a snapshot for faultline",
		Long: `faultline-live reads an AWS account, or all of an organisation, into one file, which
faultline judges with the same rules as configuration: faultline scan FILE. It is a
program of its own so that faultline needs neither network nor credentials.

It makes only calls that describe and list, and refuses all others to itself; nothing
is written to an account. Secrets are dropped before anything is stored.

Exit codes: 0 complete, 2 usage error or no access at all, 3 incomplete (a call was
denied, a region did not answer, or the run was interrupted).`,
		Example: `  faultline-live snapshot aws --output prod.snapshot
  faultline-live snapshot aws --organization --role-name faultline-read --output org.snapshot
  faultline-live snapshot aws --print-policy
  faultline scan prod.snapshot`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetVersionTemplate("faultline-live {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w\nSee: %s --help", err, cmd.CommandPath())
	})
	snapshot := &cobra.Command{Use: "snapshot", Short: "Read accounts into a file"}
	snapshot.AddCommand(newAWS(env))
	root.AddCommand(snapshot)
	return root
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
