package main

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

// encode writes the file that package layout describes. The same schemas give
// the same bytes.
func encode(schemas []*schema) ([]byte, error) {
	schemas = slices.SortedFunc(slices.Values(schemas), func(a, b *schema) int {
		return strings.Compare(a.name, b.name)
	})
	e := &encoder{
		strings: stringNumbers(schemas),
		types:   interned{numbers: map[string]uint32{}},
		blocks:  interned{numbers: map[string]uint32{}},
	}
	var providers, resources, dataSources []pair
	seen := map[string]bool{}
	for _, s := range schemas {
		if seen[s.name] {
			return nil, fmt.Errorf("two schemas for provider %q", s.name)
		}
		seen[s.name] = true
		providers = append(providers, pair{e.strings[s.name], e.strings[s.version]})
		var err error
		if resources, err = e.named(resources, s.resources); err != nil {
			return nil, err
		}
		if dataSources, err = e.named(dataSources, s.dataSources); err != nil {
			return nil, err
		}
	}
	return e.assemble(providers, resources, dataSources)
}

// pair is an entry of a section: a name and what it stands for.
type pair struct{ name, value uint32 }

type encoder struct {
	strings       map[string]uint32
	types, blocks interned
}

// interned numbers bodies in the order in which they are first met, which is
// after all the bodies they name.
type interned struct {
	numbers map[string]uint32
	bodies  []string
}

func (in *interned) add(body []byte) uint32 {
	if n, ok := in.numbers[string(body)]; ok {
		return n
	}
	n := uint32(len(in.bodies)) //nolint:gosec // A file of four billion blocks would not fit in memory.
	in.numbers[string(body)] = n
	in.bodies = append(in.bodies, string(body))
	return n
}

