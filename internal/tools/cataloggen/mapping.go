package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

type sourceMapping struct {
	Type       string            `yaml:"type"`
	When       map[string]any    `yaml:"when"`
	Each       string            `yaml:"each"`
	Owner      string            `yaml:"owner"`
	Outer      map[string]any    `yaml:"outer"`
	Ref        string            `yaml:"ref"`
	Attributes map[string]string `yaml:"attributes"`
	Tags       string            `yaml:"tags"`
	Properties map[string]any    `yaml:"properties"`
	Live       map[string]string `yaml:"live"`
	Functions  []string          `yaml:"functions"`
}

// mapNatives compiles the mappings, when folding has given owners all their attributes.
func (c *compiled) mapNatives() (problems []error) {
	all, err := natives(nativeText)
	if err != nil {
		return []error{fmt.Errorf("cloudformation.txt: %w", err)}
	}
	rest := map[string]string{} // CloudFormation type → type of its mapping without conditions
	for _, t := range c.types {
		for i := range c.mappings[t.Name] {
			s := &c.mappings[t.Name][i]
			report := func(format string, args ...any) {
				problems = append(problems, fmt.Errorf("%s, %s: %s", t.Name, s.Type, fmt.Sprintf(format, args...)))
			}
			n := all[s.Type]
			if n == nil {
				report("not among the condensed schemas: it does not exist, or run internal/tools/cfnschema")
				continue
			}
			if len(s.When) == 0 && s.Each == "" {
				if other := rest[s.Type]; other != "" {
					report("%s has it without a condition already", other)
				}
				rest[s.Type] = t.Name
			}
			m := mapper{t: t, s: s, whole: withLive(n, s.Live, report), report: report}
			t.CloudFormation = append(t.CloudFormation, m.compile())
		}
	}
	return problems
}

// withLive adds to a type what only the API says of its resources, which a snapshot
// holds among the properties.
func withLive(n *native, live map[string]string, report reporter) *native {
	if len(live) == 0 {
		return n
	}
	out := *n
	out.members = slices.Clone(n.members)
	for _, name := range slices.Sorted(maps.Keys(live)) {
		if n.find(name) != nil {
			report("live: %s is a property of CloudFormation already", name)
			continue
		}
		out.members = append(out.members, &native{name: name, kind: "any"})
	}
	return &out
}

// mapper compiles one mapping.
type mapper struct {
	t       *catalog.Type
	s       *sourceMapping
	whole   *native
	report  reporter
	written map[string]any // the lines of the properties that are compiled
	used    map[string]bool
}

func (m *mapper) compile() catalog.Mapping {
	s := m.s
	out := catalog.Mapping{
		Type: s.Type, When: conditions(s.When), Each: s.Each, Owner: s.Owner, Ref: s.Ref, Tags: s.Tags, Functions: s.Functions,
		Live: slices.Sorted(maps.Keys(s.Live)),
	}
	for _, c := range out.When {
		if m.whole.find(c.Path) == nil {
			m.report("condition on %s: no such property", c.Path)
		}
	}
	if out.Tags == "" && m.whole.find("Tags") != nil {
		out.Tags = "Tags"
	}
	if out.Tags != "" && m.whole.find(out.Tags) == nil {
		m.report("tags: there is no property %s", out.Tags)
	}
	for _, f := range s.Functions {
		if !catalog.KnownNativeStep(f) {
			m.report("function %q does not exist", f)
		}
	}
	if s.Owner != "" && !exists(m.t, s.Owner) {
		m.report("owner: the type has no attribute %s", s.Owner)
	}
	m.attribute(s.Ref)
	properties := m.returned(&out)
	holder := m.whole
	if s.Each != "" {
		if holder = m.whole.find(s.Each); holder == nil {
			m.report("each: there is no property %s", s.Each)
			return out
		}
		if holder.kind != "object" { // a list of names, which is its own property
			holder = &native{members: []*native{{name: s.Each, kind: holder.kind}}}
		}
		out.Outer = m.properties(m.whole, s.Outer, false)
	}
	out.Properties = m.properties(holder, properties, true)
	return out
}

