package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// LiveRef and LiveARN are the attributes in which a parser of live accounts hands over
// what Ref would give for a resource, and its ARN. No property has these names.
const (
	LiveRef = "\x00Ref"
	LiveARN = "\x00Arn"
)

// live gives a resource that was read from an account the names by which others refer
// to it: what Ref and GetAtt would give in a template.
func (t *translator) live(x candidate) {
	r := t.from
	set := func(name string, v any) {
		if name != "" && v != nil && v != "" && t.out.Attributes[name] == nil {
			put(t.out.Attributes, graph.Path(name), host(v))
		}
	}
	for _, a := range x.m.Attributes {
		root, inside, nested := strings.Cut(a.From, ".")
		v := r.Attributes[root]
		for nested && v != nil {
			object, _ := v.(map[string]any)
			var step string
			step, inside, nested = strings.Cut(inside, ".")
			v = object[step]
		}
		if v != nil {
			set(a.To, v)
			if property(x.m.Properties, root) == nil {
				delete(t.out.Attributes, root) // it only says how others name the resource
			}
		}
	}
	set(x.m.Ref, r.Attributes[LiveRef])
	if slices.Contains(x.t.Identifiers, "arn") {
		set("arn", r.Attributes[LiveARN])
	}
	if slices.Contains(x.t.Identifiers, "id") {
		set("id", r.Attributes[LiveRef])
	}
	delete(t.out.Attributes, LiveRef)
	delete(t.out.Attributes, LiveARN)
}

// host is the name of a host as DNS answers it. A load balancer spells its own with the
// capitals of its name, a record that leads there does not.
func host(v any) any {
	if s, ok := v.(string); ok && strings.HasSuffix(s, ".amazonaws.com") && !strings.ContainsAny(s, ":/ ") {
		return strings.ToLower(s)
	}
	return v
}

func withoutLiveNames(attributes map[string]any) map[string]any {
	out := maps.Clone(attributes)
	delete(out, LiveRef)
	delete(out, LiveARN)
	return out
}
