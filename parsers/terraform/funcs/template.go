package funcs

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const (
	maxNesting       = 16     // of templates in templates
	maxNested        = 1000   // templates rendered in all for one call of a function from outside
	maxTemplateParts = 50_000 // tokens other than text: parsing and evaluating them goes by recursion
	maxTemplateLines = 10_000 // HCL takes time in proportion to the square of the lines of text
	maxTemplateBytes = 1 << 20
	maxParsedBytes   = 32 << 20 // of the templates kept
)

// stringSource is what is shown for the file name of a template that is a string.
const stringSource = "templatestring"

// templates renders templates for the functions of one scope, and keeps them parsed.
type templates struct {
	scope     Scope
	functions map[string]function.Function // not changed, only copied

	mu     sync.Mutex
	parsed map[string]*template // by path, or NUL and text
	kept   int                  // bytes of text of those in parsed
}

// template is a parsed template. It is not changed.
type template struct {
	expr  hclsyntax.Expression
	nests bool // it calls templatefile or templatestring
}

// nesting is where in templates a function is called.
type nesting struct {
	depth int
	left  *int // templates that may yet be rendered; nil outside of templates. One goroutine renders all.
}

func (t *templates) fileFunc(at nesting) function.Function {
	return t.function("path", func(p string) (*template, error) {
		return t.parse(p, p, func() (string, error) {
			data, err := t.scope.read(p)
			if err != nil {
				return "", err
			}
			return text(p, data)
		})
	}, at)
}

func (t *templates) stringFunc(at nesting) function.Function {
	return t.function("template", func(src string) (*template, error) {
		return t.parse("\x00"+src, stringSource, func() (string, error) { return src, nil })
	}, at)
}

// function returns templatefile or templatestring, which differ in what the first argument is.
//
// The result has the marks of the variables that the template refers to, and is sensitive if any of the
// variables is.
func (t *templates) function(param string, load func(string) (*template, error), at nesting) function.Function {
	f := function.New(&function.Spec{
		Description: "Renders a template.",
		Params: []function.Parameter{
			{Name: param, Type: cty.String},
			{Name: "vars", Type: cty.DynamicPseudoType, AllowMarked: true},
		},
		// A template of one interpolation can have every type. Rendering it here to know would double the work.
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			tmpl, err := load(args[0].AsString())
			if err != nil {
				return cty.NilVal, err
			}
			vars, marks := args[1].Unmark()
			ret, err := t.render(tmpl, vars, at)
			if err != nil {
				return cty.NilVal, err
			}
			if vars.HasMarkDeep(Sensitive) {
				ret = ret.Mark(Sensitive)
			}
			return ret.WithMarks(marks), nil
		},
	})
	return guard(f, options{selects: true})
}

// parse returns the template kept for key, or else parses what read returns.
func (t *templates) parse(key, name string, read func() (string, error)) (*template, error) {
	t.mu.Lock()
	tmpl := t.parsed[key]
	t.mu.Unlock()
	if tmpl != nil {
		return tmpl, nil
	}
	// Two goroutines may parse the same one at once, which is rare and harmless.
	src, err := read()
	if err != nil {
		return nil, err
	}
	if len(src) > maxTemplateBytes {
		return nil, fmt.Errorf("the template %q is larger than %d MiB", name, maxTemplateBytes>>20)
	}
	start := hcl.InitialPos
	tokens, _ := hclsyntax.LexTemplate([]byte(src), name, start) // the parser reports what is wrong
	parts, lines := 0, 0
	for _, token := range tokens {
		if token.Type == hclsyntax.TokenStringLit {
			lines++
		} else {
			parts++
		}
	}
	if parts > maxTemplateParts || lines > maxTemplateLines {
		return nil, fmt.Errorf("the template %q is too complex", name)
	}
	expr, diags := hclsyntax.ParseTemplate([]byte(src), name, start)
	if diags.HasErrors() {
		return nil, diags
	}
	tmpl = &template{expr: expr, nests: nests(expr)}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept+len(src) <= maxParsedBytes {
		t.kept += len(src)
		t.parsed[key] = tmpl
	}
	return tmpl, nil
}