// returned compiles what GetAtt gives. What was read live holds that among the
// properties, so it is one unless the file says otherwise.
func (m *mapper) returned(out *catalog.Mapping) map[string]any {
	properties := maps.Clone(m.s.Properties)
	if properties == nil {
		properties = map[string]any{}
	}
	for _, name := range slices.Sorted(maps.Keys(m.s.Attributes)) {
		to := m.s.Attributes[name]
		if !slices.Contains(m.whole.returns, name) && m.whole.find(name) == nil {
			m.report("attributes: GetAtt gives no %s", name)
		}
		m.attribute(to)
		out.Attributes = append(out.Attributes, catalog.Rename{From: name, To: to})
		if _, ok := properties[name]; !ok && m.s.Each == "" && exists(m.t, to) {
			properties[name] = to
		}
	}
	for name, to := range m.s.Live {
		properties[name] = to
	}
	return properties
}

// attribute checks what Ref or GetAtt give: attributes of the provider, listed or not.
func (m *mapper) attribute(shape string) {
	root, _, _ := strings.Cut(shape, ".")
	b, _ := schemaOf(m.t.Name)
	if !exists(m.t, shape) && !b.has(root) {
		m.report("%s is no attribute", shape)
	}
}

func (m *mapper) properties(n *native, written map[string]any, alike bool) []catalog.Property {
	m.written, m.used = written, map[string]bool{}
	all := m.level(n, "", place{attributes: m.t.Attributes}, alike)
	for _, path := range slices.Sorted(maps.Keys(written)) {
		if !m.used[path] {
			m.report("there is no property %s, or what it is in is not mapped", path)
		}
	}
	return all
}

// place is a canonical object that a native one becomes.
type place struct {
	shape      string // empty for the resource itself
	attributes []catalog.Attribute
}

// level compiles the properties of one native object, at prefix. Properties of the
// same name as an attribute, but for case and underscores, need no line when alike
// is set.
func (m *mapper) level(n *native, prefix string, in place, alike bool) []catalog.Property {
	var all []catalog.Property
	for _, member := range n.members {
		path := prefix + member.name
		entry, given := m.written[path]
		m.used[path] = given
		var p *catalog.Property
		switch {
		case given && entry == nil:
			continue
		case given:
			p = m.explicit(member, entry, path, in)
		case alike:
			if a := sameName(member, in.attributes); a != nil {
				p = m.place(member, join(in.shape, a.Name), path, in)
			}
		}
		if p == nil && m.below(path) {
			p = &catalog.Property{Properties: m.level(member, path+".", in, false)}
		}
		if p == nil || p.To == "" && len(p.Properties) == 0 {
			continue
		}
		p.From = member.name
		all = append(all, *p)
	}
	slices.SortFunc(all, func(a, b catalog.Property) int { return strings.Compare(a.From, b.From) })
	return all
}

// below reports whether there are lines for what is inside a property.
func (m *mapper) below(path string) bool {
	for written := range m.written {
		if strings.HasPrefix(written, path+".") {
			return true
		}
	}
	return false
}

