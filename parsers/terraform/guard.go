package terraform

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// The parsers and cty have costs that a hostile file can drive to infinity: a stack
// that overflows cannot be recovered from, and an evaluation cannot be interrupted.
// The limits here are far above what real configuration has.
const (
	maxDepth        = 1000    // nested brackets
	maxUnary        = 10_000  // operators in a row
	maxConditionals = 50_000  // in one top-level block
	maxTextLines    = 20_000  // of one template; HCL's time for it is quadratic
	maxExponent     = 1 << 15 // binary exponent of a number
	maxElements     = 1 << 18 // of one value, nested ones counted
	maxIterations   = 4 << 20 // of all for expressions of a root
)

// tooHard looks for text that would exhaust the parser and returns the line and the
// reason. It counts without understanding strings, so it may err on absurd files only.
func tooHard(src []byte) (line int, why string) {
	s := scanner{line: 1}
	for len(src) > 0 {
		text, rest, _ := bytes.Cut(src, []byte("\n"))
		if why := s.scan(text); why != "" {
			return s.line, why
		}
		src = rest
		s.line++
	}
	return 0, ""
}

type scanner struct {
	line, depth, unary, conditionals int
	end                              []byte // terminator of the heredoc that the line is in
	lines                            int    // of that heredoc
}

func (s *scanner) scan(text []byte) string {
	if s.end != nil {
		if s.lines++; s.lines > maxTextLines {
			return fmt.Sprintf("a text of more than %d lines; read it with file() instead", maxTextLines)
		}
		if bytes.Equal(bytes.TrimSpace(text), s.end) {
			s.end = nil
		}
		return ""
	}
	if _, after, ok := bytes.Cut(text, []byte("<<")); ok {
		s.heredoc(after)
	}
	if bytes.Count(text, []byte(`\n`)) > maxTextLines {
		return fmt.Sprintf("a text of more than %d lines; read it with file() instead", maxTextLines)
	}
	for _, c := range text {
		s.count(c)
		switch {
		case s.depth > maxDepth:
			return fmt.Sprintf("brackets nest deeper than %d levels", maxDepth)
		case s.unary > maxUnary:
			return fmt.Sprintf("more than %d operators stand in a row", maxUnary)
		case s.conditionals > maxConditionals:
			return fmt.Sprintf("more than %d conditionals stand in one block", maxConditionals)
		}
	}
	return ""
}

func (s *scanner) count(c byte) {
	switch c {
	case ' ', '\t', '\r':
		return
	case '{', '[', '(':
		s.depth++
	case '}', ']', ')':
		if s.depth = max(s.depth-1, 0); s.depth == 0 {
			s.conditionals = 0
		}
	case '?':
		s.conditionals++
	}
	if c == '!' || c == '-' {
		s.unary++
	} else {
		s.unary = 0
	}
}

// heredoc notes the word that ends a heredoc, if one starts here.
func (s *scanner) heredoc(after []byte) {
	word := bytes.TrimRight(bytes.TrimPrefix(after, []byte("-")), " \t\r")
	if len(word) > 0 && !bytes.ContainsAny(word, " \t\"'(){}[]<>=,") {
		s.end, s.lines = bytes.Clone(word), 0
	}
}

// tame changes an expression so that it cannot run away: a number that takes
// megabytes to print becomes unknown, a for expression counts its iterations.
func tame(node hclsyntax.Node) {
	switch n := node.(type) {
	case *hclsyntax.LiteralValueExpr:
		if n.Val.Type() == cty.Number && n.Val.IsKnown() && !n.Val.IsNull() && hugeNumber(n.Val) {
			n.Val = cty.UnknownVal(cty.Number)
		}
	case *hclsyntax.ForExpr:
		n.CollExpr = &hclsyntax.FunctionCallExpr{
			Name: iterateFunction, Args: []hclsyntax.Expression{n.CollExpr},
			NameRange: n.CollExpr.Range(), OpenParenRange: n.CollExpr.Range(), CloseParenRange: n.CollExpr.Range(),
		}
	}
}

func hugeNumber(v cty.Value) bool {
	e := v.AsBigFloat().MantExp(new(big.Float))
	return e > maxExponent || e < -maxExponent
}

// iterateFunction cannot be written in configuration, so it cannot be called by it.
const iterateFunction = "the for expression"

// iterate passes a collection through and counts its elements against the root's budget.
func (r *root) iterate() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{
			Name: "collection", Type: cty.DynamicPseudoType,
			AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
		}},
		Type: func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, _ := args[0].Unmark()
			if v.IsKnown() && !v.IsNull() && v.CanIterateElements() {
				if r.iterations += v.LengthInt(); r.iterations > maxIterations {
					return cty.NilVal, errors.New("the for expressions of this root iterate too often; their values are taken as unknown")
				}
			}
			return args[0], nil
		},
	})
}

// bounded replaces a value that is too large to handle: locals can double each other
// until memory ends.
func bounded(r *root, x *expr, v cty.Value) cty.Value {
	budget := maxElements
	if fits(v, &budget) {
		return v
	}
	r.warn(&x.rng, "Value too large", "The value is taken as unknown: it has more than 262,144 elements, or a text or number without measure.", true)
	return cty.DynamicVal.Mark(r.need(fmt.Sprintf("%s:%d", x.rng.Filename, x.rng.Start.Line)))
}

// maxString is the longest text that a value may have.
const maxString = 8 << 20

func fits(v cty.Value, budget *int) bool {
	v, _ = v.Unmark()
	if *budget--; *budget < 0 {
		return false
	}
	if !v.IsKnown() || v.IsNull() {
		return true
	}
	switch t := v.Type(); {
	case t == cty.String:
		return len(v.AsString()) <= maxString
	case t == cty.Number:
		return !hugeNumber(v)
	case v.CanIterateElements():
		for it := v.ElementIterator(); it.Next(); {
			if _, e := it.Element(); !fits(e, budget) {
				return false
			}
		}
	}
	return true
}

// plainDetail is a diagnostic's detail without the stack trace that HCL's operators
// add when they recover from a panic.
func plainDetail(d *hcl.Diagnostic) string {
	detail, _, _ := bytes.Cut([]byte(d.Detail), []byte("\ngoroutine "))
	return string(detail)
}
