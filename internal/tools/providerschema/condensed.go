package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

// condensedFile is one provider, stripped of everything but structure.
//
// Of a provider's own schema it holds attributes by "type" and flags, blocks by
// "block" (the nesting), "attributes" and limits; a flag or limit that is absent
// is false or zero. Derived from bindings it holds names only: an argument has
// "optional", true or false, and perhaps a "type"; a block has its content in
// "block", and neither nesting nor limits.
type condensedFile struct {
	Provider    string                   `json:"provider"` // perhaps with its namespace
	Version     string                   `json:"version"`
	Source      string                   `json:"source"` // prose
	Resources   map[string]condensedBody `json:"resources"`
	DataSources map[string]condensedBody `json:"data_sources"`
}

type condensedBody map[string]*condensedNode

// condensedNode is an attribute or a nested block.
type condensedNode struct {
	Type       json.RawMessage `json:"type"`
	Required   bool            `json:"required"`
	Optional   bool            `json:"optional"`
	Computed   bool            `json:"computed"`
	Sensitive  bool            `json:"sensitive"`
	Deprecated bool            `json:"deprecated"`
	WriteOnly  bool            `json:"write_only"`

	Block      json.RawMessage `json:"block"` // a nesting, or a condensedBody
	Attributes condensedBody   `json:"attributes"`
	MinItems   int             `json:"min_items"`
	MaxItems   int             `json:"max_items"`
}

// readCondensed refuses keys it does not know, so that nothing the input says is
// lost in silence.
func readCondensed(data []byte) (*schema, error) {
	var file condensedFile
	if err := unmarshalStrict(data, &file); err != nil {
		return nil, err
	}
	s := &schema{name: path.Base(file.Provider), version: file.Version}
	if file.Provider == "" {
		return nil, errors.New("no provider is named")
	}
	r := condensedReader{}
	var err error
	if s.resources, err = r.bodies(file.Resources); err != nil {
		return nil, err
	}
	if s.dataSources, err = r.bodies(file.DataSources); err != nil {
		return nil, err
	}
	for _, b := range r.blocks {
		b.partial = r.namesOnly
	}
	return s, nil
}

func unmarshalStrict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

type condensedReader struct {
	// namesOnly is set once something is met that no provider would declare: an
	// attribute that is neither required, optional nor computed, or a block
	// without a nesting. It then holds for the file as a whole.
	namesOnly bool
	blocks    []*block // all of them
}

func (r *condensedReader) bodies(bodies map[string]condensedBody) (map[string]*block, error) {
	blocks := make(map[string]*block, len(bodies))
	for typ, body := range bodies {
		b, err := r.body(body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", typ, err)
		}
		blocks[typ] = b
	}
	return blocks, nil
}

func (r *condensedReader) body(body condensedBody) (*block, error) {
	b := &block{attributes: map[string]*attribute{}, blocks: map[string]*nested{}}
	r.blocks = append(r.blocks, b)
	for name, node := range body {
		var err error
		if node.Block == nil {
			b.attributes[name], err = r.attribute(node)
		} else {
			b.blocks[name], err = r.nested(name, node)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return b, nil
}

func (r *condensedReader) attribute(node *condensedNode) (*attribute, error) {
	if node.Attributes != nil || node.MinItems != 0 || node.MaxItems != 0 {
		return nil, errors.New("attribute has parts of a block")
	}
	a := &attribute{
		typ:      cty.DynamicPseudoType,
		required: node.Required, optional: node.Optional, computed: node.Computed,
		sensitive: node.Sensitive, deprecated: node.Deprecated, writeOnly: node.WriteOnly,
	}
	if !a.required && !a.optional && !a.computed {
		r.namesOnly = true
		a.required = true
	}
	if node.Type != nil {
		var err error
		if a.typ, err = ctyjson.UnmarshalType(node.Type); err != nil {
			return nil, fmt.Errorf("reading its type: %w", err)
		}
	}
	return a, nil
}

func (r *condensedReader) nested(name string, node *condensedNode) (*nested, error) {
	n := &nested{minItems: node.MinItems, maxItems: node.MaxItems}
	body := node.Attributes
	var err error
	if node.Block[0] == '{' {
		err = r.bare(name, node, n, &body)
	} else {
		var word string
		if err = json.Unmarshal(node.Block, &word); err == nil {
			n.nesting, err = nesting(word)
		}
	}
	if err != nil {
		return nil, err
	}
	n.block, err = r.body(body)
	return n, err
}

// bare reads a block of a schema that has names only.
func (r *condensedReader) bare(name string, node *condensedNode, n *nested, body any) error {
	r.namesOnly = true
	n.nesting = layout.NestingList
	if name == "timeouts" { // The same wherever HashiCorp's libraries are used.
		n.nesting = layout.NestingSingle
	}
	if !node.Optional {
		n.minItems = 1
	}
	return unmarshalStrict(node.Block, body)
}

// nesting is the number in package layout for Terraform's word.
func nesting(word string) (byte, error) {
	switch word {
	case "single", "group":
		return layout.NestingSingle, nil
	case "list":
		return layout.NestingList, nil
	case "set":
		return layout.NestingSet, nil
	case "map":
		return layout.NestingMap, nil
	default:
		return 0, fmt.Errorf("unknown nesting %q", word)
	}
}
