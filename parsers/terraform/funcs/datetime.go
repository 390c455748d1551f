package funcs

import (
	"errors"
	"fmt"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func timeFunctions() map[string]function.Function {
	return map[string]function.Function{
		"formatdate":    guard(stdlib.FormatDateFunc, options{}),
		"plantimestamp": guard(unpredictableFunc("Returns the time of the plan."), options{}),
		"timeadd":       guard(stdlib.TimeAddFunc, options{}),
		"timecmp":       guard(timeCmpFunc(), options{}),
		"timestamp":     guard(unpredictableFunc("Returns the time."), options{}),
	}
}

func timeCmpFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Compares timestamps.",
		Params:       []function.Parameter{stringParam("timestamp_a"), stringParam("timestamp_b")},
		Type:         function.StaticReturnType(cty.Number),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var times [2]time.Time
			for i, arg := range args {
				var err error
				if times[i], err = parseTimestamp(arg.AsString()); err != nil {
					return cty.NilVal, function.NewArgError(i, err)
				}
			}
			return cty.NumberIntVal(int64(times[0].Compare(times[1]))), nil
		},
	})
}

// parseTimestamp reads RFC 3339. Its errors are in the words of that format rather than of Go's layouts.
func parseTimestamp(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err == nil {
		return t, nil
	}
	bad, ok := errors.AsType[*time.ParseError](err)
	if !ok {
		return time.Time{}, fmt.Errorf("not a valid RFC3339 timestamp: %w", err)
	}
	elements := map[string]string{
		"2006": "year", "01": "month", "02": "day of month", "15": "hour", "04": "minute", "05": "second",
		"Z07:00": "UTC offset",
	}
	var problem string
	switch element, named := elements[bad.LayoutElem]; {
	case bad.LayoutElem == "" && bad.ValueElem == "":
		problem = bad.Error()
	case bad.LayoutElem == "T":
		problem = "missing required time introducer 'T'"
	case bad.LayoutElem == ":" || bad.LayoutElem == "-":
		if bad.ValueElem == "" {
			problem = fmt.Sprintf("end of string where %q is expected", bad.LayoutElem)
			break
		}
		problem = fmt.Sprintf("found %q where %q is expected", bad.ValueElem, bad.LayoutElem)
	default:
		if !named {
			element = "timestamp segment"
		}
		if bad.ValueElem == "" {
			problem = "end of string before " + element
			break
		}
		problem = fmt.Sprintf("cannot use %q as %s", bad.ValueElem, element)
	}
	return time.Time{}, errors.New("not a valid RFC3339 timestamp: " + problem)
}
