package provider

import (
	"math"

	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

// typeEntry is a decoded type.
type typeEntry struct {
	plain      cty.Type // without marks of optional members
	constraint cty.Type // with them
	dynamic    bool     // it holds DynamicPseudoType somewhere
	marked     bool     // constraint differs from plain
}

// block returns a block by its number. Its attributes are decoded, its nested
// blocks only named.
func (t *Table) block(id uint32) (*Block, bool) {
	if int64(id) >= int64(len(t.blocks)) {
		return nil, false
	}
	if b := t.blocks[id].Load(); b != nil {
		return b, true
	}
	c := t.body(layout.SectionBlocks, id)
	b := c.block()
	if c.bad {
		return nil, false
	}
	// Of those who decoded it at the same time, all return the first one's.
	t.blocks[id].CompareAndSwap(nil, b)
	return t.blocks[id].Load(), true
}

// typ returns a type by its number.
func (t *Table) typ(id uint32) (*typeEntry, bool) {
	if int64(id) >= int64(len(t.types)) {
		return nil, false
	}
	if e := t.types[id].Load(); e != nil {
		return e, true
	}
	c := t.body(layout.SectionTypes, id)
	e := c.typ()
	if c.bad {
		return nil, false
	}
	t.types[id].CompareAndSwap(nil, e)
	return t.types[id].Load(), true
}

// cursor reads one body. After the first mistake in the data it is bad, and
// reads zeros.
type cursor struct {
	table *Table
	pos   int
	self  uint32 // the number of the body: it may name only lower ones
	bad   bool
}

func (t *Table) body(section int, id uint32) *cursor {
	return &cursor{table: t, pos: t.offset(t.sections[section].offset + 4*int(id)), self: id}
}

func (c *cursor) block() *Block {
	b := &Block{partial: c.byte()&layout.BlockPartial != 0}
	if n := c.count(); n > 0 {
		b.attributes = make([]Attribute, n)
		for i := range b.attributes {
			c.attribute(&b.attributes[i])
		}
	}
	if n := c.count(); n > 0 {
		b.blocks = make([]NestedBlock, n)
		for i := range b.blocks {
			b.blocks[i].Name = c.name()
			c.shape(&b.blocks[i])
		}
	}
	return b
}

func (c *cursor) attribute(a *Attribute) {
	a.Name = c.name()
	flags := c.byte()
	a.Required = flags&layout.AttrRequired != 0
	a.Optional = flags&layout.AttrOptional != 0
	a.Computed = flags&layout.AttrComputed != 0
	a.Sensitive = flags&layout.AttrSensitive != 0
	a.Deprecated = flags&layout.AttrDeprecated != 0
	a.WriteOnly = flags&layout.AttrWriteOnly != 0

	// Types have numbers of their own, so that c.self is no limit here.
	typ, ok := c.table.typ(c.uint32())
	if !ok {
		c.bad = true
		return
	}
	a.Type, a.constraint, a.dynamic = typ.plain, typ.constraint, typ.dynamic
	if flags&layout.AttrNested != 0 {
		a.Nested = &NestedBlock{Name: a.Name}
		c.shape(a.Nested)
	}
}

func (c *cursor) shape(n *NestedBlock) {
	nesting := c.byte()
	c.bad = c.bad || nesting >= layout.NestingCount
	n.Nesting = Nesting(nesting)
	n.MinItems, n.MaxItems = int(c.uint32()), int(c.uint32())
	n.table, n.id = c.table, c.lower()
}

func (c *cursor) typ() *typeEntry {
	switch c.byte() {
	case layout.KindDynamic:
		return &typeEntry{plain: cty.DynamicPseudoType, constraint: cty.DynamicPseudoType, dynamic: true}
	case layout.KindBool:
		return &typeEntry{plain: cty.Bool, constraint: cty.Bool}
	case layout.KindNumber:
		return &typeEntry{plain: cty.Number, constraint: cty.Number}
	case layout.KindString:
		return &typeEntry{plain: cty.String, constraint: cty.String}
	case layout.KindList:
		return c.collection(cty.List)
	case layout.KindSet:
		return c.collection(cty.Set)
	case layout.KindMap:
		return c.collection(cty.Map)
	case layout.KindTuple:
		return c.tuple()
	case layout.KindObject:
		return c.object()
	default:
		c.bad = true
		return nil
	}
}

func (c *cursor) collection(of func(cty.Type) cty.Type) *typeEntry {
	e := &typeEntry{}
	element := c.memberOf(e)
	if c.bad {
		return nil
	}
	e.plain = of(element.plain)
	e.constraint = e.plain
	if e.marked {
		e.constraint = of(element.constraint)
	}
	return e
}

func (c *cursor) tuple() *typeEntry {
	e := &typeEntry{}
	elements := make([]*typeEntry, c.count())
	for i := range elements {
		elements[i] = c.memberOf(e)
	}
	if c.bad {
		return nil
	}
	types := func(of func(*typeEntry) cty.Type) []cty.Type {
		types := make([]cty.Type, len(elements))
		for i, element := range elements {
			types[i] = of(element)
		}
		return types
	}
	e.plain = cty.Tuple(types(plain))
	e.constraint = e.plain
	if e.marked {
		e.constraint = cty.Tuple(types(constraint))
	}
	return e
}

func (c *cursor) object() *typeEntry {
	e := &typeEntry{}
	n := c.count()
	members := make(map[string]*typeEntry, n)
	var optional []string
	for range n {
		key := c.uint32()
		name := c.string(key >> 1)
		members[name] = c.memberOf(e)
		if key&1 != 0 {
			optional = append(optional, name)
		}
	}
	if c.bad {
		return nil
	}
	types := func(of func(*typeEntry) cty.Type) map[string]cty.Type {
		types := make(map[string]cty.Type, len(members))
		for name, member := range members {
			types[name] = of(member)
		}
		return types
	}
	e.plain = cty.Object(types(plain))
	e.constraint = e.plain
	if e.marked = e.marked || len(optional) > 0; e.marked {
		e.constraint = cty.ObjectWithOptionalAttrs(types(constraint), optional)
	}
	return e
}

func plain(e *typeEntry) cty.Type      { return e.plain }
func constraint(e *typeEntry) cty.Type { return e.constraint }

// memberOf reads a type inside the type e; nil leaves c bad.
func (c *cursor) memberOf(e *typeEntry) *typeEntry {
	id := c.lower()
	if c.bad {
		return nil
	}
	member, ok := c.table.typ(id)
	if !ok {
		c.bad = true
		return nil
	}
	e.dynamic = e.dynamic || member.dynamic
	e.marked = e.marked || member.marked
	return member
}

// lower reads the number of a body that stands before this one.
func (c *cursor) lower() uint32 {
	id := c.uint32()
	c.bad = c.bad || id >= c.self
	return id
}

func (c *cursor) name() string { return c.string(c.uint32()) }

func (c *cursor) string(id uint32) string {
	s, ok := c.table.string(id)
	c.bad = c.bad || !ok
	return s
}

// count reads the number of things that follow, each of at least one byte, so
// that corrupt data does not reserve memory beyond its own size.
func (c *cursor) count() int {
	n := c.uint32()
	if int64(n) > int64(len(c.table.data)-c.pos) {
		c.bad = true
	}
	if c.bad {
		return 0
	}
	return int(n)
}

func (c *cursor) uint32() uint32 {
	var v uint64
	for shift := 0; shift < 35; shift += 7 {
		b := c.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			break
		}
	}
	if v > math.MaxUint32 {
		c.bad = true
	}
	if c.bad {
		return 0
	}
	return uint32(v)
}

func (c *cursor) byte() byte {
	if c.bad || c.pos >= len(c.table.data) {
		c.bad = true
		return 0
	}
	c.pos++
	return c.table.data[c.pos-1]
}