// nests tells whether a template renders others.
func nests(expr hclsyntax.Expression) bool {
	found := false
	_ = hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if call, ok := node.(*hclsyntax.FunctionCallExpr); ok {
			name := strings.TrimPrefix(call.Name, corePrefix)
			found = found || name == "templatefile" || name == "templatestring"
		}
		return nil
	})
	return found
}

func (t *templates) render(tmpl *template, vars cty.Value, at nesting) (cty.Value, error) {
	if at.depth > maxNesting {
		return cty.NilVal, &nestingError{fmt.Sprintf("templates are nested deeper than %d levels", maxNesting)}
	}
	if at.left != nil {
		if *at.left--; *at.left < 0 {
			return cty.NilVal, &nestingError{fmt.Sprintf("more than %d templates are rendered for this", maxNested)}
		}
	}
	if ty := vars.Type(); !ty.IsMapType() && !ty.IsObjectType() {
		return cty.NilVal, function.NewArgErrorf(1, "invalid vars value: must be a map")
	}
	ctx := &hcl.EvalContext{Variables: vars.AsValueMap(), Functions: t.functions}
	for _, name := range slices.Sorted(maps.Keys(ctx.Variables)) {
		if !hclsyntax.ValidIdentifier(name) {
			return cty.NilVal, function.NewArgErrorf(1, "invalid template variable name %q: must start with a "+
				"letter, followed by zero or more letters, digits, and underscores", name)
		}
	}
	for _, traversal := range tmpl.expr.Variables() {
		root := traversal.RootName()
		if _, found := ctx.Variables[root]; !found {
			return cty.NilVal, function.NewArgErrorf(1, "vars map does not contain key %q, referenced at %s", root,
				traversal.SourceRange())
		}
	}
	if tmpl.nests {
		inner := nesting{depth: at.depth + 1, left: at.left}
		if inner.left == nil {
			left := maxNested
			inner.left = &left
		}
		ctx.Functions = maps.Clone(t.functions)
		add(ctx.Functions, map[string]function.Function{
			"templatefile":   t.fileFunc(inner),
			"templatestring": t.stringFunc(inner),
		})
	}
	ret, diags := tmpl.expr.Value(ctx)
	if diags.HasErrors() {
		return cty.NilVal, newRenderError(diags)
	}
	if !ret.IsKnown() {
		// HCL loses the marks of what a directive repeats over.
		for _, traversal := range tmpl.expr.Variables() {
			if v, diags := traversal.TraverseAbs(ctx); !diags.HasErrors() {
				ret = ret.WithMarks(deepMarks(v))
			}
		}
	}
	return ret, nil
}

// nestingError is about the call from outside, whichever template it was met in.
type nestingError struct{ message string }

func (e *nestingError) Error() string { return e.message }

// renderError is what is wrong in a template, with the errors of functions called there to be found by [errors.As].
type renderError struct {
	diags  hcl.Diagnostics
	causes []error
}

// newRenderError returns the error for the diagnostics of a template. A [nestingError] is returned as it is:
// otherwise each level would wrap the text of the one below.
func newRenderError(diags hcl.Diagnostics) error {
	e := &renderError{diags: diags}
	for _, diag := range diags {
		diag.Detail = cutStack(diag.Detail)
		extra, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallDiagExtra](diag)
		if !ok || extra.FunctionCallError() == nil {
			continue
		}
		if nested, ok := errors.AsType[*nestingError](extra.FunctionCallError()); ok {
			return nested
		}
		e.causes = append(e.causes, extra.FunctionCallError())
	}
	return e
}

func (e *renderError) Error() string   { return e.diags.Error() }
func (e *renderError) Unwrap() []error { return e.causes }
