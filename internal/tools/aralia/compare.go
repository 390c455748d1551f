package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/analyzer/faulttree/openpsa"
)

type options struct {
	dir           string
	only          []string
	order, repeat int
	second, race  bool
}

// recorded is what scram-0.16.2.csv says of a tree at one order.
type recorded struct {
	count   string        // empty where no algorithm came to an end
	fastest time.Duration // of the algorithms that did; 0 when none did
}

func compare(ctx context.Context, w io.Writer, o options) error {
	golden, err := readGolden(filepath.Join(o.dir, "scram-0.16.2.csv"), o.order)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(o.dir, "*.xml"))
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%-10s %7s %6s %12s %10s %10s %6s\n", "tree", "events", "gates", "cut sets", "ours ms", "SCRAM ms", "ratio")
	var t total
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".xml")
		if len(o.only) > 0 && !slices.Contains(o.only, name) {
			continue
		}
		if err := t.tree(ctx, w, o, name, file, golden[name]); err != nil {
			t.failed = append(t.failed, fmt.Sprintf("%s: %v", name, err))
		}
	}
	fmt.Fprintf(w, "\n%d trees; those that SCRAM solves: ours %.1f ms, SCRAM %.1f ms\n", t.trees, milliseconds(t.ours), milliseconds(t.scram))
	if len(t.slow) > 0 {
		fmt.Fprintf(w, "more than twice SCRAM's time and 10 ms: %s\n", strings.Join(t.slow, ", "))
	}
	if t.trees == 0 {
		return fmt.Errorf("no tree in %s", o.dir)
	}
	if len(t.failed) > 0 {
		return errors.New(strings.Join(t.failed, "\n"))
	}
	return nil
}

type total struct {
	trees       int
	ours, scram time.Duration
	slow        []string
	failed      []string
}

func (t *total) tree(ctx context.Context, w io.Writer, o options, name, file string, want recorded) error {
	t.trees++
	m, err := read(file)
	if err != nil {
		return err
	}
	if len(m.Tops) != 1 {
		return fmt.Errorf("it has %d top gates", len(m.Tops))
	}
	top := m.Gates[m.Tops[0]]
	count, ours, err := measure(ctx, m.Tree, top, o, faulttree.Automatic)
	if err != nil {
		return err
	}
	theirs := want.fastest
	if o.race {
		run, err := race(ctx, file, o)
		if err != nil {
			return err
		}
		if run.count != "" && want.count != "" && run.count != want.count {
			return fmt.Errorf("SCRAM finds %s cut sets, not the %s of before", run.count, want.count)
		}
		if want.count == "" {
			want.count = run.count
		}
		if run.fastest > 0 && (theirs == 0 || run.fastest < theirs) {
			theirs = run.fastest
		}
	}
	ratio := "-"
	if theirs > 0 {
		ratio = fmt.Sprintf("%.2f", float64(ours)/float64(theirs))
		t.ours, t.scram = t.ours+ours, t.scram+theirs
		if ours > 2*theirs && ours > 10*time.Millisecond {
			t.slow = append(t.slow, name)
		}
	}
	fmt.Fprintf(w, "%-10s %7d %6d %12d %10.2f %10s %6s\n", name, events(m.Tree), len(m.Gates), count, milliseconds(ours), orDash(theirs), ratio)
	if text := strconv.FormatUint(count, 10); want.count != "" && text != want.count {
		return fmt.Errorf("%s cut sets, SCRAM finds %s", text, want.count)
	}
	if o.second {
		return second(ctx, w, m.Tree, top, o, count)
	}
	return nil
}

func events(t *faulttree.Tree) int {
	count := 0
	for n := range t.Len() {
		if t.Kind(faulttree.Node(n)) == faulttree.KindEvent {
			count++
		}
	}
	return count
}

// second counts with the engine that is not the usual one, without simplification of
// the tree, and looks at some of the sets by direct evaluation.
func second(ctx context.Context, w io.Writer, tree *faulttree.Tree, top faulttree.Node, o options, want uint64) error {
	o.repeat = 1
	count, used, err := measure(ctx, tree, top, o, faulttree.Functions)
	if err != nil {
		return fmt.Errorf("with functions: %w", err)
	}
	fmt.Fprintf(w, "%-10s %7s %6s %12d %10.2f\n", "  functions", "", "", count, milliseconds(used))
	if count != want {
		return fmt.Errorf("%d cut sets with functions, %d without", count, want)
	}
	c, err := tree.CutSets(ctx, top, faulttree.Options{Order: o.order, Limit: 1000})
	if err != nil {
		return err
	}
	e := tree.Evaluator()
	for _, set := range c.Sets {
		e.Lose(set...)
		minimal := e.Failed(top)
		for i := range set {
			e.Lose(slices.Delete(slices.Clone(set), i, i+1)...)
			minimal = minimal && !e.Failed(top)
		}
		if !minimal {
			return fmt.Errorf("%v is no minimal cut set", set)
		}
	}
	return nil
}

// measure is the number of cut sets, and the processor time of the fastest run: from
// the finished tree to the diagram of all its cut sets. SCRAM's own figures leave out
// its preprocessing as well.
func measure(ctx context.Context, tree *faulttree.Tree, top faulttree.Node, o options, engine faulttree.Engine) (uint64, time.Duration, error) {
	var count uint64
	fastest := time.Duration(1<<63 - 1)
	for range o.repeat {
		runtime.GC()
		start := processorTime()
		search := faulttree.Options{Order: o.order, Limit: 1, Engine: engine}
		analysis := tree.Analysis(search, top)
		if engine == faulttree.Functions { // of the tree as it is
			analysis = tree.Analysis(search)
		}
		c, err := analysis.CutSets(ctx, top)
		if err != nil {
			return 0, 0, err
		}
		if c.Found < o.order && o.order > 0 {
			return 0, 0, errors.New(c.Reason)
		}
		count = c.Total
		fastest = min(fastest, processorTime()-start)
	}
	return count, fastest, nil
}

func read(file string) (*openpsa.Model, error) {
	f, err := os.Open(file) //nolint:gosec // the caller names it
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return openpsa.Read(f)
}

func readGolden(file string, order int) (map[string]recorded, error) {
	f, err := os.Open(file) //nolint:gosec // the caller names it
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil //nolint:nilnil // nothing is recorded
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	limit := strconv.Itoa(order)
	if order == 0 {
		limit = "none"
	}
	golden := map[string]recorded{}
	for _, row := range rows[1:] { // tree, events, gates, algorithm, limit_order, status, products, algorithm_s
		seconds, err := strconv.ParseFloat(row[7], 64)
		if row[4] != limit || row[6] == "" || err != nil {
			continue
		}
		g, t := golden[row[0]], time.Duration(seconds*float64(time.Second))
		if g.fastest == 0 || t < g.fastest {
			g.fastest = t
		}
		g.count = row[6]
		golden[row[0]] = g
	}
	return golden, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func orDash(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", milliseconds(d))
}
