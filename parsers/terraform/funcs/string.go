package funcs

import (
	"regexp"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func stringParam(name string) function.Parameter {
	return function.Parameter{Name: name, Type: cty.String}
}

// startsWithFunc knows the answer for an unknown string too when enough of its prefix is known.
func startsWithFunc() function.Function {
	str := stringParam("str")
	str.AllowUnknown = true
	return function.New(&function.Spec{
		Description:  "Tells whether a string begins with a prefix.",
		Params:       []function.Parameter{str, stringParam("prefix")},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			prefix := args[1].AsString()
			if args[0].IsKnown() {
				return cty.BoolVal(strings.HasPrefix(args[0].AsString(), prefix)), nil
			}
			begin := args[0].Range().StringPrefix()
			switch {
			case strings.HasPrefix(begin, prefix):
				return cty.True, nil
			case len(begin) >= len(prefix):
				return cty.False, nil // a shorter one that differs would do too, but Terraform says unknown then
			default:
				return cty.UnknownVal(cty.Bool), nil
			}
		},
	})
}

func endsWithFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Tells whether a string ends with a suffix.",
		Params:       []function.Parameter{stringParam("str"), stringParam("suffix")},
		Type:         function.StaticReturnType(cty.Bool),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(strings.HasSuffix(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

func strContainsFunc() function.Function {
	return function.New(&function.Spec{
		Description: "Tells whether a string contains another.",
		Params:      []function.Parameter{stringParam("str"), stringParam("substr")},
		Type:        function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(strings.Contains(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// replaceFunc takes a substring between slashes for a regular expression.
func replaceFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Replaces a substring, or what matches a regular expression between slashes.",
		Params:       []function.Parameter{stringParam("str"), stringParam("substr"), stringParam("replace")},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			str, old, repl := args[0].AsString(), args[1].AsString(), args[2].AsString()
			if len(old) < 2 || old[0] != '/' || old[len(old)-1] != '/' {
				n := strings.Count(str, old)
				if len(str)+n*(len(repl)-len(old)) > maxStringBytes {
					return cty.NilVal, errTooLong
				}
				return cty.StringVal(strings.ReplaceAll(str, old, repl)), nil
			}
			pattern := old[1 : len(old)-1]
			if err := checkPattern(pattern, str); err != nil {
				return cty.NilVal, err
			}
			re, err := regexp.Compile(pattern)
			if err != nil {
				return cty.NilVal, err
			}
			if !replacementFits(re, str, repl) {
				return cty.NilVal, errTooLong
			}
			return cty.StringVal(re.ReplaceAllString(str, repl)), nil
		},
	})
}

// replacementFits tells whether the result of replacing what re matches is certain to be within the limit. Each
// "$" in repl may stand for the whole match.
func replacementFits(re *regexp.Regexp, str, repl string) bool {
	groups := strings.Count(repl, "$")
	if len(str)+(len(str)+1)*len(repl)+groups*len(str) <= maxStringBytes {
		return true // even if it matches everywhere
	}
	matches, matched := 0, 0
	re.ReplaceAllStringFunc(str, func(m string) string {
		matches++
		matched += len(m)
		return ""
	})
	return len(str)+matches*len(repl)+groups*matched <= maxStringBytes
}

// formatListFunc is formatlist with the marks of an element on the string made from it, not on the whole list.
func formatListFunc() function.Function {
	format := stringParam("format")
	format.AllowMarked = true
	return function.New(&function.Spec{
		Description: "Formats each element of lists.",
		Params:      []function.Parameter{format},
		VarParam: &function.Parameter{
			Name:             "args",
			Type:             cty.DynamicPseudoType,
			AllowNull:        true,
			AllowUnknown:     true,
			AllowDynamicType: true,
			AllowMarked:      true,
		},
		Type:         function.StaticReturnType(cty.List(cty.String)),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			plain := make([]cty.Value, len(args))
			for i, arg := range args {
				plain[i], _ = arg.UnmarkDeep()
			}
			ret, err := stdlib.FormatListFunc.Call(plain)
			if err != nil {
				return cty.NilVal, err
			}
			if !ret.IsKnown() {
				return ret.WithMarks(deepMarks(args...)), nil
			}
			strs := ret.AsValueSlice()
			var whole []cty.ValueMarks
			for _, arg := range args {
				list, marks := arg.Unmark()
				whole = append(whole, marks)
				ty := list.Type()
				if list.IsNull() || !ty.IsListType() && !ty.IsTupleType() {
					whole = append(whole, deepMarks(list))
					continue
				}
				for i, elem := range list.AsValueSlice() {
					strs[i] = strs[i].WithMarks(deepMarks(elem))
				}
			}
			if len(strs) == 0 {
				return cty.ListValEmpty(cty.String).WithMarks(whole...), nil
			}
			return cty.ListVal(strs).WithMarks(whole...), nil
		},
	})
}
