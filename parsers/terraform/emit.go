package terraform

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform/funcs"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// group is the name of the root in the graph.
func (r *root) group() string { return r.loader.display(r.dir) }

// emit walks the module tree and hands every resource instance to the builder.
func (r *root) emit(m *moduleInstance) {
	for _, key := range m.mod.order {
		exp := m.expanded(key)
		for _, inst := range exp.instances {
			r.builder.Add(inst.resource(), &locator{inst: inst})
			inst.emitted()
		}
	}
	names := make([]string, 0, len(m.mod.calls))
	for name := range m.mod.calls {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, child := range m.callInstances(name).instances {
			r.emit(child)
		}
	}
}

// resource converts an instance for the graph.
func (i *resourceInstance) resource() *graph.Resource {
	cfg, m := i.of.cfg, i.of.m
	p := i.provider()
	v := i.evaluated()
	out := &graph.Resource{
		ID: i.id, Type: cfg.typ, NativeType: cfg.typ, Group: m.root.group(), Source: graph.Terraform, Data: cfg.data,
		Scope:    graph.Scope{Provider: cfg.providerType(), Account: p.account, Region: i.region()},
		Location: location(&cfg.rng),
	}
	if i.of.kind == symbolic || m.mayExist {
		out.MayExist, out.Needs = true, i.of.waitsFor()
	}
	if m.root.emitted > maxEmitted {
		out.Unknown = unread(cfg.body)
		return out
	}
	e := &emitter{out: out, root: m.root}
	schema, known := schemaOf(cfg.typ, cfg.data)
	out.Attributes = e.object("", v, schema)
	if cfg.data {
		e.assumed(i, v)
	} else if known && out.Scope.Region != "" {
		if _, ok := schema.Attribute("region"); ok {
			out.Attributes["region"] = out.Scope.Region
		}
	}
	for _, dep := range cfg.depends {
		e.dependency(i, dep)
	}
	e.tags(i)
	return out
}

// emitter converts values and collects what is unknown and what they refer to.
type emitter struct {
	out  *graph.Resource
	root *root
}

func (e *emitter) object(at graph.Path, v *values, schema *provider.Block) map[string]any {
	out := make(map[string]any, len(v.attrs)+len(v.blocks))
	if at == "" {
		e.out.Unordered = sortedKeys(v.sets)
	}
	for _, name := range sortedKeys(v.attrs) {
		path := at.Attr(name)
		if schema != nil {
			if a, ok := schema.Attribute(name); ok && a.Sensitive {
				e.secret(path)
			}
		}
		out[name] = e.value(path, v.attrs[name], nil)
	}
	for _, name := range sortedKeys(v.blocks) {
		set := v.blocks[name]
		path := at.Attr(name)
		if set.waits != cty.NilVal {
			out[name] = nil
			e.unknown(path, set.waits, nil)
			continue
		}
		nested := blockSchema(schema, name)
		items := make([]any, len(set.items))
		for n, item := range set.items {
			items[n] = e.object(path.Index(n), item, nested)
		}
		out[name] = items
	}
	return out
}

// secret notes that a value must not be shown; twice in a row is once.
func (e *emitter) secret(at graph.Path) {
	if n := len(e.out.Sensitive); n == 0 || e.out.Sensitive[n-1] != at {
		e.out.Sensitive = append(e.out.Sensitive, at)
	}
}

// value converts a value; outer are the marks of the collections around it.
func (e *emitter) value(at graph.Path, v cty.Value, outer cty.ValueMarks) any {
	marks := outer
	if v.IsMarked() {
		var own cty.ValueMarks
		v, own = v.Unmark()
		marks = merged(outer, own)
		if _, ok := own[funcs.Sensitive]; ok {
			e.secret(at)
		}
	}
	if v.IsKnown() && !e.root.emitting() {
		e.out.Unknown = append(e.out.Unknown, graph.Unknown{Path: at, Needs: []string{tooMany}})
		return nil
	}
	if !v.IsKnown() {
		e.unknown(at, v, marks)
		return nil
	}
	if v.IsNull() {
		return nil
	}
	t := v.Type()
	switch {
	case t.IsPrimitiveType():
		e.refs(at, marks)
		if needs, _ := marksOf(marks); len(needs) > 0 {
			e.out.Assumed = append(e.out.Assumed, graph.Unknown{Path: at, Needs: needs})
		}
		return primitive(v)
	case t.IsSetType() && !v.IsWhollyKnown():
		// As in a plan: how many elements it has is unknown, too.
		e.unknown(at, v, marks)
		return nil
	case t.IsListType() || t.IsTupleType() || t.IsSetType():
		return e.list(at, v, marks)
	case t.IsMapType() || t.IsObjectType():
		out := make(map[string]any, v.LengthInt())
		for it := v.ElementIterator(); it.Next(); {
			k, w := it.Element()
			out[k.AsString()] = e.value(at.Attr(k.AsString()), w, marks)
		}
		return out
	}
	return nil
}

