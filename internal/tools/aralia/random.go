package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/analyzer/faulttree/openpsa"
)

// compareRandom holds the cut sets up to several orders and the probability of random
// trees to SCRAM's, whose algorithms take turns.
func compareRandom(ctx context.Context, w io.Writer, trees int) error {
	dir, err := os.MkdirTemp("", "aralia")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var t tally
	for seed := range uint64(trees) { //nolint:gosec // it is positive
		if err := t.compare(ctx, filepath.Join(dir, "tree.xml"), seed); err != nil {
			return fmt.Errorf("random tree %d: %w", seed, err)
		}
	}
	fmt.Fprintf(w, "%d random trees with %d minimal cut sets: SCRAM has the same sets and probabilities but for %d trees, of which direct evaluation says that SCRAM is wrong\n", trees, t.sets, t.wrong)
	if 10*t.wrong > trees {
		return errors.New("that is too often to be believed")
	}
	return nil
}

type tally struct{ sets, wrong int }

func (t *tally) compare(ctx context.Context, file string, seed uint64) error {
	tree, top := randomTree(rand.New(rand.NewPCG(seed, 7))) //nolint:gosec // it has to be repeatable
	p := func(n faulttree.Node) float64 { return 0.01 + 0.3*float64(n%17)/17 }
	var document bytes.Buffer
	if err := openpsa.Write(&document, "random", tree, top, p); err != nil {
		return err
	}
	if err := os.WriteFile(file, document.Bytes(), 0o600); err != nil {
		return err
	}
	j := &judge{tree: tree, top: top, value: map[faulttree.Node]state{}}
	order := 2 + int(seed%4)
	algorithm := []string{"--bdd", "--zbdd", "--mocus"}[seed%3]
	theirs, err := runSCRAM(ctx, time.Minute, file, algorithm, "-l", strconv.Itoa(order))
	if err != nil {
		return err
	}
	same := true
	for _, engine := range []faulttree.Engine{faulttree.Automatic, faulttree.Functions} {
		ours, err := tree.CutSets(ctx, top, faulttree.Options{Order: order, Engine: engine})
		if err != nil {
			return err
		}
		agrees, err := j.sameSets(ours.Sets, theirs)
		if err != nil {
			return fmt.Errorf("order %d, %s: %w\n%s", order, algorithm, err, document.String())
		}
		same = same && agrees
		t.sets += len(ours.Sets)
	}
	theirs, err = runSCRAM(ctx, time.Minute, file, "--bdd", "--probability", "true")
	if err != nil {
		return err
	}
	ours, err := tree.Probability(ctx, top, p, faulttree.ProbabilityOptions{})
	if err != nil {
		return err
	}
	const digits = 1e-5 // of SCRAM's report
	near := func(a, b float64) bool { return math.Abs(a-b) <= digits*max(a, b) }
	if !near(ours.Lower, theirs.Probability) {
		same = false
		clear(j.value)
		if right := j.probability(p, j.events(top, map[faulttree.Node]bool{})); !near(ours.Lower, right) {
			return fmt.Errorf("probability %v, SCRAM %v, by definition %v\n%s", ours, theirs.Probability, right, document.String())
		}
	}
	if !same {
		t.wrong++
	}
	return nil
}

// randomTree has 10 to 60 events and as many gates, each used at least once by one
// that comes after it.
func randomTree(r *rand.Rand) (*faulttree.Tree, faulttree.Node) {
	t := faulttree.New()
	nodes := []faulttree.Node{}
	for i := range 10 + r.IntN(50) {
		nodes = append(nodes, t.Event("e"+strconv.Itoa(i)))
	}
	events := len(nodes)
	unused := slices.Clone(nodes)
	for len(unused) > 1 || len(nodes) < 2*events {
		in := []faulttree.Node{}
		for range 2 + r.IntN(4) {
			if len(unused) > 0 && r.IntN(3) > 0 {
				i := r.IntN(len(unused))
				in = append(in, unused[i])
				unused = slices.Delete(unused, i, i+1)
			} else {
				in = append(in, nodes[r.IntN(len(nodes))])
			}
		}
		var n faulttree.Node
		switch r.IntN(5) {
		case 0, 1:
			n = t.And(in...)
		case 2, 3:
			n = t.Or(in...)
		default:
			n = t.AtLeast(2, in...)
		}
		nodes, unused = append(nodes, n), append(unused, n)
	}
	return t, unused[0]
}
