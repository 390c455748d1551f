package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/faultline-dev/faultline/internal/cli"
)

// TestMain lets the scripts run the command as a program of its own, on the day that
// TODAY says.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"parse-only": func() { // the floor of BenchmarkProcess
			if err := parseOnly(os.Args[1]); err != nil {
				panic(err)
			}
		},
		"judge-live": func() { // what BenchmarkLive measures
			n, err := strconv.Atoi(os.Args[1])
			if err == nil {
				err = judgeLive(n, len(os.Args) > 2)
			}
			if err != nil {
				panic(err)
			}
		},
		"faultline": func() {
			now := time.Now
			if day, err := time.Parse(time.DateOnly, os.Getenv("TODAY")); err == nil {
				now = func() time.Time { return day.Add(23 * time.Hour) }
			}
			os.Exit(cli.Main(context.Background(), os.Args[1:], &cli.Env{
				Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Now: now,
			}))
		},
	})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit":      checkExit,
			"opabundle": writeBundle,
			"snapshot":  writeSnapshot,
			"truncate":  truncateFile,
		},
		Setup: func(env *testscript.Env) error {
			repo, err := filepath.Abs("../..")
			env.Setenv("REPO", filepath.ToSlash(repo))
			return err
		},
	})
}

// checkExit runs a command and compares its exit code, as in "exit 3 faultline scan".
func checkExit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE command args…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}
