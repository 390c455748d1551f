package failure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// unit is one resource in the model: what takes it down, and what it needs.
type unit struct {
	r *graph.Resource
	// flow is set where what it leads to counts; a queue that is only written to
	// works without its consumers.
	flow bool
	// down has failed when the unit is down for whatever reason, self when it is
	// because of itself.
	down, self faulttree.Node
	lives      catalog.Lives
	places     settled
	copies     []piece
	// count is how many copies run; negative where that is unknown.
	count, minimum int
	deps           []dep
	redundant      bool // its targets stand in for each other
	// routed has failed when no request gets where it should go on to.
	routed faulttree.Node
	// notes are doubts that no cut set shows.
	notes []Doubt
	// soft is set where nothing needs the unit but softly.
	soft bool
	// known is not set where nothing is known of how the type fails.
	known bool
}

// piece is a part of which others can take the place.
type piece struct {
	node  faulttree.Node
	place place
	count int
}

// dep is what a unit needs.
type dep struct {
	to   *unit
	kind depKind
	edge graph.Edge
	// place is the zone whose copies alone need it; empty for all.
	place string
}

type depKind uint8

const (
	hard   depKind = iota // without it, down
	soft                  // without it, degraded
	route                 // where requests go
	egress                // the way out of a zone's subnets
	member                // a member of a cluster, of which one is enough
)

// builder makes units, each once.
type builder struct {
	*Model
	units map[unitKey]*unit
	// declared are the dependencies that a service declares as hard and soft.
	declaredHard, declaredSoft func(id string) bool
}

type unitKey struct {
	id   string
	flow bool
}

// unit returns the unit of a resource.
func (b *builder) unit(r *graph.Resource, flow bool) *unit {
	if set := b.setOf(r); len(set) > 1 {
		r = set[0] // stands for all records of the answer
	}
	t, known := catalog.Lookup(r.Type)
	if known && !t.Role.Stores() {
		flow = true
	}
	key := unitKey{r.ID, flow}
	if u := b.units[key]; u != nil {
		return u
	}
	u := &unit{r: r, flow: flow, count: 1, known: known && t.Failure != nil, down: b.tree.Gate()}
	b.units[key] = u
	b.order = append(b.order, u)
	u.places = b.placesOf(r)
	switch {
	case !u.known:
	case b.options.promises:
		u.redundant = t.Failure.Redundant
		u.self = b.promise(u, t.Failure)
	default:
		u.redundant = t.Failure.Redundant
		b.live(u, t.Failure)
	}
	b.needs(u, t)
	b.tree.Define(u.down, b.failing(u))
	return u
}

// failing is when a unit is down: because of itself, or of something that it needs.
func (b *builder) failing(u *unit) faulttree.Node {
	parts := []faulttree.Node{u.self, u.routed}
	for _, d := range u.deps {
		if d.kind == hard {
			parts = append(parts, d.to.down)
		}
	}
	return b.tree.Or(parts...)
}

// doubted makes a node that fails only where a doubt turns out for the worse.
func (b *builder) doubted(d Doubt, node faulttree.Node) faulttree.Node {
	return b.tree.And(b.doubt(d), node)
}

// live settles what takes a unit down by itself. Where a condition hangs on an
// unknown value, the unit is down for certain only if it is under every reading.
func (b *builder) live(u *unit, f *catalog.Failure) {
	var nodes []faulttree.Node
	var needs []string
	for i := range f.Lives {
		l := f.Lives[i]
		answer, open := catalog.Holds(l.When, u.r)
		if answer == catalog.No {
			continue
		}
		l = b.changed(u, l)
		u.lives = l
		nodes = append(nodes, b.habitat(u, l))
		if answer == catalog.Yes {
			break
		}
		needs = append(needs, open...)
	}
	u.self = b.tree.And(nodes...)
	defer b.uncounted(u)
	if len(nodes) > 1 {
		d := Doubt{Resource: u.r, Text: u.r.ID + " has no redundancy", Needs: needs}
		u.self = b.tree.Or(u.self, b.doubted(d, b.tree.Or(nodes...)))
	}
}

