package funcs

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// toFunc converts to want, as tostring and its like do. Elements keep their marks.
func toFunc(want cty.Type) function.Function {
	mismatch := func(v cty.Value) error {
		return function.NewArgErrorf(0, "cannot convert %s to %s", v.Type().FriendlyName(),
			want.FriendlyNameForConstraint())
	}
	return function.New(&function.Spec{
		Description: "Converts a value to " + want.FriendlyNameForConstraint() + ".",
		Params: []function.Parameter{{
			Name:             "v",
			Type:             cty.DynamicPseudoType, // not want, for the sake of the errors
			AllowNull:        true,
			AllowMarked:      true,
			AllowDynamicType: true,
		}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if ty := args[0].Type(); !ty.Equals(want) && convert.GetConversionUnsafe(ty, want) == nil {
				return cty.NilType, mismatch(args[0])
			}
			return want, nil
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			ret, err := convert.Convert(args[0], want)
			if err == nil {
				return ret, nil
			}
			s, isString := known(args[0])
			switch {
			case args[0].HasMarkDeep(Sensitive):
				return cty.NilVal, function.NewArgErrorf(0, "cannot convert this sensitive %s to %s",
					args[0].Type().FriendlyName(), want.FriendlyNameForConstraint())
			case isString && want == cty.Bool:
				return cty.NilVal, function.NewArgErrorf(0,
					`cannot convert %q to bool; only the strings "true" or "false" are allowed`, s)
			case isString && want == cty.Number:
				return cty.NilVal, function.NewArgErrorf(0,
					"cannot convert %q to number; given string must be a decimal representation of a number", s)
			}
			return cty.NilVal, mismatch(args[0])
		},
	})
}
