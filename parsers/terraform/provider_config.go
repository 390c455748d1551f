package terraform

import (
	"maps"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// providerInstance is a provider configuration as a resource sees it.
type providerInstance struct {
	typ     string // "aws"
	region  string // empty when unknown
	account string
	tags    cty.Value // default_tags; zero without
}

// providerType is the provider that a type belongs to, by Terraform's convention.
func (r *resource) providerType() string {
	name, _, _ := strings.Cut(r.typ, "_")
	return name
}

// providerUse is a provider configuration as it is referred to; key chooses among
// those that OpenTofu's for_each makes.
type providerUse struct {
	ref providerRef
	key *expr
}

// provider resolves the provider of an instance through the module calls.
func (i *resourceInstance) provider() *providerInstance {
	m, cfg := i.of.m, i.of.cfg
	if cfg.provider == nil {
		return m.provider(m.localProvider(cfg.providerType()), "")
	}
	return m.used(cfg.provider, i.frame)
}

func (m *moduleInstance) used(use *providerUse, f *frame) *providerInstance {
	if use.key == nil {
		return m.provider(use.ref, "")
	}
	key := text(f.eval(use.key))
	if key == "" {
		return &providerInstance{typ: m.mod.providerTypeOf(use.ref.name)}
	}
	return m.provider(use.ref, key)
}

// localProvider is the local name that a module has for a provider's default configuration.
func (m *moduleInstance) localProvider(typ string) providerRef {
	if m.mod.required[typ] == "" {
		for _, local := range sortedKeys(m.mod.required) {
			if m.mod.required[local] == typ {
				return providerRef{name: local}
			}
		}
	}
	return providerRef{name: typ}
}

// providerTypeOf is the provider that a local name stands for.
func (m *module) providerTypeOf(local string) string {
	if typ := m.required[local]; typ != "" {
		return typ
	}
	return local
}

func (m *moduleInstance) provider(ref providerRef, key string) *providerInstance {
	id := ref.key() + "\x00" + key
	if p, ok := m.providers[id]; ok {
		return p
	}
	p := m.resolveProvider(ref, key)
	m.providers[id] = p
	return p
}

// resolveProvider looks for what the caller passes, then for a block of the module
// itself, then for the default configuration of the caller. Names are local to their
// module; what they stand for decides.
func (m *moduleInstance) resolveProvider(ref providerRef, key string) *providerInstance {
	if ref.name == "" {
		return &providerInstance{} // not a reference that can be followed
	}
	typ := m.mod.providerTypeOf(ref.name)
	if m.parent != nil {
		if use := sameProvider(m.mod, m.call.providers, ref); use != nil {
			return m.parent.used(use, m.frame)
		}
	}
	if blk := sameProvider(m.mod, m.mod.providers, ref); blk != nil && (m.parent == nil || !blk.empty) {
		return m.configured(blk, key)
	}
	if m.parent != nil && ref.alias == "" {
		return m.parent.provider(m.parent.localProvider(typ), "")
	}
	p := &providerInstance{typ: typ}
	if typ == "aws" && ref.alias == "" {
		p.region = m.root.opts.Region
	}
	return p
}

// sameProvider finds what a reference means among things by their local names: under
// the same name, else under another one for the same provider.
func sameProvider[V any](m *module, in map[string]*V, ref providerRef) *V {
	if v := in[ref.key()]; v != nil {
		return v
	}
	for _, local := range sortedKeys(in) {
		name, alias, _ := strings.Cut(local, ".")
		if alias == ref.alias && m.providerTypeOf(name) == m.providerTypeOf(ref.name) {
			return in[local]
		}
	}
	return nil
}

// eachProvider is the frame of one configuration that for_each makes; nil when it is
// not known to make it.
func (m *moduleInstance) eachProvider(x *expr, key string) *frame {
	f := &frame{m: m}
	all, marks := f.eval(x).Unmark()
	if !all.IsKnown() || all.IsNull() || !all.CanIterateElements() || key == "" {
		return nil
	}
	for it := all.ElementIterator(); it.Next(); {
		k, v := it.Element()
		if all.Type().IsSetType() {
			k = v
		}
		if text(k) == key {
			return &frame{m: m, key: k.WithMarks(marks), value: v.WithMarks(marks), forEach: x}
		}
	}
	return nil
}

// blockArguments evaluates an argument of the nested blocks of a type, which JSON has
// as objects or arrays of them.
func blockArguments(f *frame, b *body, typ, name string) (found []cty.Value) {
	for _, nested := range b.blocks {
		if x := nested.body.attrs.get(name); nested.typ == typ && x != nil {
			found = append(found, f.eval(x))
		}
	}
	if x := b.attrs.get(typ); x != nil {
		v := f.eval(x)
		objects := []cty.Value{v}
		if u, marks := v.Unmark(); u.IsKnown() && !u.IsNull() && (u.Type().IsTupleType() || u.Type().IsListType()) {
			objects = objects[:0]
			for _, e := range u.AsValueSlice() {
				objects = append(objects, e.WithMarks(marks))
			}
		}
		for _, o := range objects {
			if u, marks := o.Unmark(); u.IsKnown() && !u.IsNull() && u.Type().IsObjectType() && u.Type().HasAttribute(name) {
				found = append(found, u.GetAttr(name).WithMarks(marks))
			}
		}
	}
	return found
}

func (m *moduleInstance) configured(blk *providerBlock, key string) *providerInstance {
	p := &providerInstance{typ: m.mod.providerTypeOf(blk.ref.name)}
	f := &frame{m: m}
	if blk.forEach != nil {
		if f = m.eachProvider(blk.forEach, key); f == nil {
			return p
		}
	}
	region := cty.NullVal(cty.String)
	if x := blk.body.attrs.get("region"); x != nil {
		region, _ = f.eval(x).Unmark()
	}
	if region.IsNull() && p.typ == "aws" {
		p.region = m.root.opts.Region
	} else {
		p.region = text(region)
	}
	if x := blk.body.attrs.get("subscription_id"); x != nil {
		p.account = text(f.eval(x))
	}
	if x := blk.body.attrs.get("allowed_account_ids"); x != nil {
		v, _ := f.eval(x).UnmarkDeep()
		if v.IsWhollyKnown() && !v.IsNull() && v.CanIterateElements() && v.LengthInt() == 1 {
			p.account = text(v.AsValueSlice()[0])
		}
	}
	for _, role := range blockArguments(f, blk.body, "assume_role", "role_arn") {
		if parts := strings.Split(text(role), ":"); len(parts) > 4 && p.account == "" {
			p.account = parts[4]
		}
	}
	for _, tags := range blockArguments(f, blk.body, "default_tags", "tags") {
		p.tags = stringMap(tags)
	}
	return p
}

// stringMap converts to a map of strings, as the provider would, if that is possible.
func stringMap(v cty.Value) cty.Value {
	if out, err := convert.Convert(v, cty.Map(cty.String)); err == nil {
		return out
	}
	return v
}

// text is a known string, or empty.
func text(v cty.Value) string {
	v, _ = v.Unmark()
	if v == cty.NilVal || !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return ""
	}
	return v.AsString()
}

