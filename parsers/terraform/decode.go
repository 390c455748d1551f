package terraform

import (
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// decoder fills a module from the top-level blocks of one file.
type decoder struct {
	m        *module
	override bool
	broken   hcl.Diagnostics // of the file's syntax
}

func fileSchema() *hcl.BodySchema {
	return &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "terraform"},
		{Type: "locals"},
		{Type: "provider", LabelNames: []string{"name"}},
		{Type: "variable", LabelNames: []string{"name"}},
		{Type: "output", LabelNames: []string{"name"}},
		{Type: "module", LabelNames: []string{"name"}},
		{Type: "resource", LabelNames: []string{"type", "name"}},
		{Type: "data", LabelNames: []string{"type", "name"}},
		{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	}}
}

// file reads the blocks that matter; check, moved, import, removed and whatever
// later versions add change nothing that is judged.
func (d *decoder) file(b hcl.Body) {
	content, _, diags := b.PartialContent(fileSchema())
	d.m.syntaxErrors(diags)
	for _, blk := range content.Blocks {
		d.m.blocks++
		d.block(blk)
	}
}

func (d *decoder) block(blk *hcl.Block) {
	switch blk.Type {
	case "terraform":
		d.settings(blk)
	case "locals":
		attrs, _ := blk.Body.JustAttributes()
		for name, a := range attrs {
			if old := d.m.locals[name]; old != nil && !d.override {
				d.twice(a.Range, "local."+name, old.rng)
				continue
			}
			d.m.locals[name] = newExpr(d.m, name, a.Expr, a.Expr.Range())
		}
	case "provider":
		d.provider(blk)
	case "variable":
		d.variable(blk)
	case "output":
		d.output(blk)
	case "module":
		d.call(blk)
	case "resource", "data", "ephemeral":
		d.resource(blk)
	}
}

func (d *decoder) output(blk *hcl.Block) {
	name := blk.Labels[0]
	b := newBody(d.m, blk.Body, nil)
	old := d.m.outputs[name]
	if old != nil && !d.override {
		d.twice(blk.DefRange, "output."+name, old.rng)
		return
	}
	if v := b.attrs.get("value"); v != nil {
		d.m.outputs[name] = v
	}
	if flag(b.attrs.get("sensitive"), d.m.secret[name]) {
		d.m.secret[name] = true
	} else {
		delete(d.m.secret, name)
	}
}

func (d *decoder) settings(blk *hcl.Block) {
	content, _, _ := blk.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
		{Type: "required_providers"}, {Type: "backend", LabelNames: []string{"type"}}, {Type: "cloud"},
	}})
	for _, b := range content.Blocks {
		switch b.Type {
		case "backend":
			d.m.backend = &backend{typ: b.Labels[0], body: newBody(d.m, b.Body, nil)}
		case "cloud":
			d.m.backend = &backend{typ: "remote", body: newBody(d.m, b.Body, nil)}
		case "required_providers":
			attrs, _ := b.Body.JustAttributes()
			for name, a := range attrs {
				if source := providerSource(a.Expr); source != "" {
					d.m.required[name] = source[strings.LastIndexByte(source, '/')+1:]
				}
			}
		}
	}
}

// providerSource reads source out of { source = "hashicorp/aws", … } without
// evaluating the rest, which may hold configuration_aliases.
func providerSource(e hcl.Expression) string {
	pairs, diags := hcl.ExprMap(e)
	if diags.HasErrors() {
		return ""
	}
	for _, p := range pairs {
		if k, diags := p.Key.Value(nil); diags.HasErrors() || k.Type() != cty.String || k.AsString() != "source" {
			if hcl.ExprAsKeyword(p.Key) != "source" {
				continue
			}
		}
		if v, diags := p.Value.Value(nil); !diags.HasErrors() && v.Type() == cty.String && !v.IsNull() {
			return v.AsString()
		}
	}
	return ""
}

func (d *decoder) provider(blk *hcl.Block) {
	p := &providerBlock{ref: providerRef{name: blk.Labels[0]}, body: newBody(d.m, blk.Body, nil), rng: blk.DefRange}
	if a := p.body.take("alias"); a != nil {
		if v, diags := a.Value(nil); !diags.HasErrors() && v.Type() == cty.String && !v.IsNull() {
			p.ref.alias = v.AsString()
		} else {
			p.ref.alias = hcl.ExprAsKeyword(a.Expression)
		}
	}
	p.forEach = p.body.take("for_each")
	p.empty = p.ref.alias == "" && len(p.body.attrs)+len(p.body.blocks) == 0
	if old := d.m.providers[p.ref.key()]; old != nil && d.override {
		old.body.override(p.body)
		old.empty = old.empty && p.empty
		return
	}
	d.m.providers[p.ref.key()] = p
}

