package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// deriveFolds gives owners the attributes that their satellites bring, innermost
// satellites first.
func (c *compiled) deriveFolds() {
	satellites := slices.DeleteFunc(slices.Clone(c.types), func(t *catalog.Type) bool { return len(t.Folds) == 0 })
	slices.SortStableFunc(satellites, func(a, b *catalog.Type) int { return cmp.Compare(c.depth(b), c.depth(a)) })
	for _, t := range satellites {
		for _, f := range t.Folds {
			if owner := c.by[f.Into]; owner != nil {
				owner.Attributes = merge(owner.Attributes, brought(t, f), f.From == "")
			}
		}
	}
	for _, t := range c.types {
		fill(t.Attributes)
	}
}

// fill marks attributes inside which there is a default, and reports whether there
// is one among those given.
func fill(all []catalog.Attribute) bool {
	found := false
	for i := range all {
		all[i].Filled = fill(all[i].Attributes)
		found = found || all[i].Filled || len(all[i].Defaults) > 0
	}
	return found
}

func (c *compiled) depth(t *catalog.Type) int {
	deepest := 0
	for _, f := range t.Folds {
		if owner := c.by[f.Into]; owner != nil && owner != t {
			deepest = max(deepest, 1+c.depth(owner))
		}
	}
	return deepest
}

// brought is the attribute that a fold makes.
func brought(t *catalog.Type, f catalog.Fold) catalog.Attribute {
	a := catalog.Attribute{Name: f.As, Kind: catalog.Blocks, Derived: true}
	if f.From != "" {
		from, ok := t.Attribute(f.From)
		if !ok {
			return a
		}
		a = *from
		a.Name, a.Derived, a.Aliases = f.As, true, nil
		if f.Append && (a.Kind == catalog.String || a.Kind == catalog.Number) {
			a.Kind, a.Of = catalog.List, a.Kind
		}
		return a
	}
	by, _, _ := strings.Cut(f.By, ".")
	for _, inner := range t.Attributes {
		if inner.Name == by {
			continue
		}
		for _, r := range f.Rename {
			if r.From == inner.Name {
				inner.Name = r.To
			}
		}
		inner.Aliases = nil
		a.Attributes = append(a.Attributes, inner)
	}
	if f.RegionAs != "" && !slices.ContainsFunc(a.Attributes, func(x catalog.Attribute) bool { return x.Name == f.RegionAs }) {
		a.Attributes = append(a.Attributes, catalog.Attribute{Name: f.RegionAs, Kind: catalog.String, Derived: true})
	}
	slices.SortFunc(a.Attributes, byName)
	return a
}

func byName(a, b catalog.Attribute) int { return cmp.Compare(a.Name, b.Name) }

// merge adds an attribute, or what an existing one lacks of its members.
func merge(all []catalog.Attribute, a catalog.Attribute, members bool) []catalog.Attribute {
	i, found := slices.BinarySearchFunc(all, a.Name, func(x catalog.Attribute, n string) int { return cmp.Compare(x.Name, n) })
	if !found {
		return slices.Insert(all, i, a)
	}
	if members || all[i].Kind == catalog.Blocks {
		for _, inner := range a.Attributes {
			all[i].Attributes = merge(all[i].Attributes, inner, false)
		}
	}
	return all
}

// problems checks what a JSON Schema cannot: that files fit each other and the
// functions that they name exist.
func (c *compiled) problems() (all []error) {
	names := map[string]string{}
	for _, t := range c.types {
		report := func(format string, args ...any) {
			all = append(all, fmt.Errorf("%s: %s", t.Name, fmt.Sprintf(format, args...)))
		}
		for _, name := range append([]string{t.Name}, t.Aliases...) {
			if other, taken := names[name]; taken {
				report("%s is the name of %s already", name, other)
			}
			names[name] = t.Name
		}
		if !slices.Contains(catalog.Roles(), t.Role) {
			report("role %q does not exist", t.Role)
		}
		for _, f := range t.Functions {
			if !catalog.KnownFunction(f, false) {
				report("function %q does not exist", f)
			}
		}
		c.checkEdges(t, report)
		checkPlacement(t, report)
		checkFailure(t, report)
		c.checkFolds(t, report)
		for _, m := range t.Metrics {
			if m.Extract != "" && !catalog.KnownFunction(m.Extract, true) {
				report("extractor %q does not exist", m.Extract)
			}
		}
	}
	return all
}

type reporter func(format string, args ...any)

func (c *compiled) checkEdges(t *catalog.Type, report reporter) {
	for _, e := range t.Edges {
		if !slices.Contains(graph.EdgeKinds(), e.Kind) {
			report("edge kind %q does not exist", e.Kind)
		}
		if !exists(t, e.Via) {
			report("edge via %s: no such attribute in the file", e.Via)
		}
		for _, to := range e.To {
			if c.by[to] == nil {
				report("edge via %s: type %s is not in the catalog", e.Via, to)
			}
		}
		if e.Extract != "" && !catalog.KnownFunction(e.Extract, true) {
			report("extractor %q does not exist", e.Extract)
		}
		checkConditions(t, e.When, report)
	}
	for _, via := range t.Runs {
		if !exists(t, via) {
			report("runs %s: no such attribute in the file", via)
		}
	}
}

func checkConditions(t *catalog.Type, when []catalog.Condition, report reporter) {
	for _, c := range when {
		if !exists(t, c.Path) {
			report("condition on %s: no such attribute in the file", c.Path)
		}
	}
}

// exists reports whether a path shape leads to an attribute; what is below a map
// or "any" is not known and passes.
func exists(t *catalog.Type, shape string) bool {
	steps := strings.Split(shape, ".")
	for i := range steps {
		a, ok := t.Attribute(strings.Join(steps[:i+1], "."))
		if !ok {
			return false
		}
		if a.Kind == catalog.Map || a.Kind == catalog.Any {
			return true
		}
	}
	return true
}

func checkPlacement(t *catalog.Type, report reporter) {
	for _, p := range t.Placement {
		if (p.Zones == "") == (p.From == "") {
			report("a placement has either zones or from")
			continue
		}
		if !exists(t, p.Zones+p.From) {
			report("placement %s: no such attribute in the file", p.Zones+p.From)
		}
		if p.From != "" && !slices.ContainsFunc(t.Edges, func(e catalog.EdgeRule) bool { return e.Via == p.From }) {
			report("placement from %s: needs an edge via the same attribute, which says what types it names", p.From)
		}
		checkConditions(t, p.When, report)
	}
}

func (c *compiled) checkFolds(t *catalog.Type, report reporter) {
	for _, f := range t.Folds {
		owner := c.by[f.Into]
		if owner == nil {
			report("folds into %s, which is not in the catalog", f.Into)
			continue
		}
		if !exists(t, f.By) || f.From != "" && !exists(t, f.From) {
			report("fold into %s: by or from is no attribute in the file", f.Into)
		}
		for _, r := range f.Rename {
			if !exists(t, r.From) {
				report("fold into %s: renames %s, which is no attribute in the file", f.Into, r.From)
			}
		}
	}
	if (len(t.Folds) > 0) != (t.Role == catalog.Satellite) {
		report("role satellite and fold go together")
	}
}
