package faulttree_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// fatTree is the network of Al-Fares, Loukissas and Vahdat (2008) with switches of k
// ports: (k/2)² core switches, and k pods of k/2 aggregation and k/2 edge switches,
// each edge switch with k/2 hosts. A service has three replicas, on hosts in three
// consecutive pods that no other service uses; it is down when no core switch reaches
// any of them.
func fatTree(k int) (tree *faulttree.Tree, services []faulttree.Node) {
	t := faulttree.New()
	half := k / 2
	groups := make([]faulttree.Node, half) // of core switches that one aggregation switch sees
	for a := range half {
		var cores []faulttree.Node
		for c := range half {
			cores = append(cores, t.Event(fmt.Sprintf("core%d.%d", a, c)))
		}
		groups[a] = t.And(cores...)
	}
	pods := make([][]faulttree.Node, k) // their hosts
	for p := range pods {
		var aggregation []faulttree.Node
		for a := range half {
			aggregation = append(aggregation, t.Or(t.Event(fmt.Sprintf("agg%d.%d", p, a)), groups[a]))
		}
		cut := t.And(aggregation...)
		for e := range half {
			edge := t.Or(t.Event(fmt.Sprintf("edge%d.%d", p, e)), cut)
			for h := range half {
				pods[p] = append(pods[p], t.Or(t.Event(fmt.Sprintf("host%d.%d.%d", p, e, h)), edge))
			}
		}
	}
	var replicas []faulttree.Node
	for h := range pods[0] {
		for p := range pods {
			if replicas = append(replicas, pods[p][h]); len(replicas) == 3 {
				services = append(services, t.And(replicas...))
				replicas = nil
			}
		}
	}
	return t, services
}

// TestFatTree compares with what can be counted by hand. A host is cut off by its own
// loss, by that of its edge switch, or by that of each way over an aggregation switch.
// So there are 2³ sets of order 3. With k = 4, order 4 adds 2 × 2 for two hosts with
// both aggregation switches of the third, three times, and the four core switches.
func TestFatTree(t *testing.T) {
	t.Parallel()
	for k, want := range map[int][2]int{4: {8, 13}, 8: {8, 0}, 16: {8, 0}} {
		tree, services := fatTree(k)
		if len(services) != k*k*k/12 {
			t.Errorf("k = %d: %d services", k, len(services))
		}
		analysis := tree.Analysis(faulttree.Options{Order: 4}, services...)
		for _, s := range services {
			c, err := analysis.CutSets(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			var got [2]int
			for _, set := range c.Sets {
				got[len(set)-3]++
			}
			if diff := cmp.Diff(want, got); diff != "" || !c.Complete {
				t.Fatalf("k = %d: %s", k, diff)
			}
		}
	}
}

// TestFatTreeProbability compares with (1 − (1 − p)²)³, which leaves out only what
// takes 8 switches.
func TestFatTreeProbability(t *testing.T) {
	t.Parallel()
	tree, services := fatTree(16)
	got, err := tree.Probability(t.Context(), services[0], func(faulttree.Node) float64 { return 0.001 }, faulttree.ProbabilityOptions{})
	if err != nil || !got.Exact || fmt.Sprintf("%.5e", got.Lower) != "7.98801e-09" {
		t.Errorf("%+v, %v", got, err)
	}
}

// BenchmarkFatTree audits every service: all minimal cut sets of up to four events.
// FATTREE=48 and 64 are the networks of 30,528 and 70,656 components.
func BenchmarkFatTree(b *testing.B) {
	k := 16
	if v := os.Getenv("FATTREE"); v != "" {
		var err error
		if k, err = strconv.Atoi(v); err != nil {
			b.Fatal(err)
		}
	}
	tree, services := fatTree(k)
	b.ReportAllocs()
	for b.Loop() {
		analysis := tree.Analysis(faulttree.Options{Order: 4}, services...)
		sets := 0
		for _, s := range services {
			c, err := analysis.CutSets(b.Context(), s)
			if err != nil || !c.Complete {
				b.Fatal(err, c.Reason)
			}
			sets += len(c.Sets)
		}
		b.ReportMetric(float64(len(services)), "services")
		b.ReportMetric(float64(sets), "sets")
	}
}
