package catalog

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// each calls fn with every value at a path shape below v, in order. Arrays are
// passed through; "*" stands for every key of a map.
func each(v any, shape string, at graph.Path, fn func(graph.Path, any)) {
	if list, ok := v.([]any); ok {
		for i, e := range list {
			each(e, shape, at.Index(i), fn)
		}
		return
	}
	if shape == "" {
		if v != nil {
			fn(at, v)
		}
		return
	}
	object, ok := v.(map[string]any)
	if !ok {
		return
	}
	name, rest, _ := strings.Cut(shape, ".")
	if name == "*" {
		for _, k := range slices.Sorted(maps.Keys(object)) {
			each(object[k], rest, at.Attr(k), fn)
		}
		return
	}
	if inner, ok := object[name]; ok {
		each(inner, rest, at.Attr(name), fn)
	}
}

// texts returns the strings at a path shape with where they stand.
func texts(attributes map[string]any, shape string) (found []text) {
	each(attributes, shape, "", func(p graph.Path, v any) {
		if s, ok := v.(string); ok && s != "" {
			found = append(found, text{p, s})
		}
	})
	return found
}

type text struct {
	path  graph.Path
	value string
}

// related compares the shapes of a written path and of a rule: whether they are
// equal or one lies inside the other.
func related(path graph.Path, shape string) bool {
	rest := string(path)
	for rest != "" && shape != "" {
		if rest[0] == '[' {
			end := strings.IndexByte(rest, ']')
			if end < 0 || rest[1] == '"' {
				return relatedSteps(graph.Path(rest), shape)
			}
			rest = rest[end+1:]
			continue
		}
		rest = strings.TrimPrefix(rest, ".")
		written := rest
		if end := strings.IndexAny(rest, ".["); end >= 0 {
			written = rest[:end]
		}
		want, more, _ := strings.Cut(shape, ".")
		if written != want && want != "*" {
			return false
		}
		rest, shape = rest[len(written):], more
	}
	return true
}

// relatedSteps is related for paths with quoted keys.
func relatedSteps(path graph.Path, shape string) bool {
	for _, step := range path.Steps() {
		if _, err := strconv.Atoi(step); err == nil {
			continue
		}
		if shape == "" {
			return true
		}
		want, more, _ := strings.Cut(shape, ".")
		if step != want && want != "*" {
			return false
		}
		shape = more
	}
	return true
}

// overlap reports whether one path is, contains or lies inside the other.
func overlap(a, b graph.Path) bool { return a.Contains(b) || b.Contains(a) }

// present reports whether something is written at a top-level attribute, known or not.
func present(r *graph.Resource, name string) bool {
	if v, ok := r.Attributes[name]; ok && v != nil {
		return true
	}
	return len(unknownAt(r, graph.Path(name))) > 0
}

// unknownAt is [graph.Resource.UnknownAt] without the cost for the usual resource
// that has nothing unknown.
func unknownAt(r *graph.Resource, path graph.Path) []graph.Unknown {
	if len(r.Unknown) == 0 {
		return nil
	}
	return r.UnknownAt(path)
}

// needs collects what several unknowns need, each once, sorted.
func needs(unknowns []graph.Unknown) []string {
	var all []string
	for _, u := range unknowns {
		all = append(all, u.Needs...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// coerce brings a value to the shape that the catalog says. What does not fit is
// left as it is: judging it is not the catalog's business.
func coerce(a *Attribute, v any) any {
	switch a.Kind {
	case Bool, Number, String:
		return scalar(a.Kind, v)
	case List:
		return elements(a.Of, v)
	case Map:
		if list, ok := v.([]any); ok && len(list) == 1 {
			if m, ok := list[0].(map[string]any); ok {
				return m
			}
		}
	case Blocks:
		if m, ok := v.(map[string]any); ok {
			return []any{m}
		}
	case Any:
	default:
		panic("catalog: attribute kind " + string(a.Kind))
	}
	return v
}

func elements(of Kind, v any) any {
	list, ok := v.([]any)
	if !ok {
		if v == nil {
			return nil
		}
		if _, ok := v.(map[string]any); ok {
			return v
		}
		return []any{scalar(of, v)}
	}
	var out []any
	for i, e := range list {
		c := scalar(of, e)
		if out == nil && !same(c, e) {
			out = slices.Clone(list)
		}
		if out != nil {
			out[i] = c
		}
	}
	if out != nil {
		return out
	}
	return list
}

// same compares two scalars; anything else counts as unchanged.
func same(a, b any) bool {
	switch a.(type) {
	case string, bool, float64:
		return a == b
	}
	return true
}

func scalar(k Kind, v any) any {
	switch k {
	case Bool:
		if s, ok := v.(string); ok {
			switch s {
			case "true", "1":
				return true
			case "false", "0":
				return false
			}
		}
	case Number:
		switch n := v.(type) {
		case string:
			if f, err := strconv.ParseFloat(strings.TrimSpace(n), 64); err == nil {
				return f
			}
		case int:
			return float64(n)
		}
	case String:
		switch n := v.(type) {
		case bool:
			return strconv.FormatBool(n)
		case float64:
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
	case List, Map, Blocks, Any, "":
	default:
		panic("catalog: attribute kind " + string(k))
	}
	return v
}
