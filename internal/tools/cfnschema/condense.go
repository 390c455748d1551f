package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// schemas is where the wheel holds them: which file describes a type in a region,
// and the files.
const schemas = "cfnlint/data/schemas/"

// region has nearly every type; what only others have is found there.
const region = "us-east-1"

// schema is the part of a resource's JSON Schema that is read.
type schema struct {
	Type       any                `json:"type"` // a name or a list of names
	Ref        string             `json:"$ref"`
	Properties map[string]*schema `json:"properties"`
	Items      *schema            `json:"items"`
	OneOf      []*schema          `json:"oneOf"`
	AnyOf      []*schema          `json:"anyOf"`
	AllOf      []*schema          `json:"allOf"`

	Definitions map[string]*schema  `json:"definitions"`
	Primary     []string            `json:"primaryIdentifier"`
	ReadOnly    []string            `json:"readOnlyProperties"`
	WriteOnly   []string            `json:"writeOnlyProperties"`
	Handlers    map[string]*handler `json:"handlers"`
}

// files says which file describes each type.
func files(wheel *zip.ReadCloser) (map[string]string, error) {
	providers, err := fs.Glob(wheel, schemas+"providers/*.json")
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, name := range slices.Concat([]string{schemas + "providers/" + region + ".json"}, providers) {
		var known map[string]string
		if err := decode(wheel, name, &known); err != nil {
			return nil, err
		}
		for typ, file := range known {
			if _, ok := files[typ]; !ok {
				files[typ] = file
			}
		}
	}
	return files, nil
}

// read reads the schema of a type.
func read(wheel *zip.ReadCloser, files map[string]string, typ string) (*schema, error) {
	file, ok := files[typ]
	if !ok {
		return nil, fmt.Errorf("there is no type %s", typ)
	}
	s := &schema{}
	return s, decode(wheel, schemas+"resources/"+strings.TrimSuffix(file, ".json")+".json", s)
}

func condense(wheel *zip.ReadCloser, types []string) ([]byte, error) {
	files, err := files(wheel)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Condensed from the CloudFormation schemas of cfn-lint %s by internal/tools/cfnschema. DO NOT EDIT.\n", version(wheel))
	for _, typ := range types {
		s, err := read(wheel, files, typ)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s\n", typ)
		w := writer{root: s, out: &b, open: map[*schema]bool{}}
		w.properties(s, 1)
		w.returned()
	}
	return b.Bytes(), nil
}

func decode(wheel fs.FS, name string, into any) error {
	text, err := fs.ReadFile(wheel, name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// writer writes one type: a line "NAME KIND" for each property, one tab deeper than
// that of the object that holds it, with "[]" before the kind of an array's elements;
// and a line "= NAME" for what GetAtt returns.
type writer struct {
	root *schema
	out  *bytes.Buffer
	open map[*schema]bool // what is being written, as schemas may hold themselves
}

func (w *writer) properties(s *schema, depth int) {
	if w.open[s] {
		return
	}
	w.open[s] = true
	defer delete(w.open, s)
	all := map[string]*schema{}
	w.collect(s, all)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		p := w.resolve(all[name])
		list := ""
		for p.kind() == "array" {
			list = "[]"
			if p.Items == nil {
				p = &schema{}
				break
			}
			p = w.resolve(p.Items)
		}
		fmt.Fprintf(w.out, "%s%s %s%s\n", strings.Repeat("\t", depth), name, list, p.kind())
		w.properties(p, depth+1)
	}
}

// collect gathers the properties of a schema and of its alternatives.
func (w *writer) collect(s *schema, all map[string]*schema) {
	for name, p := range s.Properties {
		if _, ok := all[name]; !ok && p != nil {
			all[name] = p
		}
	}
	for _, alternative := range slices.Concat(s.OneOf, s.AnyOf, s.AllOf) {
		w.collect(w.resolve(alternative), all)
	}
}

func (w *writer) resolve(s *schema) *schema {
	for range 20 {
		name, ok := strings.CutPrefix(s.Ref, "#/definitions/")
		if !ok || w.root.Definitions[name] == nil {
			break
		}
		s = w.root.Definitions[name]
	}
	if s.Type != nil || s.Properties != nil {
		return s
	}
	// A property that is written in one of several ways: the structured ones.
	var structured []*schema
	for _, alternative := range slices.Concat(s.OneOf, s.AnyOf) {
		if r := w.resolve(alternative); r.kind() == "array" || r.kind() == "object" {
			structured = append(structured, r)
		}
	}
	switch {
	case len(structured) == 0:
		return s
	case len(structured) > 1 && structured[0].kind() == "object":
		return &schema{Type: "object", OneOf: structured}
	default:
		return structured[0]
	}
}

// kind is the type; of several the structured one, "any" when none is named.
func (s *schema) kind() string {
	switch t := s.Type.(type) {
	case string:
		return t
	case []any:
		for _, want := range []string{"array", "object", "string"} {
			if slices.Contains(t, any(want)) {
				return want
			}
		}
	}
	if s.Properties != nil {
		return "object"
	}
	return "any"
}

func (w *writer) returned() {
	var names []string
	for _, path := range w.root.ReadOnly {
		name := strings.ReplaceAll(strings.TrimPrefix(path, "/properties/"), "/properties/", "/")
		if !strings.Contains(name, "*") {
			names = append(names, strings.ReplaceAll(name, "/", "."))
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		fmt.Fprintf(w.out, "\t= %s\n", name)
	}
}
