package plan

import (
	"errors"

	"github.com/faultline-dev/faultline/graph"
)

// mark stands in the mirror of a resource's attributes for a value that is not there.
type mark string

const (
	unplanned mark = "a value known only after apply"
	secret    mark = "a sensitive value, which is not read"
)

// maxDepth is how deep values may nest.
const maxDepth = 100

var errTooDeep = errors.New("values nest deeper than 100 levels")

// fill takes the values of a resource, without nulls and without secrets: those are
// dropped here and go no further.
func (d *decoder) fill(r *record, values, unknown, sensitive any) error {
	attributes, _ := values.(map[string]any)
	if sensitive == true {
		all := make(map[string]any, len(attributes))
		for name := range attributes {
			all[name] = true
		}
		sensitive = all
	}
	h := hider{r: r}
	_, secrets := h.hide(attributes, sensitive, "", 0)
	waits := marked(unknown, 0)
	if waits == unplanned {
		return errors.New("all of a resource is unknown")
	}
	r.unknown, _ = merged(waits, secrets).(map[string]any)
	if attributes != nil {
		cleaned, ok := d.clean(attributes, 0)
		if !ok {
			return errTooDeep
		}
		r.attributes, _ = cleaned.(map[string]any)
	}
	if r.attributes == nil {
		r.attributes = map[string]any{}
	}
	return nil
}

// hider takes secrets out of values.
type hider struct{ r *record }

// hide returns the value without what a mask of sensitive values has as true, and
// secret where something was taken out.
func (h *hider) hide(v, mask any, at graph.Path, depth int) (rest, hidden any) {
	if depth > maxDepth {
		return nil, nil
	}
	switch mask := mask.(type) {
	case bool:
		if !mask {
			return v, nil
		}
		h.r.sensitive = append(h.r.sensitive, at)
		if v == nil {
			return nil, nil
		}
		return nil, secret
	case map[string]any:
		object, _ := v.(map[string]any)
		var out map[string]any
		for name, m := range mask {
			e, hidden := h.hide(object[name], m, at.Attr(name), depth+1)
			if hidden != nil {
				object[name] = e
				if out == nil {
					out = map[string]any{}
				}
				out[name] = hidden
			}
		}
		if out != nil {
			return v, out
		}
	case []any:
		list, _ := v.([]any)
		var out []any
		for i, m := range mask {
			if i >= len(list) {
				break
			}
			e, hidden := h.hide(list[i], m, at.Index(i), depth+1)
			if hidden != nil {
				list[i] = e
				if out == nil {
					out = make([]any, len(list))
				}
				out[i] = hidden
			}
		}
		if out != nil {
			return v, out
		}
	}
	return v, nil
}

// marked turns after_unknown into marks; nil where nothing is unknown.
func marked(v any, depth int) any {
	if depth > maxDepth {
		return nil
	}
	switch v := v.(type) {
	case bool:
		if v {
			return unplanned
		}
	case map[string]any:
		for name, e := range v {
			if e = marked(e, depth+1); e == nil {
				delete(v, name)
			} else {
				v[name] = e
			}
		}
		if len(v) > 0 {
			return v
		}
	case []any:
		some := false
		for i, e := range v {
			v[i] = marked(e, depth+1)
			some = some || v[i] != nil
		}
		if some {
			return v
		}
	}
	return nil
}

func merged(a, b any) any {
	if b == secret {
		return b
	}
	switch x := a.(type) {
	case nil:
		return b
	case map[string]any:
		y, _ := b.(map[string]any)
		for name, e := range y {
			x[name] = merged(x[name], e)
		}
	case []any:
		y, _ := b.([]any)
		for i := range min(len(x), len(y)) {
			x[i] = merged(x[i], y[i])
		}
	}
	return a
}

// clean drops nulls from objects and shares the texts that occur often; false when
// the value nests too deep.
func (d *decoder) clean(v any, depth int) (any, bool) {
	if depth > maxDepth {
		return nil, false
	}
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, e := range v {
			if e == nil {
				continue
			}
			e, ok := d.clean(e, depth+1)
			if !ok {
				return nil, false
			}
			out[d.intern(name)] = e
		}
		return out, true
	case []any:
		for i, e := range v {
			e, ok := d.clean(e, depth+1)
			if !ok {
				return nil, false
			}
			v[i] = e
		}
		return v, true
	case string:
		return d.intern(v), true
	}
	return v, true
}

const (
	maxShared  = 64 // length of a text that is worth sharing
	maxInterns = 1 << 16
)

// intern returns the one copy of a text.
func (d *decoder) intern(s string) string {
	if len(s) > maxShared {
		return s
	}
	if known, ok := d.text[s]; ok {
		return known
	}
	if len(d.text) < maxInterns {
		d.text[s] = s
	}
	return s
}