func (d *decoder) variable(blk *hcl.Block) {
	b := newBody(d.m, blk.Body, nil)
	v := d.m.variables[blk.Labels[0]]
	if v != nil && !d.override {
		d.twice(blk.DefRange, "var."+v.name, v.rng)
		return
	}
	if v == nil {
		v = &variable{name: blk.Labels[0], typ: cty.DynamicPseudoType, nullable: true, rng: blk.DefRange}
		d.m.variables[v.name] = v
	}
	if x := b.attrs.get("default"); x != nil {
		v.def = x.literally()
	}
	if x := b.attrs.get("type"); x != nil {
		v.declared = true
		v.typ, v.defaults = d.typeConstraint(x)
	}
	v.sensitive = flag(b.attrs.get("sensitive"), v.sensitive)
	v.nullable = flag(b.attrs.get("nullable"), v.nullable)
}

// twice reports a second declaration; the first one is judged.
func (d *decoder) twice(at hcl.Range, name string, first hcl.Range) {
	d.m.fail(location(&at), "Declared twice", fmt.Sprintf(
		"%s is declared at %s:%d already, which is what is judged. Remove or rename one: Terraform refuses both.",
		name, first.Filename, first.Start.Line))
}

func flag(x *expr, otherwise bool) bool {
	if x == nil {
		return otherwise
	}
	if v, diags := x.Value(nil); !diags.HasErrors() && v.Type() == cty.Bool && v.IsKnown() && !v.IsNull() {
		return v.True()
	}
	return otherwise
}

// typeConstraint reads a type, also in the quoted and bare forms of Terraform 0.11.
func (d *decoder) typeConstraint(x *expr) (cty.Type, *typeexpr.Defaults) {
	word := hcl.ExprAsKeyword(x.Expression)
	if word == "" {
		if t, ok := x.Expression.(*hclsyntax.TemplateExpr); ok && t.IsStringLiteral() {
			v, _ := t.Value(nil)
			word = v.AsString()
		}
	}
	if lit, ok := x.Expression.(*hclsyntax.LiteralValueExpr); ok && word == "" {
		word = text(lit.Val)
	}
	switch word {
	case "list":
		return cty.List(cty.DynamicPseudoType), nil
	case "map":
		return cty.Map(cty.DynamicPseudoType), nil
	case "set":
		return cty.Set(cty.DynamicPseudoType), nil
	case "string":
		return cty.String, nil
	case "number":
		return cty.Number, nil
	case "bool":
		return cty.Bool, nil
	case "any":
		return cty.DynamicPseudoType, nil
	}
	e := x.Expression
	if word != "" {
		// In JSON a type is an expression in a string.
		if parsed, diags := hclsyntax.ParseExpression([]byte(word), x.rng.Filename, x.rng.Start); !diags.HasErrors() {
			e = parsed
		}
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(e)
	if diags.HasErrors() {
		d.m.fail(location(&x.rng), "Type not understood", fmt.Sprintf("%s The variable takes any value here.", diags[0].Detail))
		return cty.DynamicPseudoType, nil
	}
	return typ, defaults
}

func (d *decoder) call(blk *hcl.Block) {
	b := newBody(d.m, blk.Body, nil)
	c := &call{name: blk.Labels[0], args: map[string]*expr{}, rng: blk.DefRange, sourceRng: blk.DefRange, providers: map[string]*providerUse{}}
	c.source, c.sourceRng = literal(b.take("source"), blk.DefRange)
	c.version, _ = literal(b.take("version"), blk.DefRange)
	c.count, c.forEach = b.take("count"), b.take("for_each")
	b.take("depends_on")
	if x := b.take("providers"); x != nil {
		c.passProviders(d.m, x)
	}
	for _, x := range b.attrs {
		c.args[x.name] = x
	}
	if old := d.m.calls[c.name]; old != nil {
		if !d.override {
			d.twice(blk.DefRange, "module."+c.name, old.rng)
			return
		}
		old.override(c)
		return
	}
	d.m.calls[c.name] = c
}

// override lays the call in an override file over c.
func (c *call) override(over *call) {
	maps.Copy(c.args, over.args)
	if over.source != "" {
		c.source, c.sourceRng = over.source, over.sourceRng
	}
	if over.version != "" {
		c.version = over.version
	}
	if over.count != nil {
		c.count = over.count
	}
	if over.forEach != nil {
		c.forEach = over.forEach
	}
	if len(over.providers) > 0 {
		c.providers = over.providers
	}
}

// literal returns the value of a string that must be constant; empty otherwise.
func literal(x *expr, otherwise hcl.Range) (string, hcl.Range) {
	if x == nil {
		return "", otherwise
	}
	if v, diags := x.literally().Value(nil); !diags.HasErrors() && v.Type() == cty.String && v.IsKnown() && !v.IsNull() {
		return v.AsString(), x.rng
	}
	return "", x.rng
}

func (c *call) passProviders(m *module, x *expr) {
	pairs, diags := hcl.ExprMap(x.Expression)
	if diags.HasErrors() {
		return
	}
	for _, p := range pairs {
		if child, ok := parseProviderRef(p.Key); ok {
			c.providers[child.key()] = m.providerUse(p.Value)
		}
	}
}

// providerUse reads a reference to a provider. One that cannot be read names nothing:
// what uses it has an unknown region, rather than that of another provider.
func (m *module) providerUse(e hcl.Expression) *providerUse {
	use := &providerUse{}
	if idx, ok := e.(*hclsyntax.IndexExpr); ok {
		use.ref, ok = parseProviderRef(idx.Collection)
		if ok {
			use.key = newExpr(m, "provider", idx.Key, idx.Key.Range())
		}
		return use
	}
	use.ref, _ = parseProviderRef(e)
	if t, diags := hcl.AbsTraversalForExpr(e); !diags.HasErrors() && len(t) == 3 {
		if i, ok := t[2].(hcl.TraverseIndex); ok {
			use.key = &expr{Expression: hcl.StaticExpr(i.Key, i.SrcRange), rng: i.SrcRange, constant: i.Key}
		}
	}
	return use
}

func parseProviderRef(e hcl.Expression) (providerRef, bool) {
	t, diags := hcl.AbsTraversalForExpr(e)
	if diags.HasErrors() {
		// quoted, as Terraform 0.11 wrote it
		v, diags := e.Value(nil)
		if diags.HasErrors() || v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
			return providerRef{}, false
		}
		name, alias, _ := strings.Cut(v.AsString(), ".")
		return providerRef{name, alias}, true
	}
	ref := providerRef{name: t.RootName()}
	if len(t) > 1 {
		if a, ok := t[1].(hcl.TraverseAttr); ok {
			ref.alias = a.Name
		}
	}
	return ref, true
}

