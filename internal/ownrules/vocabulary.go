// Package ownrules is what users need for rules of their own: it reads them, knows the
// names that they may use, and scaffolds new ones. Start with [Read] and [New].
package ownrules

import (
	"encoding/json"
	"maps"
	"regexp"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
	"github.com/faultline-dev/faultline/rules"
)

// Vocabulary returns the types and attributes that own rules may name: those of the
// published schema, and whatever else the provider's schema of a type has, which
// rules see under Terraform's names.
func Vocabulary() analyzer.Vocabulary {
	schema := publishedSchema()
	published := publishedTypes(schema)
	return analyzer.Vocabulary{
		Schema: func(types []string) map[string]any { return extend(schema, types) },
		KnownType: func(typ string) bool {
			name, _, _ := strings.Cut(typ, "_")
			_, listed := published[typ]
			_, inProvider := provider.Resource(typ)
			return typeName.MatchString(typ) && (listed || inProvider || !provider.Known(name))
		},
	}
}

var typeName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)

// publishedSchema decodes the schema; the caller owns it.
func publishedSchema() map[string]any {
	var schema map[string]any
	if err := json.Unmarshal([]byte(rules.Schema()), &schema); err != nil {
		panic("the schema of the rules is no JSON: " + err.Error()) // generated, and tested
	}
	return schema
}

// publishedTypes returns the part of a schema that describes each type.
func publishedTypes(schema map[string]any) map[string]any {
	return object(schema, "properties", "resources", "properties")
}

// extend adds what the provider's schema knows of some types to the published schema,
// in place.
func extend(schema map[string]any, types []string) map[string]any {
	known := publishedTypes(schema)
	for _, typ := range types {
		block, found := provider.Resource(typ)
		if !found {
			continue
		}
		if known[typ] == nil {
			known[typ] = bareType(known)
		}
		attributes := object(known, typ, "items", "properties", "attributes", "properties")
		for _, name := range append(block.AttributeNames(), block.BlockNames()...) {
			if attributes[name] == nil {
				attributes[name] = map[string]any{}
			}
		}
	}
	return schema
}

// bareType describes a type of which only the attributes' names are known.
func bareType(known map[string]any) map[string]any {
	like := object(known, "aws_db_instance", "items", "properties")
	properties := maps.Clone(like)
	properties["attributes"] = map[string]any{"type": "object", "additionalProperties": false, "properties": map[string]any{}}
	return map[string]any{
		"type":  "array",
		"items": map[string]any{"type": "object", "additionalProperties": false, "properties": properties},
	}
}

// object walks down a JSON value whose form is ours.
func object(m map[string]any, names ...string) map[string]any {
	for _, name := range names {
		m, _ = m[name].(map[string]any)
	}
	return m
}
