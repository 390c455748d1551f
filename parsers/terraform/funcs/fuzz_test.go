package funcs

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// FuzzFunctions evaluates expressions with the functions and looks for panics, and for values that cannot be
// walked.
func FuzzFunctions(f *testing.F) {
	for _, tt := range documented() {
		f.Add(tt.src)
	}
	for _, src := range []string{
		`concat([a], l, ul)`, `flatten([dyn, [a]])`, `setproduct(uset, l)`, `zipmap([x], ul)`, `merge(m, um, o)`,
		`lookup(o, a, b)`, `formatlist("%s", l)`, `try(l[0], dyn)`, `slice(ml, 0, one)`, `sum([n, one])`,
		`templatestring("%%{ for v in l }$${v}%%{ endfor }", {l = l})`, `coalesce(a, b, nn)`, `try(1/0%100, nope)`, `toset(ml)...`,
	} {
		f.Add(src)
	}
	fns := testTable()
	vars := variables()
	delete(vars, "big") // makes slow what is not wrong
	// Neither is about the functions: HCL itself takes for ever to write such numbers, and for nested loops.
	tooSlow := regexp.MustCompile(`(?i)e\+?-?\d{4}|huge|tiny|\d{100}`)
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1000 || tooSlow.MatchString(src) || strings.Count(src, "for") > 1 {
			t.Skip()
		}
		expr, diags := hclsyntax.ParseExpression([]byte(src), "fuzz.hcl", hcl.InitialPos)
		if diags.HasErrors() {
			t.Skip()
		}
		v, diags := expr.Value(&hcl.EvalContext{Variables: vars, Functions: fns})
		if diags.HasErrors() {
			for _, diag := range diags {
				extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](diag)
				if ok && extra.FunctionCallError() != nil && strings.Contains(diag.Detail, "goroutine ") {
					t.Errorf("a stack trace in an error: %v", diag)
				}
			}
			return
		}
		plain, marks := v.UnmarkDeep()
		plain.IsWhollyKnown()
		show(plain.WithMarks(marks))
	})
}
