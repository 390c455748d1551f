package catalog

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// Spelled is the name by which a resource's source knows the attribute at a path:
// MultiAZ for multi_az in CloudFormation, without positions. What has no other name
// there keeps its path.
func Spelled(r *graph.Resource, path graph.Path) string {
	t := lookup(r.Type)
	if t == nil || path == "" || r.Source == graph.Terraform || r.NativeType == r.Type {
		return string(path)
	}
	for i := range t.CloudFormation {
		m := &t.CloudFormation[i]
		if m.Type != r.NativeType {
			continue
		}
		name := spelled(m.Properties, path.Shape())
		if r.Source != graph.Live && slices.Contains(m.Live, name) {
			continue
		}
		if name != "" {
			return strings.Trim(m.Each+"."+name, ".")
		}
	}
	return string(path)
}

// spelled finds the property that becomes the attribute of a shape, or what it is in.
func spelled(all []Property, shape string) string {
	for i := range all {
		p := &all[i]
		rest := shape
		if p.To != "" {
			to := p.To.Shape()
			if shape == to {
				return p.From
			}
			inside, ok := strings.CutPrefix(shape, to+".")
			if !ok {
				continue
			}
			rest = inside
		}
		if name := spelled(p.Properties, rest); name != "" {
			return p.From + "." + name
		}
	}
	return ""
}
