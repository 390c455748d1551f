package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// resourceInstances is a resource block of a module instance once it is expanded.
type resourceInstances struct {
	cfg       *resource
	m         *moduleInstance
	kind      instanceKind
	needs     []string
	instances []*resourceInstance
}

// resourceInstance is one instance with its evaluated arguments.
type resourceInstance struct {
	of     *resourceInstances
	id     string // in the graph
	suffix string // of it: the instance key
	frame  *frame
	values *values
	marks  map[string]*refMark
}

// expanded evaluates count or for_each of a resource; nil when it is not declared.
func (m *moduleInstance) expanded(key string) *resourceInstances {
	if r, ok := m.resources[key]; ok {
		return r
	}
	cfg := m.mod.resources[key]
	if cfg == nil {
		return nil
	}
	exp := m.expand(cfg.count, cfg.forEach, cfg.rng)
	out := &resourceInstances{cfg: cfg, m: m, kind: exp.kind, needs: exp.needs}
	base := m.root.prefix + m.address(key)
	for _, inst := range exp.instances {
		out.instances = append(out.instances, &resourceInstance{of: out, id: base + inst.suffix, suffix: inst.suffix, frame: inst.frame})
	}
	m.resources[key] = out
	return out
}

// evaluated returns the instance's arguments, evaluating them at the first call.
func (i *resourceInstance) evaluated() *values {
	if i.values == nil {
		schema, _ := schemaOf(i.of.cfg.typ, i.of.cfg.data)
		var defaults provider.Defaults
		if !i.of.cfg.data {
			defaults = provider.DefaultsOf(i.of.cfg.typ)
		}
		i.values = i.frame.values(i.of.cfg.body, schema, defaults)
		normalise(i.of.cfg, i.values)
	}
	return i.values
}

// mark is the instance's mark for one attribute.
func (i *resourceInstance) mark(attr string) *refMark {
	r := i.marks[attr]
	if r == nil {
		if i.marks == nil {
			i.marks = map[string]*refMark{}
		}
		r = &refMark{id: i.id, attr: attr, data: i.of.cfg.data, whole: true}
		i.marks[attr] = r
	}
	return r
}

// resourceValue is what a reference to a resource or data source gives: an object,
// or a tuple or object of them, with unknowns where only apply would tell.
func (m *moduleInstance) resourceValue(key string, at hcl.Range) cty.Value {
	return m.once(refResource, key, &at, func() cty.Value {
		r := m.expanded(key)
		if r == nil {
			return (&frame{m: m}).undeclared(&reference{kind: refResource, root: key, name: key, traversal: anchor(at)})
		}
		u := m.mod.used[key]
		schema, _ := schemaOf(r.cfg.typ, r.cfg.data)
		vals := make([]cty.Value, len(r.instances))
		keys := make([]cty.Value, len(r.instances))
		for i, inst := range r.instances {
			switch {
			case r.kind == symbolic:
				return cty.DynamicVal.Mark(inst.mark(""))
			case r.cfg.data:
				vals[i] = inst.dataObject(schema, u)
			default:
				vals[i] = inst.object(schema, u)
			}
			if keys[i] = inst.frame.key; r.kind == counted {
				keys[i] = inst.frame.count
			}
		}
		return collect(r.kind, keys, vals)
	})
}

// object is the value of a managed resource as a reference sees it before apply:
// what was written, null for what may be left out, unknown for what is computed.
func (i *resourceInstance) object(schema *provider.Block, u *usage) cty.Value {
	v := i.evaluated()
	if schema == nil {
		return i.schemaless(v, u)
	}
	attrs := map[string]cty.Value{}
	want := func(name string) bool { return u == nil || u.whole || u.attrs[name] }
	for a := range schema.Attributes() {
		if want(a.Name) {
			attrs[a.Name] = i.attributeValue(v, a)
		}
	}
	for b := range schema.Blocks() {
		if want(b.Name) {
			attrs[b.Name] = i.blockValue(v, b, i.mark(b.Name))
		}
	}
	if schema.Partial() {
		return i.partial(attrs, u)
	}
	if u != nil {
		for name := range u.attrs {
			if _, ok := attrs[name]; !ok {
				attrs[name] = i.foreign(v, name)
			}
		}
	}
	return cty.ObjectVal(attrs)
}

// foreign is an attribute that the schema's version does not have but another may.
func (i *resourceInstance) foreign(v *values, name string) cty.Value {
	if w, ok := v.attrs[name]; ok {
		return w
	}
	return cty.DynamicVal.Mark(i.mark(name))
}

// partial completes the value of a type whose schema lists only what can be set:
// anything else may exist, and what was not set may be computed.
func (i *resourceInstance) partial(attrs map[string]cty.Value, u *usage) cty.Value {
	unknown := func(name string) { attrs[name] = cty.DynamicVal.Mark(i.mark(name)) }
	for name, v := range attrs {
		if v.IsNull() {
			unknown(name)
		}
	}
	if u == nil || u.whole {
		unknown("id")
	}
	if u != nil {
		for name := range u.attrs {
			if _, ok := attrs[name]; !ok {
				unknown(name)
			}
		}
	}
	return cty.ObjectVal(attrs)
}

