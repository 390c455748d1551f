package ownrules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/suggest"
	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

// attribute is what the example of a new rule looks at.
type attribute struct {
	name     string
	question string // of lib.attr, for the name
	// Good and Bad are values, as Rego and HCL write them; BadWord is Bad in a sentence.
	Good, Bad, BadWord string
	BadIsAbsent        bool
	VariableType       string
}

// resourceType is the type that a new rule judges.
func (req Request) resourceType(ours *analyzer.RuleSet) (string, error) {
	known := slices.Sorted(maps.Keys(publishedTypes(publishedSchema())))
	if req.Type != "" {
		if !Vocabulary().KnownType(req.Type) {
			return "", fmt.Errorf("--type %s: there is no such resource type%s", req.Type, suggest.Nearest(req.Type, known))
		}
		return req.Type, nil
	}
	for _, prefix := range []string{req.Provider, "aws", "azurerm"} {
		for _, r := range ours.Rules() {
			if strings.HasPrefix(r.Dir, prefix+"/"+req.Service+"/") {
				return r.Types[0], nil
			}
		}
		for _, t := range known {
			if name := prefix + "_" + req.Service; t == name || strings.HasPrefix(t, name+"_") {
				return t, nil
			}
		}
	}
	return "", fmt.Errorf("which resource type does the rule judge? Nothing is known of the service %q; give it with --type, as in --type aws_db_instance", req.Service)
}

// maxCandidates is how many attributes are tried for an example.
const maxCandidates = 10

// attributesFor lists attributes of a type that an example can be about, the likeliest
// first: those that can be written and are a boolean, a number or a string; or the one
// that is named.
func attributesFor(typ, name string) ([]attribute, error) {
	block, found := provider.Resource(typ)
	if !found {
		if name == "" {
			return nil, fmt.Errorf("nothing is known of the attributes of %s; give one that is true or false with --attribute", typ)
		}
		return []attribute{scaffoldFor(name, cty.Bool)}, nil
	}
	if name != "" {
		a, found := block.Attribute(name)
		switch {
		case !found:
			return nil, fmt.Errorf("--attribute %s: %s has none of that name%s", name, typ, suggest.Nearest(name, block.AttributeNames()))
		case !usable(a):
			return nil, fmt.Errorf("--attribute %s: a new rule can start from a boolean, a number or a string that can be set", name)
		}
		return []attribute{scaffoldFor(name, a.Type)}, nil
	}
	var list []*provider.Attribute
	for a := range block.Attributes() {
		if usable(a) {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s has no attribute that is a boolean, a number or a string and can be set", typ)
	}
	slices.SortStableFunc(list, func(a, b *provider.Attribute) int { return cmp.Compare(preference(a), preference(b)) })
	var candidates []attribute
	for _, a := range list[:min(len(list), maxCandidates)] {
		candidates = append(candidates, scaffoldFor(a.Name, a.Type))
	}
	return candidates, nil
}

func usable(a *provider.Attribute) bool {
	return (a.Optional || a.Required) && a.Name != "id" && (a.Type == cty.Bool || a.Type == cty.Number || a.Type == cty.String)
}

// preference ranks attributes by how likely a rule is about them, the likeliest first.
func preference(a *provider.Attribute) int {
	likely := []string{"deletion_protection", "multi_az", "zone_redundan", "protect", "backup", "failover", "replica", "enable"}
	rank := slices.IndexFunc(likely, func(part string) bool { return strings.Contains(a.Name, part) })
	if rank < 0 {
		rank = len(likely)
	}
	switch a.Type {
	case cty.Bool:
		return rank
	case cty.Number:
		return rank + 100
	default:
		return rank + 200
	}
}

func scaffoldFor(name string, typ cty.Type) attribute {
	switch typ {
	case cty.Bool:
		return attribute{name, `attr.is_false(r, %q)`, "true", "false", "off", false, "bool"}
	case cty.Number:
		return attribute{name, `attr.less_than(r, %q, 2)`, "2", "1", "too low", false, "number"}
	default:
		return attribute{name, `attr.not_set(r, %q)`, `"example"`, "", "not set", true, "string"}
	}
}
