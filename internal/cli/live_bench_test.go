//go:build linux

package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// BenchmarkLive states what judging a live account costs apart from reading it: resources
// as a snapshot has them are completed, judged by all rules, settled and written as JSON,
// in a process of their own. The metrics are the processor time of all threads, without
// that of a process that only makes the resources; the time on the clock; the most that
// was live on the heap at the end of a collection, the resources themselves among it; and
// the peak memory of the process.
func BenchmarkLive(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var cpu, wall time.Duration
			var m liveMeasures
			var live uint64
			var peak int64
			for b.Loop() {
				making, _, _ := liveProcess(b, n, "only-make")
				var took time.Duration
				var size int64
				took, size, m = liveProcess(b, n)
				cpu, wall = cpu+took-making, wall+m.Wall
				live, peak = max(live, m.Live), max(peak, size)
			}
			each := float64(b.N) * float64(m.Resources)
			b.ReportMetric(float64(cpu.Nanoseconds())/each, "cpu-ns/resource")
			b.ReportMetric(float64(wall.Nanoseconds())/each, "wall-ns/resource")
			b.ReportMetric(float64(live)/float64(m.Resources), "live-B/resource")
			b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
			b.ReportMetric(float64(m.Resources), "resources")
			b.ReportMetric(float64(m.Findings), "findings")
		})
	}
}

// BenchmarkSnapshot states what the program costs for a snapshot of so many resources, as
// BenchmarkProcess does for configuration.
func BenchmarkSnapshot(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "organisation.snapshot")
			resources := liveSnapshot(b, file, n)
			var cpu, wall time.Duration
			var peak int64
			for b.Loop() {
				start := time.Now()
				took, size := process(b, "faultline", "scan", file, "--format", "json", "--incomplete=warn")
				cpu, wall, peak = cpu+took, wall+time.Since(start), max(peak, size)
			}
			b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
			b.ReportMetric(wall.Seconds()/float64(b.N), "wall-s")
			b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
			b.ReportMetric(float64(cpu.Microseconds())/float64(b.N)/float64(resources), "cpu-µs/resource")
		})
	}
}

// liveSnapshot writes an estate as a snapshot and returns how many resources it has.
func liveSnapshot(tb testing.TB, file string, n int) int {
	tb.Helper()
	f, err := os.Create(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	w, err := snapshot.NewWriter(f, &snapshot.Header{Provider: "aws", Regions: liveRegions()})
	if err != nil {
		tb.Fatal(err)
	}
	estate := liveEstate(n).Resources
	for _, r := range estate {
		err := w.Write(snapshot.Record{Resource: &snapshot.Resource{
			Type: r.Type, ID: r.ID, Ref: r.ID[strings.LastIndexAny(r.ID, ":/")+1:],
			Account: r.Scope.Account, Region: r.Scope.Region, Properties: r.Attributes,
		}})
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return len(estate)
}

// liveProcess runs judgeLive as a process and returns its processor time and peak memory
// in bytes beside what it found out about itself.
func liveProcess(b *testing.B, n int, args ...string) (cpu time.Duration, peak int64, m liveMeasures) {
	b.Helper()
	var out bytes.Buffer
	cmd := exec.CommandContext(b.Context(), "judge-live", append([]string{strconv.Itoa(n)}, args...)...)
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &m); err != nil {
		b.Fatal(err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Fatal("the system does not say what a process used")
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), usage.Maxrss << 10, m
}