// uncounted makes what takes a unit down doubtful where the unit stands for an unknown
// number of resources: others of them may run elsewhere.
func (b *builder) uncounted(u *unit) {
	if !u.r.MayExist || u.self == faulttree.False {
		return
	}
	d := Doubt{Resource: u.r, Text: u.r.ID + " is a single one", Needs: u.r.Needs}
	u.self = b.tree.Or(b.regionLost(regionOf(u.r)), b.doubted(d, u.self))
}

// habitat is when a resource that lives so is down.
func (b *builder) habitat(u *unit, l catalog.Lives) faulttree.Node {
	var node faulttree.Node
	switch l.In {
	case catalog.InWorld:
		return faulttree.False
	case catalog.InRegion:
		node = b.inRegions(u)
	case catalog.InZones:
		node = b.inZones(u)
	case catalog.InZone:
		node = b.single(u, !l.Managed)
	case catalog.InCopies:
		node = b.inCopies(u, l)
	case catalog.InMembers:
		node = b.inMembers(u)
	default:
		panic("failure: habitat " + string(l.In))
	}
	if l.Component {
		node = b.tree.Or(node, b.event(Event{Instance, u.r.ID}))
	}
	return node
}

// inRegions goes with its region; a table or secret with running replicas, with the
// last of all their regions.
func (b *builder) inRegions(u *unit) faulttree.Node {
	lost := []faulttree.Node{b.regionLost(regionOf(u.r))}
	for _, shape := range []string{"replica.region_name", "replica.region"} {
		for _, region := range catalog.Texts(u.r, shape) {
			lost = append(lost, b.regionLost(region))
		}
	}
	// The write region of Cosmos DB moves by itself, or there are several.
	if u.r.Attributes["automatic_failover_enabled"] == true || u.r.Attributes["multiple_write_locations_enabled"] == true {
		for _, location := range catalog.Texts(u.r, "geo_location.location") {
			lost = append(lost, b.regionLost(strings.ToLower(strings.ReplaceAll(location, " ", ""))))
		}
	}
	return b.tree.And(lost...)
}

// inZones goes with the last of its zones.
func (b *builder) inZones(u *unit) faulttree.Node {
	switch {
	case len(u.places.list) > 0:
	case u.r.Scope.Provider == "azurerm" && len(u.places.needs) == 0:
		return b.regionLost(regionOf(u.r)) // without zones, Azure's are zone redundant or regional
	default:
		return b.unplaced(u, "all of "+u.r.ID+" is in one zone")
	}
	u.copies = b.spread(u, len(u.places.list))
	all := b.all(u.copies)
	if u.places.all {
		return all
	}
	// There may be further zones: that these are all is in doubt.
	d := Doubt{Resource: u.r, Text: u.r.ID + " has no other zone", Needs: u.places.needs}
	return b.tree.Or(b.regionLost(regionOf(u.r)), b.doubted(d, all))
}

// unplaced is what of which no zone is known: it goes with its region, and, if what
// the doubt says is so, with one zone that nothing names.
func (b *builder) unplaced(u *unit, text string) faulttree.Node {
	d := Doubt{Resource: u.r, Text: text, Needs: u.places.needs}
	zone := b.event(Event{Zone, "?" + u.r.ID})
	return b.tree.Or(b.regionLost(regionOf(u.r)), b.doubted(d, zone))
}

// single is one component in one zone.
func (b *builder) single(u *unit, own bool) faulttree.Node {
	node := b.oneZone(u)
	if own {
		node = b.tree.Or(node, b.event(Event{Instance, u.r.ID}))
	}
	u.count = 1
	return node
}

// oneZone is the loss of the one zone of a resource. If that is one of several, its
// loss is an event of its own, and each of the candidates is in doubt.
func (b *builder) oneZone(u *unit) faulttree.Node {
	p := u.places
	if len(p.list) == 1 && p.all {
		u.copies = b.spread(u, 1)
		return u.copies[0].node
	}
	parts := []faulttree.Node{b.regionLost(regionOf(u.r)), b.event(Event{Zone, "?" + u.r.ID})}
	var all []faulttree.Node
	for _, at := range p.list {
		lost := b.tree.Or(b.zoneLost(at), b.leaving(u, at))
		all = append(all, lost)
		d := Doubt{Resource: u.r, Text: fmt.Sprintf("%s is in %s", u.r.ID, at.zone), Needs: p.needs}
		parts = append(parts, b.doubted(d, lost))
	}
	if p.all && len(all) > 0 {
		parts = append(parts, b.tree.And(all...))
	}
	return b.tree.Or(parts...)
}

