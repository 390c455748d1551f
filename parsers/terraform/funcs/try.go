package funcs

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// tryFunc returns the first of the expressions that has a value. As in Terraform one that has unknown parts makes
// the result unknown altogether, since it may yet turn out to be an error; it keeps its marks however.
//
// The one of HCL is not used because it evaluates its arguments once for the type and once for the value, which
// doubles the time with each level of nesting.
func tryFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns the first expression that can be evaluated.",
		VarParam:    &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
		Type:        function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if len(args) == 0 {
				return cty.NilVal, errors.New("at least one argument is required")
			}
			var all hcl.Diagnostics
			for _, arg := range args {
				v, diags := customdecode.ExpressionClosureFromVal(arg).Value()
				switch {
				case diags.HasErrors():
					all = append(all, diags...)
				case !v.IsWhollyKnown():
					return cty.DynamicVal.WithMarks(deepMarks(v)), nil
				default:
					return v, nil
				}
			}
			return cty.NilVal, errors.New(describe(all))
		},
	})
}

// describe lists why no expression of a try has a value. It is short because a try around it will quote it.
func describe(diags hcl.Diagnostics) string {
	const most = 5
	var b strings.Builder
	b.WriteString("no expression succeeded:\n")
	for i, diag := range diags {
		if i == most {
			fmt.Fprintf(&b, "- and %d more\n", len(diags)-most)
			break
		}
		where := ""
		if diag.Subject != nil {
			where = fmt.Sprintf(" (at %s)", diag.Subject)
		}
		detail := cutStack(diag.Detail)
		if len(detail) > 1000 {
			detail = strings.ToValidUTF8(detail[:1000], "") + "…"
		}
		fmt.Fprintf(&b, "- %s%s\n  %s\n", diag.Summary, where, detail)
	}
	b.WriteString("\nAt least one expression must produce a successful result")
	return b.String()
}

// canFunc tells whether an expression has a value. It says nothing of which value, so only an unknown result has
// marks: those it may depend on, without making it sensitive.
func canFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Tells whether an expression can be evaluated.",
		Params:      []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
		Type:        function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, diags := customdecode.ExpressionClosureFromVal(args[0]).Value()
			if diags.HasErrors() {
				return cty.False, nil
			}
			if !v.IsWhollyKnown() {
				return without(cty.UnknownVal(cty.Bool).WithMarks(deepMarks(v)), Sensitive), nil
			}
			return cty.True, nil
		},
	})
}
