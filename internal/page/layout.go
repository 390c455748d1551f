package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/report"
)

// region is a region of an account, or what belongs to none.
type region struct {
	Name string `json:"name"`
	// Event is the loss of the region; -1 where nothing that a service rests on is in it.
	Event int    `json:"event"`
	Boxes []*box `json:"boxes"`

	key    string
	byKey  map[string]*box
	zones  string // name that events use
	global bool
}

// box is a network, or what of a region is in none.
type box struct {
	Name string `json:"name"`
	// Node is that of the network itself; -1 for what is in none.
	Node  int    `json:"node"`
	Zones []zone `json:"zones"`
	Nodes []int  `json:"nodes"`

	names map[string]bool
	ids   []string
}

// zone is a column of a box.
type zone struct {
	Name  string `json:"name"`
	Event int    `json:"event"`
}

// node stands for the instances of one block in the same zones.
type node struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Title string `json:"title"`
	Role  string `json:"role"`
	Tier  int    `json:"tier"`
	// Zones are the columns of its box that it occupies, Maybe those of which it
	// occupies some; neither: it is in no single zone.
	Zones []int `json:"zones,omitempty"`
	Maybe bool  `json:"maybe,omitempty"`
	// Lost is set where zones take it down and none is known.
	Lost      bool  `json:"unplaced,omitempty"`
	Resources []int `json:"resources"`
	MayExist  bool  `json:"mayExist,omitempty"`

	home  *box
	names []string // zones
}

// manyNodes is the number of resources above which the instances of modules are
// folded like those of their blocks.
const manyNodes = 400

// draw makes a node of each block in each place, and the boxes around them.
func (b *drafter) draw() {
	byKey := map[string]*region{}
	nodes := map[string]int{}
	many := len(b.g.Resources()) > manyNodes
	for _, r := range b.g.Resources() {
		if r.Data {
			b.d.Data++
			continue
		}
		at := b.in.Model.Placement(r)
		at = b.shownAt(r, at)
		home := b.region(byKey, r).box(b.network(r))
		block := report.OwnBlockID(r)
		if many {
			block = report.BlockID(r)
		}
		key := strings.Join([]string{home.ids[0], r.Group, r.Type, block, strings.Join(at.Zones, ","), yesNo(at.Sure)}, "\x00")
		i, ok := nodes[key]
		if !ok {
			i = len(b.d.Nodes)
			nodes[key] = i
			b.d.Nodes = append(b.d.Nodes, newNode(home, r, at, block))
			home.Nodes = append(home.Nodes, i)
		}
		n := b.d.Nodes[i]
		n.Resources = append(n.Resources, len(b.d.Resources))
		n.MayExist = n.MayExist || r.MayExist
		b.index[r.ID] = len(b.d.Resources)
		b.d.Resources = append(b.d.Resources, newResource(r, i, at))
	}
	b.columns()
}