// schemaless is the value of a resource whose provider is not known: whatever was
// not written may exist and is unknown.
func (i *resourceInstance) schemaless(v *values, u *usage) cty.Value {
	if u == nil || u.whole {
		return cty.DynamicVal.Mark(i.mark(""))
	}
	attrs := map[string]cty.Value{}
	for name := range u.attrs {
		if w, ok := v.attrs[name]; ok {
			attrs[name] = w.Mark(i.mark(name))
			continue
		}
		attrs[name] = cty.DynamicVal.Mark(i.mark(name))
	}
	if i.of.cfg.typ == "terraform_data" {
		if in, ok := v.attrs["input"]; ok && u.attrs["output"] {
			attrs["output"] = in
		}
	}
	return cty.ObjectVal(attrs)
}

func (i *resourceInstance) attributeValue(v *values, a *provider.Attribute) cty.Value {
	if w, ok := v.attrs[a.Name]; ok { // never null
		if v.sets[a.Name] {
			w = conform(w, a, a.Type)
		}
		if identifying(a.Name) {
			w = w.Mark(i.mark(a.Name))
		}
		return w
	}
	if p := implied(i, a.Name); p != cty.NilVal {
		return p
	}
	if a.Computed {
		return unknownOf(a.Type, i.mark(a.Name))
	}
	if schema, ok := a.AsBlock(); ok && v.blocks[a.Name] != nil {
		return i.blockValue(v, schema, i.mark(a.Name))
	}
	return cty.NullVal(a.Type)
}

// identifying reports whether other resources use an attribute as a name for this
// one, so that even a known value must carry where it came from.
func identifying(attr string) bool {
	switch attr {
	case "id", "arn", "name", "identifier", "bucket", "function_name", "cluster_identifier", "replication_group_id",
		"cluster_id", "domain_name", "family", "zone_id", "global_cluster_identifier", "alarm_name", "availability_zone":
		return true
	}
	return false
}

func (i *resourceInstance) blockValue(v *values, b *provider.NestedBlock, mark *refMark) cty.Value {
	set := v.blocks[b.Name]
	typ := b.Block().ImpliedType()
	if set != nil && set.waits != cty.NilVal {
		_, marks := set.waits.UnmarkDeep()
		return cty.DynamicVal.WithMarks(marks)
	}
	var items []cty.Value
	if set != nil {
		for _, item := range set.items {
			items = append(items, i.nested(item, b.Block(), mark))
		}
	}
	if b.Nesting == provider.NestingSingle {
		if len(items) == 0 {
			return cty.NullVal(typ)
		}
		return items[0]
	}
	if len(items) == 0 {
		if typ.HasDynamicTypes() {
			return cty.EmptyTupleVal
		}
		if b.Nesting == provider.NestingSet {
			return cty.SetValEmpty(typ)
		}
		return cty.ListValEmpty(typ)
	}
	if b.Nesting == provider.NestingSet && sameType(items) {
		return cty.SetVal(items)
	}
	// A tuple, because optional parts of unknown type may differ between items.
	return cty.TupleVal(items)
}

// sameType reports whether values can be elements of one set: what was written may
// not have the type that the schema asks for.
func sameType(items []cty.Value) bool {
	for _, v := range items {
		if t := v.Type(); t.HasDynamicTypes() || !t.Equals(items[0].Type()) {
			return false
		}
	}
	return true
}

func (i *resourceInstance) nested(v *values, schema *provider.Block, mark *refMark) cty.Value {
	if schema.Partial() {
		return cty.DynamicVal.Mark(mark)
	}
	attrs := map[string]cty.Value{}
	for a := range schema.Attributes() {
		switch w, ok := v.attrs[a.Name]; {
		case ok:
			attrs[a.Name] = w
		case a.Computed:
			attrs[a.Name] = unknownOf(a.Type, mark)
		default:
			attrs[a.Name] = cty.NullVal(a.Type)
		}
	}
	for b := range schema.Blocks() {
		attrs[b.Name] = i.blockValue(v, b, mark)
	}
	return cty.ObjectVal(attrs)
}

// emitted forgets the arguments of an instance that the graph has, unless a reference to
// it may still ask for them.
func (i *resourceInstance) emitted() {
	m, key := i.of.m, i.of.cfg.key
	if referred := m.memo[memoKey{refResource, key}]; m.mod.used[key] == nil || referred != nil && referred.done {
		i.values = nil
	}
}

// release forgets the values of resources, which the graph has by now. A locator that
// needs some evaluates them again.
func (m *moduleInstance) release() {
	for _, r := range m.resources {
		if r == nil {
			continue
		}
		for _, inst := range r.instances {
			inst.values, inst.marks = nil, nil
		}
	}
	for k := range m.memo {
		if k.kind == refResource {
			delete(m.memo, k)
		}
	}
	for _, c := range m.calls {
		if c == nil {
			continue
		}
		for _, child := range c.instances {
			child.release()
		}
	}
}

// waitsFor lists what would tell whether an instance exists.
func (r *resourceInstances) waitsFor() []string {
	needs := slices.Clone(r.needs)
	needs = append(needs, r.m.mayNeeds...)
	slices.Sort(needs)
	return slices.Compact(needs)
}

// normalise writes arguments as the provider does before it plans them.
func normalise(cfg *resource, v *values) {
	for _, name := range []string{"maintenance_window", "preferred_maintenance_window"} {
		w, ok := v.attrs[name]
		if !ok || cfg.data || cfg.providerType() != "aws" {
			continue
		}
		if u, marks := w.Unmark(); u.IsKnown() && !u.IsNull() && u.Type() == cty.String {
			v.attrs[name] = cty.StringVal(strings.ToLower(u.AsString())).WithMarks(marks)
		}
	}
}
