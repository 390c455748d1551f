package funcs

import (
	"errors"
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// flattenFunc differs from the one of cty in that a marked value of unknown type makes the result unknown, as an
// unmarked one does: it can turn out to be a list.
func flattenFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Replaces the lists in a list by their elements.",
		Params:      []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType, AllowMarked: true}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if args[0].IsKnown() && !isSequence(args[0].Type()) {
				return cty.NilType, errors.New("can only flatten lists, sets and tuples")
			}
			return cty.DynamicPseudoType, nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			f := flattening{known: true}
			if err := f.add(args[0]); err != nil {
				return cty.NilVal, err
			}
			if !f.known {
				return cty.DynamicVal.WithMarks(deepMarks(args...)), nil
			}
			return cty.TupleVal(f.out).WithMarks(f.marks...), nil
		},
	})
}

func isSequence(ty cty.Type) bool { return ty.IsListType() || ty.IsSetType() || ty.IsTupleType() }

// flattening gathers the elements of nested sequences in out, with their own marks. Those of the sequences
// themselves are in marks: they are lost in the result otherwise if the sequence is empty.
type flattening struct {
	out   []cty.Value
	marks []cty.ValueMarks
	known bool
}

func (f *flattening) add(seq cty.Value) error {
	seq, marks := seq.Unmark()
	f.marks = append(f.marks, marks)
	if !seq.IsKnown() || !seq.Length().IsKnown() {
		f.known = false
		return nil
	}
	for it := seq.ElementIterator(); it.Next(); {
		_, elem := it.Element()
		switch ty := elem.Type(); {
		case ty == cty.DynamicPseudoType && !elem.IsKnown():
			f.known = false
		case isSequence(ty) && !elem.IsNull():
			if err := f.add(elem); err != nil {
				return err
			}
		default:
			f.out = append(f.out, elem)
		}
		if len(f.out) > maxValues || len(f.marks) > maxValues {
			return fmt.Errorf("the result would have more than %d elements", maxValues)
		}
	}
	return nil
}

// distinctFunc keeps the first of equal elements, with the marks of all of them.
func distinctFunc() function.Function {
	list := function.Parameter{Name: "list", Type: cty.List(cty.DynamicPseudoType), AllowMarked: true}
	return function.New(&function.Spec{
		Description:  "Removes duplicates from a list.",
		Params:       []function.Parameter{list},
		Type:         func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			list, marks := args[0].Unmark()
			if !list.IsWhollyKnown() {
				return cty.UnknownVal(ty).WithMarks(deepMarks(args...)), nil
			}
			var plain, out []cty.Value
			byHash := make(map[int][]int)
		elements:
			for it := list.ElementIterator(); it.Next(); {
				_, elem := it.Element()
				bare, _ := elem.UnmarkDeep()
				hash := bare.Hash()
				for _, i := range byHash[hash] {
					if plain[i].RawEquals(bare) {
						out[i] = out[i].WithMarks(deepMarks(elem))
						continue elements
					}
				}
				byHash[hash] = append(byHash[hash], len(out))
				plain, out = append(plain, bare), append(out, elem)
			}
			if len(out) == 0 {
				return cty.ListValEmpty(ty.ElementType()).WithMarks(marks), nil
			}
			return cty.ListVal(out).WithMarks(marks), nil
		},
	})
}

