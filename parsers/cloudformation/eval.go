package cloudformation

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// eval evaluates a node. It never returns nil.
func (f *frame) eval(n *yaml.Node) *value {
	defer f.leave()
	if !f.enter(n) {
		return unknown(tooMany)
	}
	n = resolved(n)
	if n == nil {
		return &value{}
	}
	v := f.node(n)
	if v.trail == nil {
		v.trail = &trail{file: f.file, node: n}
	}
	return v
}

func (f *frame) node(n *yaml.Node) *value {
	if name, arg := call(n); name != "" {
		return f.function(name, arg, n)
	}
	switch n.Kind {
	case yaml.MappingNode:
		return f.object(n)
	case yaml.SequenceNode:
		return f.list(n)
	default:
		return f.scalar(n)
	}
}

// untagged is the argument of a function in its short form: the node without its tag.
func untagged(n *yaml.Node) *yaml.Node {
	plain := *n
	switch n.Kind {
	case yaml.MappingNode:
		plain.Tag = "!!map"
	case yaml.SequenceNode:
		plain.Tag = "!!seq"
	default:
		plain.Tag = "!!str"
	}
	return &plain
}

// arguments lists the arguments of a function; nil when it has no list.
func arguments(n *yaml.Node) []*yaml.Node {
	if n = resolved(n); n != nil && n.Kind == yaml.SequenceNode {
		return n.Content
	}
	return nil
}

func (f *frame) list(n *yaml.Node) *value {
	out := &value{kind: kindList, items: make([]*value, 0, len(n.Content))}
	for _, e := range n.Content {
		if v := f.eval(e); v.kind != kindAbsent {
			out.items = append(out.items, v)
		}
	}
	return out
}

func (f *frame) object(n *yaml.Node) *value {
	out := &value{kind: kindObject, members: make([]member, 0, len(n.Content)/2)}
	for _, p := range pairs(n) {
		name := keyOf(p.key)
		switch {
		case strings.HasPrefix(name, forEachPrefix):
			if missing := f.loopMembers(out, p); missing != nil {
				return missing
			}
			continue
		case name == "Fn::Transform":
			if missing := f.includeMembers(out, p); missing != nil {
				return missing
			}
			continue
		}
		if f.loop != nil {
			name, _ = f.substitute(name)
		}
		if v := f.eval(p.val); v.kind != kindAbsent {
			out.members = append(out.members, member{name: name, key: p.key, val: v})
		}
	}
	return out
}

func (f *frame) scalar(n *yaml.Node) *value {
	switch n.Tag {
	case "!!null":
		return &value{}
	case "!!bool":
		return boolean(strings.EqualFold(n.Value, "true"))
	case "!!int", "!!float":
		return number(n.Value)
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) == 0 {
		// CloudFormation reads YAML 1.1, in which these are booleans.
		switch n.Value {
		case "yes", "Yes", "YES", "on", "On", "ON":
			return boolean(true)
		case "no", "No", "NO", "off", "Off", "OFF":
			return boolean(false)
		}
	}
	return f.text(n, n.Value)
}

// text is a literal text, in which loops may substitute.
func (f *frame) text(_ *yaml.Node, s string) *value {
	if f.loop != nil {
		var needs []string
		if s, needs = f.substitute(s); len(needs) > 0 {
			return unknown(needs...)
		}
	}
	if f.s.assembled != nil && len(s) == len("dummy1a") && strings.HasPrefix(s, "dummy1") && s[6] >= 'a' && s[6] <= 'f' {
		// The CDK writes this for a zone that it did not look up.
		return text(zone(f.s.region, s[6:], int(s[6]-'a')))
	}
	return literal(s)
}

// literal is a text; what CloudFormation resolves elsewhere when it deploys is unknown
// and never shown.
func literal(s string) *value {
	if _, after, dynamic := strings.Cut(s, "{{resolve:"); dynamic {
		service, _, _ := strings.Cut(after, ":")
		switch service {
		case "ssm", "ssm-secure", "secretsmanager":
		default:
			service = "another service"
		}
		v := unknown("a dynamic reference to " + service)
		v.secret = service != "ssm"
		return v
	}
	if strings.Contains(s, "[[servicecatalog:") {
		return unknown("an output of a product of Service Catalog")
	}
	return text(s)
}

// number is a number as it is written; what Go cannot read stays a text.
func number(s string) *value {
	x, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if err != nil {
		i, err := strconv.ParseInt(s, 0, 64)
		if err != nil {
			return text(s)
		}
		x = float64(i)
	}
	if x > 1e300 || x < -1e300 || x != x {
		return text(s)
	}
	return &value{kind: kindNumber, text: s, number: x}
}
