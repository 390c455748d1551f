package funcs

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

func checkParseInt(args []cty.Value) error {
	if s, ok := known(args[0]); ok && len(s) > maxDigits {
		return fmt.Errorf("the number has more than %d digits", maxDigits)
	}
	return nil
}

func checkSplit(args []cty.Value) error {
	sep, okSep := known(args[0])
	str, okStr := known(args[1])
	if okSep && okStr && strings.Count(str, sep) >= maxElements {
		return fmt.Errorf("the string has more than %d parts", maxElements)
	}
	return nil
}

func checkJoin(args []cty.Value) error {
	sep, _ := known(args[0])
	total := 0
	for _, list := range args[1:] {
		list, _ := list.Unmark()
		n, ok := length(list)
		if !ok {
			continue
		}
		total += n * len(sep)
		for it := list.ElementIterator(); it.Next(); {
			_, elem := it.Element()
			s, _ := known(elem)
			if total += len(s); total > maxStringBytes {
				return errTooLong
			}
		}
	}
	return nil
}

func checkIndent(args []cty.Value) error {
	spaces, _ := args[0].Unmark()
	str, ok := known(args[1])
	if !ok || !spaces.IsKnown() {
		return nil
	}
	n, _ := spaces.AsBigFloat().Float64()
	if n < 0 {
		return errors.New("the number of spaces must not be negative")
	}
	if n*float64(strings.Count(str, "\n"))+float64(len(str)) > maxStringBytes || n > maxStringBytes {
		return errTooLong
	}
	return nil
}

// checkRegex bounds the work of regex, checkRegexAll also the number of its results.
func checkRegex(args []cty.Value) error {
	pattern, okPattern := known(args[0])
	str, okStr := known(args[1])
	if !okPattern || !okStr {
		return nil
	}
	return checkPattern(pattern, str)
}

func checkRegexAll(args []cty.Value) error {
	if err := checkRegex(args); err != nil {
		return err
	}
	pattern, okPattern := known(args[0])
	str, okStr := known(args[1])
	if !okPattern || !okStr || len(str) < maxElements {
		return nil // there is at most one match before each byte, and one at the end
	}
	re, err := regexp.Compile(pattern)
	if err == nil && len(re.FindAllStringIndex(str, maxElements+1)) > maxElements {
		return fmt.Errorf("there are more than %d matches", maxElements)
	}
	return nil
}

// checkPattern bounds the product of the sizes of the compiled pattern and of the string, which is the time that
// the regular expression engine may need. A pattern that cannot be parsed is left to the function to report.
func checkPattern(pattern, str string) error {
	const maxPattern, maxSteps = 64 << 10, 1 << 29
	if len(pattern) > maxPattern {
		return fmt.Errorf("the regular expression is longer than %d KiB", maxPattern>>10)
	}
	if instructions(pattern)*(len(str)+1) > maxSteps {
		return fmt.Errorf("the regular expression is too costly for a string of %d bytes", len(str))
	}
	return nil
}

// instructions returns the size of a compiled pattern, or 0 if it cannot be compiled.
func instructions(pattern string) int {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return 0
	}
	return len(prog.Inst)
}

// checkFormat bounds the length of what format returns.
func checkFormat(args []cty.Value) error {
	if err := checkSize(args); err != nil {
		return err
	}
	format, ok := known(args[0])
	if !ok {
		return nil
	}
	sizes := make([]int, 0, len(args)-1)
	for _, arg := range args[1:] {
		s, err := measure(arg)
		if err != nil {
			return err
		}
		sizes = append(sizes, written(s))
	}
	_, err := formatBound(format, sizes)
	return err
}

// checkFormatList does the same for the sum over the elements: an argument that is no sequence is repeated for
// each, and an element of a sequence can be as long as the whole.
func checkFormatList(args []cty.Value) error {
	if err := checkSize(args); err != nil {
		return err
	}
	format, ok := known(args[0])
	if !ok {
		return nil
	}
	rows := 1
	for _, arg := range args[1:] {
		if n, ok := rowsOf(arg); ok {
			rows = max(rows, n)
		}
	}
	sizes := make([]int, 0, len(args)-1)
	for _, arg := range args[1:] {
		s, err := measure(arg)
		if err != nil {
			return err
		}
		n := written(s)
		if _, ok := rowsOf(arg); ok {
			n /= rows // on average, which is all that counts for the sum
		}
		sizes = append(sizes, n+1)
	}
	bound, err := formatBound(format, sizes)
	if err != nil {
		return err
	}
	if bound > maxStringBytes/rows {
		return errTooLarge
	}
	return nil
}

func rowsOf(v cty.Value) (int, bool) {
	if ty := v.Type(); !ty.IsListType() && !ty.IsSetType() && !ty.IsTupleType() {
		return 0, false
	}
	return length(v)
}

// written estimates the length of a value written as JSON. It may be wrong by a small factor, never by more.
func written(s size) int { return s.bytes + 16*s.values }

// formatBound returns roughly how long a string format makes of arguments of the given sizes, or an error if a
// width or precision or the result is beyond the limits.
func formatBound(format string, sizes []int) (int, error) {
	bound, next := len(format), 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		i++
		index := next
		for ; i < len(format) && strings.IndexByte("+-# 0123456789.[]", format[i]) >= 0; i++ {
			if format[i] == '[' {
				if n, ok := number(format[i+1:]); ok {
					index = n - 1
				}
				for i < len(format)-1 && format[i] != ']' {
					i++
				}
				continue
			}
			n, ok := number(format[i:])
			if !ok || n == 0 || i > 0 && isDigit(format[i-1]) {
				continue // not the beginning of a number
			}
			if n > maxWidth {
				return 0, fmt.Errorf("the width or precision is more than %d", maxWidth)
			}
			bound += n
		}
		if i < len(format) && format[i] == '%' {
			continue
		}
		if index >= 0 && index < len(sizes) {
			bound += sizes[index]
		}
		next = index + 1
		if bound > maxStringBytes {
			return 0, errTooLong
		}
	}
	return bound, nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number reads the decimal number that s begins with. It is never more than [math.MaxInt32].
func number(s string) (int, bool) {
	n, i := 0, 0
	for ; i < len(s) && isDigit(s[i]); i++ {
		n = min(n*10+int(s[i]-'0'), math.MaxInt32)
	}
	return n, i > 0
}
