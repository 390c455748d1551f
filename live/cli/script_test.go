package cli_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	offline "github.com/faultline-dev/faultline/internal/cli"
	"github.com/faultline-dev/faultline/live/cli"
	"github.com/faultline-dev/faultline/live/internal/fakeaws"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// TestMain lets the scripts run both commands as programs of their own.
func TestMain(m *testing.M) {
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	testscript.Main(m, map[string]func(){
		"faultline-live": func() {
			os.Exit(cli.Main(context.Background(), os.Args[1:], &cli.Env{Stdout: os.Stdout, Stderr: os.Stderr, Now: func() time.Time { return day }}))
		},
		"faultline": func() {
			os.Exit(offline.Main(context.Background(), os.Args[1:], &offline.Env{
				Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Now: func() time.Time { return day },
			}))
		},
	})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": checkExit, "unpack": unpack, "grown": grown},
		Setup: func(env *testscript.Env) error {
			latency := time.Duration(0)
			if strings.HasSuffix(env.WorkDir, "script-kill") {
				latency = 10 * time.Millisecond // there must be time to end it
			}
			env.Setenv("AWS_ENDPOINT_URL", account(env.Defer, latency))
			for name, value := range map[string]string{
				"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1", "AWS_CA_BUNDLE": "",
				"AWS_CONFIG_FILE": env.WorkDir + "/none", "AWS_SHARED_CREDENTIALS_FILE": env.WorkDir + "/none", "AWS_EC2_METADATA_DISABLED": "true",
			} {
				env.Setenv(name, value)
			}
			return nil
		},
	})
}

// grown waits until there is a file and it has become longer than it was at first:
// grown FILE.
func grown(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: grown FILE")
	}
	least := int64(0)
	for range 3000 {
		if info, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			if least > 0 && info.Size() > least {
				return
			}
			least = max(least, info.Size())
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s does not grow", args[0])
}

// account serves an organisation for one script. In us-east-1 alarms are denied.
func account(cleanup func(func()), latency time.Duration) string {
	s := &fakeaws.Server{
		Latency:    latency,
		Management: "111111111111", Regions: []string{"eu-west-1", "us-east-1"},
		Accounts: []fakeaws.Account{
			{ID: "111111111111", Name: "root", Status: "ACTIVE"},
			{ID: "222222222222", Name: "prod", Status: "ACTIVE"},
			{ID: "333333333333", Name: "old", Status: "SUSPENDED"},
		},
	}
	s.Answer = func(w http.ResponseWriter, c *fakeaws.Call) bool {
		if c.Op == "DescribeAlarms" && c.Region == "us-east-1" {
			fakeaws.Fail(w, c, http.StatusForbidden, "AccessDenied")
			return true
		}
		return fakeaws.Estate(w, c)
	}
	return s.Start(cleanup, false)
}

// checkExit runs a command and compares its exit code, as in "exit 3 faultline scan".
func checkExit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE command args…")
	}
	code := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

// unpack writes the text of a snapshot: unpack SNAPSHOT FILE.
func unpack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: unpack SNAPSHOT FILE")
	}
	f, err := os.Open(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	in, err := snapshot.NewReader(f)
	ts.Check(err)
	defer in.Close()
	out, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	defer out.Close()
	for {
		line, err := in.Line()
		if errors.Is(err, io.EOF) {
			return
		}
		ts.Check(err)
		_, err = out.Write(line)
		ts.Check(err)
	}
}
