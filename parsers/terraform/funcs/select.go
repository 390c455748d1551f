package funcs

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// anyParam is a parameter that takes everything there is, with its marks.
func anyParam(name string) function.Parameter {
	return function.Parameter{
		Name:             name,
		Type:             cty.DynamicPseudoType,
		AllowUnknown:     true,
		AllowDynamicType: true,
		AllowNull:        true,
		AllowMarked:      true,
	}
}

// coalesceFunc returns the first argument that is neither null nor the empty string. It has its own marks and
// those of the arguments before it, and as an unknown result those of all arguments that could be it.
func coalesceFunc() function.Function {
	vals := anyParam("vals")
	return function.New(&function.Spec{
		Description: "Returns the first argument that is neither null nor empty.",
		VarParam:    &vals,
		Type: func(args []cty.Value) (cty.Type, error) {
			types := make([]cty.Type, len(args))
			for i, arg := range args {
				types[i] = arg.Type()
			}
			ty, _ := convert.UnifyUnsafe(types)
			if ty == cty.NilType {
				return cty.NilType, errors.New("all arguments must have the same type")
			}
			return ty, nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			for i, arg := range args {
				arg, err := convert.Convert(arg, ty)
				if err != nil {
					return cty.NilVal, function.NewArgError(i, err)
				}
				plain, _ := arg.Unmark()
				switch {
				case !plain.IsKnown():
					last := i
					for last < len(args)-1 && !chosen(args[last]) {
						last++
					}
					return cty.UnknownVal(ty).WithMarks(deepMarks(args[:last+1]...)), nil
				case plain.IsNull():
					continue
				case ty == cty.String && plain.AsString() == "":
					continue
				}
				return arg.WithMarks(shallowMarks(args[:i])), nil
			}
			return cty.NilVal, errors.New("no non-null, non-empty-string arguments")
		},
	})
}

// chosen tells whether coalesce stops at v for certain.
func chosen(v cty.Value) bool {
	v, _ = v.Unmark()
	if v.IsKnown() {
		s, isString := known(v)
		return !v.IsNull() && (!isString || s != "")
	}
	r := v.Range()
	return v.Type() != cty.DynamicPseudoType && r.DefinitelyNotNull() &&
		(v.Type() != cty.String || r.StringPrefix() != "")
}

func shallowMarks(vals []cty.Value) cty.ValueMarks {
	all := make(cty.ValueMarks)
	for _, v := range vals {
		for m := range v.Marks() {
			all[m] = struct{}{}
		}
	}
	return all
}

// coalesceListFunc returns the first list that has elements, with the marks of those before it.
func coalesceListFunc() function.Function {
	vals := anyParam("vals")
	return function.New(&function.Spec{
		Description: "Returns the first list or tuple that is not empty.",
		VarParam:    &vals,
		Type: func(args []cty.Value) (cty.Type, error) {
			if len(args) == 0 {
				return cty.NilType, errors.New("at least one argument is required")
			}
			same := true
			for _, arg := range args {
				if !arg.IsKnown() {
					return cty.DynamicPseudoType, nil
				}
				ty := arg.Type()
				if !ty.IsListType() && !ty.IsTupleType() {
					return cty.NilType, errors.New("coalescelist arguments must be lists or tuples")
				}
				same = same && ty.Equals(args[0].Type())
			}
			if !same {
				return cty.DynamicPseudoType, nil
			}
			return args[0].Type(), nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			for i, arg := range args {
				plain, _ := arg.Unmark()
				if !plain.IsKnown() {
					last := i
					for last < len(args)-1 && !filled(args[last]) {
						last++
					}
					return cty.UnknownVal(ty).WithMarks(deepMarks(args[:last+1]...)), nil
				}
				if !plain.IsNull() && plain.LengthInt() > 0 {
					return arg.WithMarks(shallowMarks(args[:i])), nil
				}
			}
			return cty.NilVal, errors.New("no non-null arguments")
		},
	})
}

// filled tells whether coalescelist stops at v for certain.
func filled(v cty.Value) bool {
	n, _ := length(v)
	return n > 0
}

