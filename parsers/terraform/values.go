package terraform

import (
	"maps"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/faultline-dev/faultline/parsers/terraform/funcs"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// values are the evaluated arguments of one block.
type values struct {
	attrs  map[string]cty.Value // written ones; null ones are left out, or have the provider's default
	blocks map[string]*blockSet
	sets   map[string]bool // arguments that the schema has as sets
}

// blockSet is the nested blocks of one type.
type blockSet struct {
	items []*values
	from  []blockOrigin
	// waits is set when a dynamic block's for_each is unknown: the number of
	// blocks is, then, too.
	waits cty.Value
}

// blockOrigin is where an item came from, for locating it.
type blockOrigin struct {
	block *block
	frame *frame
}

// values evaluates a body. Arguments are converted to the schema's types; what does
// not convert stays as it was written. Defaults take the place of null, as in a plan; an
// argument that is not written is left to the catalog.
func (f *frame) values(b *body, schema *provider.Block, defaults provider.Defaults) *values {
	out := &values{attrs: make(map[string]cty.Value, len(b.attrs))}
	for _, x := range b.attrs {
		name := x.name
		v := legacyList(x, f.eval(x))
		if u, _ := v.Unmark(); u.IsKnown() && u.IsNull() {
			if v = defaults.Value(name); v == cty.NilVal {
				continue
			}
		}
		if schema != nil {
			if a, ok := schema.Attribute(name); ok {
				v = out.conform(v, a)
				if a.Sensitive {
					v = v.Mark(funcs.Sensitive)
				}
			}
		}
		out.attrs[name] = v
	}
	for _, blk := range b.blocks {
		if out.blocks == nil {
			out.blocks = map[string]*blockSet{}
		}
		set := out.blocks[blk.typ]
		if set == nil {
			set = &blockSet{}
			out.blocks[blk.typ] = set
		}
		f.addBlocks(set, blk, blockSchema(schema, blk.typ), defaults.Block(blk.typ))
	}
	if b.cut != "" && schema != nil {
		out.hidden(f.m.root.need(b.cut), schema)
	}
	out.blocksAsAttributes(schema)
	return out
}

// hidden makes what was not read of a block unknown: each argument and each type of
// nested block that the part with a syntax error may have. What names the resource stays
// symbolic, so that references to it keep leading there.
func (v *values) hidden(why *need, schema *provider.Block) {
	for a := range schema.Attributes() {
		if _, ok := v.attrs[a.Name]; !ok && (a.Required || a.Optional) && a.Name != "tags_all" && !(a.Computed && identifying(a.Name)) {
			v.attrs[a.Name] = cty.UnknownVal(a.Type).Mark(why)
		}
	}
	if v.blocks == nil {
		v.blocks = map[string]*blockSet{}
	}
	for n := range schema.Blocks() {
		if v.blocks[n.Name] == nil {
			v.blocks[n.Name] = &blockSet{waits: cty.DynamicVal.Mark(why)}
		}
	}
}

// blockSchema finds what a block may hold: a nested block's content, or the members
// of an attribute that may be written as blocks.
func blockSchema(schema *provider.Block, typ string) *provider.Block {
	if schema == nil {
		return nil
	}
	if n, ok := schema.NestedBlock(typ); ok {
		return n.Block()
	}
	if a, ok := schema.Attribute(typ); ok {
		if n, ok := a.AsBlock(); ok {
			return n.Block()
		}
	}
	return nil
}

func (f *frame) addBlocks(set *blockSet, blk *block, schema *provider.Block, defaults provider.Defaults) {
	if blk.dynamic == nil {
		set.items = append(set.items, f.values(blk.body, schema, defaults))
		set.from = append(set.from, blockOrigin{blk, f})
		return
	}
	raw := f.eval(blk.dynamic.forEach)
	v, marks := raw.Unmark()
	if !v.IsKnown() {
		set.waits = raw
		return
	}
	if v.IsNull() || !v.CanIterateElements() {
		if !v.IsNull() {
			set.waits = raw
		}
		return
	}
	if !f.m.root.spend(v.LengthInt(), &blk.rng) {
		set.waits = raw
		return
	}
	isSet := v.Type().IsSetType()
	_, secret := marks[funcs.Sensitive]
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		switch {
		case isSet:
			e = e.WithMarks(marks)
			k = e
		case secret:
			k, e = k.Mark(funcs.Sensitive), e.Mark(funcs.Sensitive)
		}
		g := f.with(&iterator{
			name: blk.dynamic.iterator, source: blk.dynamic.forEach,
			object: cty.ObjectVal(map[string]cty.Value{"key": k, "value": e}),
		})
		set.items = append(set.items, g.values(blk.body, schema, defaults))
		set.from = append(set.from, blockOrigin{blk, g})
	}
}

