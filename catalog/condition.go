package catalog

import (
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// answer of a condition. Maybe means that it hangs on an unknown value.
type answer uint8

const (
	no answer = iota
	maybe
	yes
)

// holds evaluates conditions on an object that stands at base in r, and says what
// would be needed for a definite answer.
func holds(when []Condition, object map[string]any, r *graph.Resource, base graph.Path) (answer, []string) {
	result := yes
	var need []string
	for _, c := range when {
		a, n := c.holds(object, r, base)
		if a == no {
			return no, nil
		}
		if a == maybe {
			result = maybe
			need = append(need, n...)
		}
	}
	return result, need
}

func (c Condition) holds(object map[string]any, r *graph.Resource, base graph.Path) (answer, []string) {
	found := false
	each(object, c.Path, "", func(_ graph.Path, v any) {
		found = found || c.accepts(v)
	})
	if !found && len(r.Unknown) > 0 {
		var open []graph.Unknown
		for _, u := range r.Unknown {
			if inside, ok := below(u.Path, base); ok && related(inside, c.Path) {
				open = append(open, u)
			}
		}
		if len(open) > 0 {
			return maybe, needs(open)
		}
	}
	if found != c.Not {
		return yes, nil
	}
	return no, nil
}

// below takes a base off a path; a path that contains the base becomes empty.
func below(p, base graph.Path) (graph.Path, bool) {
	switch {
	case base == "":
		return p, true
	case p.Contains(base):
		return "", true
	case base.Contains(p):
		return graph.Path(strings.TrimPrefix(string(p[len(base):]), ".")), true
	default:
		return "", false
	}
}

func (c Condition) accepts(v any) bool {
	if len(c.In) == 0 {
		return true
	}
	for _, want := range c.In {
		if want == scalarLike(want, v) {
			return true
		}
		prefix, ok := want.(string)
		if !ok || !strings.HasSuffix(prefix, "*") {
			continue
		}
		if s, ok := v.(string); ok && strings.HasPrefix(s, strings.TrimSuffix(prefix, "*")) {
			return true
		}
	}
	return false
}

// scalarLike converts v to the kind of another value, so that "true" equals true;
// what cannot be compared becomes nil.
func scalarLike(like, v any) any {
	switch like.(type) {
	case bool:
		v = scalar(Bool, v)
	case float64:
		v = scalar(Number, v)
	case string:
		v = scalar(String, v)
	}
	switch v.(type) {
	case bool, float64, string:
		return v
	}
	return nil
}
