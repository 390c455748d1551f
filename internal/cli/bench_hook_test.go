package cli_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/internal/cli"
)

// BenchmarkHook measures what a commit waits for: the built binary, as a process of its
// own, with the arguments of .pre-commit-hooks.yaml, on a repository of 1,000 resources.
// The files are in the page cache, as they are after an edit. ms/commit is to stay below
// 1,000, and cpu-ms/commit is what it costs whatever else the machine does.
func BenchmarkHook(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "faultline")
	build := exec.CommandContext(b.Context(), "go", "build", "-o", binary, "github.com/faultline-dev/faultline/cmd/faultline")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("building the binary: %v\n%s", err, out)
	}
	dir := b.TempDir()
	resources := generate(b, dir, 1_000)
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o700); err != nil {
		b.Fatal(err)
	}
	var wall, cpu time.Duration
	for b.Loop() {
		hook := exec.CommandContext(b.Context(), binary, "scan", "--quiet", "--incomplete=warn")
		hook.Dir = dir
		start := time.Now()
		out, err := hook.CombinedOutput()
		wall += time.Since(start)
		// The generated configuration is weak: a run without findings measures nothing.
		if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != cli.ExitFindings {
			b.Fatalf("want exit code %d, have %v\n%.2000s", cli.ExitFindings, err, out)
		}
		cpu += hook.ProcessState.UserTime() + hook.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(wall.Milliseconds())/float64(b.N), "ms/commit")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(b.N), "cpu-ms/commit")
	b.ReportMetric(float64(resources), "resources")
}
