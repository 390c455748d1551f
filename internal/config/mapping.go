package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// readers maps the keys of a mapping to what reads their values.
type readers map[string]func(*yaml.Node) error

// mapping reads a mapping strictly: every key once, and none that has no reader. What
// says which mapping it is, for errors: "an entry of suppressions".
func mapping(n *yaml.Node, what string, known readers) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: %s must be a mapping", n.Line, what)
	}
	return members(n, func(k, v *yaml.Node) error {
		read := known[k.Value]
		if read == nil {
			names := sortedKeys(known)
			hint := Suggest(k.Value, names)
			if hint == "" {
				hint = "; known are " + strings.Join(names, ", ")
			}
			return fmt.Errorf("line %d: unknown key %q in %s%s", k.Line, k.Value, what, hint)
		}
		return read(v)
	})
}

// members calls do with each key and value of a mapping, and refuses a key given twice.
func members(n *yaml.Node, do func(k, v *yaml.Node) error) error {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: a key must be a text", k.Line)
		}
		if seen[k.Value] {
			return fmt.Errorf("line %d: key %q is given twice", k.Line, k.Value)
		}
		seen[k.Value] = true
		if err := do(k, v); err != nil {
			return err
		}
	}
	return nil
}

// entries calls read with each element of a list.
func entries(n *yaml.Node, what string, read func(*yaml.Node) error) error {
	if n.Kind != yaml.SequenceNode {
		return fmt.Errorf("line %d: %s must be a list", n.Line, what)
	}
	for _, e := range n.Content {
		if err := read(e); err != nil {
			return err
		}
	}
	return nil
}

// textInto reads a text that is not empty.
func textInto(into *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := scalar(n, into); err != nil {
			return err
		}
		if strings.TrimSpace(*into) == "" {
			return fmt.Errorf("line %d: the text is empty", n.Line)
		}
		return nil
	}
}

// Word is a text with its line, for what can be checked only later.
type Word struct {
	Text string
	Line int
	// Anchored is a pattern of paths relative to the boundary, which only the caller
	// knows; empty until it is set.
	Anchored string
}

// wordsInto reads a list of texts, each once and none empty.
func wordsInto(into *[]Word) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		return entries(n, "this", func(e *yaml.Node) error {
			w := Word{Line: e.Line}
			if err := textInto(&w.Text)(e); err != nil {
				return err
			}
			if slices.ContainsFunc(*into, func(have Word) bool { return have.Text == w.Text }) {
				return fmt.Errorf("line %d: %q is listed twice", e.Line, w.Text)
			}
			*into = append(*into, w)
			return nil
		})
	}
}

// oneOfInto reads one of a closed set of words.
func oneOfInto(into *string, what string, known []string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := scalar(n, into); err != nil {
			return err
		}
		if !slices.Contains(known, *into) {
			return fmt.Errorf("line %d: %s must be one of %s%s", n.Line, what, strings.Join(known, ", "), Suggest(*into, known))
		}
		return nil
	}
}

// ParseDate checks a day in the form 2027-01-31.
func ParseDate(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return fmt.Errorf("%q is not a day in the form 2027-01-31", text)
	}
	return nil
}
