package funcs

import (
	"strconv"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// SensitiveMark is the type of the mark that sensitive() gives to a value, and that an evaluator gives to the
// values of variables declared sensitive.
type SensitiveMark struct{}

// EphemeralMark is the type of the mark that an evaluator gives to values which Terraform keeps out of its state;
// ephemeralasnull() replaces them.
type EphemeralMark struct{}

// The marks, to be used with [cty.Value.Mark]. As values of empty structs they cannot change.
var (
	Sensitive = SensitiveMark{} //nolint:gochecknoglobals // there is nothing in it to change
	Ephemeral = EphemeralMark{} //nolint:gochecknoglobals // there is nothing in it to change
)

// quote returns s as Terraform shows it in an error: in quotes, or not at all if v is sensitive.
func quote(s string, v cty.Value) string {
	if v.HasMarkDeep(Ephemeral) {
		return "(ephemeral value)"
	}
	if v.HasMarkDeep(Sensitive) {
		return "(sensitive value)"
	}
	return strconv.Quote(s)
}

// markFunctions are not guarded: they work on marks alone.
func markFunctions() map[string]function.Function {
	return map[string]function.Function{
		"ephemeralasnull": ephemeralAsNullFunc(),
		"issensitive":     isSensitiveFunc(),
		"nonsensitive": sameTypeFunc("Removes the sensitive mark of the value itself.",
			func(v cty.Value) (cty.Value, error) { return without(v, Sensitive), nil }),
		"sensitive": sameTypeFunc("Marks a value as sensitive.",
			func(v cty.Value) (cty.Value, error) { return v.Mark(Sensitive), nil }),
	}
}

// sameTypeFunc is a function of one value, of whatever kind, to one of the same type.
func sameTypeFunc(description string, impl func(cty.Value) (cty.Value, error)) function.Function {
	return function.New(&function.Spec{
		Description: description,
		Params:      []function.Parameter{anyParam("value")},
		Type:        func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl:        func(args []cty.Value, _ cty.Type) (cty.Value, error) { return impl(args[0]) },
	})
}

// without returns v with all its marks but one.
func without(v cty.Value, mark any) cty.Value {
	v, marks := v.Unmark()
	delete(marks, mark)
	return v.WithMarks(marks)
}

// isSensitiveFunc cannot tell for unknown values: they may be replaced by one that is sensitive.
func isSensitiveFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Tells whether a value is sensitive.",
		Params:       []function.Parameter{anyParam("value")},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			switch v := args[0]; {
			case v.HasMark(Sensitive):
				return cty.True, nil
			case v.IsKnown():
				return cty.False, nil
			default:
				return cty.UnknownVal(cty.Bool).WithMarks(v.Marks()), nil
			}
		},
	})
}

func ephemeralAsNullFunc() function.Function {
	return sameTypeFunc("Replaces ephemeral values by null.", func(v cty.Value) (cty.Value, error) {
		return cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
			ephemeral := v.HasMark(Ephemeral)
			v = without(v, Ephemeral)
			if ephemeral && v.IsKnown() {
				return cty.NullVal(v.Type()).WithSameMarks(v), nil
			}
			return v, nil // one that is unknown may turn out not to be ephemeral
		})
	})
}
