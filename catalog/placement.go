package catalog

import (
	"slices"
	"strconv"

	"github.com/faultline-dev/faultline/graph"
)

// zoneState marks resources whose placement has begun or is done.
type zoneState uint8

const (
	unplaced zoneState = iota
	placing
	placed
)

// place sets the zones of a resource, after those of the resources it depends on.
// A cycle leaves the zones unknown.
func (c *completion) place(t *Type, r *graph.Resource) {
	if c.zones[r.ID] != unplaced {
		return
	}
	c.zones[r.ID] = placing
	for i := range t.Placement {
		rule := &t.Placement[i]
		root := rule.Zones + rule.From
		if !c.written(r, root) {
			continue
		}
		met, _ := holds(rule.When, r.Attributes, r, "")
		if met == no {
			continue
		}
		if met == yes {
			c.apply(t, rule, r)
		}
		break
	}
	c.zones[r.ID] = placed
}

// written reports whether an attribute of a placement has a value, known or not.
func (*completion) written(r *graph.Resource, shape string) bool {
	found := false
	each(r.Attributes, shape, "", func(graph.Path, any) { found = true })
	if found {
		return true
	}
	return slices.ContainsFunc(r.Unknown, func(u graph.Unknown) bool { return related(u.Path, shape) })
}

func (c *completion) apply(t *Type, rule *Place, r *graph.Resource) {
	var zones []string
	var known bool
	if rule.Zones != "" {
		for _, z := range texts(r.Attributes, rule.Zones) {
			zones = append(zones, z.value)
		}
		known = !slices.ContainsFunc(r.Unknown, func(u graph.Unknown) bool { return related(u.Path, rule.Zones) })
	} else {
		zones, known = c.zonesOf(t, rule, r)
	}
	slices.Sort(zones)
	zones = slices.Compact(zones)
	if take, limited := rule.take(r); limited && (!known || len(zones) > 1 && take < len(zones)) {
		return // which of them is decided by the provider
	}
	r.Zones, r.ZonesKnown = zones, known && len(zones) > 0
}

// take is how many zones a rule takes; negative when that is unknown.
func (p *Place) take(r *graph.Resource) (int, bool) {
	if p.Take == "" {
		return 0, false
	}
	if n, err := strconv.Atoi(p.Take); err == nil {
		return n, true
	}
	if n, ok := r.Attributes[p.Take].(float64); ok {
		return int(n), true
	}
	return -1, true
}

// zonesOf collects the zones of the resources that an attribute names.
func (c *completion) zonesOf(t *Type, rule *Place, r *graph.Resource) ([]string, bool) {
	edge := t.rule(rule.From)
	if edge == nil {
		return nil, false
	}
	found, open := c.ends(r, edge)
	var zones []string
	known := len(open) == 0 && len(found) > 0 && c.all(r, rule.From, found)
	for _, e := range found {
		if inner := lookup(e.to.Type); inner != nil {
			c.place(inner, e.to)
		}
		if e.to.MayExist {
			known = false
			continue
		}
		zones = append(zones, e.to.Zones...)
		known = known && e.to.ZonesKnown
	}
	return zones, known
}

// all reports whether every known text at a path was found to be a resource.
func (*completion) all(r *graph.Resource, shape string, found []end) bool {
	for _, t := range texts(r.Attributes, shape) {
		if !slices.ContainsFunc(found, func(e end) bool { return overlap(e.path, t.path) }) {
			return false
		}
	}
	return true
}
