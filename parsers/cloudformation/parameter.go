package cloudformation

import (
	"fmt"
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
	typ := p.typ
	if p.kept() {
		typ = strings.TrimSuffix(strings.TrimPrefix(typ, keptType+"<"), ">")
	}
	if given := s.given[p.name]; given != nil {
		v := convert(given, typ)
		if v.trail == nil {
			v.trail = &trail{file: s.tpl, node: p.node, note: "parameter " + p.name}
		}
		return v
	}
	if p.def != nil && !p.kept() {
		v := convert(s.frame().eval(p.def), typ)
		v.trail = &trail{file: s.tpl, node: p.def, note: "default of parameter " + p.name}
		return v
	}
	s.needed[p.name] = p
	v := unknown(s.needs(p))
	v.trail = &trail{file: s.tpl, node: p.node, note: "parameter " + p.name}
	return v
}

// keptType is that of parameters whose values Systems Manager keeps: what is declared and
// handed over is only the name under which it does.
const keptType = "AWS::SSM::Parameter::Value"

func (p *parameter) kept() bool { return strings.HasPrefix(p.typ, keptType) }

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
	switch isList := typ == "CommaDelimitedList" || strings.HasPrefix(typ, "List<"); {
	case isList && len(v.parts) > 0:
		out = *split(v, ",")
	case isList && v.scalar():
		out = *divided(v, typ == "List<Number>")
	case isList && v.unknown():
		out = *split(v, ",")
	case !isList && v.kind == kindList && v.wholly():
		parts := make([]string, len(v.items))
		for i, e := range v.items {
			parts[i] = e.text
		}
		out = *text(strings.Join(parts, ",")).taint(v)
	case typ == "Number" && v.kind == kindText:
		out = *number(strings.TrimSpace(v.text)).taint(v)
	case typ == "String" && v.kind == kindText:
		out = *literal(v.text)
		out.refs = v.refs
	}
	out.trail, out.secret = v.trail, out.secret || v.secret
	return &out
}

// divided is a text with commas as a list.
func divided(v *value, numbers bool) *value {
	out := list([]*value{})
	if v.text == "" {
		return out
	}
	for s := range strings.SplitSeq(v.text, ",") {
		e := literal(strings.TrimSpace(s))
		if numbers && e.scalar() {
			e = number(e.text)
		}
		if e.taint(v); e.text == v.text {
			e.refs = v.refs
		}
		e.trail = v.trail
		out.items = append(out.items, e)
	}
	return out
}
