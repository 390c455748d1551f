package collect

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Object is an answer of an API as JSON values under the API's own names, with the
// first letter a capital: bool, string, float64, []any, map[string]any. Its methods
// bring names and shapes to those of CloudFormation. Paths are names with dots.
type Object map[string]any

// Answer converts a structure of the SDK, with everything in it that is set. Bytes,
// which are payloads and never settings, are left out.
func Answer(v any) Object {
	out, _ := plain(reflect.ValueOf(v)).(map[string]any)
	if out == nil {
		return Object{}
	}
	return out
}

// plain converts a value of the SDK; nil where it is not set.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		if v.Kind() == reflect.Interface {
			return member(v.Elem())
		}
		return plain(v.Elem())
	case reflect.Struct:
		if t, ok := reflect.TypeAssert[time.Time](v); ok {
			return t.UTC().Format(time.RFC3339)
		}
		return structure(v)
	case reflect.Slice, reflect.Array:
		return sequence(v)
	case reflect.Map:
		out := make(map[string]any, v.Len())
		for i := v.MapRange(); i.Next(); {
			if e := plain(i.Value()); e != nil {
				out[i.Key().String()] = e
			}
		}
		return out
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int())
	case reflect.Float32, reflect.Float64:
		return v.Float()
	default:
		return nil
	}
}

// member converts a member of a union, which the SDK calls TypeMemberName.
func member(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	_, name, ok := strings.Cut(v.Type().Name(), "Member")
	value := v
	if v.Kind() == reflect.Struct {
		value = v.FieldByName("Value")
	}
	if !ok || !value.IsValid() {
		return nil
	}
	return map[string]any{name: plain(value)}
}

func structure(v reflect.Value) any {
	t := v.Type()
	out := make(map[string]any, t.NumField())
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || f.Name == "ResultMetadata" {
			continue
		}
		if e := plain(v.Field(i)); e != nil && e != "" {
			out[f.Name] = e
		}
	}
	return out
}

func sequence(v reflect.Value) any {
	if v.Kind() == reflect.Slice && v.IsNil() || v.Type().Elem().Kind() == reflect.Uint8 {
		return nil
	}
	out := make([]any, v.Len())
	for i := range out {
		out[i] = plain(v.Index(i))
	}
	return out
}

// Get returns the value at a path; nil where there is none.
func (o Object) Get(path string) any {
	var v any = map[string]any(o)
	for name := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

// Text returns the string at a path, or "".
func (o Object) Text(path string) string {
	s, _ := o.Get(path).(string)
	return s
}

// List returns the objects of the list at a path.
func (o Object) List(path string) []Object {
	list, _ := o.Get(path).([]any)
	var out []Object
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// Set puts a value at a path, making the objects around it; nil and "" are not set.
func (o Object) Set(path string, v any) {
	if v == nil || v == "" {
		return
	}
	at := map[string]any(o)
	for {
		name, rest, nested := strings.Cut(path, ".")
		if !nested {
			at[name] = v
			return
		}
		inner, ok := at[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			at[name] = inner
		}
		at, path = inner, rest
	}
}

// Take removes the value at a path and returns it.
func (o Object) Take(path string) any {
	v := o.Get(path)
	at := map[string]any(o)
	for {
		name, rest, nested := strings.Cut(path, ".")
		if !nested {
			delete(at, name)
			return v
		}
		inner, ok := at[name].(map[string]any)
		if !ok {
			return nil
		}
		at, path = inner, rest
	}
}

// Rename moves values, as pairs of a path and the new one. What is not there stays away.
func (o Object) Rename(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		o.Set(pairs[i+1], o.Take(pairs[i]))
	}
}

// Each makes of the list of objects at a path the list of one of their members, at
// the path to: [{SubnetIdentifier: a}] becomes [a].
func (o Object) Each(path, member, to string) {
	list, ok := o.Take(path).([]any)
	if !ok {
		return
	}
	out := make([]any, 0, len(list))
	for _, e := range list {
		m, _ := e.(map[string]any)
		if v := Object(m).Get(member); v != nil {
			out = append(out, v)
		}
	}
	o.Set(to, out)
}

// Sort puts the texts of the list at a path in order, where the API gives them in any.
func (o Object) Sort(path string) {
	list, _ := o.Get(path).([]any)
	slices.SortFunc(list, func(a, b any) int {
		x, _ := a.(string)
		y, _ := b.(string)
		return strings.Compare(x, y)
	})
}

// Copy returns an object with its own first level.
func (o Object) Copy() Object { return maps.Clone(o) }
