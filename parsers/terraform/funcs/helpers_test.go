package funcs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// variables are what the expressions of the tests can refer to. The marks are the names of the variables.
func variables() map[string]cty.Value {
	unknown := func(ty cty.Type, mark string) cty.Value { return cty.UnknownVal(ty).Mark(mark) }
	object := map[string]cty.Value{"p": unknown(cty.String, "a"), "q": cty.StringVal("Q").Mark("x")}
	return map[string]cty.Value{
		"a":     unknown(cty.String, "a"), // unknown strings
		"b":     unknown(cty.String, "b"),
		"nn":    cty.UnknownVal(cty.String).RefineNotNull().Mark("nn"),
		"n":     unknown(cty.Number, "n"),
		"yes":   unknown(cty.Bool, "yes"),
		"ul":    unknown(cty.List(cty.String), "ul"),
		"us":    unknown(cty.Set(cty.String), "us"),
		"um":    unknown(cty.Map(cty.String), "um"),
		"dyn":   unknown(cty.DynamicPseudoType, "dyn"),
		"plain": cty.UnknownVal(cty.String), // without a mark
		"x":     cty.StringVal("X").Mark("x"),
		"y":     cty.StringVal("Y").Mark("y"),
		"one":   cty.NumberIntVal(1).Mark("one"),
		"l":     cty.ListVal([]cty.Value{unknown(cty.String, "a"), cty.StringVal("X").Mark("x")}),
		"ml":    cty.ListVal([]cty.Value{cty.StringVal("X").Mark("x"), cty.StringVal("Z")}).Mark("ml"),
		"el":    cty.ListValEmpty(cty.String).Mark("el"),
		"m":     cty.MapVal(object),
		"o":     cty.ObjectVal(object),
		"s":     cty.StringVal("secret").Mark(Sensitive),
		"eph":   cty.StringVal("gone").Mark(Ephemeral).Mark("eph"),
		"uset":  cty.SetVal([]cty.Value{cty.UnknownVal(cty.String), cty.StringVal("k")}),
		"big":   cty.StringVal(strings.Repeat("x", 1<<20)),
		"huge":  cty.MustParseNumberVal("1e600000000"),
		"tiny":  cty.MustParseNumberVal("1e-600000000"),
	}
}

// files are what the file functions of the tests see, with "root" as the base.
func files() fstest.MapFS {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"root/hello.txt":       text("hello"),
		"root/greeting.tmpl":   text("Hello, ${name}!"),
		"root/list.tmpl":       text("%{ for a in addrs ~}\nbackend ${a}:${port}\n%{ endfor ~}\n"),
		"root/value.tmpl":      text("${value}"),
		"root/broken.tmpl":     text("${"),
		"root/outer.tmpl":      text(`<${templatefile("greeting.tmpl", {name = who})}>`),
		"root/recursive.tmpl":  text(`${templatefile("recursive.tmpl", {})}`),
		"root/bomb.tmpl":       text(`${n == 0 ? "" : join("", [for i in range(9) : templatefile("bomb.tmpl", {n = n - 1})])}`),
		"root/outside.tmpl":    text(`${file("../../etc/passwd")}`),
		"root/missing.tmpl":    text(`${file("nothing")}`),
		"root/binary":          text("\xff\xfe"),
		"root/large":           {Data: make([]byte, maxInputBytes+1)},
		"root/deep.tmpl":       text("${" + strings.Repeat("(", maxTemplateParts) + "}"),
		"root/lines.tmpl":      text(strings.Repeat("\n", maxTemplateBytes)),
		"root/policies/a.json": text("{}"),
		"root/policies/b.json": text("[]"),
		"root/policies/c/d.md": text("#"),
		"shared/s.txt":         text("shared"),
	}
}

func testTable() map[string]function.Function {
	return Table(Scope{FS: files(), Base: "root"})
}

// evaluate returns the value of an expression. If there is an error the function calls returned it is in the chain.
func evaluate(src string, fns map[string]function.Function) (cty.Value, error) {
	expr, diags := hclsyntax.ParseExpression([]byte(src), "test.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	v, diags := expr.Value(&hcl.EvalContext{Variables: variables(), Functions: fns})
	if diags.HasErrors() {
		errs := []error{diags}
		for _, diag := range diags {
			if extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](diag); ok {
				errs = append(errs, extra.FunctionCallError())
			}
		}
		return cty.NilVal, errors.Join(errs...)
	}
	return v, nil
}

// show writes a value with all there is to it: list["a"<mark>], set[], map{k=1}, ["tuple"], {object=true}, null, and
// for an unknown value ?type, with ! if it cannot be null and its prefix if that is known.
func show(v cty.Value) string {
	v, marks := v.Unmark()
	suffix := ""
	if len(marks) > 0 {
		var names []string
		for m := range marks {
			switch m {
			case Sensitive:
				names = append(names, "SENSITIVE")
			case Ephemeral:
				names = append(names, "EPHEMERAL")
			default:
				names = append(names, fmt.Sprint(m))
			}
		}
		slices.Sort(names)
		suffix = "<" + strings.Join(names, ",") + ">"
	}
	return showPlain(v) + suffix
}

func showPlain(v cty.Value) string {
	ty := v.Type()
	switch {
	case !v.IsKnown():
		s := "?" + ty.FriendlyName()
		if ty != cty.DynamicPseudoType && v.Range().DefinitelyNotNull() {
			s += "!"
			if ty == cty.String {
				s += v.Range().StringPrefix()
			}
		}
		return s
	case v.IsNull():
		return "null"
	case ty == cty.String:
		return fmt.Sprintf("%q", v.AsString())
	case ty == cty.Number:
		return v.AsBigFloat().Text('g', 40)
	case ty == cty.Bool:
		return fmt.Sprint(v.True())
	}
	keyed := ty.IsMapType() || ty.IsObjectType()
	var parts []string
	for it := v.ElementIterator(); it.Next(); {
		key, elem := it.Element()
		s := show(elem)
		if keyed {
			s = key.AsString() + "=" + s
		}
		parts = append(parts, s)
	}
	name := map[bool]string{true: "map"}[ty.IsMapType()]
	switch {
	case ty.IsListType():
		name = "list"
	case ty.IsSetType():
		name = "set"
	}
	if keyed {
		return name + "{" + strings.Join(parts, " ") + "}"
	}
	return name + "[" + strings.Join(parts, " ") + "]"
}

// testCase is an expression and what [show] makes of its value, or after "error: " a part of the error.
type testCase struct{ src, want string }

func run(t *testing.T, tests []testCase) {
	t.Helper()
	fns := testTable()
	for _, tt := range tests {
		t.Run(tt.src, func(t *testing.T) {
			t.Parallel()
			got, err := evaluate(tt.src, fns)
			if text, ok := strings.CutPrefix(tt.want, "error: "); ok {
				if err == nil {
					t.Fatalf("no error, but %s; want an error with %q", show(got), text)
				}
				if !strings.Contains(err.Error(), text) {
					t.Fatalf("error %q; want one with %q", err, text)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, show(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