// inCopies is a number of running copies of which one is enough.
func (b *builder) inCopies(u *unit, l catalog.Lives) faulttree.Node {
	n, needs := b.count(u, l)
	u.count = n
	u.minimum, _ = number(u.r, l.Minimum)
	switch {
	case n == 0:
		d := Doubt{Resource: u.r, Text: "a single copy of " + u.r.ID + " runs; by its configuration none does", Needs: needs}
		return b.tree.Or(b.regionLost(regionOf(u.r)), b.doubted(d, b.single(u, true)))
	case n == 1:
		return b.single(u, true)
	case n < 0:
		d := Doubt{Resource: u.r, Text: "a single copy of " + u.r.ID + " runs", Needs: needs}
		one := b.single(u, true)
		u.count = n
		return b.tree.Or(b.many(u, l, len(u.places.list)), b.doubted(d, one))
	default:
		return b.many(u, l, n)
	}
}

// maxZones is above the number of zones of any region. Beyond it, which can only be an
// attempt to exhaust memory, no choices among zones are counted.
const maxZones = 32

// many is two or more copies.
func (b *builder) many(u *unit, l catalog.Lives, n int) faulttree.Node {
	zones := len(u.places.list)
	switch {
	case l.Apart && n > 1 && (!u.places.all || u.places.sure && zones < 2):
		return b.apart(u, n)
	case zones == 0:
		return b.unplaced(u, "all copies of "+u.r.ID+" are in one zone")
	}
	u.copies = b.spread(u, n)
	all := b.all(u.copies)
	if l.Quorum && n >= zones && zones <= maxZones {
		all = b.tree.AtLeast(zones/2+1, nodesOf(u.copies)...)
	}
	parts := []faulttree.Node{all}
	if !u.places.all {
		d := Doubt{Resource: u.r, Text: u.r.ID + " has no other zone", Needs: u.places.needs}
		parts = []faulttree.Node{b.regionLost(regionOf(u.r)), b.doubted(d, all)}
	}
	nodes := nodesOf(u.copies)
	switch {
	case l.Stacked && zones > 1 && !u.places.sure:
		d := Doubt{Resource: u.r, Text: "the provider has put all copies of " + u.r.ID + " into one zone"}
		parts = append(parts, b.doubted(d, b.tree.Or(nodes...)))
	case n < zones && n > 0 && zones <= maxZones:
		d := Doubt{Resource: u.r, Text: fmt.Sprintf("those are the zones of the %d copies of %s", n, u.r.ID)}
		parts = append(parts, b.doubted(d, b.tree.AtLeast(n, nodes...)))
	}
	return b.tree.Or(parts...)
}

// spread makes the piece of each zone, with the copies balanced over them.
func (b *builder) spread(u *unit, n int) []piece {
	zones := len(u.places.list)
	pieces := make([]piece, zones)
	for i, at := range u.places.list {
		count := n / zones
		if i < n%zones {
			count++
		}
		pieces[i] = piece{node: b.tree.Or(b.zoneLost(at), b.leaving(u, at)), place: at, count: count}
	}
	return pieces
}

// apart is copies that the provider puts into different zones, of which not all are
// known: no loss of one zone takes all. The zone of which nothing says where it is
// stands for that of the copy in use, whose loss leaves the rest to take over.
func (b *builder) apart(u *unit, n int) faulttree.Node {
	u.copies = b.spread(u, len(u.places.list))
	hidden := b.tree.Or(b.regionLost(regionOf(u.r)), b.event(Event{Zone, "?" + u.r.ID}))
	u.copies = append(u.copies, piece{node: hidden, count: 1})
	if known := len(u.places.list); known > 0 && u.places.sure && u.places.all && n == known+1 {
		return b.all(u.copies)
	}
	region := b.regionLost(regionOf(u.r))
	if rest := n - len(u.copies); rest > 0 {
		u.copies = append(u.copies, piece{node: region, count: rest})
	}
	return region
}

