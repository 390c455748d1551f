package config

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Stack is one deployment of a CloudFormation template.
type Stack struct {
	// Template is the path of the template, relative to the file.
	Template string
	// Name, Region and Account are what the stack has when it is deployed; Account is
	// 12 digits.
	Name, Region, Account string
	// Parameters are values of the template's parameters; ParameterFiles are paths
	// relative to the file, and rank below them.
	Parameters     []Variable
	ParameterFiles []string
}

// stacks reads the mapping of templates to their deployments: one, or a list of them.
func stacks(c *Config, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: stacks must be a mapping of template to what it is deployed as", n.Line)
	}
	return members(n, func(k, v *yaml.Node) error {
		deployments := []*yaml.Node{v}
		if v.Kind == yaml.SequenceNode {
			deployments = v.Content
		}
		for _, d := range deployments {
			s := Stack{Template: k.Value}
			if err := mapping(d, "a stack", s.readers()); err != nil {
				return err
			}
			c.Stacks = append(c.Stacks, s)
		}
		return nil
	})
}

func (s *Stack) readers() readers {
	return readers{
		"name":            textInto(&s.Name),
		"region":          textInto(&s.Region),
		"account":         formInto(&s.Account, "account", `^[0-9]{12}$`, "12 digits, in quotes"),
		"parameter_files": func(n *yaml.Node) error { return sequence(n, &s.ParameterFiles) },
		"parameters": func(n *yaml.Node) error {
			inner := &Config{}
			if err := variables(inner, n); err != nil {
				return err
			}
			s.Parameters = inner.Variables
			return nil
		},
	}
}
