package config

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Variable is a value for a root variable.
type Variable struct {
	Name string
	// Text is a scalar as it was written; Data is a list or a mapping, of strings,
	// booleans, ints, float64s, []any and map[string]any.
	Text string
	Data any
}

func variables(c *Config, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: variables must be a mapping of name to value", n.Line)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if seen[k.Value] {
			return fmt.Errorf("line %d: variable %q is given twice", k.Line, k.Value)
		}
		seen[k.Value] = true
		if v.Kind == yaml.ScalarNode {
			if v.Tag == "!!null" {
				return fmt.Errorf("line %d: variable %q has no value", k.Line, k.Value)
			}
			c.Variables = append(c.Variables, Variable{Name: k.Value, Text: v.Value})
			continue
		}
		data, err := plainData(v, 0)
		if err != nil {
			return err
		}
		c.Variables = append(c.Variables, Variable{Name: k.Value, Data: data})
	}
	return nil
}

// plainData converts a YAML value. What YAML has beyond JSON, such as dates, stays the
// text that was written.
func plainData(n *yaml.Node, depth int) (any, error) {
	if depth > 50 {
		return nil, fmt.Errorf("line %d: nested too deeply", n.Line)
	}
	if n.Kind == yaml.SequenceNode {
		items := make([]any, len(n.Content))
		for i, e := range n.Content {
			item, err := plainData(e, depth+1)
			if err != nil {
				return nil, err
			}
			items[i] = item
		}
		return items, nil
	}
	if n.Kind == yaml.MappingNode {
		members := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			member, err := plainData(n.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			members[n.Content[i].Value] = member
		}
		return members, nil
	}
	if n.Kind != yaml.ScalarNode {
		return nil, fmt.Errorf("line %d: aliases are not supported here", n.Line)
	}
	return scalarData(n), nil
}

func scalarData(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool", "!!int", "!!float":
		var v any
		if err := n.Decode(&v); err == nil {
			switch v.(type) {
			case bool, int, float64:
				return v
			}
		}
	}
	return n.Value
}
