package failure

import (
	"slices"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Model is a graph seen as what can fail. It does not change once made, and is safe
// for concurrent use.
type Model struct {
	g        *graph.Graph
	options  Options
	tree     *faulttree.Tree
	services []*Service
	order    []*unit // every unit, in the order in which it was first needed

	events map[faulttree.Node]Event
	doubts map[faulttree.Node]Doubt
	// zones are the nodes of each zone or region that occurs.
	regions map[string]string // zone → region

	open      map[string][]graph.OpenEdge // by holder
	openTo    map[graph.EdgeKind][]graph.OpenEdge
	elsewhere map[openKey][]string
	endpoints map[string][]*graph.Resource // interface endpoints by network
	facts     []Fact
	sets      map[string][]*graph.Resource // records by name and type
	unmatched []string
	named     map[string]bool // the IDs of services
	// doubtsAbout are the nodes of doubts by resource, each list in a stable order.
	doubtsAbout map[*graph.Resource][]faulttree.Node

	promised   map[faulttree.Node]catalog.SLA // in a model of SLAs
	unpromised []*unit
}

// Service is what users, or messages, call.
type Service struct {
	// ID is the DNS name, the declared name, or the address of the entry point.
	ID string
	// Entry are the resources through which it is called, in order of ID.
	Entry []*graph.Resource
	// Criticality is what was declared.
	Criticality string
	// Declared is set for a service that the user named.
	Declared bool

	roots []*unit
	down  faulttree.Node
	units []*unit // all that it rests on, nearest first
}

// New builds the model of a graph.
func New(g *graph.Graph, o Options) *Model {
	m := &Model{
		g: g, options: o, tree: faulttree.New(), events: map[faulttree.Node]Event{}, doubts: map[faulttree.Node]Doubt{},
		regions: map[string]string{}, open: map[string][]graph.OpenEdge{}, openTo: map[graph.EdgeKind][]graph.OpenEdge{},
		endpoints: map[string][]*graph.Resource{}, facts: o.Facts, promised: map[faulttree.Node]catalog.SLA{}, elsewhere: map[openKey][]string{},
		named: map[string]bool{}, doubtsAbout: map[*graph.Resource][]faulttree.Node{},
	}
	for _, e := range g.OpenEdges() {
		m.open[e.Holder] = append(m.open[e.Holder], e)
		m.openTo[e.Kind] = append(m.openTo[e.Kind], e)
	}
	for _, ep := range g.ByType("aws_vpc_endpoint") {
		if ep.Data || ep.Attributes["vpc_endpoint_type"] != "Interface" {
			continue
		}
		for _, network := range g.Targets(ep.ID, graph.PlacedIn) {
			if network.Type == "aws_vpc" {
				m.endpoints[network.ID] = append(m.endpoints[network.ID], ep)
			}
		}
	}
	m.findServices()
	for _, s := range m.services {
		s.units = reachable(s.roots)
	}
	m.markSoft()
	return m
}

// markSoft finds what is reached through soft dependencies alone.
func (m *Model) markSoft() {
	needed := map[*unit]bool{}
	var queue []*unit
	for _, s := range m.services {
		queue = append(queue, s.roots...)
	}
	for len(queue) > 0 {
		u := queue[0]
		queue = queue[1:]
		if needed[u] {
			continue
		}
		needed[u] = true
		for _, d := range u.deps {
			if d.kind != soft {
				queue = append(queue, d.to)
			}
		}
	}
	for _, u := range m.order {
		u.soft = !needed[u]
	}
}

// Services returns every service in order of ID. The slice is shared.
func (m *Model) Services() []*Service { return m.services }

// Service returns the service with that ID, or nil.
func (m *Model) Service(id string) *Service {
	for _, s := range m.services {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// event is the node of a loss.
func (m *Model) event(e Event) faulttree.Node {
	n := m.tree.Event(e.String())
	m.events[n] = e
	return n
}

// doubt is the node of a doubt, which fails where the doubt turns out for the worse.
func (m *Model) doubt(d Doubt) faulttree.Node {
	n := m.tree.Event("doubt:" + d.Resource.ID + ":" + d.Text)
	if _, known := m.doubts[n]; !known {
		slices.Sort(d.Needs)
		d.Needs = slices.Compact(d.Needs)
		m.doubts[n] = d
		m.doubtsAbout[d.Resource] = append(m.doubtsAbout[d.Resource], n)
	}
	return n
}

// zoneLost is the loss of a zone, by itself or with its region.
func (m *Model) zoneLost(at place) faulttree.Node {
	m.regions[at.zone] = at.region
	return m.tree.Or(m.event(Event{Zone, at.zone}), m.regionLost(at.region))
}

func (m *Model) regionLost(region string) faulttree.Node {
	if region == graph.Global {
		return faulttree.False
	}
	return m.event(Event{Region, region})
}

// zonesOf lists the zones of a region in which subnets lie, sorted.
func (m *Model) zonesOf(region string) []string {
	var zones []string
	for _, s := range m.g.ByType("aws_subnet") {
		if regionOf(s) == region && s.ZonesKnown {
			for _, z := range s.Zones {
				zones = append(zones, zoneName(s, z))
			}
		}
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// reachable lists the units below roots, nearest first.
func reachable(roots []*unit) []*unit {
	seen := map[*unit]bool{}
	var list []*unit
	queue := slices.Clone(roots)
	for _, u := range roots {
		seen[u] = true
	}
	for len(queue) > 0 {
		u := queue[0]
		queue = queue[1:]
		list = append(list, u)
		for _, d := range u.deps {
			if !seen[d.to] {
				seen[d.to] = true
				queue = append(queue, d.to)
			}
		}
	}
	return list
}