// region is where an instance lives: its own argument (aws 6), else its provider's.
func (i *resourceInstance) region() string {
	if i.of.cfg.providerType() == "aws" {
		if x := i.of.cfg.body.attrs.get("region"); x != nil {
			if v := i.frame.eval(x); text(v) != "" {
				return text(v)
			} else if u, _ := v.Unmark(); !u.IsKnown() {
				return ""
			}
		}
	}
	return i.provider().region
}

// allTags merges the provider's default tags with the instance's own.
func (i *resourceInstance) allTags() cty.Value {
	merged := map[string]cty.Value{}
	var marks []cty.ValueMarks
	own := i.evaluated().attrs["tags"]
	for _, v := range []cty.Value{i.provider().tags, own} {
		if v == cty.NilVal {
			continue
		}
		u, m := v.Unmark()
		marks = append(marks, m)
		if !u.IsKnown() {
			return cty.UnknownVal(cty.Map(cty.String)).WithMarks(marks...)
		}
		if u.IsNull() || !u.CanIterateElements() || !(u.Type().IsMapType() || u.Type().IsObjectType()) {
			continue
		}
		maps.Copy(merged, u.AsValueMap())
	}
	for k, e := range merged {
		if u, _ := e.Unmark(); u.Type() != cty.String {
			if !u.IsKnown() {
				merged[k] = cty.UnknownVal(cty.String)
				continue
			}
			delete(merged, k)
		}
	}
	if len(merged) == 0 {
		return cty.NilVal
	}
	return cty.MapVal(merged).WithMarks(marks...)
}
