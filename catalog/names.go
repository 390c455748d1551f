package catalog

import (
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// directory finds the resources of one type by a known identifier.
type directory struct {
	byName  map[string][]*graph.Resource
	near    map[groupName][]*graph.Resource
	unnamed map[string][]unnamed // by group
}

type groupName struct{ group, name string }

// unnamed is a resource whose identifiers are all unknown.
type unnamed struct {
	resource *graph.Resource
	needs    []string
}

// maxUnnamed bounds how many resources with an unknown name one text is held against.
const maxUnnamed = 16

func (c *completion) directory(typ string) *directory {
	if d := c.names[typ]; d != nil {
		return d
	}
	d := &directory{
		byName: map[string][]*graph.Resource{}, near: map[groupName][]*graph.Resource{}, unnamed: map[string][]unnamed{},
	}
	c.names[typ] = d
	t := lookup(typ)
	if t == nil {
		return d
	}
	for _, r := range c.byType[typ] {
		var open []graph.Unknown
		known := false
		for _, id := range t.Identifiers {
			for _, name := range texts(r.Attributes, id) {
				known = true
				if same := d.byName[name.value]; len(same) == 0 || same[len(same)-1] != r {
					d.byName[name.value] = append(same, r)
					key := groupName{r.Group, name.value}
					d.near[key] = append(d.near[key], r)
				}
			}
			open = append(open, unknownAt(r, graph.Path(id))...)
		}
		if !known && len(open) > 0 && len(d.unnamed[r.Group]) < maxUnnamed {
			d.unnamed[r.Group] = append(d.unnamed[r.Group], unnamed{r, needs(open)})
		}
	}
	return d
}

// named returns the resources of the given types that a known text names: those of
// the same group or, when there are none, the only one elsewhere. A name does not
// reach into another region or account, an ARN says which it means. Possible are
// resources of the group whose own name is unknown.
func (c *completion) named(r *graph.Resource, types []string, name string) (found []*graph.Resource, possible []unnamed) {
	a, isARN := parseARN(name)
	for _, typ := range types {
		d := c.directory(typ)
		scope, also := r.Scope, ""
		if isARN {
			t := lookup(typ)
			if t == nil {
				continue
			}
			scope.Region, scope.Account = a.region, a.account
			short, ok := a.names(t)
			if !ok {
				// As a whole it may still be what a state or a plan has for arn.
				found = append(found, d.choose(r, scope, name)...)
				continue
			}
			also = short
		}
		found = append(found, d.choose(r, scope, name, also)...)
		possible = append(possible, d.unnamed[r.Group]...)
	}
	return found, possible
}

// choose returns those in the same group, else the only one elsewhere.
func (d *directory) choose(r *graph.Resource, scope graph.Scope, names ...string) []*graph.Resource {
	for _, name := range names {
		if near := fitting(r, scope, d.near[groupName{r.Group, name}]); len(near) > 0 {
			return near
		}
	}
	for _, name := range names {
		if all := d.byName[name]; len(all) <= maxNamesakes {
			if far := fitting(r, scope, all); len(far) == 1 {
				return far
			}
		}
	}
	return nil
}

// maxNamesakes is how many resources of one name elsewhere are looked at.
const maxNamesakes = 64

func fitting(r *graph.Resource, scope graph.Scope, candidates []*graph.Resource) (fit []*graph.Resource) {
	for _, to := range candidates {
		if to.ID != r.ID && !differ(to.Scope.Account, scope.Account) && !differ(to.Scope.Region, scope.Region) {
			fit = append(fit, to)
		}
	}
	return fit
}

// differ compares two parts of a scope; what is unknown or global fits everything.
func differ(a, b string) bool {
	return a != b && a != "" && b != "" && a != graph.Global && b != graph.Global
}

// arn is a parsed Amazon resource name.
type arn struct{ service, region, account, resource string }

func parseARN(s string) (arn, bool) {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return arn{}, false
	}
	return arn{parts[2], parts[3], parts[4], parts[5]}, true
}

// names returns the name inside an ARN if it is one of a resource of the type.
func (a arn) names(t *Type) (string, bool) {
	service, prefix, _ := strings.Cut(t.ARN, ":")
	if t.ARN == "" || service != a.service {
		return "", false
	}
	name, ok := strings.CutPrefix(a.resource, prefix)
	if !ok || prefix == "" && strings.ContainsAny(name, ":/") && service != "s3" && service != "sns" && service != "events" {
		return "", false
	}
	if prefix != "" && strings.HasSuffix(prefix, "/") {
		// "loadbalancer/app/NAME/ID" and "service/CLUSTER/NAME" are told apart by their extractors.
		name = strings.TrimSuffix(name, "/")
	}
	return name, true
}
