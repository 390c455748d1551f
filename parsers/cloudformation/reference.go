package cloudformation

import (
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/catalog"
)

func (f *frame) refCall(arg *yaml.Node) *value {
	v := f.eval(arg)
	switch {
	case v.scalar():
		return f.ref(v.text, arg)
	case v.unknown():
		return computed(v)
	default:
		return f.shape(arg, "Ref", "a name")
	}
}

// ref evaluates a name: the variable of a loop, a pseudo parameter, a parameter or a resource.
func (f *frame) ref(name string, n *yaml.Node) *value {
	if v := f.bound(name); v != nil {
		return v
	}
	if strings.HasPrefix(name, "AWS::") {
		if v := f.s.pseudo(name); v != nil {
			return v
		}
	}
	if p := f.s.tpl.parameters[name]; p != nil {
		return f.s.parameter(p, n)
	}
	if l := f.s.logicals[name]; l != nil {
		return f.s.attribute(l, "Ref")
	}
	if l := f.s.logicals[f.s.aliases[name]]; l != nil {
		return f.s.attribute(l, "Ref")
	}
	if strings.Contains(name, ".") { // a property that SAM makes of its resources, or a module's resource
		if id, attr, ok := strings.Cut(name, "."); ok && f.s.logicals[id] != nil {
			return f.attribute(id, attr, n)
		}
	}
	return f.undeclared(name, n)
}

func (f *frame) undeclared(name string, n *yaml.Node) *value {
	if len(f.s.missing) > 0 { // it may be declared there
		return unknown(f.s.missing...)
	}
	if what := f.s.tpl.filled["Parameters"]; what != "" {
		return f.s.made(what)
	}
	return f.invalid(n, "Reference to something that is not declared",
		"%s is neither a parameter nor a resource of this template; the value is taken as unknown.", clip(name))
}

// getAtt evaluates Fn::GetAtt: "Resource.Attribute", or a list of both.
func (f *frame) getAtt(arg *yaml.Node) *value {
	args := arguments(arg)
	if len(args) < 2 {
		if len(args) == 1 {
			arg = args[0]
		}
		v := f.eval(arg)
		id, attr, ok := strings.Cut(v.text, ".")
		if !v.scalar() || !ok {
			return f.shape(arg, "Fn::GetAtt", "a resource and an attribute")
		}
		return f.attribute(id, attr, arg)
	}
	name := f.eval(args[0])
	if !name.scalar() {
		return computed(name)
	}
	var attr []string
	for _, a := range args[1:] {
		v := f.eval(a)
		if !v.scalar() {
			return computed(v).taint(f.known(name.text))
		}
		attr = append(attr, v.text)
	}
	return f.attribute(name.text, strings.Join(attr, "."), arg)
}

// known is a value that mentions a resource, if there is one of that name.
func (f *frame) known(id string) *value {
	if l := f.s.logicals[id]; l != nil {
		return f.s.attribute(l, "")
	}
	return &value{}
}

func (f *frame) attribute(id, attr string, n *yaml.Node) *value {
	l := f.s.logicals[id]
	if l == nil {
		l = f.s.logicals[f.s.aliases[id]]
	}
	if l == nil {
		if first, rest, ok := strings.Cut(attr, "."); ok { // Function.Alias.Arn
			if l = f.s.logicals[f.s.aliases[id+"."+first]]; l != nil {
				return f.s.attribute(l, rest)
			}
		}
		return f.undeclared(id, n)
	}
	return f.s.attribute(l, attr)
}

// attribute is what Ref or Fn::GetAtt gives of a resource: known for the outputs of a
// nested stack that is read and for a name that the template gives, otherwise an unknown
// that names the resource.
func (s *stack) attribute(l *logical, attr string) *value {
	if output, ok := strings.CutPrefix(attr, "Outputs."); ok {
		if child := s.children[l.name]; child != nil {
			return child.output(output)
		}
	}
	what := l.id
	if attr != "Ref" && attr != "" {
		what += "." + attr
	}
	v := unknown(what)
	if attr == "Ref" {
		if name := s.givenName(l); name != nil {
			v = text(name.text)
			v.secret = name.secret
		}
	}
	v.refs = []ref{{id: l.id, attr: attr, whole: attr != "", filled: l.filled(attr)}}
	return v
}

// givenName is the name that the template gives a resource, if that is what Ref returns;
// nil where the service makes one.
func (s *stack) givenName(l *logical) *value {
	property := catalog.NameProperty(l.typ)
	node := lookup(lookup(l.node, "Properties"), property)
	if property == "" || node == nil {
		return nil
	}
	if v, known := s.names[l.name]; known {
		return v
	}
	if s.names == nil {
		s.names = map[string]*value{}
	}
	s.names[l.name] = nil // while it is evaluated, it does not name itself
	v := l.frame.eval(node)
	if v.kind != kindText || v.text == "" || catalog.LowersNames(l.typ) && v.text != strings.ToLower(v.text) {
		return nil
	}
	s.names[l.name] = v
	return v
}

// filled reports whether an attribute of a resource is surely something: what Ref returns,
// or the ARN or ID of what AWS makes. Stacks and custom resources return what they like.
func (l *logical) filled(attr string) bool {
	if attr == "Ref" {
		return true
	}
	return strings.HasPrefix(l.typ, "AWS::") && !strings.HasPrefix(l.typ, "AWS::CloudFormation::") && l.typ != applicationType &&
		(strings.HasSuffix(attr, "Arn") || strings.HasSuffix(attr, "Id"))
}

// notEmpty reports whether a value that is not known is surely no empty text.
func (v *value) notEmpty() bool {
	return v.unknown() && len(v.refs) == 1 && v.refs[0].whole && v.refs[0].filled
}

// output evaluates an output of the stack; what is not there is unknown.
func (s *stack) output(name string) *value {
	p, ok := s.tpl.outputs[name]
	if !ok {
		return unknown("output " + name + " of " + s.id)
	}
	return s.frame().once(s.outs, "output", s.id+"."+name, p.key, func() *value {
		s.depth++
		defer func() { s.depth-- }()
		if cond, ok := plainText(lookup(p.val, "Condition")); ok {
			if c := s.frame().conditionNamed(cond, p.key); c.text != "true" {
				return computed(c)
			}
		}
		val := lookup(p.val, "Value")
		if val == nil {
			return unknown("a value of output " + name + " of " + s.id)
		}
		v := s.frame().eval(val)
		return v.at(s.tpl, val, "output "+name)
	})
}
