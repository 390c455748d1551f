package cloudformation

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// maxText bounds a text that is put together from others.
const maxText = 1 << 20

// sub evaluates Fn::Sub in both forms: a text, or a text and variables for it.
func (f *frame) sub(arg *yaml.Node) *value {
	var vars *yaml.Node
	arg = resolved(arg)
	source := arg
	if args := arguments(arg); len(args) > 0 {
		source = resolved(args[0])
		if len(args) > 1 {
			vars = args[1]
		}
	}
	if source == nil || source.Kind != yaml.ScalarNode {
		return f.shape(arg, "Fn::Sub", "a text and perhaps variables for it")
	}
	s := source.Value
	if f.loop != nil {
		var needs []string
		if s, needs = f.substitute(s); len(needs) > 0 {
			return unknown(needs...)
		}
	}
	var parts []*value
	for s != "" {
		before, after, found := strings.Cut(s, "${")
		name, rest, closed := strings.Cut(after, "}")
		if !found || !closed {
			parts = append(parts, text(s))
			break
		}
		if before != "" {
			parts = append(parts, text(before))
		}
		s = rest
		name = strings.TrimSpace(name)
		switch {
		case strings.HasPrefix(name, "!"):
			parts = append(parts, text("${"+name[1:]+"}"))
		case lookup(vars, name) != nil:
			parts = append(parts, f.eval(lookup(vars, name)))
		default:
			parts = append(parts, f.named(name, source))
		}
	}
	return f.written(concat(parts), source)
}

// named evaluates what Fn::Sub has between its braces.
func (f *frame) named(name string, n *yaml.Node) *value {
	if id, attr, ok := strings.Cut(name, "."); ok && f.bound(name) == nil && f.s.tpl.parameters[name] == nil {
		if f.s.logicals[name] != nil {
			return f.ref(name, n)
		}
		return f.attribute(id, attr, n)
	}
	return f.ref(name, n)
}

// concat joins values to one text. One alone stays what it is.
func concat(parts []*value) *value {
	switch len(parts) {
	case 0:
		return text("")
	case 1:
		if !parts[0].scalar() || len(parts[0].refs) > 0 {
			return parts[0]
		}
	}
	size := 0
	known, refers := true, false
	for _, p := range parts {
		known = known && p.scalar()
		refers = refers || len(p.refs) > 0
		size += len(p.text)
	}
	if !known || size > maxText {
		if zone := symbolicZone(parts); zone != nil {
			return zone
		}
		out := computed(parts...)
		out.parts = parts
		for _, p := range parts {
			if strings.Contains(p.text, "{{resolve:") {
				out.secret = true
			}
		}
		return out
	}
	var b strings.Builder
	b.Grow(size)
	for _, p := range parts {
		b.WriteString(p.text)
	}
	out := literal(b.String()).taint(parts...)
	if refers {
		out.parts = parts
	}
	return out
}

// maxTexts bounds how much text a stack puts together in all.
const maxTexts = 16 << 20

// written counts a text that was put together.
func (f *frame) written(v *value, n *yaml.Node) *value {
	before := f.s.texts
	if f.s.texts += len(v.text); f.s.texts <= maxTexts {
		return v
	}
	if before <= maxTexts {
		f.report(n, graph.SeverityError, true, "Values too large", "The stack %s puts together more than %d MiB of text; the rest is taken as unknown.", f.s.id, maxTexts>>20)
	}
	return unknown(tooMany)
}

// symbolicZone names a zone of a region that is unknown: AWS::Region and a letter.
func symbolicZone(parts []*value) *value {
	if len(parts) != 2 || !parts[0].unknown() || len(parts[0].needs) != 1 || parts[0].needs[0] != needRegion {
		return nil
	}
	if s := parts[1].text; len(s) == 1 && s[0] >= 'a' && s[0] <= 'f' {
		return text("?" + string('0'+rune(s[0]-'a')))
	}
	return nil
}

func (f *frame) join(arg *yaml.Node) *value {
	args := arguments(arg)
	if len(args) != 2 {
		return f.shape(arg, "Fn::Join", "a delimiter and a list")
	}
	sep, from := f.eval(args[0]), f.eval(args[1])
	if from.scalar() {
		return from
	}
	if !sep.scalar() || from.kind != kindList {
		return computed(sep, from)
	}
	parts := make([]*value, 0, 2*len(from.items))
	for i, e := range from.items {
		switch {
		case e.maybe:
			return computed(from)
		case e.kind == kindList: // a list of a parameter inside the list
			inner := make([]*value, 0, 2*len(e.items))
			for j, x := range e.items {
				if j > 0 {
					inner = append(inner, sep)
				}
				inner = append(inner, x)
			}
			e = concat(inner)
		}
		if i > 0 && sep.text != "" {
			parts = append(parts, sep)
		}
		parts = append(parts, e)
	}
	return f.written(concat(parts), arg)
}

func (f *frame) split(arg *yaml.Node) *value {
	args := arguments(arg)
	if len(args) != 2 {
		return f.shape(arg, "Fn::Split", "a delimiter and a text")
	}
	sep, from := f.eval(args[0]), f.eval(args[1])
	if from.kind == kindList {
		return from
	}
	if !sep.scalar() || sep.text == "" {
		return computed(sep, from)
	}
	return split(from, sep.text)
}

// split divides a text. One that is partly unknown is divided where its known parts
// say so, if what is unknown are attributes of resources that do not hold the delimiter.
func split(v *value, sep string) *value {
	apart := len(v.parts) > 0 && (sep == "," || sep == ";" || sep == "|")
	if v.scalar() && !apart {
		var items []*value
		for s := range strings.SplitSeq(v.text, sep) {
			e := text(s)
			e.secret, e.trail = v.secret, v.trail
			for _, r := range v.refs {
				r.whole = false
				e.addRef(r)
			}
			items = append(items, e)
		}
		return list(items)
	}
	if !apart {
		return computed(v)
	}
	var items, current []*value
	for _, p := range v.parts {
		switch {
		case len(p.refs) == 1 && p.refs[0].whole:
			current = append(current, p)
		case p.scalar():
			for i, s := range strings.Split(p.text, sep) {
				if i > 0 {
					items = append(items, concat(current))
					current = nil
				}
				if s != "" {
					e := text(s)
					e.secret, e.trail = p.secret, p.trail
					current = append(current, e)
				}
			}
		default:
			return computed(v)
		}
	}
	return list(append(items, concat(current)))
}
