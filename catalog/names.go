package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// directory finds the resources of one type by a known identifier.
type directory struct {
	byName  map[string][]*graph.Resource
	unnamed map[string][]unnamed // by group
}

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
	d := &directory{byName: map[string][]*graph.Resource{}, unnamed: map[string][]unnamed{}}
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
				if same := d.byName[name.value]; !slices.Contains(same, r) {
					d.byName[name.value] = append(same, r)
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
		var candidates []*graph.Resource
		scope := r.Scope
		candidates = d.byName[name]
		if isARN {
			t := lookup(typ)
			if t == nil {
				continue
			}
			short, ok := a.names(t)
			if !ok {
				continue
			}
			scope.Region, scope.Account = a.region, a.account
			if len(candidates) == 0 {
				candidates = d.byName[short]
			}
		}
		found = append(found, choose(r, candidates, scope)...)
		possible = append(possible, d.unnamed[r.Group]...)
	}
	return found, possible
}

func choose(r *graph.Resource, candidates []*graph.Resource, scope graph.Scope) []*graph.Resource {
	var near, far []*graph.Resource
	for _, to := range candidates {
		switch {
		case to.ID == r.ID, differ(to.Scope.Account, scope.Account), differ(to.Scope.Region, scope.Region):
		case to.Group == r.Group:
			near = append(near, to)
		default:
			far = append(far, to)
		}
	}
	if len(near) > 0 {
		return near
	}
	if len(far) == 1 {
		return far
	}
	return nil
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
