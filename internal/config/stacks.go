package config

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Stack is one deployment of a CloudFormation template.
type Stack struct {
	// Template is the path of the template, relative to the file.
	Template string
	// Name, Region and Account are what the stack has when it is deployed.
	Name, Region, Account string
	// Parameters are values of the template's parameters; ParameterFiles are paths
	// relative to the file, and rank below them.
	Parameters     []Variable
	ParameterFiles []string
}

// stacks reads the mapping of templates to their deployments: one, or a list of them.
func stacks(c *Config, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: stacks must be a mapping of template to name, region, account", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		deployments := []*yaml.Node{v}
		if v.Kind == yaml.SequenceNode {
			deployments = v.Content
		}
		for _, d := range deployments {
			s := Stack{Template: k.Value}
			if err := s.read(d); err != nil {
				return err
			}
			c.Stacks = append(c.Stacks, s)
		}
	}
	return nil
}

func (s *Stack) read(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: a stack must be a mapping of name, region, account, parameters, parameter_files", n.Line)
	}
	known := map[string]func(*yaml.Node) error{
		"name":            func(v *yaml.Node) error { return scalar(v, &s.Name) },
		"region":          func(v *yaml.Node) error { return scalar(v, &s.Region) },
		"account":         func(v *yaml.Node) error { return scalar(v, &s.Account) },
		"parameter_files": func(v *yaml.Node) error { return sequence(v, &s.ParameterFiles) },
		"parameters": func(v *yaml.Node) error {
			inner := &Config{}
			if err := variables(inner, v); err != nil {
				return err
			}
			s.Parameters = inner.Variables
			return nil
		},
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		read := known[k.Value]
		if read == nil {
			return fmt.Errorf("line %d: unknown key %q of a stack%s", k.Line, k.Value, Suggest(k.Value, sortedKeys(known)))
		}
		if seen[k.Value] {
			return fmt.Errorf("line %d: key %q is given twice", k.Line, k.Value)
		}
		seen[k.Value] = true
		if err := read(v); err != nil {
			return err
		}
	}
	return nil
}