// primitive converts a known text, boolean or number.
func primitive(v cty.Value) any {
	switch v.Type() {
	case cty.String:
		return v.AsString()
	case cty.Bool:
		return v.True()
	default:
		f, _ := v.AsBigFloat().Float64()
		if math.IsInf(f, 0) {
			return v.AsBigFloat().Text('f', -1)
		}
		return f
	}
}

func (e *emitter) list(at graph.Path, v cty.Value, marks cty.ValueMarks) []any {
	out := make([]any, 0, v.LengthInt())
	n := 0
	for it := v.ElementIterator(); it.Next(); n++ {
		_, w := it.Element()
		out = append(out, e.value(at.Index(n), w, marks))
	}
	return out
}

func merged(a, b cty.ValueMarks) cty.ValueMarks {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	return cty.NewValueMarks(append(keysOf(a), keysOf(b)...)...)
}

func keysOf(m cty.ValueMarks) []any {
	out := make([]any, 0, len(m))
	for k := range m {
		if _, nested := k.(cty.ValueMarks); !nested {
			out = append(out, k)
		}
	}
	return out
}

func (e *emitter) unknown(at graph.Path, v cty.Value, marks cty.ValueMarks) {
	if v.IsMarked() {
		var own cty.ValueMarks
		_, own = v.UnmarkDeep()
		marks = merged(marks, own)
	}
	needs, refs := marksOf(marks)
	for _, r := range refs {
		needs = append(needs, r.needs())
	}
	slices.Sort(needs)
	needs = slices.Compact(needs)
	if len(needs) == 0 {
		needs = []string{"a value known only after apply"}
	}
	e.out.Unknown = append(e.out.Unknown, graph.Unknown{Path: at, Needs: needs})
	e.refs(at, marks)
}

func (e *emitter) refs(at graph.Path, marks cty.ValueMarks) {
	if len(marks) == 0 {
		return
	}
	_, refs := marksOf(marks)
	for _, r := range refs {
		e.out.Refs = append(e.out.Refs, graph.Ref{Path: at, To: r.id, Attr: r.attr, Exact: r.whole && len(refs) == 1})
	}
}

// assumed shows what a data source is taken to give.
func (e *emitter) assumed(i *resourceInstance, v *values) {
	known := i.assumed(v, nil)
	for _, name := range sortedKeys(known) {
		if w := known[name]; w.IsWhollyKnown() {
			e.out.Attributes[name] = e.value(graph.Path(name), w, nil)
		}
	}
}

// maxDependencies is how many relations depends_on between two blocks may be.
const maxDependencies = 10_000

// dependency records depends_on, which orders and often is the only trace of a
// relation. Between two blocks of very many instances it is kept for those of one
// key: each with each would be no information, and the square of their number.
func (e *emitter) dependency(i *resourceInstance, r reference) {
	if r.kind != refResource {
		return
	}
	to := i.of.m.expanded(r.name)
	if to == nil {
		return
	}
	many := len(to.instances)*len(i.of.instances) > maxDependencies
	for _, inst := range to.instances {
		if many && inst.suffix != i.suffix {
			continue
		}
		e.out.Refs = append(e.out.Refs, graph.Ref{Path: "depends_on", To: inst.id})
	}
}

// maxEmitted is how many values the resources of a root may have in all: instances
// that each hold a large list would take more memory than there is.
const maxEmitted = 4 << 20

const tooMany = "fewer values in this root"

// unread lists everything that a body has as unknown, without evaluating it.
func unread(b *body) (all []graph.Unknown) {
	var names []string
	for _, x := range b.attrs {
		names = append(names, x.name)
	}
	for _, blk := range b.blocks {
		names = append(names, blk.typ)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		all = append(all, graph.Unknown{Path: graph.Path(name), Needs: []string{tooMany}})
	}
	return all
}

// emitting counts a value and reports whether there is room for it.
func (r *root) emitting() bool {
	if r.emitted++; r.emitted <= maxEmitted {
		return true
	}
	r.warn(nil, "Too many values", fmt.Sprintf(
		"The resources of %s have more than %d values in all; the rest are taken as unknown.", r.group(), maxEmitted), true)
	return false
}

// tags puts the effective tags on the resource and tags_all among what is raw.
func (e *emitter) tags(i *resourceInstance) {
	if i.of.cfg.data {
		return
	}
	secret := func(v cty.Value) bool { return v.HasMark(funcs.Sensitive) }
	e.out.Tags = map[string]string{}
	for _, all := range []cty.Value{i.provider().tags, i.evaluated().attrs["tags"]} {
		if all == cty.NilVal || secret(all) {
			continue
		}
		u, _ := all.Unmark()
		if !u.IsKnown() || u.IsNull() || !(u.Type().IsMapType() || u.Type().IsObjectType()) {
			continue
		}
		for it := u.ElementIterator(); it.Next(); {
			k, w := it.Element()
			if s := tagText(w); s != "" && !secret(w) {
				e.out.Tags[k.AsString()] = s
			}
		}
	}
}

// tagText is a value as a tag has it; empty when it is unknown.
func tagText(v cty.Value) string {
	v, _ = v.Unmark()
	if v.IsKnown() && !v.IsNull() && v.Type().IsPrimitiveType() {
		if s, err := convert.Convert(v, cty.String); err == nil {
			return s.AsString()
		}
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
