package terraform

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// deviations are the expressions on which we answer otherwise than Terraform, each
// with the reason.
func deviations() map[string]string {
	return map[string]string{
		`cidrsubnet("10.0.0.0/24", -9, 0)`:                                            "a prefix cannot be made shorter; Terraform does by accident",
		`templatestring("x", {})`:                                                     "Terraform insists on a reference; a literal gives the same text here",
		`templatestring("Hello, $${name}!", {name = "world"})`:                        "likewise",
		`templatestring("$${templatestring(t, {x = x})}", {t = "<$${x}>", x = "in"})`: "likewise",
	}
}

// TestConsole compares the value and the type of expressions with what terraform
// console said of them; the answers are recorded by internal/tools/console.
func TestConsole(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/console/answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Answers []struct {
			Expression string `json:"expression"`
			Type       string `json:"type"`
			Value      string `json:"value"`
			Error      bool   `json:"error"`
		} `json:"answers"`
	}
	if err := json.Unmarshal(src, &recorded); err != nil {
		t.Fatal(err)
	}
	if len(recorded.Answers) < 400 {
		t.Fatalf("only %d answers", len(recorded.Answers))
	}
	opts := &Options{FS: fstest.MapFS{"main.tf": {Data: []byte("locals {}")}}, Workspace: "default"}
	opts.defaults()
	l := &loader{fs: opts.FS, display: opts.Display, modules: map[string]*loading{}}
	r := newRoot(opts, l, ".", "")
	for _, a := range recorded.Answers {
		if deviations()[a.Expression] != "" {
			continue
		}
		typ, value, err := answer(r, a.Expression)
		switch {
		case (err != nil) != a.Error:
			t.Errorf("%s: error %v; Terraform: error %t, %s", a.Expression, err, a.Error, a.Value)
		case err != nil || a.Value == "(sensitive value)":
		case value != a.Value || plainType(typ) != plainType(a.Type):
			t.Errorf("%s is %s of type %s; Terraform: %s of type %s", a.Expression, value, typ, a.Value, plainType(a.Type))
		}
	}
}

// answer evaluates an expression as an attribute of the root module would be.
func answer(r *root, text string) (typ, value string, err error) {
	e, diags := hclsyntax.ParseExpression([]byte(text), "console", hcl.InitialPos)
	if diags.HasErrors() {
		return "", "", diags
	}
	m := r.main
	before := len(r.builder.Diagnostics)
	v := (&frame{m: m}).eval(newExpr(m.mod, "v", e, e.Range()))
	if len(r.builder.Diagnostics) > before {
		return "", "", fmt.Errorf("%s", r.builder.Diagnostics[before].Detail) //nolint:err113 // a test
	}
	v, _ = v.UnmarkDeep()
	if !v.IsWhollyKnown() {
		return "", "", fmt.Errorf("%s is unknown", text) //nolint:err113 // a test
	}
	encoded, err := r.functions["jsonencode"].Call([]cty.Value{v})
	if err != nil {
		return "", "", err
	}
	return typeName(v.Type()), encoded.AsString(), nil
}

// plainType takes the layout out of a type as the console prints it.
func plainType(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), ",)", ")")
}

func typeName(t cty.Type) string {
	switch {
	case t == cty.DynamicPseudoType:
		return "dynamic"
	case t.IsPrimitiveType():
		return t.FriendlyName()
	case t.IsListType():
		return "list(" + typeName(t.ElementType()) + ")"
	case t.IsSetType():
		return "set(" + typeName(t.ElementType()) + ")"
	case t.IsMapType():
		return "map(" + typeName(t.ElementType()) + ")"
	case t.IsTupleType():
		var b strings.Builder
		for _, e := range t.TupleElementTypes() {
			b.WriteString(typeName(e) + ",")
		}
		return "tuple([" + b.String() + "])"
	default:
		types := t.AttributeTypes()
		names := make([]string, 0, len(types))
		for name := range types {
			names = append(names, name)
		}
		slices.Sort(names)
		var b strings.Builder
		for _, name := range names {
			b.WriteString(name + ":" + typeName(types[name]) + ",")
		}
		return "object({" + b.String() + "})"
	}
}
