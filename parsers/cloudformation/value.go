package cloudformation

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// kind is the shape of a value.
type kind uint8

const (
	kindNull kind = iota
	kindText
	kindNumber
	kindBool
	kindList
	kindObject
	// kindUnknown is a value that only deployment, or the user, would tell.
	kindUnknown
	// kindAbsent is AWS::NoValue: what holds it is left out.
	kindAbsent
)

// value is an evaluated part of a template. Values are shared and never changed.
type value struct {
	kind kind
	// text is how CloudFormation writes a text, number or boolean.
	text    string
	number  float64
	items   []*value
	members []member
	// needs says what an unknown waits for.
	needs []string
	// refs are the resources whose attributes it is, or was made of.
	refs []ref
	// parts are what an unknown text is made of, so that it can be split again.
	parts []*value
	// symbol names an unknown that is the same wherever it is used: a stack's own name.
	symbol string
	// secret is set on what must not be shown.
	secret bool
	// maybe is set on an element that may also be absent.
	maybe bool
	// trail is where it was written and what decided it.
	trail *trail
}

// member is one entry of an object, in the order of the template.
type member struct {
	name string
	key  *yaml.Node
	val  *value
}

// ref is one attribute of one resource.
type ref struct {
	id, attr string
	// whole is set where the value is the attribute and nothing else.
	whole bool
	// maybe is set where a condition that is unknown may leave it out.
	maybe bool
	// filled is set on an attribute that is never an empty text.
	filled bool
}

// trail is the way of a value from where it is used to where it was decided.
type trail struct {
	file *template
	node *yaml.Node
	note string
	next *trail
}

func text(s string) *value { return &value{kind: kindText, text: s} }

func unknown(needs ...string) *value { return &value{kind: kindUnknown, needs: needs} }

func list(items []*value) *value { return &value{kind: kindList, items: items} }

func absent() *value { return &value{kind: kindAbsent} }

func boolean(b bool) *value {
	if b {
		return &value{kind: kindBool, text: "true"}
	}
	return &value{kind: kindBool, text: "false"}
}

// scalar reports whether the value is a known text, number or boolean.
func (v *value) scalar() bool {
	return v.kind == kindText || v.kind == kindNumber || v.kind == kindBool
}

func (v *value) unknown() bool { return v.kind == kindUnknown }

// wholly reports whether nothing in the value is unknown.
func (v *value) wholly() bool {
	return !v.maybe && v.kind != kindUnknown &&
		!slices.ContainsFunc(v.items, func(e *value) bool { return !e.wholly() }) &&
		!slices.ContainsFunc(v.members, func(m member) bool { return !m.val.wholly() })
}

// get returns a member of an object; nil without.
func (v *value) get(name string) *value {
	for _, m := range v.members {
		if m.name == name {
			return m.val
		}
	}
	return nil
}

// at returns the value as it is used at another place, which the note describes.
func (v *value) at(file *template, node *yaml.Node, note string) *value {
	out := *v
	out.trail = &trail{file: file, node: node, note: note, next: v.trail}
	return &out
}

// taint carries over what a computed value inherits from those it was made of:
// secrecy, needs, and the resources that it mentions.
func (v *value) taint(from ...*value) *value {
	for _, f := range from {
		f.each(func(e *value) {
			v.secret = v.secret || e.secret
			for _, n := range e.needs {
				v.addNeed(n)
			}
			for _, r := range e.refs {
				r.whole = false
				v.addRef(r)
			}
		})
	}
	return v
}

func (v *value) addNeed(n string) {
	if !slices.Contains(v.needs, n) {
		v.needs = append(v.needs, n)
	}
}

func (v *value) addRef(r ref) {
	if !slices.Contains(v.refs, r) {
		v.refs = append(v.refs, r)
	}
}

// maxTaint bounds how many values a computed one looks into.
const maxTaint = 10_000

// each calls f for the value and all inside it.
func (v *value) each(f func(*value)) {
	left := maxTaint
	var walk func(v *value)
	walk = func(v *value) {
		if left--; left < 0 {
			return
		}
		f(v)
		for _, e := range v.items {
			walk(e)
		}
		for _, m := range v.members {
			walk(m.val)
		}
	}
	walk(v)
}

// computed is an unknown made from others.
func computed(from ...*value) *value {
	out := (&value{kind: kindUnknown}).taint(from...)
	if len(out.needs) == 0 {
		out.needs = []string{"a value known only after deployment"}
	}
	return out
}

// equal compares as CloudFormation does: scalars by their text.
func equal(a, b *value) bool {
	switch {
	case a.scalar() && b.scalar():
		return a.text == b.text
	case a.kind != b.kind:
		return false
	case a.kind == kindList:
		return slices.EqualFunc(a.items, b.items, equal)
	case a.kind == kindObject:
		return len(a.members) == len(b.members) && !slices.ContainsFunc(a.members, func(m member) bool {
			w := b.get(m.name)
			return w == nil || !equal(m.val, w)
		})
	default:
		return a.kind != kindUnknown
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
