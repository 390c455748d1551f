package terraform

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// HCL gives the result of a conditional the marks of both branches, because it may
// not know which one is taken. Here marks say where a value comes from, and a value
// does not come from the branch that is not taken. So each branch is wrapped in a
// call that sees the condition and drops the marks of the branch when that is known
// to be the other one.
const (
	trueBranch  = "the true branch"
	falseBranch = "the false branch"
)

// branching wraps the branches of every conditional below a node. Conditions that
// hold conditionals are left alone: evaluating a condition again for each branch
// would multiply with their nesting.
type branching struct{}

// Enter implements hclsyntax.Walker.
func (branching) Enter(node hclsyntax.Node) hcl.Diagnostics {
	c, ok := node.(*hclsyntax.ConditionalExpr)
	if !ok || hasConditional(c.Condition) {
		return nil
	}
	c.TrueResult = branch(trueBranch, c.TrueResult, c.Condition)
	c.FalseResult = branch(falseBranch, c.FalseResult, c.Condition)
	return nil
}

// Exit implements hclsyntax.Walker.
func (branching) Exit(hclsyntax.Node) hcl.Diagnostics { return nil }

func hasConditional(e hclsyntax.Expression) bool {
	found := false
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		_, ok := n.(*hclsyntax.ConditionalExpr)
		found = found || ok
		return nil
	})
	return found
}

func branch(name string, result, condition hclsyntax.Expression) hclsyntax.Expression {
	if lit, ok := result.(*hclsyntax.LiteralValueExpr); ok {
		return lit // carries no marks
	}
	r := result.Range()
	return &hclsyntax.FunctionCallExpr{
		Name: name, Args: []hclsyntax.Expression{result, condition}, NameRange: r, OpenParenRange: r, CloseParenRange: r,
	}
}

// branchFunction evaluates a branch, which is taken when the condition equals side.
func branchFunction(side bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "result", Type: customdecode.ExpressionClosureType},
			{Name: "condition", Type: customdecode.ExpressionClosureType},
		},
		// Any type, so that the branch is not evaluated once more to learn it.
		Type: function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, diags := customdecode.ExpressionClosureFromVal(args[0]).Value()
			if diags.HasErrors() {
				return cty.NilVal, errors.New(diags[0].Summary + ": " + plainDetail(diags[0]))
			}
			cond, diags := customdecode.ExpressionClosureFromVal(args[1]).Value()
			if diags.HasErrors() {
				return v, nil // reported where the condition itself is evaluated
			}
			cond, _ = cond.Unmark()
			cond, err := convert.Convert(cond, cty.Bool)
			if err == nil && cond.IsKnown() && !cond.IsNull() && cond.True() != side {
				v, _ = v.Unmark()
			}
			return v, nil
		},
	})
}
