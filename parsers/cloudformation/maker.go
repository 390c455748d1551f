package cloudformation

import (
	"go.yaml.in/yaml/v4"
)

// maker makes nodes for what a transform generates. They stand where the text is that
// they were generated from.
type maker struct{ at *yaml.Node }

func (m maker) node(kind yaml.Kind, tag string) *yaml.Node {
	return &yaml.Node{Kind: kind, Tag: tag, Line: m.at.Line, Column: m.at.Column}
}

func (m maker) text(s string) *yaml.Node {
	n := m.node(yaml.ScalarNode, "!!str")
	n.Style = yaml.TaggedStyle // a text whatever it says
	n.Value = s
	return n
}

func (m maker) bool(b bool) *yaml.Node {
	n := m.node(yaml.ScalarNode, "!!bool")
	if n.Value = "false"; b {
		n.Value = "true"
	}
	return n
}

// list makes a list of what is not nil.
func (m maker) list(items ...*yaml.Node) *yaml.Node {
	n := m.node(yaml.SequenceNode, "!!seq")
	for _, e := range items {
		if e != nil {
			n.Content = append(n.Content, e)
		}
	}
	return n
}

// object makes a mapping of entries whose value is not nil.
func (m maker) object(entries ...pair) *yaml.Node {
	n := m.node(yaml.MappingNode, "!!map")
	for _, e := range entries {
		if e.val != nil {
			n.Content = append(n.Content, e.key, e.val)
		}
	}
	return n
}

func (m maker) entry(name string, val *yaml.Node) pair { return pair{m.text(name), val} }

func (m maker) ref(id string) *yaml.Node { return m.object(m.entry("Ref", m.text(id))) }

func (m maker) getAtt(id, attr string) *yaml.Node {
	return m.object(m.entry("Fn::GetAtt", m.list(m.text(id), m.text(attr))))
}

func (m maker) sub(s string) *yaml.Node { return m.object(m.entry("Fn::Sub", m.text(s))) }

// renamed is the entry of a mapping under another name, in its place in the text.
func renamed(from *yaml.Node, name, as string) pair {
	k, v := find(from, name)
	if v == nil || isNull(v) {
		return pair{}
	}
	return pair{&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: as, Line: k.Line, Column: k.Column}, v}
}

// taken are entries of a mapping under their own names.
func taken(from *yaml.Node, names ...string) []pair {
	var out []pair
	for _, name := range names {
		if p := renamed(from, name, name); p.val != nil {
			out = append(out, p)
		}
	}
	return out
}

// combined puts the values of one mapping over those of another: mappings are combined
// key by key, lists are joined, all else is replaced.
func combined(under, over *yaml.Node, depth int) *yaml.Node {
	under, over = resolved(under), resolved(over)
	switch {
	case under == nil || isNull(under):
		return over
	case over == nil || isNull(over):
		return under
	case depth > maxNesting || isCall(under) || isCall(over) || under.Kind != over.Kind:
		return over
	case over.Kind == yaml.SequenceNode:
		n := *over
		n.Content = append(append([]*yaml.Node{}, under.Content...), over.Content...)
		return &n
	case over.Kind != yaml.MappingNode:
		return over
	}
	n := *over
	n.Content = nil
	for _, p := range pairs(under) {
		val := p.val
		if k, v := find(over, keyOf(p.key)); v != nil {
			p.key, val = k, combined(p.val, v, depth+1)
		}
		n.Content = append(n.Content, p.key, val)
	}
	for _, p := range pairs(over) {
		if lookup(under, keyOf(p.key)) == nil {
			n.Content = append(n.Content, p.key, p.val)
		}
	}
	return &n
}

func isCall(n *yaml.Node) bool {
	name, _ := call(n)
	return name != ""
}
