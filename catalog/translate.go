package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// translator gives the attributes of one resource their canonical names and shapes.
type translator struct {
	mapping *Mapping
	from    *graph.Resource // as it was written
	base    graph.Path      // the part of it that is translated; empty for all
	apart   []string        // properties that belong to other resources
	out     *graph.Resource
	// moves are where the parts of out stand in from, for its locator.
	moves []renamed
	names []string // of the properties of the objects around what is translated
}

func (t *translator) attributes(native map[string]any) {
	t.out.Attributes = make(map[string]any, len(native))
	for i := range t.mapping.Outer {
		p := &t.mapping.Outer[i]
		if v := t.from.Attributes[p.From]; v != nil {
			t.object(t.mapping.Outer[i:i+1], map[string]any{p.From: v}, "", "", t.out.Attributes)
		}
	}
	t.object(t.mapping.Properties, native, t.base, "", t.out.Attributes)
}

// object translates the properties of one object, which stands at from, into the
// object at to. What has no mapping keeps its name and place there.
func (t *translator) object(all []Property, native map[string]any, from, to graph.Path, out map[string]any) {
	start := len(t.names)
	for name := range native {
		t.names = append(t.names, name)
	}
	end := len(t.names)
	slices.Sort(t.names[start:end])
	for i := start; i < end; i++ {
		name := t.names[i]
		v := native[name]
		if v == nil || to == "" && (name == t.mapping.Tags || t.base == "" && slices.Contains(t.apart, name)) {
			continue
		}
		at := from.Attr(name)
		p := property(all, name)
		switch {
		case p == nil:
			out[name] = v
			t.moved(at, to.Attr(name))
		case p.Key != "" && p.To == "":
			t.pairs(p, v, at, to, out)
		case p.To == "":
			if inner, at, ok := single(v, at); ok {
				t.object(p.Properties, inner, at, to, out)
			}
		default:
			if w, ok := t.value(p, v, at, join(to, p.To)); ok {
				put(out, p.To, w)
				t.moved(at, join(to, p.To))
			}
		}
	}
	t.names = t.names[:start]
}

// single is the object that a property without a place of its own holds: of a list
// (the network interfaces of an instance) the first.
func single(v any, at graph.Path) (map[string]any, graph.Path, bool) {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v, at = list[0], at.Index(0)
	}
	object, ok := v.(map[string]any)
	return object, at, ok
}

// value is what becomes of the value of a property that has a place of its own.
func (t *translator) value(p *Property, v any, from, to graph.Path) (any, bool) {
	switch {
	case len(p.Values) > 0:
		return p.translated(v)
	case p.Text:
		return t.text(v, from)
	case p.Key != "":
		return pairMap(p, v)
	case p.Element != "":
		return elementsOf(p, v)
	}
	switch v := v.(type) {
	case map[string]any:
		if p.Blocks {
			t.moved(from, to.Index(0))
			return []any{t.inner(p, v, from, to.Index(0))}, true
		}
		return t.inner(p, v, from, to), true
	case []any:
		if len(p.Properties) == 0 {
			return v, true
		}
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = e
			if object, ok := e.(map[string]any); ok {
				list[i] = t.inner(p, object, from.Index(i), to.Index(i))
			}
		}
		return list, true
	}
	return v, true
}

func (t *translator) inner(p *Property, v map[string]any, from, to graph.Path) map[string]any {
	if len(p.Properties) == 0 {
		return v
	}
	out := make(map[string]any, len(v))
	t.object(p.Properties, v, from, to, out)
	return out
}

// text is a structure as JSON, unless something inside it is unknown: then the whole
// text is, as that of jsonencode would be.
func (t *translator) text(v any, from graph.Path) (any, bool) {
	if s, ok := v.(string); ok {
		return s, true
	}
	if len(unknownAt(t.from, from)) > 0 {
		return nil, false
	}
	text, err := json.Marshal(v)
	return string(text), err == nil
}

// pairs puts the values of a list of pairs where the property of their key says.
func (t *translator) pairs(p *Property, v any, from, to graph.Path, out map[string]any) {
	list, _ := v.([]any)
	for i, e := range list {
		pair, _ := e.(map[string]any)
		key, _ := pair[p.Key].(string)
		inner := property(p.Properties, key)
		if inner == nil || pair[p.Value] == nil {
			continue
		}
		if w, ok := inner.translated(pair[p.Value]); ok {
			put(out, inner.To, w)
			t.moved(from.Index(i), join(to, inner.To))
		}
	}
}

// pairMap is a list of pairs as a map; what is one already stays.
func pairMap(p *Property, v any) (any, bool) {
	list, ok := v.([]any)
	if !ok {
		return v, true
	}
	out := make(map[string]any, len(list))
	for _, e := range list {
		pair, _ := e.(map[string]any)
		if key, ok := pair[p.Key].(string); ok {
			out[key] = pair[p.Value]
		}
	}
	return out, true
}

// elementsOf is a list of objects as the list of one of their properties.
func elementsOf(p *Property, v any) (any, bool) {
	list, ok := v.([]any)
	out := make([]any, len(list))
	for i, e := range list {
		object, _ := e.(map[string]any)
		out[i] = object[p.Element]
	}
	return out, ok
}

// put sets the value at a path of attributes and positions 0, making the blocks
// around it.
func put(out map[string]any, to graph.Path, v any) {
	path := string(to)
	for {
		name, rest, nested := strings.Cut(path, "[0].")
		if !nested {
			out[path] = v
			return
		}
		list, _ := out[name].([]any)
		var object map[string]any
		if len(list) > 0 {
			object, _ = list[0].(map[string]any)
		}
		if len(list) == 0 || object == nil {
			list = []any{nil}
		}
		// What is there may be the source's own.
		object, list = cloned(object), slices.Clone(list)
		list[0], out[name] = object, list
		out, path = object, rest
	}
}

func cloned(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return maps.Clone(m)
}

// nativeTags reads tags, from a list of pairs or a map.
func nativeTags(v any) map[string]string {
	list, _ := v.([]any)
	tags := make(map[string]string, len(list))
	add := func(key string, value any) {
		if s, ok := scalar(String, value).(string); ok && s != "" && key != "" {
			tags[key] = s
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			add(key, value)
		}
	case []any:
		for _, e := range v {
			pair, _ := e.(map[string]any)
			key, _ := pair["Key"].(string)
			add(key, pair["Value"])
		}
	}
	return tags
}

func (t *translator) moved(from, to graph.Path) {
	if from != to {
		t.moves = append(t.moves, renamed{from, to})
	}
}
