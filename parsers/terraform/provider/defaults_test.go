package provider

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// TestDefaults holds each default against the schema: the argument exists, may be left
// out, is not secret, and takes a value of that type.
func TestDefaults(t *testing.T) {
	t.Parallel()
	if err := json.Unmarshal(defaultsFile, &map[string]Defaults{}); err != nil {
		t.Fatal(err)
	}
	for _, typ := range slices.Sorted(maps.Keys(allDefaults())) {
		schema, ok := Resource(typ)
		if !ok {
			t.Errorf("%s is no resource type", typ)
			continue
		}
		checkDefaults(t, typ, DefaultsOf(typ), schema)
	}
}

func checkDefaults(t *testing.T, at string, defaults Defaults, schema *Block) {
	t.Helper()
	for name := range defaults {
		if inner := defaults.Block(name); inner != nil {
			nested, ok := schema.NestedBlock(name)
			if !ok {
				t.Errorf("%s has no block %s", at, name)
				continue
			}
			checkDefaults(t, at+"."+name, inner, nested.Block())
			continue
		}
		a, ok := schema.Attribute(name)
		switch v := defaults.Value(name); {
		case !ok:
			t.Errorf("%s has no argument %s", at, name)
		case v == cty.NilVal:
			t.Errorf("%s.%s: %v is neither text, number nor boolean", at, name, defaults[name])
		case !a.Optional || a.Sensitive:
			t.Errorf("%s.%s cannot be left out, or is secret", at, name)
		case !v.Type().Equals(a.Type):
			t.Errorf("%s.%s is of type %s, not %s", at, name, a.Type.FriendlyName(), v.Type().FriendlyName())
		}
	}
}

func TestDefaultsOfNothing(t *testing.T) {
	t.Parallel()
	none := DefaultsOf("aws_no_such_thing")
	if v := none.Block("a").Value("b"); v != cty.NilVal {
		t.Errorf("got %#v", v)
	}
	// A block is no value, and a value no block.
	some := Defaults{"block": map[string]any{"a": "b"}, "text": "c"}
	if v, inner := some.Value("block"), some.Block("text"); v != cty.NilVal || inner != nil {
		t.Errorf("got %#v, %#v", v, inner)
	}
}