// shownAt is where a resource is drawn: what the provider runs across its region is in
// no zone, a target group is a part of the balancers that send to it.
func (b *drafter) shownAt(r *graph.Resource, at failure.Placement) failure.Placement {
	role := roleOf(r)
	if role == catalog.TargetGroup {
		for _, balancer := range b.g.Sources(r.ID, graph.RoutesTo) {
			if roleOf(balancer) == catalog.Balancer {
				return b.in.Model.Placement(balancer)
			}
		}
	}
	if tierOf(role) != tierNetwork && !at.Zonal {
		at.Zones = nil
	}
	return at
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func newNode(home *box, r *graph.Resource, at failure.Placement, block string) *node {
	role := roleOf(r)
	n := &node{
		Name: report.Clean(called(r, block)), Type: report.Clean(r.Type), Title: report.Clean(typeTitle(r.Type)), Role: string(role),
		Tier: tierOf(role), home: home, names: at.Zones,
		Maybe: len(at.Zones) > 0 && !at.Sure, Lost: at.Zonal && len(at.Zones) == 0,
	}
	if generic(n.Name) {
		n.Name = n.Title
	}
	for _, z := range at.Zones {
		home.names[z] = true
	}
	return n
}

// columns gives each box its zones, sorted, and sorts what is in it.
func (b *drafter) columns() {
	slices.SortFunc(b.d.Regions, func(x, y *region) int {
		return cmp.Or(boolRank(y.global)-boolRank(x.global), boolRank(x.zones == "?")-boolRank(y.zones == "?"), cmp.Compare(x.key, y.key))
	})
	for _, r := range b.d.Regions {
		slices.SortStableFunc(r.Boxes, func(x, y *box) int {
			return cmp.Or(boolRank(x.ids[1] == "")-boolRank(y.ids[1] == ""), natural(x.ids[1], y.ids[1]))
		})
		for _, x := range r.Boxes {
			var names []string
			for name := range x.names {
				names = append(names, name)
			}
			slices.Sort(names)
			for _, name := range names {
				x.Zones = append(x.Zones, zone{Name: report.Clean(name), Event: -1})
			}
			for _, i := range x.Nodes {
				for _, name := range b.d.Nodes[i].names {
					at, _ := slices.BinarySearch(names, name)
					b.d.Nodes[i].Zones = append(b.d.Nodes[i].Zones, at)
				}
			}
			slices.SortStableFunc(x.Nodes, func(i, j int) int {
				m, n := b.d.Nodes[i], b.d.Nodes[j]
				return cmp.Or(m.Tier-n.Tier, rank(m.Role)-rank(n.Role), cmp.Compare(m.Type, n.Type), natural(m.Name, n.Name), i-j)
			})
			for _, i := range x.Nodes {
				if b.d.Resources[b.d.Nodes[i].Resources[0]].ID == x.ids[1] {
					x.Node = i
				}
			}
		}
	}
}

// rank puts what is nearer to the users first.
func rank(role string) int {
	order := []catalog.Role{
		catalog.DNS, catalog.CDN, catalog.API, catalog.Balancer, catalog.TargetGroup, catalog.Trigger, catalog.Group, catalog.Compute,
		catalog.Cluster, catalog.Function, catalog.Workflow, catalog.Queue, catalog.Topic, catalog.Stream, catalog.Database, catalog.Cache,
		catalog.Storage, catalog.Network, catalog.Gateway, catalog.Subnet,
	}
	if i := slices.Index(order, catalog.Role(role)); i >= 0 {
		return i
	}
	return len(order)
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (b *drafter) region(byKey map[string]*region, r *graph.Resource) *region {
	name := cmp.Or(r.Scope.Region, "region not known")
	label, key := name, r.Scope.Account+"\x00"+name
	global := r.Scope.Region == graph.Global
	if global {
		label = "global services"
	}
	if r.Scope.Account != "" {
		label = "account " + r.Scope.Account + " · " + label
	}
	x := byKey[key]
	if x == nil {
		x = &region{
			Name: report.Clean(label), Event: -1, Boxes: []*box{}, key: key, byKey: map[string]*box{}, global: global,
			zones: cmp.Or(r.Scope.Region, "?"),
		}
		byKey[key] = x
		b.d.Regions = append(b.d.Regions, x)
	}
	return x
}

// box is the one of a network in the region; nil stands for what is in none.
func (r *region) box(network *graph.Resource) *box {
	id, name := "", "not in a network"
	if r.global {
		name = ""
	}
	if network != nil {
		id, name = network.ID, called(network, report.OwnBlockID(network))
		if generic(name) {
			name = ""
		}
	}
	x := r.byKey[id]
	if x == nil {
		x = &box{Name: report.Clean(name), Node: -1, Zones: []zone{}, Nodes: []int{}, names: map[string]bool{}, ids: []string{r.key + "\x00" + id, id}}
		r.byKey[id] = x
		r.Boxes = append(r.Boxes, x)
	}
	return x
}

// network is the one in which a resource is placed, through subnets and groups of
// them, or the cluster of which it is a member; nil where it is in none, or in several.
func (b *drafter) network(r *graph.Resource) *graph.Resource {
	seen := map[string]bool{r.ID: true}
	queue := []*graph.Resource{r}
	var found []*graph.Resource
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if isNetwork(at) && !at.Data {
			found = append(found, at)
			continue
		}
		for _, kind := range []graph.EdgeKind{graph.PlacedIn, graph.MemberOf} {
			for _, to := range b.g.Targets(at.ID, kind) {
				if !seen[to.ID] {
					seen[to.ID] = true
					queue = append(queue, to)
				}
			}
		}
	}
	if len(found) == 0 || len(found) > 1 && found[0] != r {
		return nil
	}
	return found[0]
}
