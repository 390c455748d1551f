package funcs

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// allTrueFunc looks no further than the first unknown element, as in Terraform.
func allTrueFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Tells whether all elements are true.",
		Params:       []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			for _, elem := range args[0].AsValueSlice() {
				if !elem.IsKnown() {
					return cty.UnknownVal(cty.Bool), nil
				}
				if elem.IsNull() || elem.False() {
					return cty.False, nil
				}
			}
			return cty.True, nil
		},
	})
}

func anyTrueFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Tells whether any element is true.",
		Params:       []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			result := cty.False
			for _, elem := range args[0].AsValueSlice() {
				if !elem.IsKnown() {
					result = cty.UnknownVal(cty.Bool)
				} else if !elem.IsNull() && elem.True() {
					return cty.True, nil
				}
			}
			return result, nil
		},
	})
}

func sumFunc() function.Function {
	const want = "argument must be list, set, or tuple of number values"
	return function.New(&function.Spec{
		Description:  "Adds numbers.",
		Params:       []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type:         function.StaticReturnType(cty.Number),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			switch ty := args[0].Type(); {
			case !args[0].CanIterateElements():
				return cty.NilVal, function.NewArgErrorf(0, "cannot sum noniterable")
			case args[0].LengthInt() == 0:
				return cty.NilVal, function.NewArgErrorf(0, "cannot sum an empty list")
			case !isSequence(ty):
				return cty.NilVal, function.NewArgErrorf(0, "argument must be list, set, or tuple. Received %s",
					ty.FriendlyName())
			case !args[0].IsWhollyKnown():
				return cty.UnknownVal(cty.Number), nil
			}
			sum, infinite := cty.Zero, cty.NilVal
			for _, elem := range args[0].AsValueSlice() {
				if elem.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, want)
				}
				n, err := convert.Convert(elem, cty.Number)
				if err != nil {
					return cty.NilVal, function.NewArgErrorf(0, want)
				}
				if err := checkNumber(n); err != nil {
					return cty.NilVal, function.NewArgError(0, err)
				}
				if n.AsBigFloat().IsInf() {
					// Adding infinities of different signs panics.
					if infinite != cty.NilVal && !infinite.RawEquals(n) {
						return cty.NilVal, errors.New("can't compute sum of opposing infinities")
					}
					infinite = n
				}
				sum = sum.Add(n)
			}
			return sum, nil
		},
	})
}

// listFunc is list of Terraform 0.11, where there was no other way to write a list in an expression. Later
// versions refuse to call it. An empty list has to be a tuple to be converted to lists of every type.
func listFunc() function.Function {
	vals := anyParam("vals")
	return function.New(&function.Spec{
		Description: "Makes a list of its arguments.",
		VarParam:    &vals,
		Type: func(args []cty.Value) (cty.Type, error) {
			if len(args) == 0 {
				return cty.EmptyTuple, nil
			}
			ty, err := commonType(args)
			return cty.List(ty), err
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if len(args) == 0 {
				return cty.EmptyTupleVal, nil
			}
			out := make([]cty.Value, len(args))
			for i, arg := range args {
				var err error
				if out[i], err = convert.Convert(arg, ty.ElementType()); err != nil {
					return cty.NilVal, function.NewArgError(i, err)
				}
			}
			if ty.ElementType() == cty.DynamicPseudoType {
				return cty.UnknownVal(ty).WithMarks(deepMarks(args...)), nil
			}
			return cty.ListVal(out), nil
		},
	})
}

// commonType returns the type that all values can have. It is not known if that of one of them is not, except for
// the literal null, which can be of every type.
func commonType(vals []cty.Value) (cty.Type, error) {
	var types []cty.Type
	for _, v := range vals {
		if ty := v.Type(); ty != cty.DynamicPseudoType {
			types = append(types, ty)
		} else if !v.IsNull() {
			return ty, nil
		}
	}
	if len(types) == 0 {
		return cty.String, nil // nulls only; Terraform 0.11 has nothing but strings
	}
	ty, _ := convert.UnifyUnsafe(types)
	if ty == cty.NilType {
		return cty.String, errors.New("all arguments must have the same type")
	}
	return ty, nil
}

// mapFunc is map of Terraform 0.11: keys and values in turn. Marks of the keys are on the whole map.
func mapFunc() function.Function {
	vals := anyParam("vals")
	return function.New(&function.Spec{
		Description: "Makes a map of keys and values in turn.",
		VarParam:    &vals,
		Type: func(args []cty.Value) (cty.Type, error) {
			if len(args)%2 != 0 {
				return cty.NilType, fmt.Errorf("map requires an even number of arguments, got %d", len(args))
			}
			if len(args) == 0 {
				return cty.EmptyObject, nil
			}
			var elems []cty.Value
			for i := 1; i < len(args); i += 2 {
				elems = append(elems, args[i])
			}
			ty, err := commonType(elems)
			return cty.Map(ty), err
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			if len(args) == 0 {
				return cty.EmptyObjectVal, nil
			}
			out := make(map[string]cty.Value, len(args)/2)
			var marks []cty.ValueMarks
			for i := 0; i < len(args); i += 2 {
				key, err := convert.Convert(args[i], cty.String)
				if err != nil {
					return cty.NilVal, function.NewArgError(i, err)
				}
				key, keyMarks := key.Unmark()
				if !key.IsKnown() {
					return cty.UnknownVal(ty).WithMarks(deepMarks(args...)), nil
				}
				if key.IsNull() {
					return cty.NilVal, function.NewArgErrorf(i, "argument %d is a null key", i+1)
				}
				if _, found := out[key.AsString()]; found {
					return cty.NilVal, function.NewArgErrorf(i, "argument %d is a duplicate key: %s", i+1,
						quote(key.AsString(), args[i]))
				}
				marks = append(marks, keyMarks)
				if out[key.AsString()], err = convert.Convert(args[i+1], ty.ElementType()); err != nil {
					return cty.NilVal, function.NewArgError(i+1, err)
				}
			}
			if ty.ElementType() == cty.DynamicPseudoType {
				return cty.UnknownVal(ty).WithMarks(deepMarks(args...)), nil
			}
			return cty.MapVal(out).WithMarks(marks...), nil
		},
	})
}
