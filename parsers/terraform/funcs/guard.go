package funcs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// options say what [guard] adds to a function.
type options struct {
	// check refuses arguments that would make the call too costly. It sees them with their marks, after they
	// were converted to the types of the parameters, and may meet unknown and null values.
	check func(args []cty.Value) error
	// selects is set for functions that hand out one of the values nested in their arguments: if the arguments
	// themselves are known then an unknown result is that value, and has its marks already.
	selects bool
	// numbers is set for functions that read numbers from text, whose results are checked as [checkNumber] says.
	numbers bool
}

// guard returns f with three additions: what is too large is refused, a panic inside f becomes an error without
// a stack trace, and the marks of an unknown argument reach the result.
//
// The last is needed because cty returns early when an argument is unknown, and then drops the marks of those
// arguments for which the function promised to handle marks by itself (AllowMarked). Functions that take unknown
// arguments of every type do handle them, and are left alone.
func guard(f function.Function, o options) function.Function {
	spec := &function.Spec{
		Description: f.Description(),
		Params:      f.Params(),
		VarParam:    f.VarParam(),
		// The type is left to f.Call, which works it out anyway: asking here too would do it twice, and for
		// nested calls of templatefile that doubles with each level.
		Type: function.StaticReturnType(cty.DynamicPseudoType),
	}
	handlesMarks := false
	open := func(p *function.Parameter) {
		handlesMarks = handlesMarks || p.AllowMarked && !(p.AllowUnknown && p.AllowDynamicType)
		p.AllowMarked, p.AllowUnknown, p.AllowDynamicType = true, true, true
	}
	for i := range spec.Params {
		open(&spec.Params[i])
	}
	if spec.VarParam != nil {
		open(spec.VarParam)
	}
	spec.Impl = func(args []cty.Value, _ cty.Type) (ret cty.Value, err error) {
		defer func() {
			if r := recover(); r != nil {
				ret, err = cty.NilVal, fmt.Errorf("the function cannot handle these arguments: %v", r)
			}
		}()
		if err := checkArguments(args); err != nil {
			return cty.NilVal, err
		}
		if o.check != nil {
			if err := o.check(args); err != nil {
				return cty.NilVal, err
			}
		}
		ret, err = f.Call(args)
		if err != nil {
			return cty.NilVal, withoutStack(err)
		}
		if err := checkResult(ret, o.numbers); err != nil {
			return cty.NilVal, err
		}
		if handlesMarks && !ret.IsKnown() && (!o.selects || anyUnknown(args)) {
			ret = ret.WithMarks(deepMarks(args...))
		}
		return ret, nil
	}
	return function.New(spec)
}

func anyUnknown(args []cty.Value) bool {
	return slices.ContainsFunc(args, func(v cty.Value) bool { return !v.IsKnown() })
}

// withoutStack replaces cty's error for a panic, whose text has a stack trace and so differs between machines.
func withoutStack(err error) error {
	if p, ok := errors.AsType[function.PanicError](err); ok {
		return fmt.Errorf("the function cannot handle these arguments: %v", p.Value)
	}
	return err
}

// cutStack removes the stack trace that cty puts into the text of errors of HCL's operators, as for "1/0 % 2".
func cutStack(s string) string {
	text, _, _ := strings.Cut(s, "\ngoroutine ")
	return text
}

// deepMarks returns the marks of the values and of all values nested in them.
func deepMarks(vals ...cty.Value) cty.ValueMarks {
	all := make(cty.ValueMarks)
	for _, v := range vals {
		if !v.ContainsMarked() {
			continue
		}
		_, marks := v.UnmarkDeep()
		for m := range marks {
			all[m] = struct{}{}
		}
	}
	return all
}

// notNull is the refinement of functions that never return null.
func notNull(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() }
