package config

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Service is what users call, as the user names it.
type Service struct {
	Name string
	// Entry, Members, Hard and Soft are patterns of addresses.
	Entry, Members, Hard, Soft []Word
	// Tags choose entries beside Entry.
	Tags        map[string]string
	Criticality string
	Line        int
}

func (s *Service) readers() readers {
	return readers{
		"entry":       wordsInto(&s.Entry),
		"members":     wordsInto(&s.Members),
		"hard":        wordsInto(&s.Hard),
		"soft":        wordsInto(&s.Soft),
		"tags":        textsInto(&s.Tags),
		"criticality": textInto(&s.Criticality),
	}
}

// services reads a mapping of name to service.
func services(c *Config, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: services must be a mapping of name to service", n.Line)
	}
	return members(n, func(k, v *yaml.Node) error {
		s := Service{Name: k.Value, Line: k.Line}
		if err := mapping(v, "service "+k.Value, s.readers()); err != nil {
			return err
		}
		if len(s.Entry)+len(s.Members)+len(s.Tags) == 0 {
			return fmt.Errorf("line %d: service %q names no resources; give it entry, members or tags", k.Line, k.Value)
		}
		c.Services = append(c.Services, s)
		return nil
	})
}

// textsInto reads a mapping of text to text.
func textsInto(into *map[string]string) func(*yaml.Node) error { //nolint:gocritic // what is read into is made here
	return func(n *yaml.Node) error {
		if n.Kind != yaml.MappingNode {
			return fmt.Errorf("line %d: this must be a mapping of names to texts", n.Line)
		}
		*into = map[string]string{}
		return members(n, func(k, v *yaml.Node) error {
			var text string
			if err := scalar(v, &text); err != nil {
				return err
			}
			(*into)[k.Value] = text
			return nil
		})
	}
}
