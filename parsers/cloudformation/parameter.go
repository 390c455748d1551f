package cloudformation

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// parameter is the value of a parameter: given, or its default, or unknown.
func (s *stack) parameter(p *parameter, n *yaml.Node) *value {
	return s.frame().once(s.params, "parameter", p.name, n, func() *value {
		v := s.parameterValue(p)
		if p.noEcho {
			v.secret = true
		}
		return v
	})
}

func (s *stack) parameterValue(p *parameter) *value {
	if strings.HasPrefix(p.typ, "AWS::SSM::Parameter::Value") {
		// The value is only the name of a parameter that is kept elsewhere.
		v := unknown(s.needs(p))
		v.trail = &trail{file: s.tpl, node: p.node, note: "parameter " + p.name}
		return v
	}
	if given := s.given[p.name]; given != nil {
		v := convert(given, p.typ)
		if v.trail == nil {
			v.trail = &trail{file: s.tpl, node: p.node, note: "parameter " + p.name}
		}
		return v
	}
	if p.def != nil {
		v := convert(s.frame().eval(p.def), p.typ)
		v.trail = &trail{file: s.tpl, node: p.def, note: "default of parameter " + p.name}
		return v
	}
	s.needed[p.name] = p
	v := unknown(s.needs(p))
	v.trail = &trail{file: s.tpl, node: p.node, note: "parameter " + p.name}
	return v
}

// needs is how an unknown parameter is named.
func (s *stack) needs(p *parameter) string {
	if s.parent != nil {
		return fmt.Sprintf("parameter %s of %s", p.name, s.id)
	}
	return "parameter " + p.name
}

// convert gives a value the type of its parameter, on a copy.
func convert(v *value, typ string) *value {
	out := *v
	isList := typ == "CommaDelimitedList" || strings.HasPrefix(typ, "List<")
	switch {
	case isList && v.scalar():
		items := []*value{}
		if v.text != "" {
			for s := range strings.SplitSeq(v.text, ",") {
				e := literal(strings.TrimSpace(s))
				if typ == "List<Number>" && e.scalar() {
					e = number(e.text)
				}
				e.secret, e.trail, e.refs = v.secret, v.trail, slices.Clone(v.refs)
				for i := range e.refs {
					e.refs[i].whole = false
				}
				items = append(items, e)
			}
		}
		out = *list(items)
		out.trail, out.secret = v.trail, v.secret
	case isList && v.unknown():
		divided := split(v, ",")
		out = *divided
		out.trail = v.trail
	case !isList && v.kind == kindList && v.wholly():
		parts := make([]string, len(v.items))
		for i, e := range v.items {
			parts[i] = e.text
		}
		out = *text(strings.Join(parts, ",")).taint(v)
		out.trail = v.trail
	case typ == "Number" && v.kind == kindText:
		out = *number(strings.TrimSpace(v.text))
		out.trail, out.secret, out.refs = v.trail, v.secret, v.refs
	case typ == "String" && v.kind == kindBool:
		out.kind = kindBool
	case typ == "String" && v.kind == kindText && strings.Contains(v.text, "{{resolve:"):
		out = *literal(v.text)
		out.trail = v.trail
	}
	return &out
}