// named adds to a section the blocks of one provider.
func (e *encoder) named(section []pair, blocks map[string]*block) ([]pair, error) {
	for _, name := range slices.Sorted(maps.Keys(blocks)) {
		n, err := e.block(blocks[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		section = append(section, pair{e.strings[name], n})
	}
	return section, nil
}

func (e *encoder) block(b *block) (uint32, error) {
	var flags byte
	if b.partial {
		flags |= layout.BlockPartial
	}
	body := number([]byte{flags}, len(b.attributes))
	for _, name := range slices.Sorted(maps.Keys(b.attributes)) {
		var err error
		if body, err = e.attribute(append32(body, e.strings[name]), b.attributes[name]); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	body = number(body, len(b.blocks))
	for _, name := range slices.Sorted(maps.Keys(b.blocks)) {
		if b.attributes[name] != nil {
			return 0, fmt.Errorf("%s: both an attribute and a block", name)
		}
		var err error
		if body, err = e.shape(append32(body, e.strings[name]), b.blocks[name]); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	return e.blocks.add(body), nil
}

func (e *encoder) attribute(body []byte, a *attribute) ([]byte, error) {
	var flags byte
	for flag, set := range map[byte]bool{
		layout.AttrRequired:   a.required,
		layout.AttrOptional:   a.optional,
		layout.AttrComputed:   a.computed,
		layout.AttrSensitive:  a.sensitive,
		layout.AttrDeprecated: a.deprecated,
		layout.AttrWriteOnly:  a.writeOnly,
		layout.AttrNested:     a.nested != nil,
	} {
		if set {
			flags |= flag
		}
	}
	typ, err := e.typ(a.typ)
	if err != nil {
		return nil, err
	}
	body = append32(append(body, flags), typ)
	if a.nested == nil {
		return body, nil
	}
	return e.shape(body, a.nested)
}

func (e *encoder) shape(body []byte, n *nested) ([]byte, error) {
	if n.minItems < 0 || n.maxItems < 0 {
		return nil, fmt.Errorf("limits %d to %d", n.minItems, n.maxItems)
	}
	content, err := e.block(n.block)
	if err != nil {
		return nil, err
	}
	body = number(append(body, n.nesting), n.minItems)
	return append32(number(body, n.maxItems), content), nil
}

func (e *encoder) typ(t cty.Type) (uint32, error) {
	switch {
	case t == cty.DynamicPseudoType:
		return e.types.add([]byte{layout.KindDynamic}), nil
	case t == cty.Bool:
		return e.types.add([]byte{layout.KindBool}), nil
	case t == cty.Number:
		return e.types.add([]byte{layout.KindNumber}), nil
	case t == cty.String:
		return e.types.add([]byte{layout.KindString}), nil
	case t.IsListType():
		return e.collection(layout.KindList, t)
	case t.IsSetType():
		return e.collection(layout.KindSet, t)
	case t.IsMapType():
		return e.collection(layout.KindMap, t)
	case t.IsTupleType():
		elements := t.TupleElementTypes()
		body := number([]byte{layout.KindTuple}, len(elements))
		for _, element := range elements {
			n, err := e.typ(element)
			if err != nil {
				return 0, err
			}
			body = append32(body, n)
		}
		return e.types.add(body), nil
	case t.IsObjectType():
		return e.object(t)
	default:
		return 0, fmt.Errorf("type %s is none a schema can have", t.FriendlyName())
	}
}

func (e *encoder) collection(kind byte, t cty.Type) (uint32, error) {
	element, err := e.typ(t.ElementType())
	if err != nil {
		return 0, err
	}
	return e.types.add(append32([]byte{kind}, element)), nil
}

func (e *encoder) object(t cty.Type) (uint32, error) {
	members := t.AttributeTypes()
	body := number([]byte{layout.KindObject}, len(members))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		member, err := e.typ(members[name])
		if err != nil {
			return 0, err
		}
		key := e.strings[name] << 1
		if t.AttributeOptional(name) {
			key |= 1
		}
		body = append32(append32(body, key), member)
	}
	return e.types.add(body), nil
}

func (e *encoder) assemble(providers, resources, dataSources []pair) ([]byte, error) {
	out := []byte(layout.Magic)
	out = append(out, make([]byte, layout.HeaderSize-len(out))...)
	begin := func(section, count int) {
		header := out[len(layout.Magic)+8*section:]
		binary.LittleEndian.PutUint32(header, uint32(len(out)))  //nolint:gosec // Checked at the end.
		binary.LittleEndian.PutUint32(header[4:], uint32(count)) //nolint:gosec // As many entries fit in the file.
	}
	texts := slices.Sorted(maps.Keys(e.strings))
	begin(layout.SectionStrings, len(texts))
	out = appendTexts(out, texts, true)
	begin(layout.SectionTypes, len(e.types.bodies))
	out = appendTexts(out, e.types.bodies, false)
	begin(layout.SectionBlocks, len(e.blocks.bodies))
	out = appendTexts(out, e.blocks.bodies, false)
	for _, s := range []struct {
		section int
		pairs   []pair
	}{
		{layout.SectionProviders, providers},
		{layout.SectionResources, resources},
		{layout.SectionDataSources, dataSources},
	} {
		slices.SortFunc(s.pairs, func(a, b pair) int { return int(a.name) - int(b.name) })
		begin(s.section, len(s.pairs))
		for i, p := range s.pairs {
			if i > 0 && s.pairs[i-1].name == p.name {
				return nil, fmt.Errorf("two providers have %q", texts[p.name])
			}
			out = binary.LittleEndian.AppendUint32(out, p.name)
			out = binary.LittleEndian.AppendUint32(out, p.value)
		}
	}
	if len(out) > math.MaxInt32 {
		return nil, fmt.Errorf("%d bytes are more than the layout can address", len(out))
	}
	return out, nil
}

// appendTexts writes where in the file each text begins, where the last one ends
// if so wanted, and then the texts.
func appendTexts(out []byte, texts []string, end bool) []byte {
	pos := len(out) + 4*len(texts)
	if end {
		pos += 4
	}
	for _, s := range texts {
		out = binary.LittleEndian.AppendUint32(out, uint32(pos)) //nolint:gosec // Checked by assemble.
		pos += len(s)
	}
	if end {
		out = binary.LittleEndian.AppendUint32(out, uint32(pos)) //nolint:gosec // Checked by assemble.
	}
	for _, s := range texts {
		out = append(out, s...)
	}
	return out
}

func append32(body []byte, v uint32) []byte { return binary.AppendUvarint(body, uint64(v)) }

// number writes a count or limit, which the caller knows not to be negative.
func number(body []byte, n int) []byte {
	return binary.AppendUvarint(body, uint64(n)) //nolint:gosec // See above.
}

// stringNumbers numbers all names that occur, in their order.
func stringNumbers(schemas []*schema) map[string]uint32 {
	numbers := map[string]uint32{}
	for _, s := range schemas {
		numbers[s.name], numbers[s.version] = 0, 0
		for _, blocks := range []map[string]*block{s.resources, s.dataSources} {
			for name, b := range blocks {
				numbers[name] = 0
				b.collectNames(numbers)
			}
		}
	}
	for i, s := range slices.Sorted(maps.Keys(numbers)) {
		numbers[s] = uint32(i)
	}
	return numbers
}

func (b *block) collectNames(into map[string]uint32) {
	for name, a := range b.attributes {
		into[name] = 0
		collectTypeNames(into, a.typ)
		if a.nested != nil {
			a.nested.block.collectNames(into)
		}
	}
	for name, n := range b.blocks {
		into[name] = 0
		n.block.collectNames(into)
	}
}

func collectTypeNames(into map[string]uint32, t cty.Type) {
	switch {
	case t.IsCollectionType():
		collectTypeNames(into, t.ElementType())
	case t.IsTupleType():
		for _, element := range t.TupleElementTypes() {
			collectTypeNames(into, element)
		}
	case t.IsObjectType():
		for name, member := range t.AttributeTypes() {
			into[name] = 0
			collectTypeNames(into, member)
		}
	}
}
