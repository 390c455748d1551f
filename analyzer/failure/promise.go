package failure

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// promiseMark starts the IDs of the events of a model of SLAs.
const promiseMark = "sla:"

// promise is the event that a resource is not available, as its SLA allows it to be.
func (b *builder) promise(u *unit, f *catalog.Failure) faulttree.Node {
	for i := range b.facts {
		if fact := &b.facts[i]; fact.Availability > 0 && fact.about(u.r) {
			n := b.tree.Event(promiseMark + u.r.ID)
			b.promised[n] = catalog.SLA{Value: fact.Availability, Source: cmp.Or(fact.Source, "faultline.yaml")}
			return n
		}
	}
	for i := range f.SLA {
		if answer, _ := catalog.Holds(f.SLA[i].When, u.r); answer != catalog.Yes || f.SLA[i].Zones > b.spans(u, f) {
			continue
		}
		n := b.tree.Event(promiseMark + u.r.ID)
		b.promised[n] = f.SLA[i]
		return n
	}
	if len(f.SLA) > 0 || roleOf(u.r).Runs() || roleOf(u.r).Stores() {
		b.unpromised = append(b.unpromised, u)
	}
	return faulttree.False
}

// spans is in how many zones a resource runs for certain, which decides what is promised.
func (b *builder) spans(u *unit, f *catalog.Failure) int {
	for i := range f.Lives {
		l := f.Lives[i]
		answer, _ := catalog.Holds(l.When, u.r)
		if answer == catalog.No {
			continue
		}
		if answer == catalog.Maybe {
			return 0
		}
		l = b.changed(u, l)
		switch l.In {
		case catalog.InZones:
			return len(u.places.list)
		case catalog.InCopies:
			n, _ := b.count(u, l)
			if l.Stacked && !u.places.sure {
				return min(n, 1)
			}
			return min(n, len(u.places.list))
		case catalog.InMembers:
			return b.memberZones(u.r)
		case catalog.InWorld, catalog.InRegion:
			return len(b.zonesOf(regionOf(u.r)))
		case catalog.InZone:
			return 1
		default:
			panic("failure: habitat " + string(l.In))
		}
	}
	return 0
}

// memberZones counts the zones in which a cluster has members for certain.
func (b *builder) memberZones(cluster *graph.Resource) int {
	zones := map[string]bool{}
	for _, m := range b.g.Sources(cluster.ID, graph.MemberOf) {
		if p := b.placesOf(m); !m.MayExist && p.all && len(p.list) == 1 {
			zones[p.list[0].zone] = true
		}
	}
	return len(zones)
}

// Composed is the availability of a service composed from SLAs: what results if each
// resource is just as available as promised and all fail independently of each other.
// It is neither forecast nor guarantee.
type Composed struct {
	// Availability is between 0 and 1; nil where no resource has an SLA.
	Availability *float64
	// Exact is not set where only a lower bound could be computed.
	Exact bool
	// Parts are the promises that went in, in order of resource.
	Parts []Promise
	// Missing are resources that take part and have no SLA: they count as always available.
	Missing []string
}

// Promise is the SLA of one resource.
type Promise struct {
	Resource     string
	Availability float64
	Source       string
}

// composed computes the figure of every service, by ID.
func (m *Model) composed(ctx context.Context) (map[string]Composed, error) {
	o := m.options
	o.promises = true
	model := New(m.g, o)
	unpromised := map[*unit]bool{}
	for _, u := range model.unpromised {
		unpromised[u] = true
	}
	all := map[string]Composed{}
	for _, s := range model.services {
		c := Composed{}
		for _, u := range s.units {
			if n, ok := model.tree.Lookup(promiseMark + u.r.ID); ok {
				sla := model.promised[n]
				c.Parts = append(c.Parts, Promise{u.r.ID, sla.Value, sla.Source})
			}
			if unpromised[u] {
				c.Missing = append(c.Missing, u.r.ID)
			}
		}
		slices.SortFunc(c.Parts, func(a, b Promise) int { return strings.Compare(a.Resource, b.Resource) })
		c.Parts = slices.Compact(c.Parts)
		slices.Sort(c.Missing)
		c.Missing = slices.Compact(c.Missing)
		if len(c.Parts) > 0 {
			p, err := model.tree.Probability(ctx, s.down, func(n faulttree.Node) float64 {
				if sla, ok := model.promised[n]; ok {
					return 1 - sla.Value
				}
				return 0 // doubts: the better reading
			}, faulttree.ProbabilityOptions{})
			if err != nil {
				return nil, err
			}
			availability := 1 - p.Upper
			c.Availability, c.Exact = &availability, p.Exact
		}
		all[s.ID] = c
	}
	return all, nil
}