// legacyList gives ["${var.ids}"] with an unknown of any type as an unknown list: in
// Terraform 0.11 that is how a list was passed on.
func legacyList(x *expr, v cty.Value) cty.Value {
	t, ok := x.Expression.(*hclsyntax.TupleConsExpr)
	if !ok || len(t.Exprs) != 1 || v.IsMarked() || !v.Type().IsTupleType() || v.LengthInt() != 1 {
		return v
	}
	if _, wrapped := t.Exprs[0].(*hclsyntax.TemplateWrapExpr); !wrapped {
		return v
	}
	e, _ := v.Index(cty.Zero).Unmark()
	if e.IsKnown() || e.Type() != cty.DynamicPseudoType {
		return v
	}
	return v.Index(cty.Zero)
}

// conform converts a value to its attribute's type, as the provider would. A set of
// plain values stays a list here, because the elements of a set cannot carry marks of
// their own; equal elements become one all the same.
func (v *values) conform(w cty.Value, a *provider.Attribute) cty.Value {
	if !a.Type.IsSetType() || !a.Type.ElementType().IsPrimitiveType() {
		return conform(w, a, a.Constraint())
	}
	if v.sets == nil {
		v.sets = map[string]bool{}
	}
	v.sets[a.Name] = true
	return distinctElements(conform(w, a, cty.List(a.Type.ElementType())))
}

func distinctElements(v cty.Value) cty.Value {
	if v.IsMarked() || !v.IsKnown() || v.IsNull() || !v.Type().IsListType() {
		return v
	}
	seen := map[cty.Value]bool{}
	elements := v.AsValueSlice()
	kept := make([]cty.Value, 0, len(elements))
	for _, e := range elements {
		u, _ := e.Unmark()
		if u.IsKnown() && !u.IsNull() && u.Type() == cty.String {
			if seen[u] {
				continue
			}
			seen[u] = true
		}
		kept = append(kept, e)
	}
	if len(kept) == len(elements) {
		return v
	}
	return cty.ListVal(kept)
}

// conform converts a value, or gives it back as it was written.
func conform(v cty.Value, a *provider.Attribute, want cty.Type) cty.Value {
	if want == cty.DynamicPseudoType || v.Type().Equals(a.Type) {
		return v
	}
	if out, err := convert.Convert(v, want); err == nil {
		return out
	}
	if flat, ok := flattened(v); ok && (want.IsListType() || want.IsSetType()) {
		if out, err := convert.Convert(flat, want); err == nil {
			return out
		}
	}
	return v
}

// flattened joins lists inside a list, as Terraform 0.11 did for ["${var.list}"].
func flattened(v cty.Value) (cty.Value, bool) {
	if v.IsMarked() || !v.IsKnown() || v.IsNull() || !v.Type().IsTupleType() {
		return v, false
	}
	var all []cty.Value
	for _, e := range v.AsValueSlice() {
		u, marks := e.Unmark()
		if !u.IsKnown() || u.IsNull() || !(u.Type().IsTupleType() || u.Type().IsListType() || u.Type().IsSetType()) {
			all = append(all, e)
			continue
		}
		for it := u.ElementIterator(); it.Next(); {
			_, inner := it.Element()
			all = append(all, inner.WithMarks(marks))
		}
	}
	return cty.TupleVal(all), true
}

// blocksAsAttributes turns a block that the schema knows as a map attribute into
// that map: Terraform 0.11 took tags { … } for tags = { … }.
func (v *values) blocksAsAttributes(schema *provider.Block) {
	if schema == nil {
		return
	}
	for typ, set := range v.blocks {
		a, ok := schema.Attribute(typ)
		if !ok || !(a.Type.IsMapType() || a.Type.IsObjectType()) || len(set.items) == 0 {
			continue
		}
		members := map[string]cty.Value{}
		for _, item := range set.items {
			maps.Copy(members, item.attrs)
		}
		v.attrs[typ] = conform(cty.ObjectVal(members), a, a.Constraint())
		delete(v.blocks, typ)
	}
}

// implied gives computed attributes whose planned value follows from the
// configuration; the zero value when it does not.
func implied(i *resourceInstance, name string) cty.Value {
	switch name {
	case "region":
		if region := i.region(); region != "" && i.of.cfg.providerType() == "aws" {
			return cty.StringVal(region)
		}
	case "tags_all":
		if i.of.cfg.providerType() == "aws" {
			return i.allTags()
		}
	}
	return cty.NilVal
}
