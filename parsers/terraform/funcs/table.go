package funcs

import (
	"maps"
	"slices"
	"strings"
	"sync"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// corePrefix is the namespace in which Terraform repeats each of its built-in functions.
const corePrefix = "core::"

// Table returns the functions by name, each also under its "core::" alias.
//
// The map is the caller's to change; the functions are safe for concurrent use. Only the functions that read
// files are made anew (they share one cache of parsed templates per call of Table), so it is cheap enough to
// be called once per root module, but not once per expression.
//
// None of the functions panics, whatever the arguments; see limits.go for what they refuse for its size.
func Table(s Scope) map[string]function.Function {
	table := maps.Clone(staticTable())
	add(table, scopedFunctions(s, table))
	return table
}

// Names returns the sorted names of all functions, without their "core::" aliases.
func Names() []string {
	var names []string
	for name := range Table(Scope{}) {
		if !strings.HasPrefix(name, corePrefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// add puts fns into table under their names and under their aliases.
func add(table, fns map[string]function.Function) {
	for name, fn := range fns {
		table[name] = fn
		table[corePrefix+name] = fn
	}
}

// staticTable holds the functions that see nothing but their arguments, with aliases. It must not be changed.
var staticTable = sync.OnceValue(func() map[string]function.Function { //nolint:gochecknoglobals // made once, never changed
	table := make(map[string]function.Function, 256)
	add(table, numberFunctions())
	add(table, stringFunctions())
	add(table, collectionFunctions())
	add(table, conversionFunctions())
	add(table, encodingFunctions())
	add(table, cryptoFunctions())
	add(table, networkFunctions())
	add(table, timeFunctions())
	add(table, pathFunctions())
	add(table, markFunctions())
	// try and can take expressions, not values: there is no argument to guard.
	add(table, map[string]function.Function{"try": tryFunc(), "can": canFunc()})
	return table
})

func numberFunctions() map[string]function.Function {
	return map[string]function.Function{
		"abs":      guard(stdlib.AbsoluteFunc, options{}),
		"ceil":     guard(stdlib.CeilFunc, options{}),
		"floor":    guard(stdlib.FloorFunc, options{}),
		"log":      guard(stdlib.LogFunc, options{}),
		"max":      guard(stdlib.MaxFunc, options{}),
		"min":      guard(stdlib.MinFunc, options{}),
		"parseint": guard(stdlib.ParseIntFunc, options{check: checkParseInt}),
		"pow":      guard(stdlib.PowFunc, options{}),
		"signum":   guard(stdlib.SignumFunc, options{}),
	}
}

func stringFunctions() map[string]function.Function {
	return map[string]function.Function{
		"chomp":       guard(stdlib.ChompFunc, options{}),
		"endswith":    guard(endsWithFunc(), options{}),
		"format":      guard(stdlib.FormatFunc, options{check: checkFormat}),
		"formatlist":  guard(formatListFunc(), options{check: checkFormatList}),
		"indent":      guard(stdlib.IndentFunc, options{check: checkIndent}),
		"join":        guard(stdlib.JoinFunc, options{check: checkJoin}),
		"lower":       guard(stdlib.LowerFunc, options{}),
		"regex":       guard(stdlib.RegexFunc, options{check: checkRegex}),
		"regexall":    guard(stdlib.RegexAllFunc, options{check: checkRegexAll}),
		"replace":     guard(replaceFunc(), options{}),
		"split":       guard(stdlib.SplitFunc, options{check: checkSplit}),
		"startswith":  guard(startsWithFunc(), options{}),
		"strcontains": guard(strContainsFunc(), options{}),
		"strrev":      guard(stdlib.ReverseFunc, options{}),
		"substr":      guard(stdlib.SubstrFunc, options{}),
		"title":       guard(stdlib.TitleFunc, options{}),
		"trim":        guard(stdlib.TrimFunc, options{}),
		"trimprefix":  guard(stdlib.TrimPrefixFunc, options{}),
		"trimspace":   guard(stdlib.TrimSpaceFunc, options{}),
		"trimsuffix":  guard(stdlib.TrimSuffixFunc, options{}),
		"upper":       guard(stdlib.UpperFunc, options{}),
	}
}

func collectionFunctions() map[string]function.Function {
	return map[string]function.Function{
		"alltrue":         guard(allTrueFunc(), options{}),
		"anytrue":         guard(anyTrueFunc(), options{}),
		"chunklist":       guard(stdlib.ChunklistFunc, options{}),
		"coalesce":        guard(coalesceFunc(), options{}),
		"coalescelist":    guard(coalesceListFunc(), options{}),
		"compact":         guard(stdlib.CompactFunc, options{}),
		"concat":          guard(stdlib.ConcatFunc, options{check: checkLengths}),
		"contains":        guard(stdlib.ContainsFunc, options{}),
		"distinct":        guard(distinctFunc(), options{check: checkSize}),
		"element":         guard(stdlib.ElementFunc, options{selects: true}),
		"flatten":         guard(flattenFunc(), options{}),
		"index":           guard(indexFunc(), options{}),
		"keys":            guard(stdlib.KeysFunc, options{}),
		"length":          guard(lengthFunc(), options{}),
		"list":            guard(listFunc(), options{}),
		"lookup":          guard(lookupFunc(), options{}),
		"map":             guard(mapFunc(), options{}),
		"matchkeys":       guard(matchKeysFunc(), options{}),
		"merge":           guard(stdlib.MergeFunc, options{check: checkLengths}),
		"one":             guard(oneFunc(), options{selects: true}),
		"range":           guard(stdlib.RangeFunc, options{}),
		"reverse":         guard(stdlib.ReverseListFunc, options{}),
		"setintersection": guard(stdlib.SetIntersectionFunc, options{check: checkSize}),
		"setproduct":      guard(stdlib.SetProductFunc, options{check: checkSetProduct}),
		"setsubtract":     guard(stdlib.SetSubtractFunc, options{check: checkSize}),
		"setunion":        guard(stdlib.SetUnionFunc, options{check: checkSize}),
		"slice":           guard(stdlib.SliceFunc, options{}),
		"sort":            guard(stdlib.SortFunc, options{}),
		"sum":             guard(sumFunc(), options{}),
		"transpose":       guard(transposeFunc(), options{}),
		"values":          guard(stdlib.ValuesFunc, options{}),
		"zipmap":          guard(stdlib.ZipmapFunc, options{}),
	}
}

func conversionFunctions() map[string]function.Function {
	convert := options{check: checkSize, numbers: true}
	return map[string]function.Function{
		"tobool":   guard(toFunc(cty.Bool), convert),
		"tolist":   guard(toFunc(cty.List(cty.DynamicPseudoType)), convert),
		"tomap":    guard(toFunc(cty.Map(cty.DynamicPseudoType)), convert),
		"tonumber": guard(toFunc(cty.Number), convert),
		"toset":    guard(toFunc(cty.Set(cty.DynamicPseudoType)), convert),
		"tostring": guard(toFunc(cty.String), convert),
	}
}

func encodingFunctions() map[string]function.Function {
	return map[string]function.Function{
		"base64decode":     guard(base64DecodeFunc(), options{}),
		"base64encode":     guard(base64EncodeFunc(), options{}),
		"base64gzip":       guard(base64GzipFunc(), options{}),
		"csvdecode":        guard(stdlib.CSVDecodeFunc, options{check: checkCSV}),
		"jsondecode":       guard(stdlib.JSONDecodeFunc, options{check: checkJSON, numbers: true}),
		"jsonencode":       guard(stdlib.JSONEncodeFunc, options{check: checkSize}),
		"textdecodebase64": guard(textDecodeBase64Func(), options{}),
		"textencodebase64": guard(textEncodeBase64Func(), options{}),
		"urlencode":        guard(urlEncodeFunc(), options{}),
		"yamldecode":       guard(ctyyaml.YAMLDecodeFunc, options{check: checkYAML, numbers: true}),
		"yamlencode":       guard(ctyyaml.YAMLEncodeFunc, options{check: checkSize}),
	}
}
