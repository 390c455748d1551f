package failure

import (
	"slices"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/graph"
)

// possible makes services that go down under an unfortunate reading unknown.
func (x *simulator) possible(undecided []*Outcome, lost []Event) {
	var doubts []Doubt
	for _, o := range undecided {
		for _, n := range x.doubtsOf(o.Service) {
			doubts = append(doubts, x.m.doubts[n])
		}
	}
	if len(doubts) == 0 {
		return
	}
	x.lose(lost, doubts)
	var open []*Outcome
	for _, o := range undecided {
		if x.e.Failed(o.Service.down) {
			open = append(open, o)
		}
	}
	if len(open) == 0 {
		return
	}
	for _, o := range open {
		nodes := x.doubtsOf(o.Service)
		var decisive []Doubt
		for _, n := range nodes {
			d := x.m.doubts[n]
			x.lose(lost, []Doubt{d})
			if x.e.Failed(o.Service.down) {
				decisive = append(decisive, d)
			}
		}
		sufficient := decisive[:min(1, len(decisive))]
		if len(decisive) == 0 {
			sufficient = x.together(o.Service, nodes, lost)
			decisive = sufficient
		}
		if len(decisive) == 0 {
			continue // things about several resources would have to be unfortunate at once
		}
		o.State, o.Doubts = Open, decisive
		x.lose(lost, sufficient)
		o.Reasons, o.Recoveries, o.RTO, o.RPO, o.Mechanism = x.reasons(o.Service, false), nil, nil, nil, ""
		o.Reason = decisive[0].Text
	}
	x.lose(lost, nil)
}

// together finds a resource of which all doubts at once take a service down.
func (x *simulator) together(s *Service, nodes []faulttree.Node, lost []Event) []Doubt {
	tried := map[*graph.Resource]bool{}
	for _, n := range nodes {
		r := x.m.doubts[n].Resource
		if tried[r] {
			continue
		}
		tried[r] = true
		var all []Doubt
		for _, other := range nodes {
			if d := x.m.doubts[other]; d.Resource == r {
				all = append(all, d)
			}
		}
		if x.lose(lost, all); x.e.Failed(s.down) {
			return all
		}
	}
	return nil
}

// doubtsOf lists the doubts about the resources of a service, in a stable order.
func (x *simulator) doubtsOf(s *Service) []faulttree.Node {
	if nodes, ok := x.mine[s]; ok {
		return nodes
	}
	var nodes []faulttree.Node
	for _, u := range s.units {
		nodes = append(nodes, x.m.doubtsAbout[u.r]...)
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	x.mine[s] = nodes
	return nodes
}
