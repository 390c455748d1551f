package catalog

import (
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// defaulter fills in what is in effect when nothing is written.
type defaulter struct{ r *graph.Resource }

// object works on a map that may be written to, as may all blocks in it since
// normal copied them. Plain defaults come first, so
// that conditions see them. Data sources have none: what they read is not written.
func (d *defaulter) object(attributes []Attribute, object map[string]any, at graph.Path) {
	if d.r.Data {
		return
	}
	for _, conditional := range []bool{false, true} {
		for i := range attributes {
			a := &attributes[i]
			if len(a.Defaults) > 0 && a.conditional() == conditional && object[a.Name] == nil {
				d.absent(a, object, at)
			}
		}
	}
	for i := range attributes {
		a := &attributes[i]
		if !a.Filled {
			continue
		}
		list, ok := object[a.Name].([]any)
		if !ok {
			continue
		}
		for j, e := range list {
			if inner, ok := e.(map[string]any); ok {
				d.object(a.Attributes, inner, at.Attr(a.Name).Index(j))
			}
		}
	}
}

func (a *Attribute) conditional() bool {
	return slices.ContainsFunc(a.Defaults, func(d Default) bool { return len(d.When) > 0 })
}

func (d *defaulter) absent(a *Attribute, object map[string]any, at graph.Path) {
	if len(d.r.Unknown) > 0 && len(d.r.UnknownAt(at.Attr(a.Name))) > 0 {
		return
	}
	for _, def := range a.Defaults {
		if def.Source != "" && def.Source != d.r.Source {
			continue
		}
		met, need := holds(def.When, object, d.r, at)
		switch met {
		case yes:
			if def.Value == Inherited {
				d.r.Unknown = append(d.r.Unknown, graph.Unknown{Path: at.Attr(a.Name), Needs: []string{def.inheritedFrom()}})
				return
			}
			object[a.Name] = def.value()
			return
		case maybe:
			d.r.Unknown = append(d.r.Unknown, graph.Unknown{Path: at.Attr(a.Name), Needs: need})
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

// inheritedFrom is the attribute whose presence makes the value come from elsewhere.
func (d Default) inheritedFrom() string {
	if len(d.When) == 0 {
		return string(Inherited)
	}
	return d.When[0].Path
}
