package cli_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/report"
	"github.com/faultline-dev/faultline/internal/triage"
	"github.com/faultline-dev/faultline/rules"
)

// liveMeasures is what a process of BenchmarkLive found out about itself.
type liveMeasures struct {
	Wall      time.Duration `json:"wall"` // without making the resources
	Live      uint64        `json:"live"` // most bytes that were live at the end of a collection
	Resources int           `json:"resources"`
	Findings  int           `json:"findings"`
}

// judgeLive makes an estate, judges it as a scan does and writes its measures.
func judgeLive(n int, onlyMake bool) error {
	b := liveEstate(n)
	m := liveMeasures{Resources: len(b.Resources)}
	if !onlyMake {
		if err := m.judge(b); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(m)
}

func (m *liveMeasures) judge(b *graph.Builder) error {
	peak := watchHeap()
	start := time.Now()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		return err
	}
	t, err := triage.New(set, triage.Options{Now: start})
	if err != nil {
		return err
	}
	a, err := t.Rules().Run(context.Background(), catalog.Complete(b), analyzer.Options{Params: t.Params()})
	if err != nil {
		return err
	}
	a.Diagnostics = append(a.Diagnostics, b.Diagnostics...)
	if err := t.Settle(a, b.Directives); err != nil {
		return err
	}
	if err := report.WriteJSON(io.Discard, &report.Report{Assessment: a}); err != nil {
		return err
	}
	m.Wall, m.Live, m.Findings = time.Since(start), peak(), len(a.Findings)
	return nil
}

// watchHeap returns a function that stops watching and returns the most bytes that were
// live on the heap at the end of any collection since.
func watchHeap() func() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	done := make(chan struct{})
	var most uint64
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-tick.C:
			case <-done:
				return
			}
		}
	})
	return func() uint64 {
		close(done)
		wg.Wait()
		return most
	}
}
