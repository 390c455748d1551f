package plan

import (
	"slices"
	"strings"
)

// resolution is what an expression leads to, through variables, outputs and for_each.
type resolution struct {
	targets []target
	// opaque is what the file does not show, in the words of the configuration.
	opaque []string
	// whole is set where each expression on the way mentions one thing and nothing
	// else, so that the value is most likely what the only target has.
	whole bool
}

// target is one resource that an expression mentions.
type target struct {
	to   *record
	attr string // empty when the file does not say which
}

// maxTargets bounds how many resources one expression leads to.
const maxTargets = 512

// consumer is who uses an expression: a resource or a module call.
type consumer struct {
	in      *moduleInstance // where the expression is written
	key     any             // of the user's instance
	peers   int             // how many instances the user has
	forEach *expression
}

// resolver follows expressions. What variables and outputs lead to is kept.
type resolver struct {
	file  *File
	depth int
}

// maxHops is how many expressions may lie between a value and what it leads to.
const maxHops = 1000

// consumer is a resource as the user of its expressions.
func (r *record) consumer(c *configured) consumer {
	return consumer{in: r.in, key: r.key, peers: len(r.in.resources[r.block()]), forEach: c.forEach}
}

// expression resolves an expression of a consumer.
func (s *resolver) expression(x *expression, by consumer) *resolution {
	out := &resolution{whole: true}
	s.into(out, x, by)
	return out
}

func (s *resolver) into(out *resolution, x *expression, by consumer) {
	if x == nil {
		return
	}
	if s.depth++; s.depth > maxHops {
		out.say("a chain of references that is too long")
		s.depth--
		return
	}
	defer func() { s.depth-- }()
	indexed, mentions, attributed := false, 0, false
	for _, ref := range x.refs {
		switch ref.kind {
		case toNothing:
			indexed = indexed || strings.HasPrefix(ref.text, "count.") || strings.HasPrefix(ref.text, "each.")
		case toElement:
			indexed = true
			mentions++
		case toResource, toModule, toVariable, toOpaque:
			mentions++
			attributed = attributed || ref.attr != ""
		}
	}
	// aws_subnet.a[count.index].id is listed as aws_subnet.a and count.index; a text
	// made of aws_subnet.a.id and count.index has the attribute.
	out.whole = out.whole && mentions == 1 && (len(x.refs) == 1 || indexed && !attributed)
	for i := range x.refs {
		s.reference(out, &x.refs[i], by, indexed)
	}
}

func (s *resolver) reference(out *resolution, ref *reference, by consumer, indexed bool) {
	switch ref.kind {
	case toNothing:
	case toOpaque:
		out.unclear(by.in, ref.text)
	case toResource:
		s.resource(out, ref, by, indexed)
	case toElement:
		// Of the elements of for_each it is the one with the consumer's key.
		if by.forEach == nil {
			out.unclear(by.in, ref.text)
			return
		}
		before := len(out.targets)
		s.each(out, by)
		if attr := elementAttribute(ref.text); attr != "" {
			for i := before; i < len(out.targets); i++ {
				if out.targets[i].attr == "" {
					out.targets[i].attr = attr
				}
			}
		}
	case toVariable:
		out.add(s.variable(by.in, ref.name))
	case toModule:
		s.module(out, ref, by, indexed)
	default:
		panic("plan: reference kind")
	}
}

func (s *resolver) each(out *resolution, by consumer) {
	source := by.forEach
	by.forEach = nil
	out.whole = out.whole && len(source.refs) == 1
	for i := range source.refs {
		s.reference(out, &source.refs[i], by, true)
	}
}

// elementAttribute is the attribute in "each.value.ATTRIBUTE".
func elementAttribute(text string) string {
	list, _ := steps(text)
	return nameAt(list, 2)
}

func (*resolver) resource(out *resolution, ref *reference, by consumer, indexed bool) {
	block := (&record{typ: ref.typ, name: ref.name, data: ref.data}).block()
	list := by.in.resources[block]
	if len(list) == 0 && (by.in.config == nil || by.in.config.resources[block] == nil) {
		out.unclear(by.in, ref.text)
		return
	}
	for _, i := range chosen(len(list), func(i int) any { return list[i].key }, ref.key, by, indexed) {
		out.target(target{list[i], ref.attr}, ref.text)
	}
}

