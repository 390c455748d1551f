package funcs

import (
	"errors"
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// What the functions refuse, so that no source text, however hostile, takes the memory or the time of the run.
// Terraform has none of these limits except that of range.
const (
	maxStringBytes = 16 << 20 // of a string given or returned, and of all strings in a value to be encoded
	maxInputBytes  = 8 << 20  // of a file, and of a JSON, YAML or CSV document
	maxElements    = 100_000  // of what split, regexall, setproduct and fileset return
	maxValues      = 1 << 18  // of what concat, merge and flatten return, and in a value to be encoded or decoded
	maxDepth       = 256      // of nesting in a JSON or YAML document
	maxWidth       = 10_000   // of a width or a precision in a format
	maxExponent    = 1 << 15  // of a number, binary, either sign: its decimal form has some 10,000 digits
	maxDigits      = 4096     // of what parseint reads
	maxCompares    = 4 << 20  // of matchkeys
)

var (
	errTooLong  = fmt.Errorf("the string is longer than %d MiB", maxStringBytes>>20)
	errTooLarge = errors.New("the value is too large")
	errTooDeep  = fmt.Errorf("the document is nested deeper than %d levels", maxDepth)
	errNumber   = errors.New("the number is too large or too close to zero")
)

// checkArguments refuses strings and numbers that no function should work on.
func checkArguments(args []cty.Value) error {
	for _, arg := range args {
		if err := checkPrimitive(arg); err != nil {
			return err
		}
	}
	return nil
}

// checkResult refuses a string that is too long and, if asked, numbers anywhere in v.
func checkResult(v cty.Value, numbers bool) error {
	if numbers {
		_, err := measure(v)
		return err
	}
	return checkPrimitive(v)
}

func checkPrimitive(v cty.Value) error {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() {
		return nil
	}
	switch v.Type() {
	case cty.String:
		if len(v.AsString()) > maxStringBytes {
			return errTooLong
		}
	case cty.Number:
		return checkNumber(v)
	}
	return nil
}

// checkNumber refuses numbers such as 1e600000000, which are a few bytes until they are written as decimals.
func checkNumber(v cty.Value) error {
	f := v.AsBigFloat()
	if f.IsInf() {
		return nil
	}
	if exp := f.MantExp(nil); exp > maxExponent || exp < -maxExponent {
		return errNumber
	}
	return nil
}

// size is what [measure] counts.
type size struct {
	values int // the value itself and all in it
	bytes  int // of the strings and map keys in it, and 8 for each other value
}

// measure counts what is in v. It stops with an error as soon as one of the limits is passed, which also bounds
// the work on values that share their parts and are exponentially larger than the source they came from.
func measure(v cty.Value) (size, error) {
	var s size
	err := s.add(v)
	return s, err
}

func (s *size) add(v cty.Value) error {
	v, _ = v.Unmark()
	s.values++
	if err := checkPrimitive(v); err != nil {
		return err
	}
	ty := v.Type()
	switch {
	case !v.IsKnown() || v.IsNull():
		s.bytes += 8
	case ty == cty.String:
		s.bytes += len(v.AsString())
	case ty.IsCollectionType() || ty.IsTupleType() || ty.IsObjectType():
		for it := v.ElementIterator(); it.Next(); {
			key, elem := it.Element()
			if key.Type() == cty.String && !ty.IsSetType() {
				s.bytes += len(key.AsString())
			}
			if err := s.add(elem); err != nil {
				return err
			}
		}
	default:
		s.bytes += 8
	}
	if s.values > maxValues || s.bytes > maxStringBytes {
		return errTooLarge
	}
	return nil
}

// checkSize refuses arguments that are large in total or have extreme numbers in them.
func checkSize(args []cty.Value) error {
	var s size
	for _, arg := range args {
		if err := s.add(arg); err != nil {
			return err
		}
	}
	return nil
}

// checkLengths refuses collections that together have too many elements.
func checkLengths(args []cty.Value) error {
	total := 0
	for _, arg := range args {
		if n, ok := length(arg); ok {
			total += n
		}
	}
	if total > maxValues {
		return fmt.Errorf("the result would have more than %d elements", maxValues)
	}
	return nil
}

// checkSetProduct bounds the number of combinations, and of the values in them.
func checkSetProduct(args []cty.Value) error {
	total, tooMany := 1, false
	for _, arg := range args {
		n, ok := length(arg)
		if !ok || n == 0 {
			return nil // unknown or empty, whatever the others are
		}
		if total > maxElements/n {
			tooMany = true
			continue
		}
		total *= n
	}
	switch {
	case tooMany:
		return fmt.Errorf("the product would have more than %d elements", maxElements)
	case total*len(args) > maxValues:
		return errTooLarge
	}
	return nil
}

// length returns the number of elements of v if v has elements and is known.
func length(v cty.Value) (int, bool) {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return 0, false
	}
	return v.LengthInt(), true
}

// known returns the string v, if it is one and is known.
func known(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}
