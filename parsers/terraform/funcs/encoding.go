package funcs

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"net/url"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
)

// stringFunc is a function of strings to a string.
func stringFunc(description string, params []string, impl func(args []string) (string, error)) function.Function {
	spec := &function.Spec{
		Description:  description,
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			strs := make([]string, len(args))
			for i, arg := range args {
				strs[i] = arg.AsString()
			}
			s, err := impl(strs)
			if err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(s), nil
		},
	}
	for _, name := range params {
		spec.Params = append(spec.Params, stringParam(name))
	}
	return function.New(spec)
}

func base64EncodeFunc() function.Function {
	return stringFunc("Encodes a string in base64.", []string{"str"}, func(args []string) (string, error) {
		return base64.StdEncoding.EncodeToString([]byte(args[0])), nil
	})
}

// base64DecodeFunc keeps marks itself to show no sensitive string in an error.
func base64DecodeFunc() function.Function {
	return function.New(&function.Spec{
		Description:  "Decodes base64 to a string.",
		Params:       []function.Parameter{{Name: "str", Type: cty.String, AllowMarked: true}},
		Type:         function.StaticReturnType(cty.String),
		RefineResult: notNull,
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, marks := args[0].Unmark()
			decoded, err := base64.StdEncoding.DecodeString(v.AsString())
			if err != nil {
				return cty.NilVal, errors.New("failed to decode base64 data " + quote(v.AsString(), args[0]))
			}
			if !utf8.Valid(decoded) {
				return cty.NilVal, errors.New("the result of decoding the provided string is not valid UTF-8")
			}
			return cty.StringVal(string(decoded)).WithMarks(marks), nil
		},
	})
}

func base64GzipFunc() function.Function {
	return stringFunc("Compresses a string and encodes it in base64.", []string{"str"},
		func(args []string) (string, error) {
			var buf bytes.Buffer
			w := gzip.NewWriter(&buf)
			// Writing to memory cannot fail, but flushing before closing is part of what Terraform's result is.
			_, writing := w.Write([]byte(args[0]))
			if err := errors.Join(writing, w.Flush(), w.Close()); err != nil {
				return "", err
			}
			return base64.StdEncoding.EncodeToString(buf.Bytes()), nil
		})
}

func urlEncodeFunc() function.Function {
	return stringFunc("Escapes a string for use in a URL query.", []string{"str"}, func(args []string) (string, error) {
		return url.QueryEscape(args[0]), nil
	})
}

func textEncodeBase64Func() function.Function {
	return stringFunc("Encodes a string in a character set and then in base64.", []string{"string", "encoding"},
		func(args []string) (string, error) {
			enc, name, err := charset(args[1])
			if err != nil {
				return "", err
			}
			encoded, err := enc.NewEncoder().Bytes([]byte(args[0]))
			if err != nil {
				return "", function.NewArgErrorf(0,
					"the given string contains characters that cannot be represented in %s", name)
			}
			return base64.StdEncoding.EncodeToString(encoded), nil
		})
}

func textDecodeBase64Func() function.Function {
	return stringFunc("Decodes base64 and then a character set.", []string{"source", "encoding"},
		func(args []string) (string, error) {
			enc, name, err := charset(args[1])
			if err != nil {
				return "", err
			}
			encoded, err := base64.StdEncoding.DecodeString(args[0])
			if corrupt, ok := errors.AsType[base64.CorruptInputError](err); ok {
				return "", function.NewArgErrorf(0, "the given value is has an invalid base64 symbol at offset %d",
					int64(corrupt))
			}
			if err != nil {
				return "", function.NewArgErrorf(0, "invalid source string: %s", err)
			}
			decoded, err := enc.NewDecoder().Bytes(encoded)
			if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
				return "", function.NewArgErrorf(0, "the given string contains symbols that are not defined for %s", name)
			}
			return string(decoded), nil
		})
}

// charset returns the character set with an IANA name and its canonical name.
func charset(name string) (encoding.Encoding, string, error) {
	enc, err := ianaindex.IANA.Encoding(name)
	if err != nil || enc == nil {
		return nil, "", function.NewArgErrorf(1, "%q is not a supported IANA encoding name or alias", name)
	}
	if canonical, err := ianaindex.IANA.Name(enc); err == nil {
		name = canonical
	}
	return enc, name, nil
}
