package terraform

import (
	"cmp"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// Values carry their origin as cty marks, which every function and operator of HCL
// passes on. Three kinds of mark occur, all compared by identity or value:
//
//   - *need: the value is unknown because of this; it says what to supply;
//   - *refMark: the value is, or was computed from, an attribute of a resource;
//   - funcs.Sensitive: the value must not be shown.

// need is something that only the user can supply.
type need struct{ what string }

// refMark is one attribute of one resource instance.
type refMark struct {
	id   string // ID in the graph
	attr string
	data bool
	// partial is the same mark for values that only contain the attribute's; nil in itself.
	partial *refMark
	whole   bool
}

// inexact is the mark for a value that was made with the attribute's.
func (r *refMark) inexact() *refMark {
	if !r.whole {
		return r
	}
	if r.partial == nil {
		r.partial = &refMark{id: r.id, attr: r.attr, data: r.data}
	}
	return r.partial
}

// needs is the name to show for an unknown that rests on the attribute.
func (r *refMark) needs() string {
	if r.data || r.attr == "" {
		return r.id
	}
	return r.id + "." + r.attr
}

// marksOf sorts the marks of a value, for deterministic output.
func marksOf(marks cty.ValueMarks) (needs []string, refs []*refMark) {
	for m := range marks {
		switch m := m.(type) {
		case *need:
			needs = append(needs, m.what)
		case *refMark:
			refs = append(refs, m)
		}
	}
	slices.Sort(needs)
	slices.SortFunc(refs, func(a, b *refMark) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.attr, b.attr))
	})
	return slices.Compact(needs), refs
}

// needsOf lists what an unknown value waits for, found anywhere inside it.
func needsOf(v cty.Value) []string {
	_, marks := v.UnmarkDeep()
	needs, refs := marksOf(marks)
	for _, r := range refs {
		needs = append(needs, r.needs())
	}
	slices.Sort(needs)
	return slices.Compact(needs)
}

// unknownOf makes an unknown of a type that names what it waits for.
func unknownOf(t cty.Type, n any) cty.Value {
	return cty.UnknownVal(t).Mark(n)
}
