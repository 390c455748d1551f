package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// block is a provider's schema of a resource, a nested block or an object; a nil
// one knows nothing.
type block struct {
	schema *provider.Block
	object cty.Type // instead of schema: an object type
}

func schemaOf(typ string) (*block, bool) {
	b, ok := provider.Resource(typ)
	if !ok {
		return nil, false
	}
	return &block{schema: b, object: cty.NilType}, true
}

func (b *block) has(name string) bool {
	_, ok := b.member(name)
	return ok
}

// names of all members but timeouts, which no rule reads.
func (b *block) names() []string {
	var names []string
	switch {
	case b == nil:
	case b.schema == nil:
		names = slices.Collect(maps.Keys(b.object.AttributeTypes()))
	default:
		names = slices.Concat(b.schema.AttributeNames(), b.schema.BlockNames())
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "timeouts" })
	slices.Sort(names)
	return names
}

// member is the shape of an attribute or block.
type member struct {
	kind, of catalog.Kind
	inner    *block
}

func (b *block) member(name string) (member, bool) {
	switch {
	case b == nil:
		return member{}, false
	case b.schema == nil:
		if !b.object.HasAttribute(name) {
			return member{}, false
		}
		return shape(b.object.AttributeType(name)), true
	}
	if n, ok := b.schema.NestedBlock(name); ok {
		return member{kind: catalog.Blocks, inner: &block{schema: n.Block()}}, true
	}
	a, ok := b.schema.Attribute(name)
	if !ok {
		// A provider's partial schema leaves out what only it sets.
		return member{kind: catalog.String}, b.schema.Partial() && (name == "id" || name == "name")
	}
	if a.Nested != nil {
		return member{kind: catalog.Blocks, inner: &block{schema: a.Nested.Block()}}, true
	}
	return shape(a.Type), true
}

func shape(t cty.Type) member {
	switch {
	case t == cty.Bool:
		return member{kind: catalog.Bool}
	case t == cty.Number:
		return member{kind: catalog.Number}
	case t == cty.String:
		return member{kind: catalog.String}
	case t.IsObjectType():
		return member{kind: catalog.Blocks, inner: &block{object: t}}
	case t.IsMapType():
		return member{kind: catalog.Map, of: shape(t.ElementType()).kind}
	case t.IsListType(), t.IsSetType():
		element := shape(t.ElementType())
		if element.kind == catalog.Blocks {
			return element
		}
		return member{kind: catalog.List, of: element.kind}
	default:
		return member{kind: catalog.Any}
	}
}

// attributes compiles the attributes of one level. At the top only those that the
// file names; in a block all that the provider has, as rules may read any of them.
func attributes(sources map[string]*sourceAttribute, b *block, top bool) ([]catalog.Attribute, error) {
	names := slices.Collect(maps.Keys(sources))
	if !top {
		names = append(names, b.names()...)
	}
	slices.Sort(names)
	var all []catalog.Attribute
	for _, name := range slices.Compact(names) {
		s := sources[name]
		if s == nil {
			s = &sourceAttribute{}
		}
		a, err := s.compile(name, b)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

func (s *sourceAttribute) compile(name string, b *block) (catalog.Attribute, error) {
	m, known := b.member(name)
	if !known && !s.Derived {
		return catalog.Attribute{}, fmt.Errorf("the provider has no attribute %s", name)
	}
	a := catalog.Attribute{Name: name, Kind: s.Type, Of: s.Of, Aliases: s.Aliases, Derived: s.Derived, Doc: s.Doc}
	if known && (a.Kind == "" || a.Kind == m.kind) {
		a.Kind, a.Of = m.kind, firstKind(a.Of, m.of)
	}
	for _, d := range s.DefaultWhen {
		if d.Unknown {
			a.Defaults = append(a.Defaults, catalog.Default{When: conditions(d.When), Value: catalog.Inherited})
			continue
		}
		a.Defaults = append(a.Defaults, defaults(d.Default, conditions(d.When))...)
	}
	a.Defaults = append(a.Defaults, defaults(s.Default, nil)...)
	if a.Kind == "" || a.Kind == catalog.Any {
		a.Kind = kindOf(a.Defaults)
	}
	if a.Kind == catalog.List && a.Of == "" {
		a.Of = catalog.String
	}
	var err error
	if a.Drift, err = s.Drift.compile(a.Kind); err != nil {
		return a, fmt.Errorf("%s: %w", name, err)
	}
	if a.Kind == catalog.Blocks {
		inner, err := attributes(s.Attributes, m.inner, false)
		if err != nil {
			return a, fmt.Errorf("%s: %w", name, err)
		}
		a.Attributes = inner
	}
	return a, nil
}

func firstKind(kinds ...catalog.Kind) catalog.Kind {
	for _, k := range kinds {
		if k != "" {
			return k
		}
	}
	return ""
}

// kindOf guesses the kind of an attribute from its default.
func kindOf(all []catalog.Default) catalog.Kind {
	for _, d := range all {
		switch d.Value.(type) {
		case bool:
			return catalog.Bool
		case float64:
			return catalog.Number
		case string:
			return catalog.String
		}
	}
	return catalog.Any
}

// defaults reads a value, or a map of source to value.
func defaults(v any, when []catalog.Condition) []catalog.Default {
	if v == nil {
		return nil
	}
	if m, ok := v.(map[string]any); ok {
		var all []catalog.Default
		for _, source := range slices.Sorted(maps.Keys(m)) {
			all = append(all, catalog.Default{Source: graph.Source(source), When: when, Value: literal(m[source])})
		}
		return all
	}
	return []catalog.Default{{When: when, Value: literal(v)}}
}

func literal(v any) any {
	if list, ok := v.([]any); ok {
		if len(list) == 0 {
			return catalog.EmptyList
		}
		return catalog.EmptyBlock
	}
	return number(v)
}
