package config

import (
	"fmt"
	"maps"

	"go.yaml.in/yaml/v4"
)

// Suppression is an entry of suppressions: findings that somebody accepts, and why.
type Suppression struct {
	// Rules are ids, or patterns of them; empty means every rule.
	Rules []Word
	// Selector chooses the resources.
	Selector Selector
	Reason   string
	// Until is the last day on which it holds; empty means for ever.
	Until string
	Line  int
}

func (s *Suppression) readers() readers {
	r := readers{
		"rules":  wordsInto(&s.Rules),
		"reason": textInto(&s.Reason),
		"until":  dateInto(&s.Until),
	}
	maps.Copy(r, s.Selector.readers())
	return r
}

func dateInto(into *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := scalar(n, into); err != nil {
			return err
		}
		if err := ParseDate(*into); err != nil {
			return fmt.Errorf("line %d: until: %w", n.Line, err)
		}
		return nil
	}
}

func suppressions(c *Config, n *yaml.Node) error {
	return entries(n, "suppressions", func(e *yaml.Node) error {
		s := Suppression{Line: e.Line}
		if err := mapping(e, "an entry of suppressions", s.readers()); err != nil {
			return err
		}
		switch {
		case s.Reason == "":
			return fmt.Errorf("line %d: the suppression has no reason; say why it is accepted: reason: …", e.Line)
		case len(s.Rules) == 0 && s.Selector.Empty():
			return fmt.Errorf("line %d: the suppression names neither rules nor resources, so it would hide everything; add rules, resources, paths, tags or environments", e.Line)
		}
		c.Suppressions = append(c.Suppressions, s)
		return nil
	})
}
