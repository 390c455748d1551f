package provider

import "github.com/zclconf/go-cty/cty"

// ImpliedType is the type of the block's value, as Terraform derives it: an
// object of the attributes and of the nested blocks, those as an object or as a
// list, set or map of objects. A list or map of blocks whose type is not fully
// known is DynamicPseudoType, as its elements may differ; so is every repeated
// block inside a [Block.Partial] one, whose nesting is a guess.
//
// The type of a partial block lacks the attributes that the schema lacks: do not
// take a reference to another attribute for a mistake.
func (b *Block) ImpliedType() cty.Type {
	b.imply.Do(b.deriveType)
	return b.implied
}

func (b *Block) deriveType() {
	types := make(map[string]cty.Type, len(b.attributes)+len(b.blocks))
	for i := range b.blocks {
		n := &b.blocks[i]
		typ, dynamic := n.impliedType(b.partial)
		types[n.Name] = typ
		b.dynamic = b.dynamic || dynamic
	}
	for i := range b.attributes {
		a := &b.attributes[i]
		types[a.Name] = a.Type
		b.dynamic = b.dynamic || a.dynamic
	}
	b.implied = cty.Object(types)
}

// impliedType is the type of all blocks of this name in one value, and whether
// it holds DynamicPseudoType somewhere.
func (n *NestedBlock) impliedType(guessed bool) (typ cty.Type, dynamic bool) {
	b := n.Block()
	object := b.ImpliedType()
	if n.Nesting == NestingSingle {
		return object, b.dynamic
	}
	if b.dynamic || guessed {
		return cty.DynamicPseudoType, true
	}
	switch n.Nesting {
	case NestingList:
		return cty.List(object), false
	case NestingSet:
		return cty.Set(object), false
	case NestingMap:
		return cty.Map(object), false
	case NestingSingle: // above
	}
	panic("provider: nesting " + n.Nesting.String())
}