// matchKeysFunc returns the values whose keys are in searchset.
func matchKeysFunc() function.Function {
	anyList := cty.List(cty.DynamicPseudoType)
	return function.New(&function.Spec{
		Description: "Returns the elements of a list whose counterparts in another are in a third.",
		Params: []function.Parameter{
			{Name: "values", Type: anyList, AllowMarked: true},
			{Name: "keys", Type: anyList},
			{Name: "searchset", Type: anyList},
		},
		Type: func(args []cty.Value) (cty.Type, error) {
			if ty, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()}); ty == cty.NilType {
				return cty.NilType, errors.New("keys and searchset must be of the same type")
			}
			return args[0].Type(), nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, ty cty.Type) (cty.Value, error) {
			values, marks := args[0].Unmark()
			if values.LengthInt() != args[1].LengthInt() {
				return cty.NilVal, errors.New("length of keys and values should be equal")
			}
			if args[1].LengthInt()*args[2].LengthInt() > maxCompares {
				return cty.NilVal, errTooLarge
			}
			common, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()})
			keys, err := convert.Convert(args[1], common)
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			search, err := convert.Convert(args[2], common)
			if err != nil {
				return cty.NilVal, function.NewArgError(2, err)
			}
			none := cty.ListValEmpty(ty.ElementType()).WithMarks(marks)
			if search.LengthInt() == 0 {
				return none, nil
			}
			if !values.IsWhollyKnown() || !keys.IsWhollyKnown() {
				return cty.UnknownVal(ty).WithMarks(deepMarks(args...)), nil
			}
			wanted, elems := search.AsValueSlice(), values.AsValueSlice()
			var out []cty.Value
			for i, key := range keys.AsValueSlice() {
				for _, w := range wanted {
					eq := key.Equals(w)
					if !eq.IsKnown() {
						return none, nil // sic: Terraform gives up here
					}
					if eq.True() {
						out = append(out, elems[i])
						break
					}
				}
			}
			if len(out) == 0 {
				return none, nil
			}
			return cty.ListVal(out).WithMarks(marks), nil
		},
	})
}

// transposeFunc turns {a = ["x", "y"]} into {x = ["a"], y = ["a"]}.
func transposeFunc() function.Function {
	ty := cty.Map(cty.List(cty.String))
	return function.New(&function.Spec{
		Description:  "Swaps the keys and values of a map of lists of strings.",
		Params:       []function.Parameter{{Name: "values", Type: ty}},
		Type:         function.StaticReturnType(ty),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if !args[0].IsWhollyKnown() {
				return cty.UnknownVal(ty), nil
			}
			keys := make(map[string][]string)
			for it := args[0].ElementIterator(); it.Next(); {
				key, list := it.Element()
				if list.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, "cannot use null list for [%q]", key.AsString())
				}
				for i, elem := range list.AsValueSlice() {
					if elem.IsNull() {
						return cty.NilVal, function.NewArgErrorf(0, "cannot use null string for [%q][%d]",
							key.AsString(), i)
					}
					keys[elem.AsString()] = append(keys[elem.AsString()], key.AsString())
				}
			}
			if len(keys) == 0 {
				return cty.MapValEmpty(ty.ElementType()), nil
			}
			out := make(map[string]cty.Value, len(keys))
			for elem, list := range keys {
				slices.Sort(list)
				vals := make([]cty.Value, len(list))
				for i, key := range list {
					vals[i] = cty.StringVal(key)
				}
				out[elem] = cty.ListVal(vals)
			}
			return cty.MapVal(out), nil
		},
	})
}

// lengthFunc counts characters too, and knows the length of tuples and objects that are unknown themselves.
func lengthFunc() function.Function {
	value := anyParam("value")
	value.AllowNull = false
	return function.New(&function.Spec{
		Description: "Returns the number of elements or characters.",
		Params:      []function.Parameter{value},
		Type: func(args []cty.Value) (cty.Type, error) {
			ty := args[0].Type()
			if ty != cty.String && ty != cty.DynamicPseudoType &&
				!ty.IsCollectionType() && !ty.IsTupleType() && !ty.IsObjectType() {
				return cty.NilType, errors.New("argument must be a string, a collection type, or a structural type")
			}
			return cty.Number, nil
		},
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, marks := args[0].Unmark()
			ret := cty.UnknownVal(cty.Number)
			switch ty := v.Type(); {
			case ty == cty.DynamicPseudoType:
			case ty == cty.String:
				var err error
				if ret, err = stdlib.Strlen(v); err != nil {
					return cty.NilVal, err
				}
			case ty.IsObjectType():
				ret = cty.NumberIntVal(int64(len(ty.AttributeTypes())))
			default:
				ret = v.Length()
			}
			if !ret.IsKnown() {
				marks = deepMarks(args...)
			}
			return ret.WithMarks(marks), nil
		},
	})
}
