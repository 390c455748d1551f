package terraform

import (
	"maps"
	"strings"

	"github.com/zclconf/go-cty/cty"
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

// providerFor resolves the provider of a resource through the module calls.
func (m *moduleInstance) providerFor(r *resource) *providerInstance {
	ref := providerRef{name: r.providerType()}
	if r.provider != nil {
		ref = *r.provider
	} else {
		for local, typ := range m.mod.required {
			if typ == ref.name && local != ref.name && m.mod.required[ref.name] == "" {
				ref.name = local
				break
			}
		}
	}
	return m.provider(ref)
}

func (m *moduleInstance) provider(ref providerRef) *providerInstance {
	key := ref.key()
	if p, ok := m.providers[key]; ok {
		return p
	}
	p := m.resolveProvider(ref)
	m.providers[key] = p
	return p
}

func (m *moduleInstance) resolveProvider(ref providerRef) *providerInstance {
	if m.parent != nil {
		if passed, ok := m.call.providers[ref.key()]; ok {
			return m.parent.provider(passed)
		}
	}
	if blk := m.mod.providers[ref.key()]; blk != nil {
		return m.configured(blk)
	}
	if m.parent != nil && ref.alias == "" {
		return m.parent.provider(ref)
	}
	typ := ref.name
	if t := m.mod.required[ref.name]; t != "" {
		typ = t
	}
	p := &providerInstance{typ: typ}
	if typ == "aws" && ref.alias == "" {
		p.region = m.root.opts.Region
	}
	return p
}

func (m *moduleInstance) configured(blk *providerBlock) *providerInstance {
	f := &frame{m: m}
	p := &providerInstance{typ: blk.ref.name}
	if t := m.mod.required[blk.ref.name]; t != "" {
		p.typ = t
	}
	if x := blk.body.attrs["region"]; x != nil {
		p.region = text(f.eval(x))
	} else if p.typ == "aws" {
		p.region = m.root.opts.Region
	}
	if x := blk.body.attrs["subscription_id"]; x != nil {
		p.account = text(f.eval(x))
	}
	if x := blk.body.attrs["allowed_account_ids"]; x != nil {
		v, _ := f.eval(x).UnmarkDeep()
		if v.IsWhollyKnown() && !v.IsNull() && v.CanIterateElements() && v.LengthInt() == 1 {
			p.account = text(v.AsValueSlice()[0])
		}
	}
	for _, nested := range blk.body.blocks {
		switch nested.typ {
		case "assume_role":
			if x := nested.body.attrs["role_arn"]; x != nil && p.account == "" {
				if parts := strings.Split(text(f.eval(x)), ":"); len(parts) > 4 {
					p.account = parts[4]
				}
			}
		case "default_tags":
			if x := nested.body.attrs["tags"]; x != nil {
				p.tags = f.eval(x)
			}
		}
	}
	return p
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
		if x := i.of.cfg.body.attrs["region"]; x != nil {
			if v := i.frame.eval(x); text(v) != "" {
				return text(v)
			} else if u, _ := v.Unmark(); !u.IsKnown() {
				return ""
			}
		}
	}
	return i.of.m.providerFor(i.of.cfg).region
}

// allTags merges the provider's default tags with the instance's own.
func (i *resourceInstance) allTags() cty.Value {
	merged := map[string]cty.Value{}
	var marks []cty.ValueMarks
	own := i.evaluated().attrs["tags"]
	for _, v := range []cty.Value{i.of.m.providerFor(i.of.cfg).tags, own} {
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
