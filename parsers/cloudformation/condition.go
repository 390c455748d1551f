package cloudformation

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// condition evaluates a condition by its name: a boolean, or unknown.
func (f *frame) condition(n *yaml.Node) *value {
	v := f.eval(n)
	if v.kind == kindBool {
		return v
	}
	if !v.scalar() {
		return computed(v)
	}
	return f.conditionNamed(v.text, n)
}

func (f *frame) conditionNamed(name string, n *yaml.Node) *value {
	s := f.s
	p, ok := s.tpl.conditions[name]
	if what := s.tpl.filled["Conditions"]; !ok && what != "" {
		return s.made(what)
	}
	if !ok {
		return f.invalid(n, "Unknown condition", "There is no condition %s; it is taken as unknown.", clip(name))
	}
	return f.once(s.conds, "condition", name, n, func() *value {
		v := s.frame().test(p.val)
		return v.at(s.tpl, p.val, "condition "+name)
	})
}

// test evaluates a node where a condition is expected.
func (f *frame) test(n *yaml.Node) *value {
	n = resolved(n)
	if n != nil && n.Kind == yaml.MappingNode && len(n.Content) == 2 && keyOf(n.Content[0]) == "Condition" {
		return f.condition(n.Content[1])
	}
	v := f.eval(n)
	if v.kind == kindText && (v.text == "true" || v.text == "false") {
		return boolean(v.text == "true").taint(v)
	}
	if v.kind != kindBool && !v.unknown() {
		return computed(v)
	}
	return v
}

func (f *frame) logic(name string, arg *yaml.Node) *value {
	args := arguments(arg)
	if name == "Fn::Not" && len(args) == 0 && resolved(arg) != nil && arg.Kind == yaml.MappingNode {
		args = []*yaml.Node{arg}
	}
	switch name {
	case "Fn::Not":
		if len(args) != 1 {
			return f.shape(arg, name, "a list of one condition")
		}
		v := f.test(args[0])
		if v.unknown() {
			return v
		}
		return boolean(v.text != "true").taint(v)
	case "Fn::Equals":
		if len(args) != 2 {
			return f.shape(arg, name, "a list of two values")
		}
		a, b := f.eval(args[0]), f.eval(args[1])
		if a.wholly() && b.wholly() {
			return boolean(equal(a, b)).taint(a, b).decidedBy(a, b)
		}
		if empty(a) && b.notEmpty() || empty(b) && a.notEmpty() {
			return boolean(false).decidedBy(a, b)
		}
		return computed(a, b)
	case "Fn::And", "Fn::Or":
		return f.all(name == "Fn::Or", args)
	default:
		return f.member(name, arg, args)
	}
}

func empty(v *value) bool { return v.kind == kindText && v.text == "" }

// decidedBy gives a condition the trail of the operand that is not written right there.
func (v *value) decidedBy(a, b *value) *value {
	for _, x := range []*value{a, b} {
		if x.trail != nil && x.trail.next != nil {
			v.trail = x.trail
			break
		}
	}
	return v
}

// all is Fn::And, and with any set Fn::Or: one operand may decide although others are unknown.
func (f *frame) all(or bool, args []*yaml.Node) *value {
	var waits []*value
	var last *value
	for _, a := range args {
		v := f.test(a)
		last = v
		switch {
		case v.unknown():
			waits = append(waits, v)
		case (v.text == "true") == or:
			return boolean(or).taint(v).decidedBy(v, v)
		}
	}
	if len(waits) > 0 {
		return computed(waits...)
	}
	out := boolean(!or)
	if last != nil {
		out.taint(last).decidedBy(last, last)
	}
	return out
}