// module resolves an output, or all of them.
func (s *resolver) module(out *resolution, ref *reference, by consumer, indexed bool) {
	list := s.file.called(by.in, ref.name)
	if len(list) == 0 && by.in.config.call(ref.name) == nil {
		out.unclear(by.in, ref.text)
		return
	}
	for _, i := range chosen(len(list), func(i int) any { return list[i].key }, ref.key, by, indexed) {
		m := list[i]
		if m.config == nil {
			out.unclear(by.in, ref.text)
			return
		}
		if ref.attr != "" {
			out.add(s.output(m, ref.attr))
			continue
		}
		out.whole = false
		for _, name := range sortedKeys(m.config.outputs) {
			out.add(s.output(m, name))
		}
	}
}

// chosen picks among n instances: the one that is named, the one that stands at the
// consumer's own key where the consumer picks by its key, else all.
func chosen(n int, key func(int) any, named any, by consumer, indexed bool) []int {
	want := named
	if want == nil && indexed && n == by.peers {
		want = by.key
	}
	all := make([]int, n)
	for i := range n {
		all[i] = i
		if want != nil && key(i) == want {
			return []int{i}
		}
	}
	if named != nil {
		return nil
	}
	return all
}

// variable resolves what the caller gives a module's variable. A variable of the root
// is known when planning.
func (s *resolver) variable(m *moduleInstance, name string) *resolution {
	if m.parent == nil {
		return &resolution{whole: true}
	}
	return m.once("var."+name, func(out *resolution) {
		c := m.parent.config.call(m.call)
		if c == nil {
			out.unclear(m, "var."+name)
			return
		}
		s.into(out, c.arguments[name], consumer{
			in: m.parent, key: m.key, peers: len(m.parent.children[m.call]), forEach: c.forEach,
		})
	})
}

func (s *resolver) output(m *moduleInstance, name string) *resolution {
	return m.once("output."+name, func(out *resolution) {
		s.into(out, m.config.outputs[name], consumer{in: m})
	})
}

// once keeps what a name leads to. Names that lead to themselves, which Terraform
// refuses, lead nowhere.
func (m *moduleInstance) once(name string, resolve func(*resolution)) *resolution {
	if r := m.resolved[name]; r != nil {
		return r
	}
	m.resolved[name] = &resolution{}
	out := &resolution{whole: true}
	resolve(out)
	m.resolved[name] = out
	return out
}

func (r *resolution) add(other *resolution) {
	r.whole = r.whole && other.whole
	for _, t := range other.targets {
		r.target(t, t.to.address)
	}
	for _, text := range other.opaque {
		r.say(text)
	}
}

func (r *resolution) target(t target, text string) {
	if slices.Contains(r.targets, t) {
		return
	}
	if len(r.targets) >= maxTargets {
		r.say(text)
		return
	}
	r.targets = append(r.targets, t)
}

func (r *resolution) unclear(m *moduleInstance, text string) {
	if m.address != "" {
		text = m.address + "." + text
	}
	r.say(text)
}

func (r *resolution) say(text string) {
	const most = 16
	if len(r.opaque) < most && !slices.Contains(r.opaque, text) {
		r.opaque = append(r.opaque, text)
	}
}

// needs is what the value waits for; empty when all of it is known when planning.
func (r *resolution) needs(prefix string) []string {
	var out []string
	for _, t := range r.targets {
		if t.to.isUnknown(t.attr) {
			out = append(out, t.needs(prefix))
		}
	}
	for _, text := range r.opaque {
		out = append(out, prefix+text)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// needs is the name to show for a value that waits for the target.
func (t target) needs(prefix string) string {
	if t.to.data || t.attr == "" {
		return prefix + t.to.address
	}
	return prefix + t.to.address + "." + t.attr
}

// only is the single thing that the value is; nil when there are several.
func (r *resolution) only() *target {
	if r.whole && len(r.targets) == 1 && len(r.opaque) == 0 {
		return &r.targets[0]
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
