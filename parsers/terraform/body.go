package terraform

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// newBody reads a block's content. schema may be nil; JSON needs it to tell nested
// blocks from arguments and takes everything as an argument without it.
func newBody(m *module, b hcl.Body, schema *provider.Block) *body {
	if native, ok := b.(*hclsyntax.Body); ok {
		return nativeBody(m, native)
	}
	return jsonBody(m, b, schema)
}

func nativeBody(m *module, b *hclsyntax.Body) *body {
	out := &body{attrs: make(arguments, 0, len(b.Attributes)), rng: b.SrcRange}
	for name, a := range b.Attributes {
		out.attrs = append(out.attrs, newExpr(m, name, a.Expr, a.Expr.Range()))
	}
	out.attrs.sort()
	for _, blk := range b.Blocks {
		if child := nativeBlock(m, blk); child != nil {
			out.blocks = append(out.blocks, child)
		}
	}
	return out
}

func nativeBlock(m *module, blk *hclsyntax.Block) *block {
	if blk.Type != "dynamic" || len(blk.Labels) != 1 {
		return &block{typ: blk.Type, body: nativeBody(m, blk.Body), rng: blk.DefRange()}
	}
	d := &dynamic{iterator: blk.Labels[0]}
	child := &block{typ: blk.Labels[0], dynamic: d, rng: blk.DefRange()}
	if a, ok := blk.Body.Attributes["for_each"]; ok {
		d.forEach = newExpr(m, "for_each", a.Expr, a.Expr.Range())
	}
	if a, ok := blk.Body.Attributes["iterator"]; ok {
		if name := hcl.ExprAsKeyword(a.Expr); name != "" {
			d.iterator = name
		}
	}
	for _, inner := range blk.Body.Blocks {
		if inner.Type == "content" {
			child.body = nativeBody(m, inner.Body)
		}
	}
	if d.forEach == nil || child.body == nil {
		return nil // half-written: nothing can be generated from it
	}
	return child
}

func jsonBody(m *module, b hcl.Body, schema *provider.Block) *body {
	out := &body{rng: b.MissingItemRange()}
	rest := b
	if schema != nil {
		hs := &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "dynamic", LabelNames: []string{"type"}}}}
		for _, name := range schema.BlockNames() {
			hs.Blocks = append(hs.Blocks, hcl.BlockHeaderSchema{Type: name})
		}
		for _, name := range []string{"lifecycle", "connection", "provisioner"} {
			hs.Blocks = append(hs.Blocks, hcl.BlockHeaderSchema{Type: name})
		}
		content, remain, _ := b.PartialContent(hs)
		rest = remain
		for _, blk := range content.Blocks {
			if child := jsonBlock(m, blk, schema); child != nil {
				out.blocks = append(out.blocks, child)
			}
		}
	}
	attrs, _ := rest.JustAttributes()
	for name, a := range attrs {
		if name == "//" {
			continue
		}
		out.attrs = append(out.attrs, newExpr(m, name, a.Expr, a.Expr.Range()))
	}
	out.attrs.sort()
	return out
}

func jsonBlock(m *module, blk *hcl.Block, schema *provider.Block) *block {
	nested := func(typ string) *provider.Block {
		if n, ok := schema.NestedBlock(typ); ok {
			return n.Block()
		}
		return nil
	}
	if blk.Type != "dynamic" {
		return &block{typ: blk.Type, body: jsonBody(m, blk.Body, nested(blk.Type)), rng: blk.DefRange}
	}
	d := &dynamic{iterator: blk.Labels[0]}
	content, _, _ := blk.Body.PartialContent(&hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{{Name: "for_each"}, {Name: "iterator"}, {Name: "labels"}},
		Blocks:     []hcl.BlockHeaderSchema{{Type: "content"}},
	})
	child := &block{typ: blk.Labels[0], dynamic: d, rng: blk.DefRange}
	if a, ok := content.Attributes["for_each"]; ok {
		d.forEach = newExpr(m, "for_each", a.Expr, a.Expr.Range())
	}
	if a, ok := content.Attributes["iterator"]; ok {
		if name := hcl.ExprAsKeyword(a.Expr); name != "" {
			d.iterator = name
		}
	}
	for _, inner := range content.Blocks {
		child.body = jsonBody(m, inner.Body, nested(blk.Labels[0]))
	}
	if d.forEach == nil || child.body == nil {
		return nil
	}
	return child
}

// take removes an argument from a body and returns it; nil when absent.
func (b *body) take(name string) *expr {
	x := b.attrs.get(name)
	if x != nil {
		b.attrs = slices.DeleteFunc(b.attrs, func(y *expr) bool { return y == x })
	}
	return x
}

func (a arguments) sort() {
	slices.SortFunc(a, func(x, y *expr) int { return x.rng.Start.Byte - y.rng.Start.Byte })
}

// forget drops the syntax of all constants in a body.
func (b *body) forget() {
	for _, x := range b.attrs {
		x.forget()
	}
	for _, blk := range b.blocks {
		blk.body.forget()
	}
}
