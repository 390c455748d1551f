package failure

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// place is a zone in which a resource is or may be.
type place struct {
	zone, region string
	// subnets are those of the resource that lie in the zone.
	subnets []*graph.Resource
}

// settled are the zones of a resource. When not all is set, there may be others; when
// sure is not set, they are candidates of which it occupies some.
type settled struct {
	list  []place
	all   bool
	sure  bool
	needs []string
}

// unknownRegion stands for a region that nothing names.
const unknownRegion = "?"

func regionOf(r *graph.Resource) string {
	if r.Scope.Region == "" {
		return unknownRegion
	}
	return r.Scope.Region
}

// zoneName makes a zone unique: Azure numbers the zones of each region.
func zoneName(r *graph.Resource, zone string) string {
	if len(zone) < 3 && r.Scope.Provider == "azurerm" {
		return regionOf(r) + "-" + zone
	}
	return zone
}

// placesOf finds where a resource is: the zones that the catalog has settled, else
// those of the subnets in which it is placed.
func (b *builder) placesOf(r *graph.Resource) settled {
	subnets, open := b.subnets(r)
	if r.ZonesKnown {
		p := settled{all: true, sure: true}
		for _, z := range r.Zones {
			p.list = append(p.list, place{zone: zoneName(r, z), region: regionOf(r), subnets: in(subnets, z)})
		}
		return p
	}
	p := settled{all: len(open) == 0 && slices.ContainsFunc(subnets, zonal), needs: open}
	var zones []string
	for _, s := range subnets {
		if !zonal(s) {
			continue
		}
		if !s.ZonesKnown || s.MayExist {
			p.all = false
			p.needs = append(p.needs, zoneNeeds(s)...)
			continue
		}
		zones = append(zones, s.Zones...)
	}
	zones = append(zones, r.Zones...)
	slices.Sort(zones)
	for _, z := range slices.Compact(zones) {
		p.list = append(p.list, place{zone: zoneName(r, z), region: regionOf(r), subnets: in(subnets, z)})
	}
	for _, u := range r.Unknown {
		if places(u.Path) && !named(r, u.Path) {
			p.all = false
			p.needs = append(p.needs, u.Needs...)
		}
	}
	slices.Sort(p.needs)
	p.needs = slices.Compact(p.needs)
	return p
}

// zonal reports whether a subnet lies in one zone; those of Azure span all.
func zonal(subnet *graph.Resource) bool { return subnet.Type == "aws_subnet" }

// places reports whether the value at a path says where a resource is.
func places(path graph.Path) bool {
	steps := path.Steps()
	return slices.ContainsFunc(steps, func(s string) bool { return strings.Contains(s, "zone") || strings.Contains(s, "subnet") })
}

// named reports whether an unknown value is the name of another resource, which is as
// good as known.
func named(r *graph.Resource, path graph.Path) bool {
	return slices.ContainsFunc(r.Refs, func(ref graph.Ref) bool { return ref.Exact && ref.Path == path })
}

func zoneNeeds(s *graph.Resource) []string {
	if s.MayExist {
		return s.Needs
	}
	for _, u := range s.Unknown {
		if strings.Contains(u.Path.Root(), "zone") {
			return u.Needs
		}
	}
	return []string{s.ID + ".availability_zone"}
}

func in(subnets []*graph.Resource, zone string) []*graph.Resource {
	var found []*graph.Resource
	for _, s := range subnets {
		if slices.Contains(s.Zones, zone) {
			found = append(found, s)
		}
	}
	return found
}

// subnets follows placed_in through groups of subnets. What leads nowhere known is
// returned as needs.
func (b *builder) subnets(r *graph.Resource) (found []*graph.Resource, open []string) {
	seen := map[string]bool{}
	var visit func(at *graph.Resource)
	visit = func(at *graph.Resource) {
		if seen[at.ID] {
			return
		}
		seen[at.ID] = true
		for _, o := range b.open[at.ID] {
			if o.Kind == graph.PlacedIn && !namesOnly(o.Types, "cluster", "vpc", "network") {
				open = append(open, o.Needs...)
			}
		}
		for _, to := range b.g.Targets(at.ID, graph.PlacedIn) {
			switch {
			case to.Type == "aws_subnet" || to.Type == "azurerm_subnet":
				if !slices.Contains(found, to) {
					found = append(found, to)
				}
			case strings.Contains(to.Type, "subnet_group"):
				visit(to)
			}
		}
	}
	visit(r)
	return found, open
}

// namesOnly reports whether every type is of one of the families, which say nothing
// about zones.
func namesOnly(types []string, families ...string) bool {
	if len(types) == 0 {
		return false
	}
	return !slices.ContainsFunc(types, func(t string) bool {
		return !slices.ContainsFunc(families, func(f string) bool { return strings.HasSuffix(t, "_"+f) })
	})
}
