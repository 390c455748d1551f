package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

// plainFile is what `terraform providers schema -json` prints, as far as it is
// used. It does not say the providers' versions.
type plainFile struct {
	ProviderSchemas map[string]plainProvider `json:"provider_schemas"` // by source address
}

type plainProvider struct {
	Resources   map[string]plainSchema `json:"resource_schemas"`
	DataSources map[string]plainSchema `json:"data_source_schemas"`
}

type plainSchema struct {
	Block *plainBlock `json:"block"`
}

type plainBlock struct {
	Attributes map[string]*plainAttribute `json:"attributes"`
	BlockTypes map[string]*plainNested    `json:"block_types"`
}

type plainNested struct {
	NestingMode string      `json:"nesting_mode"`
	Block       *plainBlock `json:"block"`
	MinItems    int         `json:"min_items"`
	MaxItems    int         `json:"max_items"`
}

type plainAttribute struct {
	Type       json.RawMessage  `json:"type"`
	NestedType *plainNestedType `json:"nested_type"` // instead of a type
	Required   bool             `json:"required"`
	Optional   bool             `json:"optional"`
	Computed   bool             `json:"computed"`
	Sensitive  bool             `json:"sensitive"`
	Deprecated bool             `json:"deprecated"`
	WriteOnly  bool             `json:"write_only"`
}

type plainNestedType struct {
	Attributes  map[string]*plainAttribute `json:"attributes"`
	NestingMode string                     `json:"nesting_mode"`
	MinItems    int                        `json:"min_items"`
	MaxItems    int                        `json:"max_items"`
}

// readPlain returns the schema of each provider in the file, in no order.
func readPlain(data []byte) ([]*schema, error) {
	var file plainFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	var schemas []*schema
	for source, p := range file.ProviderSchemas {
		s := &schema{name: path.Base(source)}
		var err error
		if s.resources, err = plainBlocks(p.Resources); err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
		if s.dataSources, err = plainBlocks(p.DataSources); err != nil {
			return nil, fmt.Errorf("%s: %w", source, err)
		}
		schemas = append(schemas, s)
	}
	return schemas, nil
}

func plainBlocks(schemas map[string]plainSchema) (map[string]*block, error) {
	blocks := make(map[string]*block, len(schemas))
	for typ, s := range schemas {
		b, err := s.Block.read()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", typ, err)
		}
		blocks[typ] = b
	}
	return blocks, nil
}

// read takes nil, which Terraform prints for an empty block by leaving it out.
func (p *plainBlock) read() (*block, error) {
	b := &block{attributes: map[string]*attribute{}, blocks: map[string]*nested{}}
	if p == nil {
		return b, nil
	}
	for name, a := range p.Attributes {
		var err error
		if b.attributes[name], err = a.read(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for name, n := range p.BlockTypes {
		mode, err := nesting(n.NestingMode)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		content, err := n.Block.read()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		b.blocks[name] = &nested{nesting: mode, minItems: n.MinItems, maxItems: n.MaxItems, block: content}
	}
	return b, nil
}

func (p *plainAttribute) read() (*attribute, error) {
	a := &attribute{
		required: p.Required, optional: p.Optional, computed: p.Computed,
		sensitive: p.Sensitive, deprecated: p.Deprecated, writeOnly: p.WriteOnly,
	}
	var err error
	switch {
	case p.NestedType != nil:
		if a.nested, err = p.NestedType.read(); err == nil {
			a.typ = a.nested.constraint()
		}
	case p.Type != nil:
		a.typ, err = ctyjson.UnmarshalType(p.Type)
	default:
		err = errors.New("attribute has no type")
	}
	return a, err
}

func (p *plainNestedType) read() (*nested, error) {
	mode, err := nesting(p.NestingMode)
	if err != nil {
		return nil, err
	}
	content, err := (&plainBlock{Attributes: p.Attributes}).read()
	if err != nil {
		return nil, err
	}
	return &nested{nesting: mode, minItems: p.MinItems, maxItems: p.MaxItems, block: content}, nil
}

// constraint is the type of a nested attribute, those of its members that need
// not be written being optional.
func (n *nested) constraint() cty.Type {
	types := make(map[string]cty.Type, len(n.block.attributes))
	var optional []string
	for name, a := range n.block.attributes {
		types[name] = a.typ
		if a.optional || a.computed {
			optional = append(optional, name)
		}
	}
	object := cty.ObjectWithOptionalAttrs(types, optional)
	switch n.nesting {
	case layout.NestingSingle:
		return object
	case layout.NestingList:
		return cty.List(object)
	case layout.NestingSet:
		return cty.Set(object)
	case layout.NestingMap:
		return cty.Map(object)
	}
	panic(fmt.Sprintf("providerschema: nesting %d", n.nesting))
}
