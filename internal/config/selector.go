package config

import (
	"errors"
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Selector chooses resources. Each kind that is given must match; of a list, one
// entry; of tags, all. The zero value chooses everything.
type Selector struct {
	// Paths are doublestar patterns of files or directories: of the root that deploys
	// the resource, of the file that declares it, or of the one that decides.
	Paths []Word
	// Resources are patterns of addresses, in which * stands for any text. One that
	// names a module or a resource covers everything in it.
	Resources []Word
	// Tags are names and patterns of values.
	Tags []Tag
	// Environments are names of those that the configuration declares.
	Environments []Word
}

// Tag is a tag of resources by name and a pattern of its value.
type Tag struct {
	Name, Value string
	Line        int
}

// Empty reports whether the selector chooses everything.
func (s *Selector) Empty() bool {
	return len(s.Paths)+len(s.Resources)+len(s.Tags)+len(s.Environments) == 0
}

// Selectors returns every selector of the configuration, for the caller to anchor.
func (c *Config) Selectors() []*Selector {
	list := []*Selector{&c.Select.Selector, &c.Skip.Selector}
	for i := range c.Environments {
		list = append(list, &c.Environments[i].Selector)
	}
	for i := range c.Overrides {
		list = append(list, &c.Overrides[i].Selector)
	}
	for i := range c.Suppressions {
		list = append(list, &c.Suppressions[i].Selector)
	}
	return list
}

func (s *Selector) readers() readers {
	return readers{
		"paths":        wordsInto(&s.Paths),
		"resources":    wordsInto(&s.Resources),
		"tags":         tagsInto(&s.Tags),
		"environments": wordsInto(&s.Environments),
	}
}

func tagsInto(into *[]Tag) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.MappingNode {
			return fmt.Errorf("line %d: tags must be a mapping of name to value", n.Line)
		}
		return members(n, func(k, v *yaml.Node) error {
			t := Tag{Name: k.Value, Line: k.Line}
			if err := scalar(v, &t.Value); err != nil {
				return err
			}
			if t.Name == "" {
				return fmt.Errorf("line %d: %w", k.Line, errors.New("a tag without a name"))
			}
			*into = append(*into, t)
			return nil
		})
	}
}
