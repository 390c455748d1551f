package plan

import (
	"strings"
)

// surrounding is where a resource lives.
type surrounding struct {
	region, account string
	tags            map[string]any // the provider's default_tags, as far as they are constant
}

// surroundings notes what the plan's data sources say of provider configurations.
func (f *File) surroundings() {
	for _, r := range f.records {
		if !r.data || r.in.config == nil {
			continue
		}
		c := r.in.config.resources[r.block()]
		if c == nil {
			continue
		}
		switch r.typ {
		case "aws_region":
			for _, name := range []string{"region", "name", "id"} {
				if s, ok := r.attributes[name].(string); ok && f.regions[c.provider] == "" {
					f.regions[c.provider] = s
				}
			}
		case "aws_caller_identity":
			if s, ok := r.attributes["account_id"].(string); ok {
				f.accounts[c.provider] = s
			}
		}
	}
}

// surrounding reads region and account from the resource's own attributes, from its
// provider's configuration, from data sources of that provider, from its ARN.
func (f *File) surrounding(r *record, c *configured) surrounding {
	var out surrounding
	key := ""
	if c != nil && f.config != nil {
		key = c.provider
		if p := f.config.provider(key); p != nil {
			out = f.configured(p)
		}
	}
	if strings.HasPrefix(r.typ, "azurerm_") {
		return out
	}
	region, account := r.ownPlace()
	if s, ok := r.attributes["region"].(string); ok && s != "" {
		out.region = s
	}
	if !strings.HasPrefix(r.typ, "aws_") {
		return out
	}
	out.region = first(out.region, f.regions[key], region, f.opts.Region)
	out.account = first(out.account, f.accounts[key], account)
	return out
}

// ownPlace takes region and account out of the ARN of an AWS resource.
func (r *record) ownPlace() (region, account string) {
	for _, name := range []string{"arn", "id"} {
		s, _ := r.attributes[name].(string)
		parts := strings.SplitN(s, ":", 6)
		if len(parts) != 6 || parts[0] != "arn" {
			continue
		}
		if len(parts[4]) == 12 && strings.Trim(parts[4], "0123456789") == "" && !r.data {
			account = parts[4]
		}
		return parts[3], account
	}
	return "", ""
}

// provider finds a provider configuration. A module that has none of its own uses its caller's.
func (c *configuration) provider(key string) *providerConfig {
	if p := c.providers[key]; p != nil {
		return p
	}
	return c.providers[key[strings.LastIndexByte(key, ':')+1:]]
}

func (f *File) configured(p *providerConfig) surrounding {
	if p.read != nil {
		return *p.read
	}
	m := f.modules[p.module]
	if m == nil {
		m = f.root
	}
	constant := func(b *block, name string) any { return f.constant(b.attributes[name], m, 0) }
	var out surrounding
	out.region, _ = constant(p.body, "region").(string)
	out.account, _ = constant(p.body, "subscription_id").(string)
	if list, ok := constant(p.body, "allowed_account_ids").([]any); ok && len(list) == 1 {
		out.account, _ = list[0].(string)
	}
	for _, b := range p.body.blocks["assume_role"] {
		arn, _ := constant(b, "role_arn").(string)
		if parts := strings.Split(arn, ":"); len(parts) > 4 && out.account == "" {
			out.account = parts[4]
		}
	}
	for _, b := range p.body.blocks["default_tags"] {
		out.tags, _ = constant(b, "tags").(map[string]any)
	}
	p.read = &out
	return out
}

// constant is the value of an expression that is a constant or a variable; else nil.
func (f *File) constant(x *expression, m *moduleInstance, hops int) any {
	switch {
	case x == nil || hops > maxModules:
		return nil
	case x.isConstant:
		return x.constant
	case len(x.refs) != 1 || x.refs[0].kind != toVariable || strings.Count(x.refs[0].text, ".") != 1:
		return nil
	}
	name := x.refs[0].name
	if m.config == nil {
		return nil
	}
	if _, open := m.config.variables[name]; !open {
		return nil // sensitive
	}
	if m.parent == nil {
		if v, ok := f.values[name]; ok {
			return v
		}
	} else if c := m.parent.config.call(m.call); c != nil && c.arguments[name] != nil {
		return f.constant(c.arguments[name], m.parent, hops+1)
	}
	return m.config.variables[name]
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
