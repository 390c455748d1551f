package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// source is one catalog file as it is written.
type source struct {
	Type        string                      `yaml:"type"`
	Title       string                      `yaml:"title"`
	Role        catalog.Role                `yaml:"role"`
	Aliases     []string                    `yaml:"aliases"`
	Region      string                      `yaml:"region"`
	RegionFrom  string                      `yaml:"region_from"`
	ARN         string                      `yaml:"arn"`
	Identifiers []string                    `yaml:"identifiers"`
	Attributes  map[string]*sourceAttribute `yaml:"attributes"`
	Placement   []sourcePlace               `yaml:"placement"`
	Edges       []sourceEdge                `yaml:"edges"`
	Fold        []sourceFold                `yaml:"fold"`
	Runs        []string                    `yaml:"runs"`
	Metrics     []sourceMetric              `yaml:"metrics"`
	Backup      bool                        `yaml:"backup"`
	Failure     *sourceFailure              `yaml:"failure"`
	Functions   []string                    `yaml:"functions"`

	CloudFormation []sourceMapping `yaml:"cloudformation"`
}

type sourceAttribute struct {
	Type        catalog.Kind                `yaml:"type"`
	Of          catalog.Kind                `yaml:"of"`
	Default     any                         `yaml:"default"`
	DefaultWhen []sourceDefault             `yaml:"default_when"`
	Aliases     []string                    `yaml:"aliases"`
	Derived     bool                        `yaml:"derived"`
	Doc         string                      `yaml:"doc"`
	Drift       *sourceDrift                `yaml:"drift"`
	Attributes  map[string]*sourceAttribute `yaml:"attributes"`
}

type sourceDefault struct {
	When    map[string]any `yaml:"when"`
	Default any            `yaml:"default"`
	Unknown bool           `yaml:"unknown"`
}

type sourcePlace struct {
	Zones string         `yaml:"zones"`
	From  string         `yaml:"from"`
	Take  any            `yaml:"take"`
	When  map[string]any `yaml:"when"`
}

type sourceEdge struct {
	Via     string         `yaml:"via"`
	Kind    graph.EdgeKind `yaml:"kind"`
	To      []string       `yaml:"to"`
	Reverse bool           `yaml:"reverse"`
	Loose   bool           `yaml:"loose"`
	Extract string         `yaml:"extract"`
	When    map[string]any `yaml:"when"`
}

type sourceFold struct {
	Into     string            `yaml:"into"`
	By       string            `yaml:"by"`
	From     string            `yaml:"from"`
	As       string            `yaml:"as"`
	Append   bool              `yaml:"append"`
	Rename   map[string]string `yaml:"rename"`
	RegionAs string            `yaml:"region_as"`
	Agree    []string          `yaml:"agree"`
}

type sourceMetric struct {
	Namespace string `yaml:"namespace"`
	Dimension string `yaml:"dimension"`
	Extract   string `yaml:"extract"`
}

// compiled is the whole catalog, in order of name.
type compiled struct {
	types []*catalog.Type
	by    map[string]*catalog.Type
	// mappings are as they were written; they are compiled when all attributes are known.
	mappings map[string][]sourceMapping
}

// load reads, checks and links every file below a directory.
func load(dir string) (*compiled, error) {
	schema, err := compileSchema(filepath.Join(dir, "schema.json"))
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.yaml"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	c := &compiled{by: map[string]*catalog.Type{}, mappings: map[string][]sourceMapping{}}
	var problems []error
	for _, path := range paths {
		t, mappings, err := read(path, schema)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", filepath.Base(path), err))
			continue
		}
		c.mappings[t.Name] = mappings
		c.types = append(c.types, t)
		c.by[t.Name] = t
	}
	slices.SortFunc(c.types, func(a, b *catalog.Type) int { return strings.Compare(a.Name, b.Name) })
	if len(problems) == 0 {
		c.deriveFolds()
		problems = append(c.problems(), c.mapNatives()...)
	}
	return c, errors.Join(problems...)
}

func compileSchema(path string) (*jsonschema.Schema, error) {
	text, err := os.ReadFile(path) //nolint:gosec // The path is the generator's own.
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("schema.json: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", doc); err != nil {
		return nil, err
	}
	return compiler.Compile("schema.json")
}

