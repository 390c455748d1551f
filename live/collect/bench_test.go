package collect_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/faultline-dev/faultline/live/collect"
	"github.com/faultline-dev/faultline/live/internal/fakeaws"
	"github.com/faultline-dev/faultline/live/services"
)

// BenchmarkOrganization reads an organisation of so many accounts (FAULTLINE_ACCOUNTS,
// else 10; 200 is the figure of docs/performance.md) with five regions of 500 resources
// from a fake endpoint in this process, which answers at once: so the rates are off and
// the time is ours and the fake's. The peak is that of the heap of both. With
// FAULTLINE_SNAPSHOT the file is kept there.
func BenchmarkOrganization(b *testing.B) {
	accounts := 10
	if text := os.Getenv("FAULTLINE_ACCOUNTS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		accounts = n
	}
	for b.Loop() {
		s := &fakeaws.Server{
			Management: "100000000000", Answer: fakeaws.Estate,
			Regions: []string{"eu-central-1", "eu-west-1", "us-east-1", "us-west-2", "ap-southeast-2"},
		}
		for i := range accounts {
			s.Accounts = append(s.Accounts, fakeaws.Account{ID: fmt.Sprintf("1%011d", i), Name: fmt.Sprintf("team-%d", i), Status: "ACTIVE"})
		}
		o := options(b, s)
		s.Forget()
		o.Services, o.Organization, o.RoleName, o.Rate, o.Workers = services.All(), true, "faultline-read", 1e6, 32
		if keep := os.Getenv("FAULTLINE_SNAPSHOT"); keep != "" {
			o.Output = keep
		}
		peak := watch(b)
		started := time.Now()
		result, err := collect.Run(b.Context(), o)
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(started)
		b.ReportMetric(float64(peak())/(1<<20), "peak-MiB")
		b.ReportMetric(float64(result.Resources)/took.Seconds(), "resources/s")
		b.ReportMetric(float64(result.Calls), "calls")
		b.ReportMetric(float64(result.Resources), "resources")
	}
}

// watch samples the heap until its result is called, which is the greatest seen.
func watch(b *testing.B) func() uint64 {
	b.Helper()
	var greatest atomic.Uint64
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			greatest.Store(max(greatest.Load(), m.Sys-m.HeapReleased))
			select {
			case <-done:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-over
		return greatest.Load()
	}
}
