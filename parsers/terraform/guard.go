package terraform

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// The parsers and cty have costs that a hostile file can drive to infinity: a stack
// that overflows cannot be recovered from, and an evaluation cannot be interrupted.
// The limits here are far above what real configuration has.
const (
	maxDepth      = 1000      // nested brackets
	maxOperators  = 20_000    // of expressions within each other: HCL goes down one level for each
	maxSigns      = 2_000_000 // of one file, for the memory that its tokens take
	maxTextLines  = 20_000    // of one template; HCL's time for it is quadratic
	maxExponent   = 1 << 15   // binary exponent of a number
	maxElements   = 1 << 18   // of one value, nested ones counted
	maxIterations = 2 << 20   // of all for expressions of a root
)

// tooHard looks for text that would exhaust the parser or the evaluation and returns
// the line and the reason. Most files have too few signs to be dangerous, whatever
// they say; only the others are cut into tokens first.
func tooHard(src []byte, name string) (line int, why string) {
	if strings.HasSuffix(name, ".json") {
		return deepJSON(src)
	}
	switch signs := countSigns(src); {
	case signs > maxSigns:
		return 1, fmt.Sprintf("it has more than %d operators, brackets and lines", maxSigns)
	case signs <= maxOperators:
		return 0, ""
	}
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos) // the parser reports what is wrong
	return hardTokens(tokens)
}

// hardTemplate is tooHard for the text of a template.
func hardTemplate(src []byte) (line int, why string) {
	if countSigns(src) <= maxOperators {
		return 0, ""
	}
	tokens, _ := hclsyntax.LexTemplate(src, "", hcl.InitialPos)
	return hardTokens(tokens)
}

// countSigns counts everything that could nest or lengthen something.
func countSigns(src []byte) int {
	n := 0
	for _, c := range src {
		switch c {
		case '[', '(', '{', '!', '-', '+', '*', '/', '%', '=', '<', '>', '&', '|', '?', '\\', '\n':
			n++
		}
	}
	return n
}

func deepJSON(src []byte) (line int, why string) {
	depth, quoted, line := 0, false, 1
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\n':
			line++
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return line, tooDeep()
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return 0, ""
}

func tooDeep() string { return fmt.Sprintf("brackets nest deeper than %d levels", maxDepth) }

// nest measures how deep the tokens that it is given lead into each other.
type nest struct {
	levels    []level
	operators int // on all levels
	last      hclsyntax.TokenType
	newline   bool // between last and the next token
}

// level is what is between a bracket or quote and its end.
type level struct {
	operators int // of the expression that is being read
	lines     int
	body      bool // a new line ends the expression
}

func hardTokens(tokens hclsyntax.Tokens) (line int, why string) {
	n := nest{levels: []level{{body: true}}}
	for _, t := range tokens {
		n.next(t)
		switch at := n.levels[len(n.levels)-1]; {
		case len(n.levels) > maxDepth:
			return t.Range.Start.Line, tooDeep()
		case n.operators > maxOperators:
			return t.Range.Start.Line, fmt.Sprintf("more than %d operators lead into each other", maxOperators)
		case at.lines > maxTextLines:
			return t.Range.Start.Line, fmt.Sprintf("a text of more than %d lines; read it with file() instead", maxTextLines)
		}
	}
	return 0, ""
}

func (n *nest) next(t hclsyntax.Token) {
	at := &n.levels[len(n.levels)-1]
	switch t.Type {
	case hclsyntax.TokenNewline, hclsyntax.TokenComment:
		n.newline = true
		return
	case hclsyntax.TokenStringLit, hclsyntax.TokenQuotedLit:
		at.lines += 1 + bytes.Count(t.Bytes, []byte(`\n`))
	case hclsyntax.TokenComma:
		n.reset(at)
	default:
	}
	_, continues := opens(t.Type)
	if n.newline && at.body && !operator(n.last) && !operator(t.Type) && !continues {
		n.reset(at)
	}
	n.last, n.newline = t.Type, false
	if operator(t.Type) {
		at.operators++
		n.operators++
	}
	if body, ok := opens(t.Type); ok {
		at.operators++ // an index, or a directive in a template
		n.operators++
		n.levels = append(n.levels, level{body: body})
	} else if closes(t.Type) && len(n.levels) > 1 {
		n.operators -= at.operators
		n.levels = n.levels[:len(n.levels)-1]
	}
}

func (n *nest) reset(at *level) {
	n.operators -= at.operators
	at.operators = 0
}

func opens(t hclsyntax.TokenType) (body, ok bool) {
	switch t {
	case hclsyntax.TokenOBrace:
		return true, true
	case hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc,
		hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		return false, true
	default:
		return false, false
	}
}

func closes(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc,
		hclsyntax.TokenTemplateSeqEnd:
		return true
	default:
		return false
	}
}

func operator(t hclsyntax.TokenType) bool {
	switch t {
	case hclsyntax.TokenPlus, hclsyntax.TokenMinus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
		hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq,
		hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq, hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenBang,
		hclsyntax.TokenQuestion:
		return true
	default:
		return false
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
