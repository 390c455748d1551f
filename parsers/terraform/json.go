package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// native gives an expression in JSON as the one that native syntax would have for it:
// texts are templates, arrays and objects are constructors. So both are analysed,
// bounded and evaluated by the same code, and a template is parsed once.
func native(m *module, e hcl.Expression) hcl.Expression {
	if _, ok := e.(hclsyntax.Expression); ok {
		return e
	}
	rng := e.Range()
	if pairs, diags := hcl.ExprMap(e); !diags.HasErrors() {
		object := &hclsyntax.ObjectConsExpr{SrcRange: rng, OpenRange: rng}
		for _, p := range pairs {
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{
				KeyExpr: asNative(m, p.Key), ValueExpr: asNative(m, p.Value),
			})
		}
		return object
	}
	if elements, diags := hcl.ExprList(e); !diags.HasErrors() {
		tuple := &hclsyntax.TupleConsExpr{SrcRange: rng, OpenRange: rng}
		for _, element := range elements {
			tuple.Exprs = append(tuple.Exprs, asNative(m, element))
		}
		return tuple
	}
	v, diags := e.Value(nil) // without a context texts are as they were written
	if diags.HasErrors() {
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: rng}
	}
	if v.Type() == cty.String && v.IsKnown() && !v.IsNull() && strings.ContainsAny(v.AsString(), "$%") {
		return jsonTemplate(m, v, rng)
	}
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: rng}
}

func asNative(m *module, e hcl.Expression) hclsyntax.Expression {
	n, ok := native(m, e).(hclsyntax.Expression)
	if !ok {
		panic("terraform: native gave an expression of JSON")
	}
	return n
}

// jsonTemplate parses the text of a JSON string. Places inside it are those that the
// text would have without escapes.
func jsonTemplate(m *module, v cty.Value, rng hcl.Range) hclsyntax.Expression {
	text := []byte(v.AsString())
	if _, why := hardTemplate(text); why != "" {
		m.fail(location(&rng), "Text too hard to read", why+". The value is taken as unknown.")
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: rng}
	}
	start := rng.Start
	start.Byte++
	start.Column++
	e, diags := hclsyntax.ParseTemplate(text, rng.Filename, start)
	if diags.HasErrors() {
		m.fail(location(&rng), "File not fully read", diags[0].Summary+": "+diags[0].Detail+" The value is taken as unknown.")
		return &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: rng}
	}
	return e
}

// literally makes an expression in JSON one whose texts are no templates, as where
// Terraform takes a constant.
func (x *expr) literally() *expr {
	if x.json == nil {
		return x
	}
	v, diags := x.json.Value(nil)
	if diags.HasErrors() {
		return x
	}
	return &expr{Expression: &hclsyntax.LiteralValueExpr{Val: v, SrcRange: x.rng}, name: x.name, rng: x.rng, constant: v, json: x.json}
}
