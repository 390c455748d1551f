package provider

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

// Nesting says how the blocks of one name make up one value.
type Nesting uint8

// The nestings. Terraform's "group", a single block that is never null, counts
// as NestingSingle.
const (
	NestingSingle Nesting = layout.NestingSingle // an object, or null
	NestingList   Nesting = layout.NestingList   // a list of objects
	NestingSet    Nesting = layout.NestingSet    // a set of objects
	NestingMap    Nesting = layout.NestingMap    // a map of objects by block label
)

// String is Terraform's word for the nesting.
func (n Nesting) String() string {
	switch n {
	case NestingSingle:
		return "single"
	case NestingList:
		return "list"
	case NestingSet:
		return "set"
	case NestingMap:
		return "map"
	default:
		return "invalid"
	}
}

// Attribute is one argument of a block. It is shared: do not modify it.
type Attribute struct {
	Name string

	// Type is the type of the attribute's values, without marks of optional
	// members; cty.DynamicPseudoType where the schema does not say.
	Type cty.Type

	// Optional and Computed together mean that the provider chooses a value when
	// none is given: absent is then unknown, not null.
	Required, Optional, Computed bool

	Sensitive, Deprecated bool

	// WriteOnly values go to the provider and are null in every state.
	WriteOnly bool

	// Nested describes the members of a nested attribute (written with "=", not as
	// a block). Nil if the schema gives only a type.
	Nested *NestedBlock

	constraint cty.Type
	dynamic    bool // Type holds DynamicPseudoType somewhere
}

// Constraint is Type with the members that may be left out marked as optional,
// for converting what was written. It is no type for values: see
// [cty.ObjectWithOptionalAttrs].
func (a *Attribute) Constraint() cty.Type { return a.constraint }

// AsBlock describes the blocks in which an attribute may be written although it
// is no block: Terraform accepts `ingress { … }` for any settable attribute that
// is a list or set of objects. All members are optional, as an object's omitted
// members are null. The result is built at each call.
func (a *Attribute) AsBlock() (*NestedBlock, bool) {
	if a.Nested != nil || (!a.Optional && !a.Required) {
		return nil, false
	}
	nesting := NestingList
	if a.Type.IsSetType() {
		nesting = NestingSet
	} else if !a.Type.IsListType() {
		return nil, false
	}
	element := a.Type.ElementType()
	if !element.IsObjectType() {
		return nil, false
	}
	b := &Block{}
	for name, typ := range element.AttributeTypes() {
		b.attributes = append(b.attributes, Attribute{
			Name: name, Type: typ, Optional: true, constraint: typ, dynamic: a.dynamic && typ.HasDynamicTypes(),
		})
	}
	slices.SortFunc(b.attributes, func(x, y Attribute) int { return strings.Compare(x.Name, y.Name) })
	return &NestedBlock{Name: a.Name, Nesting: nesting, block: b}, true
}

// NestedBlock says which blocks of one name a block may hold. It is shared: do
// not modify it.
type NestedBlock struct {
	Name    string
	Nesting Nesting

	// MinItems and MaxItems limit the number of blocks. A MaxItems of zero is no
	// limit, except under NestingSingle, which is at most one block anyway.
	MinItems, MaxItems int

	block *Block // or nil: number id of table
	table *Table
	id    uint32
}

// Block is the content of each of the blocks; never nil. It is decoded at the
// first call, and the same everywhere the same block occurs.
func (n *NestedBlock) Block() *Block {
	if n.block != nil {
		return n.block
	}
	if b, ok := n.table.block(n.id); ok {
		return b
	}
	return &Block{partial: true}
}

// Block is the content of a resource, a data source or a nested block.
type Block struct {
	partial    bool
	attributes []Attribute   // by name
	blocks     []NestedBlock // by name

	imply   sync.Once
	implied cty.Type
	dynamic bool // implied holds DynamicPseudoType somewhere
}

// Partial reports that the schema names only what can be set. Then attributes
// that the provider alone sets are missing, Computed is never true (so that an
// absent optional attribute may be null or unknown), most types are
// DynamicPseudoType, nesting other than that of timeouts is a guess
// (NestingList), and MaxItems is not known.
func (b *Block) Partial() bool { return b.partial }

// Attribute returns the attribute of that name.
func (b *Block) Attribute(name string) (*Attribute, bool) {
	i, ok := slices.BinarySearchFunc(b.attributes, name, func(a Attribute, name string) int {
		return strings.Compare(a.Name, name)
	})
	if !ok {
		return nil, false
	}
	return &b.attributes[i], true
}

// NestedBlock returns the nested block of that name.
func (b *Block) NestedBlock(name string) (*NestedBlock, bool) {
	i, ok := slices.BinarySearchFunc(b.blocks, name, func(n NestedBlock, name string) int {
		return strings.Compare(n.Name, name)
	})
	if !ok {
		return nil, false
	}
	return &b.blocks[i], true
}

// Attributes yields the attributes by name.
func (b *Block) Attributes() iter.Seq[*Attribute] {
	return func(yield func(*Attribute) bool) {
		for i := range b.attributes {
			if !yield(&b.attributes[i]) {
				return
			}
		}
	}
}

// Blocks yields the nested blocks by name.
func (b *Block) Blocks() iter.Seq[*NestedBlock] {
	return func(yield func(*NestedBlock) bool) {
		for i := range b.blocks {
			if !yield(&b.blocks[i]) {
				return
			}
		}
	}
}

// AttributeNames returns the names of the attributes, sorted. The slice is the
// caller's.
func (b *Block) AttributeNames() []string {
	names := make([]string, len(b.attributes))
	for i := range b.attributes {
		names[i] = b.attributes[i].Name
	}
	return names
}

// BlockNames returns the names of the nested blocks, sorted. The slice is the
// caller's.
func (b *Block) BlockNames() []string {
	names := make([]string, len(b.blocks))
	for i := range b.blocks {
		names[i] = b.blocks[i].Name
	}
	return names
}