// member evaluates the functions of rules that ask whether a list has a value.
func (f *frame) member(name string, arg *yaml.Node, args []*yaml.Node) *value {
	if len(args) != 2 {
		return f.shape(arg, name, "a list and a value or another list")
	}
	a, b := f.eval(args[0]), f.eval(args[1])
	if !a.wholly() || !b.wholly() || a.kind != kindList {
		return computed(a, b)
	}
	has := func(l, v *value) bool {
		for _, e := range l.items {
			if equal(e, v) {
				return true
			}
		}
		return false
	}
	for _, e := range a.items {
		switch {
		case name == "Fn::Contains" && equal(e, b):
			return boolean(true)
		case name == "Fn::EachMemberEquals" && !equal(e, b), name == "Fn::EachMemberIn" && !has(b, e):
			return boolean(false)
		}
	}
	return boolean(name != "Fn::Contains")
}

// conditional evaluates Fn::If. Where the condition is unknown the value is known only
// if both branches agree.
func (f *frame) conditional(arg *yaml.Node) *value {
	args := arguments(arg)
	if len(args) != 3 {
		return f.shape(arg, "Fn::If", "a condition and two values")
	}
	cond := f.decision(args[0])
	if !cond.unknown() {
		branch := args[1]
		if cond.text != "true" {
			branch = args[2]
		}
		v := *f.eval(branch)
		v.secret = v.secret || cond.secret
		if cond.trail != nil && cond.trail.next != nil {
			v.trail = join(v.trail, cond.trail)
		}
		return &v
	}
	return either(cond, f.eval(args[1]), f.eval(args[2]), 0)
}

// either is what is known of one of two values when it is unknown which: all where they
// agree, and of two objects what their members have in common.
func either(cond, a, b *value, depth int) *value {
	if a.wholly() && b.wholly() && equal(a, b) {
		return a
	}
	if a.kind != kindObject || b.kind != kindObject || a.maybe || b.maybe || depth > maxNesting {
		// What the branches wait for matters once the condition is known.
		out := &value{kind: kindUnknown, needs: cond.needs, secret: cond.secret}
		out.branchRefs(a, b)
		out.maybe = a.kind == kindAbsent || b.kind == kindAbsent || a.maybe || b.maybe
		return out
	}
	out := &value{kind: kindObject, secret: a.secret || b.secret || cond.secret}
	inB := make(map[string]*value, len(b.members))
	for _, m := range b.members {
		inB[m.name] = m.val
	}
	add := func(m member, other *value) {
		v := *either(cond, m.val, other, depth+1)
		v.trail = m.val.trail
		out.members = append(out.members, member{name: m.name, key: m.key, val: &v})
	}
	for _, m := range a.members {
		other := inB[m.name]
		if other == nil {
			other = absent()
		}
		add(m, other)
		delete(inB, m.name)
	}
	for _, m := range b.members {
		if inB[m.name] != nil {
			add(m, absent())
		}
	}
	return out
}

// branchRefs carries over the resources that two branches mention, as not exact. What one
// adds to the other may be left out.
func (v *value) branchRefs(a, b *value) {
	inA, inB := mentions(a), mentions(b)
	within := func(some, all []ref) bool {
		return !slices.ContainsFunc(some, func(r ref) bool { return !slices.Contains(all, r) })
	}
	add := func(refs, other []ref) {
		more := within(other, refs)
		for _, r := range refs {
			r.maybe = r.maybe || more && !slices.Contains(other, r)
			v.addRef(r)
		}
	}
	add(inA, inB)
	add(inB, inA)
}

// mentions are the resources that a value or something in it mentions, as not exact.
func mentions(v *value) []ref {
	out := &value{}
	v.each(func(e *value) {
		for _, r := range e.refs {
			r.whole = false
			out.addRef(r)
		}
	})
	return out.refs
}

// test1 evaluates the first argument of Fn::If: the name of a condition, or one in place.
func (f *frame) decision(n *yaml.Node) *value {
	if name, ok := plainText(n); ok {
		return f.condition(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name, Line: n.Line, Column: n.Column, Style: yaml.DoubleQuotedStyle})
	}
	return f.test(n)
}

// join puts one trail before another.
func join(first, then *trail) *trail {
	if first == nil {
		return then
	}
	out := *first
	out.next = join(first.next, then)
	return &out
}