func (b *builder) all(pieces []piece) faulttree.Node { return b.tree.And(nodesOf(pieces)...) }

func nodesOf(pieces []piece) []faulttree.Node {
	nodes := make([]faulttree.Node, len(pieces))
	for i, p := range pieces {
		nodes[i] = p.node
	}
	return nodes
}

// inMembers is up while one member is.
func (b *builder) inMembers(u *unit) faulttree.Node {
	var nodes []faulttree.Node
	u.count = 0
	for _, e := range b.g.In(u.r.ID) {
		m := b.g.Resource(e.From)
		if e.Kind != graph.MemberOf || m == nil || m.Data || m.ID == u.r.ID || slices.ContainsFunc(u.deps, func(d dep) bool { return d.to.r == m }) {
			continue
		}
		to := b.unit(m, false)
		u.deps = append(u.deps, dep{to: to, kind: member, edge: e})
		if m.MayExist {
			d := Doubt{Resource: m, Text: m.ID + " does not exist", Needs: m.Needs}
			nodes = append(nodes, b.tree.Or(to.self, b.doubt(d)))
			continue
		}
		nodes = append(nodes, to.self)
		u.count++
	}
	region := b.regionLost(regionOf(u.r))
	open := b.openInto(u.r, graph.MemberOf)
	if b.has(u.r.ID, addMember) {
		at := b.otherZone(u)
		nodes = append(nodes, b.tree.Or(b.zoneLost(at), b.event(Event{Instance, u.r.ID + " (new member)"})))
		open = nil
	}
	switch {
	case len(nodes) == 0:
		d := Doubt{Resource: u.r, Text: "the only member of " + u.r.ID + " is in that zone", Needs: open}
		u.count = -1
		return b.tree.Or(region, b.doubted(d, b.event(Event{Zone, "?" + u.r.ID})))
	case len(open) > 0:
		d := Doubt{Resource: u.r, Text: u.r.ID + " has no further member", Needs: open}
		return b.tree.Or(region, b.doubted(d, b.tree.And(nodes...)))
	default:
		return b.tree.Or(region, b.tree.And(nodes...))
	}
}

// count is the number of copies that run, negative where it is unknown.
func (b *builder) count(u *unit, l catalog.Lives) (int, []string) {
	least, known := b.scaled(u.r)
	var needs []string
	for _, shape := range l.Count {
		n, err := strconv.Atoi(shape)
		if err != nil {
			var open []string
			if n, open = number(u.r, shape); n < 0 {
				needs = append(needs, open...)
				continue
			}
		}
		if len(needs) > 0 && n+l.Extra < 2 {
			break // what counts first is unknown, and this does not decide
		}
		return max(n+l.Extra, least), needs
	}
	if known && least > 0 {
		return least, needs
	}
	return -1, needs
}

// scaled is the least number of copies to which scaling goes.
func (b *builder) scaled(r *graph.Resource) (int, bool) {
	least, found := 0, false
	for _, s := range b.g.Targets(r.ID, graph.ScaledBy) {
		for _, shape := range []string{"min_capacity", "profile.capacity.minimum"} {
			if n, _ := number(s, shape); n >= 0 {
				least, found = max(least, n), true
			}
		}
	}
	return least, found
}

// number reads a whole number at a path shape, of the first of each block; negative
// where there is none, with what would decide it.
func number(r *graph.Resource, shape string) (int, []string) {
	if shape == "" {
		return -1, nil
	}
	path := firstPath(shape)
	switch v := r.Attribute(path).(type) {
	case float64:
		return int(v), nil
	case string:
		if n, err := strconv.Atoi(v); err == nil {
			return n, nil
		}
	}
	var needs []string
	for _, u := range r.UnknownAt(path) {
		needs = append(needs, u.Needs...)
	}
	return -1, needs
}

func itoa(n int) string { return strconv.Itoa(n) }
