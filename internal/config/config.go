// Package config reads faultline.yaml, strictly: a key that does not exist is an
// error with its line and a suggestion, never ignored.
package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/internal/suggest"
)

// Name is the file that is looked for beside what is scanned and above it.
const Name = "faultline.yaml"

// maxSize bounds the file; a configuration is a page, not a program.
const maxSize = 1 << 20

// Config is the content of a faultline.yaml. The zero value is the default.
type Config struct {
	// Exclude are doublestar patterns of directories, relative to the file.
	Exclude []string
	// FailOn is the least severity that fails a run: critical, high, medium, low or none.
	FailOn string
	// Region is the AWS region where a provider block names none.
	Region string
	// Workspace is terraform.workspace.
	Workspace string
	// Variables are values for root variables; they rank above *.auto.tfvars and
	// below the command line.
	Variables []Variable
	// VarFiles, ModuleDirs and AsRoot are paths relative to the file.
	VarFiles   []string
	ModuleDirs []string
	AsRoot     []string
	// Services are what users call, beside the entry points that are found.
	Services []Service
	// Policy are the promises, the first that means a service counts.
	Policy []Policy
	// Facts override what the catalog knows of recovery.
	Facts []Fact
	// Profile is one of Profiles; empty means production.
	Profile string
	// Rules are settings of single rules, in order.
	Rules []Rule
	// Select limits a run, and Skip leaves out of it.
	Select, Skip Selection
	// Environments are the named parts that selectors can mention; of several that
	// match, a resource is in the first.
	Environments []Environment
	Overrides    []Override
	// Suppressions are findings that somebody accepts.
	Suppressions []Suppression
	// Baseline is a file of known findings, relative to the configuration.
	Baseline string
	Assume   Assume
	// Stacks are deployments of CloudFormation templates.
	Stacks []Stack
	// RuleDirs are directories and bundles of own rules, relative to the file.
	RuleDirs []string
}

// keys maps each top-level key to what reads it.
func keys() map[string]func(*Config, *yaml.Node) error {
	list := func(field func(*Config) *[]string) func(*Config, *yaml.Node) error {
		return func(c *Config, n *yaml.Node) error { return sequence(n, field(c)) }
	}
	text := func(field func(*Config) *string) func(*Config, *yaml.Node) error {
		return func(c *Config, n *yaml.Node) error { return scalar(n, field(c)) }
	}
	return map[string]func(*Config, *yaml.Node) error{
		"version": func(_ *Config, n *yaml.Node) error {
			if n.Value != "1" || n.Tag != "!!int" {
				return fmt.Errorf("line %d: version must be 1, not %q", n.Line, n.Value)
			}
			return nil
		},
		"exclude":     list(func(c *Config) *[]string { return &c.Exclude }),
		"var_files":   list(func(c *Config) *[]string { return &c.VarFiles }),
		"module_dirs": list(func(c *Config) *[]string { return &c.ModuleDirs }),
		"as_root":     list(func(c *Config) *[]string { return &c.AsRoot }),
		"rule_dirs":   list(func(c *Config) *[]string { return &c.RuleDirs }),
		"region":      text(func(c *Config) *string { return &c.Region }),
		"workspace":   text(func(c *Config) *string { return &c.Workspace }),
		"fail_on":     failOn,
		"variables":   variables,
		"services":    services,
		"policy":      policies,
		"facts":       facts,

		"profile":      func(c *Config, n *yaml.Node) error { return oneOfInto(&c.Profile, "profile", Profiles())(n) },
		"rules":        rules,
		"select":       func(c *Config, n *yaml.Node) error { return mapping(n, "select", c.Select.readers()) },
		"skip":         func(c *Config, n *yaml.Node) error { return mapping(n, "skip", c.Skip.readers()) },
		"environments": environments,
		"overrides":    overrides,
		"suppressions": suppressions,
		"baseline":     func(c *Config, n *yaml.Node) error { return textInto(&c.Baseline)(n) },
		"assume":       func(c *Config, n *yaml.Node) error { return mapping(n, "assume", c.Assume.readers()) },
		"stacks":       stacks,
	}
}

// Parse reads a configuration. The error names the line and what to do; the caller
// adds the file's name.
func Parse(src []byte) (*Config, error) {
	if len(src) > maxSize {
		return nil, fmt.Errorf("the file is larger than %d KiB", maxSize>>10)
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(src))
	if err := decoder.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the file is empty; it needs at least: version: 1")
		}
		return nil, fmt.Errorf("reading YAML: %w", err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("line 1: the file must be a mapping that starts with: version: 1")
	}
	var more yaml.Node
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: a second document begins here; there must be one", max(more.Line, 1))
	}
	return fromMapping(doc.Content[0])
}

func fromMapping(m *yaml.Node) (*Config, error) {
	out := &Config{}
	known := keys()
	seen := map[string]bool{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, v := m.Content[i], m.Content[i+1]
		read := known[k.Value]
		if read == nil {
			names := sortedKeys(known)
			hint := Suggest(k.Value, names)
			if hint == "" {
				hint = "; known are " + strings.Join(names, ", ")
			}
			return nil, fmt.Errorf("line %d: unknown key %q%s", k.Line, k.Value, hint)
		}
		if seen[k.Value] {
			return nil, fmt.Errorf("line %d: key %q is given twice", k.Line, k.Value)
		}
		seen[k.Value] = true
		if err := read(out, v); err != nil {
			return nil, err
		}
	}
	if !seen["version"] {
		return nil, errors.New("line 1: version: 1 is missing")
	}
	return out, nil
}

// Suggest ends an error about an unknown word with the nearest known one; it is empty
// when none is near.
func Suggest(word string, known []string) string { return suggest.Nearest(word, known) }

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func scalar(n *yaml.Node, into *string) error {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return fmt.Errorf("line %d: a text is expected here", n.Line)
	}
	*into = n.Value
	return nil
}

func sequence(n *yaml.Node, into *[]string) error {
	if n.Kind != yaml.SequenceNode {
		return fmt.Errorf("line %d: a list is expected here", n.Line)
	}
	for _, e := range n.Content {
		var s string
		if err := scalar(e, &s); err != nil {
			return err
		}
		*into = append(*into, s)
	}
	return nil
}

// FailLevels are the values of fail_on and --fail-on.
func FailLevels() []string { return []string{"critical", "high", "medium", "low", "none"} }

func failOn(c *Config, n *yaml.Node) error {
	if err := scalar(n, &c.FailOn); err != nil {
		return err
	}
	if !slices.Contains(FailLevels(), c.FailOn) {
		return fmt.Errorf("line %d: fail_on must be one of %s%s", n.Line, strings.Join(FailLevels(), ", "), Suggest(c.FailOn, FailLevels()))
	}
	return nil
}
