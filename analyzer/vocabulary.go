package analyzer

import (
	"maps"
	"slices"
)

// Vocabulary is what own rules are checked against. The zero value checks nothing.
type Vocabulary struct {
	// Schema returns the JSON Schema of the input of rules that declare those types, in
	// the form that encoding/json gives; nil means that attributes are not checked.
	Schema func(types []string) map[string]any
	// KnownType reports whether a type can exist, also where its attributes are not
	// known; nil means any type can.
	KnownType func(typ string) bool
}

// checks is a vocabulary at work on some rules.
type checks struct {
	known      Vocabulary
	schema     map[string]any
	attributes map[string][]string // by type; only types whose attributes are known
}

func newChecks(known Vocabulary, types []string) *checks {
	c := &checks{known: known}
	if known.Schema != nil {
		c.schema = known.Schema(types)
		c.attributes = schemaAttributes(c.schema)
	}
	return c
}

// schemaAttributes reads the names of attributes out of the schema of the input.
func schemaAttributes(schema map[string]any) map[string][]string {
	inner := func(m map[string]any, names ...string) map[string]any {
		for _, name := range names {
			m, _ = m[name].(map[string]any)
		}
		return m
	}
	found := map[string][]string{}
	types := inner(schema, "properties", "resources", "properties")
	for typ := range types {
		if names := inner(types, typ, "items", "properties", "attributes", "properties"); names != nil {
			found[typ] = slices.Sorted(maps.Keys(names))
		}
	}
	return found
}

func (c *checks) types() []string { return slices.Sorted(maps.Keys(c.attributes)) }

// hasAttribute reports whether one of the types may have the attribute, else whether
// any type has it that a walk over the graph can lead to.
func (c *checks) hasAttribute(types []string, name string) bool {
	for _, t := range types {
		names, known := c.attributes[t]
		if _, found := slices.BinarySearch(names, name); found || !known {
			return true
		}
	}
	for _, names := range c.attributes {
		if _, found := slices.BinarySearch(names, name); found {
			return true
		}
	}
	return false
}

// attributesOf lists the attributes of some types.
func (c *checks) attributesOf(types []string) []string {
	var all []string
	for _, t := range types {
		all = append(all, c.attributes[t]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
