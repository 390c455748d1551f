package config

import (
	"fmt"
	"maps"

	"go.yaml.in/yaml/v4"
)

// Environment is a named part of what is scanned.
type Environment struct {
	Name     Word
	Selector Selector // without environments
}

// Override is an entry of overrides: other settings for some resources. Of several that
// match, later ones win.
type Override struct {
	Selector Selector
	// Profile replaces that of the run; empty leaves it.
	Profile string
	// Disable and Enable name rules: ids, patterns of ids, or themes.
	Disable, Enable []Word
	// Severity maps the same to levels, in order.
	Severity []Level
	Line     int
}

// Level is a severity for the rules that a word names.
type Level struct {
	Rules    Word
	Severity string
}

func (o *Override) readers() readers {
	r := readers{
		"profile": oneOfInto(&o.Profile, "profile", Profiles()),
		"disable": wordsInto(&o.Disable),
		"enable":  wordsInto(&o.Enable),
		"severity": func(n *yaml.Node) error {
			if n.Kind != yaml.MappingNode {
				return fmt.Errorf("line %d: severity must be a mapping of a rule's id, pattern or theme to a level", n.Line)
			}
			return members(n, func(k, v *yaml.Node) error {
				l := Level{Rules: Word{Text: k.Value, Line: k.Line}}
				if err := oneOfInto(&l.Severity, "severity", Severities())(v); err != nil {
					return err
				}
				o.Severity = append(o.Severity, l)
				return nil
			})
		},
	}
	maps.Copy(r, o.Selector.readers())
	return r
}

func overrides(c *Config, n *yaml.Node) error {
	return entries(n, "overrides", func(e *yaml.Node) error {
		o := Override{Line: e.Line}
		if err := mapping(e, "an entry of overrides", o.readers()); err != nil {
			return err
		}
		switch {
		case o.Selector.Empty():
			return fmt.Errorf("line %d: the override names no resources; add paths, resources, tags or environments, or move it to the top level", e.Line)
		case o.Profile == "" && len(o.Disable)+len(o.Enable)+len(o.Severity) == 0:
			return fmt.Errorf("line %d: the override changes nothing; add profile, disable, enable or severity", e.Line)
		}
		c.Overrides = append(c.Overrides, o)
		return nil
	})
}

func environments(c *Config, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: environments must be a mapping of a name to what belongs to it", n.Line)
	}
	return members(n, func(k, v *yaml.Node) error {
		e := Environment{Name: Word{Text: k.Value, Line: k.Line}}
		known := e.Selector.readers()
		delete(known, "environments")
		if err := mapping(v, "an environment", known); err != nil {
			return err
		}
		if e.Selector.Empty() {
			return fmt.Errorf("line %d: nothing says what belongs to the environment %q; add paths, resources or tags", k.Line, k.Value)
		}
		c.Environments = append(c.Environments, e)
		return nil
	})
}
