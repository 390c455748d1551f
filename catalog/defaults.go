package catalog

import (
	"maps"
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// defaulter fills in what is in effect when nothing is written.
type defaulter struct{ r *graph.Resource }

// object works on a map that may be written to. Plain defaults come first, so
// that conditions see them. Data sources have none: what they read is not written.
func (d *defaulter) object(attributes []Attribute, object map[string]any, at graph.Path) {
	if d.r.Data {
		return
	}
	for _, conditional := range []bool{false, true} {
		for i := range attributes {
			a := &attributes[i]
			if a.conditional() == conditional && len(a.Defaults) > 0 && object[a.Name] == nil {
				d.absent(a, object, at)
			}
		}
	}
	for i := range attributes {
		a := &attributes[i]
		if len(a.Attributes) == 0 || !a.anyDefault() {
			continue
		}
		list, ok := object[a.Name].([]any)
		if !ok {
			continue
		}
		copied := slices.Clone(list)
		for j, e := range list {
			if inner, ok := e.(map[string]any); ok {
				inner = maps.Clone(inner)
				d.object(a.Attributes, inner, at.Attr(a.Name).Index(j))
				copied[j] = inner
			}
		}
		object[a.Name] = copied
	}
}

func (a *Attribute) conditional() bool {
	return slices.ContainsFunc(a.Defaults, func(d Default) bool { return len(d.When) > 0 })
}

func (a *Attribute) anyDefault() bool {
	return slices.ContainsFunc(a.Attributes, func(n Attribute) bool { return len(n.Defaults) > 0 || n.anyDefault() })
}

func (d *defaulter) absent(a *Attribute, object map[string]any, at graph.Path) {
	path := at.Attr(a.Name)
	if len(unknownAt(d.r, path)) > 0 {
		return
	}
	for _, def := range a.Defaults {
		if def.Source != "" && def.Source != d.r.Source {
			continue
		}
		met, need := holds(def.When, object, d.r, at)
		switch met {
		case yes:
			object[a.Name] = def.value()
			return
		case maybe:
			d.r.Unknown = append(d.r.Unknown, graph.Unknown{Path: path, Needs: need})
			return
		case no:
		default:
			panic("catalog: unknown answer")
		}
	}
}

func (d Default) value() any {
	switch d.Value {
	case EmptyList:
		return []any{}
	case EmptyBlock:
		return []any{map[string]any{}}
	}
	return d.Value
}
