package provider

import (
	_ "embed"
	"encoding/json"
	"sync"

	"github.com/zclconf/go-cty/cty"
)

// defaultsFile holds what data/README.md says.
//
//go:embed data/defaults.json
var defaultsFile []byte

var allDefaults = sync.OnceValue(func() map[string]Defaults { //nolint:gochecknoglobals // A constant that is read on first use.
	all := map[string]Defaults{}
	if err := json.Unmarshal(defaultsFile, &all); err != nil {
		return nil // which the tests exclude
	}
	return all
})

// Defaults are the values that a provider gives to arguments that are null, of a resource
// type or of a block in one; nil knows none. An argument that is not in it may have a
// default all the same: no published schema says.
type Defaults map[string]any

// DefaultsOf returns those of a resource type. They are shared: do not change them.
func DefaultsOf(typ string) Defaults { return allDefaults()[typ] }

// Value is the default of an argument: a string, number or boolean, or [cty.NilVal].
func (d Defaults) Value(argument string) cty.Value {
	switch v := d[argument].(type) {
	case string:
		return cty.StringVal(v)
	case float64:
		return cty.NumberFloatVal(v)
	case bool:
		return cty.BoolVal(v)
	default:
		return cty.NilVal
	}
}

// Block returns the defaults inside a block.
func (d Defaults) Block(name string) Defaults {
	inner, _ := d[name].(map[string]any)
	return inner
}