func (d *decoder) resource(blk *hcl.Block) {
	r := &resource{typ: blk.Labels[0], name: blk.Labels[1], data: blk.Type != "resource", rng: blk.DefRange, block: blk.DefRange}
	r.key = r.typ + "." + r.name
	if r.data {
		r.key = blk.Type + "." + r.key
	}
	schema, _ := schemaOf(r.typ, r.data)
	r.body = newBody(d.m, blk.Body, schema)
	if native, ok := blk.Body.(*hclsyntax.Body); ok {
		r.block = hcl.RangeBetween(blk.DefRange, native.SrcRange)
		r.body.cut = d.cut(r.block)
	}
	r.count, r.forEach = r.body.take("count"), r.body.take("for_each")
	if x := r.body.take("provider"); x != nil {
		r.provider = d.m.providerUse(x.Expression)
	}
	if x := r.body.take("depends_on"); x != nil {
		r.depends = dependencies(x)
	}
	r.body.dropMeta()
	r.body.forget()
	if old := d.m.resources[r.key]; old != nil {
		if !d.override {
			d.twice(blk.DefRange, r.key, old.rng)
			return
		}
		old.body.override(r.body)
		if r.count != nil || r.forEach != nil {
			old.count, old.forEach = r.count, r.forEach
		}
		if r.provider != nil {
			old.provider = r.provider
		}
		return
	}
	d.m.resources[r.key] = r
}

// cut says what a syntax error within a block hides; empty without one.
func (d *decoder) cut(block hcl.Range) string {
	for _, diag := range d.broken {
		if s := diag.Subject; diag.Severity == hcl.DiagError && s != nil && s.Start.Byte >= block.Start.Byte && s.Start.Byte <= block.End.Byte {
			return unreadPart(s.Filename)
		}
	}
	return ""
}

// dependencies lists what depends_on names; in JSON and Terraform 0.11 as strings.
func dependencies(x *expr) []reference {
	refs := x.refs
	list, ok := x.Expression.(*hclsyntax.TupleConsExpr)
	if !ok {
		return refs
	}
	for _, e := range list.Exprs {
		v, diags := e.Value(nil)
		if diags.HasErrors() || text(v) == "" {
			continue
		}
		if t, diags := hclsyntax.ParseTraversalAbs([]byte(text(v)), x.rng.Filename, e.Range().Start); !diags.HasErrors() {
			refs = append(refs, newReference(t, ""))
		}
	}
	return refs
}

// dropMeta removes the blocks that Terraform keeps for itself.
func (b *body) dropMeta() {
	for _, name := range []string{"lifecycle", "provisioner", "connection"} {
		b.take(name) // where JSON does not tell blocks from arguments
	}
	kept := b.blocks[:0]
	for _, blk := range b.blocks {
		switch blk.typ {
		case "lifecycle", "provisioner", "connection":
		default:
			kept = append(kept, blk)
		}
	}
	b.blocks = kept
}

func schemaOf(typ string, data bool) (*provider.Block, bool) {
	if data {
		return provider.DataSource(typ)
	}
	return provider.Resource(typ)
}