// explicit compiles a property that has a line.
func (m *mapper) explicit(n *native, entry any, path string, in place) *catalog.Property {
	if to, ok := entry.(string); ok {
		if to == "" {
			return &catalog.Property{Properties: m.level(n, path+".", in, true)}
		}
		return m.place(n, to, path, in)
	}
	long, _ := entry.(map[string]any)
	p := &catalog.Property{Text: long["text"] == true}
	if to, _ := long["to"].(string); to != "" {
		_, p.To = m.resolve(to, path, in)
	}
	values, _ := long["values"].(map[string]any)
	for _, from := range slices.Sorted(maps.Keys(values)) {
		p.Values = append(p.Values, catalog.Value{From: from, To: number(values[from])})
	}
	// The entry for all others comes last.
	slices.SortStableFunc(p.Values, func(a, b catalog.Value) int { return boolInt(a.From == "*") - boolInt(b.From == "*") })
	p.Key, _ = long["key"].(string)
	p.Value, _ = long["value"].(string)
	if p.Key != "" && (n.find(p.Key) == nil || n.find(p.Value) == nil) {
		m.report("%s: its elements have no %s and %s", path, p.Key, p.Value)
	}
	p.Element, _ = long["element"].(string)
	if p.Element != "" && n.find(p.Element) == nil {
		m.report("%s: its elements have no %s", path, p.Element)
	}
	pairs, _ := long["pairs"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		shape, _ := pairs[key].(string)
		_, at := m.resolve(shape, path+", key "+key, in)
		p.Properties = append(p.Properties, catalog.Property{From: key, To: at})
	}
	return p
}

// place compiles a property that becomes an attribute, with what is inside it.
func (m *mapper) place(n *native, shape, path string, in place) *catalog.Property {
	a, at := m.resolve(shape, path, in)
	if a == nil {
		return nil
	}
	if !fits(n, a) {
		m.report("%s is %s, %s is %s", path, n.describe(), shape, a.Kind)
	}
	p := &catalog.Property{To: at, Blocks: a.Kind == catalog.Blocks}
	if a.Kind == catalog.Blocks {
		p.Properties = m.level(n, path+".", place{shape, a.Attributes}, true)
	}
	return p
}

// resolve returns an attribute and its path in a place, with the positions of the
// blocks around it.
func (m *mapper) resolve(shape, path string, in place) (*catalog.Attribute, graph.Path) {
	rest, ok := inside(shape, in.shape)
	attributes := in.attributes
	var at graph.Path
	for ok {
		name, more, nested := strings.Cut(rest, ".")
		i := slices.IndexFunc(attributes, func(a catalog.Attribute) bool { return a.Name == name })
		if i < 0 {
			break
		}
		a := &attributes[i]
		at = at.Attr(name)
		if !nested {
			return a, at
		}
		at, attributes, rest = at.Index(0), a.Attributes, more
	}
	m.report("%s: there is no attribute %s in %s", path, shape, "'"+in.shape+"'")
	return nil, ""
}

// inside takes the shape of a place off that of something in it.
func inside(shape, holder string) (string, bool) {
	if holder == "" {
		return shape, shape != ""
	}
	return strings.CutPrefix(shape, holder+".")
}

func join(holder, name string) string {
	if holder == "" {
		return name
	}
	return holder + "." + name
}

// sameName finds the attribute that is named like a property and fits it. Blocks are
// named in the singular.
func sameName(n *native, attributes []catalog.Attribute) *catalog.Attribute {
	for i := range attributes {
		a := &attributes[i]
		if !fits(n, a) {
			continue
		}
		plain, name := strings.ReplaceAll(a.Name, "_", ""), strings.ToLower(n.name)
		plural := name == plain+"s" || name == plain+"es" || name == strings.TrimSuffix(plain, "y")+"ies"
		if name == plain || a.Kind == catalog.Blocks && n.list && plural {
			return a
		}
	}
	return nil
}

// fits reports whether values of a property can become those of an attribute.
func fits(n *native, a *catalog.Attribute) bool {
	structured := n.kind == "object"
	switch a.Kind {
	case catalog.Blocks:
		return structured || n.kind == "any"
	case catalog.Map:
		return structured && !n.list || n.kind == "any"
	case catalog.List:
		return !structured
	case catalog.Bool, catalog.Number, catalog.String:
		return !structured && !n.list
	case catalog.Any:
		return true
	default:
		panic("cataloggen: attribute kind " + string(a.Kind))
	}
}

func (n *native) describe() string {
	if n.list {
		return "a list of " + n.kind
	}
	return n.kind
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