func read(path string, schema *jsonschema.Schema) (*catalog.Type, []sourceMapping, error) {
	text, err := os.ReadFile(path) //nolint:gosec // The path is the generator's own.
	if err != nil {
		return nil, nil, err
	}
	var plain any
	if err := yaml.Unmarshal(text, &plain); err != nil {
		return nil, nil, err
	}
	if err := schema.Validate(plain); err != nil {
		return nil, nil, err
	}
	var s source
	if err := yaml.Unmarshal(text, &s); err != nil {
		return nil, nil, err
	}
	name := strings.TrimSuffix(filepath.Base(path), ".yaml")
	if provider := filepath.Base(filepath.Dir(path)); s.Type != provider+"_"+name {
		return nil, nil, fmt.Errorf("type is %s, the file name says %s_%s", s.Type, provider, name)
	}
	t, err := s.compile()
	return t, s.CloudFormation, err
}

// compile turns a file into the type that it describes, but for what other files add.
func (s *source) compile() (*catalog.Type, error) {
	t := &catalog.Type{
		Name: s.Type, Title: s.Title, Role: s.Role, Aliases: s.Aliases, Region: s.Region, RegionFrom: s.RegionFrom,
		ARN: s.ARN, Identifiers: s.Identifiers, Runs: s.Runs, Backup: s.Backup, Functions: s.Functions,
	}
	block, known := schemaOf(s.Type)
	if !known {
		return nil, errors.New("no provider schema has this type")
	}
	s.scope(t, block)
	var err error
	if t.Attributes, err = attributes(s.Attributes, block, true); err != nil {
		return nil, err
	}
	for _, p := range s.Placement {
		place := catalog.Place{Zones: p.Zones, From: p.From, When: conditions(p.When)}
		if p.Take != nil {
			place.Take = fmt.Sprint(p.Take)
		}
		t.Placement = append(t.Placement, place)
	}
	for _, e := range s.Edges {
		t.Edges = append(t.Edges, catalog.EdgeRule{
			Via: e.Via, Kind: e.Kind, To: e.To, Reverse: e.Reverse, Loose: e.Loose, Extract: e.Extract, When: conditions(e.When),
		})
	}
	for _, f := range s.Fold {
		t.Folds = append(t.Folds, f.compile())
	}
	for _, m := range s.Metrics {
		t.Metrics = append(t.Metrics, catalog.Metric(m))
	}
	if s.Failure != nil {
		t.Failure = s.Failure.compile()
	}
	return t, nil
}

// scope fills in where the region is and what names the type, if the file does not say.
func (s *source) scope(t *catalog.Type, b *block) {
	if t.Region == "" && s.RegionFrom == "" {
		t.Region = "region"
		if strings.HasPrefix(s.Type, "azurerm_") {
			t.Region = "location"
		}
		if !b.has(t.Region) {
			t.Region = ""
		}
	}
	if len(t.Identifiers) == 0 {
		for _, name := range []string{"arn", "id", "name"} {
			if b.has(name) {
				t.Identifiers = append(t.Identifiers, name)
			}
		}
	}
}

func (f *sourceFold) compile() catalog.Fold {
	fold := catalog.Fold{
		Into: f.Into, By: f.By, From: f.From, As: f.As, Append: f.Append, RegionAs: f.RegionAs, Agree: f.Agree,
	}
	for _, from := range slices.Sorted(maps.Keys(f.Rename)) {
		fold.Rename = append(fold.Rename, catalog.Rename{From: from, To: f.Rename[from]})
	}
	return fold
}

// conditions reads a map of path to a value, a list of values, {not: …} or
// {present: bool}. They are ordered by path.
func conditions(when map[string]any) (all []catalog.Condition) {
	for _, path := range slices.Sorted(maps.Keys(when)) {
		c := catalog.Condition{Path: path}
		value := when[path]
		if m, ok := value.(map[string]any); ok {
			if present, ok := m["present"].(bool); ok {
				c.Not = !present
				all = append(all, c)
				continue
			}
			c.Not = true
			value = m["not"]
		}
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, v := range list {
			c.In = append(c.In, number(v))
		}
		all = append(all, c)
	}
	return all
}

// number makes every number a float64, as in the graph.
func number(v any) any {
	switch n := v.(type) {
	case int:
		return float64(n)
	case int64:
		return float64(n)
	case uint64:
		return float64(n)
	}
	return v
}
