package config

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Severities are the levels that a finding can have, worst first.
func Severities() []string { return []string{"critical", "high", "medium", "low"} }

// Profiles are the values of profile and --profile, the strictest first.
func Profiles() []string { return []string{"strict", "production", "development"} }

// Rule is what the configuration says of a rule, or of all whose ids match a pattern.
type Rule struct {
	// ID is an id, or a pattern in which * stands for any text.
	ID Word
	// Severity replaces that of the rule; empty leaves it.
	Severity string
	// Enabled switches the rule on or off whatever the profile says; nil leaves it.
	Enabled *bool
	// Params are values for its parameters, in order.
	Params []Param
}

// Param is a value for a parameter of a rule.
type Param struct {
	Name Word
	// Value is nil, bool, int, float64, string, []any or map[string]any.
	Value any
}

func (r *Rule) readers() readers {
	return readers{
		"severity": oneOfInto(&r.Severity, "severity", Severities()),
		"enabled":  boolInto(&r.Enabled),
		"params": func(n *yaml.Node) error {
			if n.Kind != yaml.MappingNode {
				return fmt.Errorf("line %d: params must be a mapping of name to value", n.Line)
			}
			return members(n, func(k, v *yaml.Node) error {
				value, err := plainData(v, 0)
				if err != nil {
					return err
				}
				r.Params = append(r.Params, Param{Word{Text: k.Value, Line: k.Line}, value})
				return nil
			})
		},
	}
}

func rules(c *Config, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: rules must be a mapping of a rule's id to its settings", n.Line)
	}
	return members(n, func(k, v *yaml.Node) error {
		r := Rule{ID: Word{Text: k.Value, Line: k.Line}}
		if err := mapping(v, "a rule", r.readers()); err != nil {
			return err
		}
		c.Rules = append(c.Rules, r)
		return nil
	})
}

func boolInto(into **bool) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" || !slices.Contains([]string{"true", "false"}, n.Value) {
			return fmt.Errorf("line %d: it must be true or false", n.Line)
		}
		value := n.Value == "true"
		*into = &value
		return nil
	}
}