// lookupFunc differs from the one of cty in that the default may be left out, and in that one unknown element
// does not make the others unknown.
func lookupFunc() function.Function {
	// Unknown arguments are dealt with here rather than by cty, for the sake of their marks.
	open := func(name string, ty cty.Type) function.Parameter {
		p := anyParam(name)
		p.Type, p.AllowNull = ty, false
		return p
	}
	fallback := anyParam("default")
	return function.New(&function.Spec{
		Description: "Returns the element of a map with a key, or a default.",
		Params:      []function.Parameter{open("inputMap", cty.DynamicPseudoType), open("key", cty.String)},
		VarParam:    &fallback,
		Type:        lookupType,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			m, mapMarks := args[0].Unmark()
			k, keyMarks := args[1].Unmark()
			if !m.IsKnown() || !k.IsKnown() {
				return cty.UnknownVal(ty).WithMarks(deepMarks(args...)), nil
			}
			key := k.AsString()
			var found cty.Value
			switch {
			case m.Type().IsObjectType() && m.Type().HasAttribute(key):
				found = m.GetAttr(key)
			case m.Type().IsMapType() && m.HasIndex(k).True():
				found = m.Index(k)
			case len(args) == 3:
				var err error
				if found, err = convert.Convert(args[2], ty); err != nil {
					return cty.NilVal, function.NewArgError(2, err)
				}
			default:
				return cty.NilVal, fmt.Errorf("lookup failed to find key %s", quote(key, args[1]))
			}
			return found.WithMarks(mapMarks, keyMarks), nil
		},
	})
}

func lookupType(args []cty.Value) (cty.Type, error) {
	if len(args) > 3 {
		return cty.NilType, fmt.Errorf("lookup() takes two or three arguments, got %d", len(args))
	}
	ty := args[0].Type()
	switch {
	case ty == cty.DynamicPseudoType:
		return ty, nil
	case ty.IsObjectType():
		key, ok := known(args[1])
		switch {
		case !ok:
			return cty.DynamicPseudoType, nil
		case ty.HasAttribute(key):
			return ty.AttributeType(key), nil
		case len(args) == 3:
			return args[2].Type(), nil
		}
		return cty.NilType, function.NewArgErrorf(0, "the given object has no attribute %s", quote(key, args[1]))
	case ty.IsMapType():
		if len(args) == 3 {
			if _, err := convert.Convert(args[2], ty.ElementType()); err != nil {
				return cty.NilType, function.NewArgErrorf(2,
					"the default value must have the same type as the map elements")
			}
		}
		return ty.ElementType(), nil
	default:
		return cty.NilType, function.NewArgErrorf(0, "lookup() requires a map as the first argument")
	}
}

// oneFunc returns the only element, or null if there is none.
func oneFunc() function.Function {
	const want = "must be a list, set, or tuple value with either zero or one elements"
	return function.New(&function.Spec{
		Description: "Returns the element of a collection of at most one.",
		Params:      []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowMarked: true}},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty := args[0].Type()
			switch {
			case ty.IsListType() || ty.IsSetType():
				return ty.ElementType(), nil
			case ty.IsTupleType() && ty.Length() == 0:
				return cty.DynamicPseudoType, nil
			case ty.IsTupleType() && ty.Length() == 1:
				return ty.TupleElementType(0), nil
			}
			return cty.NilType, function.NewArgErrorf(0, want)
		},
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			if !list.Length().IsKnown() {
				return cty.UnknownVal(ty).WithMarks(marks), nil
			}
			switch vals := list.AsValueSlice(); len(vals) {
			case 0:
				return cty.NullVal(ty).WithMarks(marks), nil
			case 1:
				return vals[0].WithMarks(marks), nil
			}
			return cty.NilVal, function.NewArgErrorf(0, want)
		},
	})
}

// indexFunc returns the index of the first element equal to a value.
func indexFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Returns the index of a value in a list.",
		Params: []function.Parameter{
			{Name: "list", Type: cty.DynamicPseudoType},
			{Name: "value", Type: cty.DynamicPseudoType},
		},
		Type:         function.StaticReturnType(cty.Number),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if ty := args[0].Type(); !ty.IsListType() && !ty.IsTupleType() {
				return cty.NilVal, errors.New("argument must be a list or tuple")
			}
			if args[0].LengthInt() == 0 {
				return cty.NilVal, errors.New("cannot search an empty list")
			}
			for it := args[0].ElementIterator(); it.Next(); {
				i, elem := it.Element()
				eq := elem.Equals(args[1])
				if !eq.IsKnown() {
					return cty.UnknownVal(cty.Number), nil
				}
				if eq.True() {
					return i, nil
				}
			}
			return cty.NilVal, errors.New("item not found")
		},
	})
}
