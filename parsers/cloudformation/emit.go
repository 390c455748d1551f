package cloudformation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// emit hands the resources of the stack to the builder.
func (s *stack) emit() {
	for _, l := range s.order {
		exists := s.exists(l)
		if exists.kind == kindBool && exists.text == "false" {
			continue
		}
		r := s.resource(l)
		if waits := slices.Concat(s.waits, l.waits); exists.unknown() || len(waits) > 0 {
			r.MayExist = true
			r.Needs = slices.Compact(slices.Sorted(slices.Values(append(waits, exists.needs...))))
		}
		s.run.builder.Add(r, &locator{s: s, l: l})
	}
}

// resource converts a resource for the graph.
func (s *stack) resource(l *logical) *graph.Resource {
	out := &graph.Resource{
		ID: l.id, Type: l.typ, NativeType: l.typ, Group: s.group, Source: graph.CloudFormation,
		Scope:    graph.Scope{Account: s.account, Region: s.region},
		Location: s.place(l), Construct: s.construct(l),
	}
	if strings.HasPrefix(l.typ, "AWS::") {
		out.Scope.Provider = "aws"
	}
	e := &emitter{out: out}
	out.Attributes = e.attributes(l.attributes())
	for _, dep := range l.dependencies() {
		if to := s.logicals[dep]; to != nil {
			out.Refs = append(out.Refs, graph.Ref{Path: "DependsOn", To: to.id})
		}
	}
	return out
}

// place is where a resource is written: that from which it was generated, if any.
func (s *stack) place(l *logical) *graph.Location {
	if l.span != nil {
		return l.frame.file.location(l.span.key, l.span.val)
	}
	if l.origin != nil {
		return s.place(l.origin)
	}
	return l.frame.file.location(l.key, l.node)
}

// attributes evaluates a resource's properties and, beside them, what else
// CloudFormation does with it.
func (l *logical) attributes() *value {
	out := &value{kind: kindObject}
	for _, p := range pairs(l.node) {
		switch name := keyOf(p.key); name {
		case "Properties":
			if isNull(p.val) {
				continue
			}
			props := l.frame.eval(p.val)
			switch {
			case props.kind == kindObject:
				out.members = append(out.members, props.members...)
			case props.unknown(): // a macro that cannot be expanded
				out.needs = props.needs
			default:
				l.frame.report(p.key, graph.SeverityError, true, "Properties not read", "The properties of %s must be a mapping; they are not judged.", clip(l.name))
			}
		case "Fn::Transform": // it makes anything of what stands beside it
			out = l.frame.transformCall(p.val)
			if out.kind != kindUnknown {
				out = unknown(macroOf(p.val))
			}
			return &value{kind: kindObject, needs: out.needs}
		case "DeletionPolicy", "UpdateReplacePolicy", "CreationPolicy", "UpdatePolicy":
			if v := l.frame.eval(p.val); v.kind != kindAbsent {
				out.members = append(out.members, member{name: name, key: p.key, val: v})
			}
		}
	}
	return out
}

func (l *logical) dependencies() []string {
	n := lookup(l.node, "DependsOn")
	if name, ok := plainText(n); ok {
		return []string{l.substituted(name)}
	}
	var names []string
	for _, e := range arguments(n) {
		if name, ok := plainText(e); ok {
			names = append(names, l.substituted(name))
		}
	}
	return names
}

func (l *logical) substituted(s string) string {
	if l.frame.loop != nil {
		s, _ = l.frame.substitute(s)
	}
	return s
}

// emitter converts values and collects what is unknown and what they refer to.
type emitter struct {
	out *graph.Resource
}

func (e *emitter) attributes(v *value) map[string]any {
	if len(v.needs) > 0 {
		e.out.Unknown = append(e.out.Unknown, graph.Unknown{Needs: v.needs})
	}
	return e.object("", v)
}

func (e *emitter) object(at graph.Path, v *value) map[string]any {
	out := make(map[string]any, len(v.members))
	for _, m := range v.members {
		path := at.Attr(m.name)
		if m.val.scalar() && secretName(m.name) && m.val.text != "" {
			e.secret(path)
		}
		out[m.name] = e.value(path, m.val)
	}
	return out
}

