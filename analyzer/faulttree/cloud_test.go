package faulttree_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// estate is a tree as a cloud account of many applications gives it: three zones with
// a NAT gateway each, shared keys and a shared cluster; each application has a
// balancer, three groups of instances of which two thirds must stay, a database with a
// standby, a cache, a queue with its consumers, and calls two applications near it,
// which may call it back. Every resource is an event.
func estate(resources int) (tree *faulttree.Tree, entries []faulttree.Node) {
	const perApplication = 200
	t := faulttree.New()
	var zones, egress [3]faulttree.Node
	for z := range zones {
		zones[z] = t.Event(fmt.Sprintf("zone%d", z))
		egress[z] = t.Or(zones[z], t.Event(fmt.Sprintf("nat%d", z)))
	}
	cluster := t.Or(t.Event("cluster"), t.AtLeast(2, zones[:]...))
	entries = make([]faulttree.Node, resources/perApplication)
	for i := range entries {
		entries[i] = t.Gate()
	}
	for i, entry := range entries {
		event := func(format string, args ...any) faulttree.Node {
			return t.Event(fmt.Sprintf("app%d/", i) + fmt.Sprintf(format, args...))
		}
		zonal := func(zone int, name string) faulttree.Node {
			subnet := t.Or(zones[zone], event("subnet%d", zone), event("routes%d", zone))
			return t.Or(event("%s%d", name, zone), subnet)
		}
		nodes := func(name string) (in []faulttree.Node) {
			for z := range zones {
				in = append(in, zonal(z, name))
			}
			return in
		}
		var groups []faulttree.Node
		for g := range 3 {
			var instances []faulttree.Node
			template := event("template%d", g)
			for n := range 54 {
				z := n % len(zones)
				instances = append(instances, t.Or(event("instance%d.%d", g, n), zonal(z, "subnets"), egress[z]))
			}
			groups = append(groups, t.Or(template, t.AtLeast(len(instances)/3+1, instances...)))
		}
		database := t.Or(event("database"), event("key"), t.And(zonal(0, "primary"), zonal(1, "standby")))
		cache := t.And(nodes("cache")...)
		queue := t.Or(event("queue"), t.And(event("consumer0"), event("consumer1")))
		balancer := t.Or(event("balancer"), event("record"), event("certificate"), t.And(nodes("balancer")...))
		in := []faulttree.Node{balancer, groups[0], groups[1], groups[2], database, cache, queue}
		if i%5 == 0 {
			in = append(in, cluster)
		}
		for _, d := range []int{1, 7} {
			if i%3 != 0 {
				in = append(in, t.And(entries[(i+d)%len(entries)], event("fallback%d", d)))
			}
		}
		t.Define(entry, t.Or(in...))
	}
	return t, entries
}

// BenchmarkEstate finds the cut sets of up to two events of every entry point.
// ESTATE=100000 is the large one.
func BenchmarkEstate(b *testing.B) {
	resources := 10_000
	if v := os.Getenv("ESTATE"); v != "" {
		var err error
		if resources, err = strconv.Atoi(v); err != nil {
			b.Fatal(err)
		}
	}
	tree, entries := estate(resources)
	b.ReportAllocs()
	for b.Loop() {
		analysis := tree.Analysis(faulttree.Options{Order: 2}, entries...)
		sets := 0
		for _, e := range entries {
			c, err := analysis.CutSets(b.Context(), e)
			if err != nil || !c.Complete {
				b.Fatal(err, c.Reason)
			}
			sets += len(c.Sets)
		}
		b.ReportMetric(float64(len(entries)), "entries")
		b.ReportMetric(float64(sets), "sets")
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/(1<<20), "MiB")
		b.ReportMetric(float64(tree.Len()), "nodes")
	}
}
