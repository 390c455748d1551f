package catalog

import (
	"maps"
	"slices"
	"strings"
)

// Shape says which properties of a CloudFormation type mean something to the catalog.
// Whoever reads accounts keeps these and drops the rest.
type Shape struct {
	// All is set where everything below counts: a scalar, a list of scalars, or a
	// structure that is taken as it is.
	All bool
	// Of are the properties of an object, or of the objects of a list.
	Of map[string]*Shape
}

// NativeShape returns the shape of a CloudFormation type: what its mappings and their
// conditions name, what GetAtt gives of it, tags, and what steps read. It is nil for
// a type that has no mapping. It is made anew, and the caller's.
func NativeShape(native string) *Shape {
	var s *Shape
	for _, t := range nativeTypes(native) {
		for i := range t.CloudFormation {
			m := &t.CloudFormation[i]
			if m.Type != native {
				continue
			}
			if s == nil {
				s = &Shape{}
			}
			s.mapping(m)
		}
	}
	return s
}

func (s *Shape) mapping(m *Mapping) {
	inner := s
	if m.Each != "" {
		inner = s.at(m.Each)
		if property(m.Properties, m.Each) != nil { // an element that is a name
			inner.All = true
		}
	}
	inner.properties(m.Properties)
	s.properties(m.Outer)
	for _, c := range m.When {
		s.path(c.Path)
	}
	for _, a := range m.Attributes {
		s.path(a.From)
	}
	if m.Tags != "" {
		inner.at(m.Tags).All = true
	}
	for _, f := range m.Functions {
		for _, name := range stepReads(f) {
			read := s
			for step := range strings.SplitSeq(name, ".") {
				read = read.at(step)
			}
			read.All = true
		}
	}
}

func (s *Shape) at(name string) *Shape {
	if s.Of == nil {
		s.Of = map[string]*Shape{}
	}
	if s.Of[name] == nil {
		s.Of[name] = &Shape{}
	}
	return s.Of[name]
}

func (s *Shape) path(path string) {
	for step := range strings.SplitSeq(path, ".") {
		name, _, _ := strings.Cut(step, "[")
		s = s.at(name)
	}
	s.All = s.All || len(s.Of) == 0
}

func (s *Shape) properties(all []Property) {
	for i := range all {
		p := &all[i]
		inner := s.at(p.From)
		switch {
		case p.Key != "":
			inner.at(p.Key).All, inner.at(p.Value).All = true, true
		case p.Element != "":
			inner.at(p.Element).All = true
		case len(p.Properties) == 0:
			inner.All = true
		default:
			inner.properties(p.Properties)
		}
	}
}

// Keep returns a copy of properties with what the shape has.
func (s *Shape) Keep(properties map[string]any) map[string]any {
	out := make(map[string]any, len(properties))
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if inner := s.Of[name]; inner != nil {
			if v := inner.keep(properties[name]); v != nil {
				out[name] = v
			}
		}
	}
	return out
}

func (s *Shape) keep(v any) any {
	if s.All {
		return v
	}
	switch v := v.(type) {
	case map[string]any:
		return s.Keep(v)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = s.keep(e)
		}
		return out
	}
	return v
}

// stepReads are the properties that a native step reads beside those that have a mapping.
func stepReads(name string) []string {
	return map[string][]string{
		"collected_metrics": {"MetricsCollection"},
		"global_members":    {"Members"},
		"global_table":      {"Replicas.Tags"},
		"parameters":        {"Parameters"},
		"tunnels":           {"VpnTunnelOptionsSpecifications"},
	}[name]
}

// NativeNames are the properties of a CloudFormation type, sorted, whose values are names
// of its resources: those that become an identifier of a canonical type.
func NativeNames(native string) []string {
	var names []string
	for _, t := range nativeTypes(native) {
		for i := range t.CloudFormation {
			m := &t.CloudFormation[i]
			if m.Type != native || m.Each != "" {
				continue
			}
			for _, a := range m.Attributes {
				if slices.Contains(t.Identifiers, a.To) {
					names = append(names, a.From)
				}
			}
			for j := range m.Properties {
				if slices.Contains(t.Identifiers, string(m.Properties[j].To)) {
					names = append(names, m.Properties[j].From)
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