func (e *emitter) secret(at graph.Path) {
	if n := len(e.out.Sensitive); n == 0 || e.out.Sensitive[n-1] != at {
		e.out.Sensitive = append(e.out.Sensitive, at)
	}
}

func (e *emitter) value(at graph.Path, v *value) any {
	if v.secret {
		e.secret(at)
	}
	switch v.kind {
	case kindUnknown:
		e.unknown(at, v)
		return nil
	case kindList:
		return e.list(at, v)
	case kindObject:
		return e.object(at, v)
	case kindText, kindNumber, kindBool:
		e.refs(at, v)
		return v.plain()
	case kindNull, kindAbsent:
	}
	return nil
}

// list converts a list. One with an element that may be absent is unknown as a whole:
// not even its length is known.
func (e *emitter) list(at graph.Path, v *value) any {
	out := make([]any, len(v.items))
	var open []*value
	for i, item := range v.items {
		if item.maybe {
			open = append(open, item)
		}
		out[i] = e.value(at.Index(i), item)
	}
	if len(open) > 0 {
		inside := func(u graph.Unknown) bool { return at.Contains(u.Path) }
		e.out.Unknown = slices.DeleteFunc(e.out.Unknown, inside)
		e.out.Unknown = append(e.out.Unknown, graph.Unknown{Path: at, Needs: slices.Sorted(slices.Values(computed(open...).needs))})
		return nil
	}
	return out
}

func (e *emitter) unknown(at graph.Path, v *value) {
	needs := slices.Compact(slices.Sorted(slices.Values(v.needs)))
	if len(needs) == 0 {
		needs = []string{"a value known only after deployment"}
	}
	e.out.Unknown = append(e.out.Unknown, graph.Unknown{Path: at, Needs: needs})
	e.refs(at, v)
}

func (e *emitter) refs(at graph.Path, v *value) {
	for _, r := range v.refs {
		e.out.Refs = append(e.out.Refs, graph.Ref{Path: at, To: r.id, Attr: r.attr, Exact: r.whole && len(v.refs) == 1, Maybe: v.maybe || r.maybe})
	}
}

// secretName reports whether a property of that name holds a secret in clear text.
func secretName(name string) bool {
	lower := strings.ToLower(name)
	if strings.HasPrefix(lower, "manage") || strings.HasPrefix(lower, "require") || strings.HasPrefix(lower, "enable") {
		return false
	}
	for _, end := range []string{"password", "secretstring", "authtoken", "oauthtoken", "accesstoken", "clientsecret", "secretkey", "privatekey", "passphrase", "secretaccesskey"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

// hints says for each value that is missing how to give it.
func (s *stack) hints() {
	hint := func(need, sentence string) { s.run.builder.Hint(s.group, need, sentence) }
	for name, p := range s.needed {
		at := s.tpl.location(p.key, p.key)
		switch {
		case p.kept() && s.parent != nil:
			hint(s.needs(p), fmt.Sprintf("another type at %s:%d: a nested stack is told where Systems Manager keeps the value, not what it is", at.File, at.Line))
			continue
		case p.kept():
			hint(s.needs(p), fmt.Sprintf("--param %s=… or --parameter-file FILE, with the value that Systems Manager keeps", name))
			continue
		}
		if s.parent != nil {
			hint(s.needs(p), fmt.Sprintf("Parameters of %s, or a default at %s:%d", s.call.id, at.File, at.Line))
			continue
		}
		hint(s.needs(p), fmt.Sprintf("--param %s=…, --parameter-file FILE, or a default at %s:%d", name, at.File, at.Line))
	}
	for _, what := range sortedKeys(s.macros) {
		hint(what, "the processed template, by aws cloudformation get-template --template-stage Processed")
	}
	const config = "stacks: in faultline.yaml"
	hint(needRegion, "--region REGION, or "+config)
	hint(needAccount, config)
	hint(needName, config)
}
