// Package layout fixes the bytes of the embedded schema file, which
// internal/tools/providerschema writes and package provider reads.
//
// The file begins with [Magic] and one (offset, count) pair per section, in the
// order of the Section constants. Fixed-width numbers are little-endian uint32,
// offsets count from the start of the file, and a string, type or block is named
// by its position in its section.
//
//	strings      count+1 offsets; string i is the bytes between offsets i and i+1.
//	             Strings are sorted, so that comparing numbers compares strings.
//	types        count offsets of type bodies
//	blocks       count offsets of block bodies
//	providers    count × (name string, version string), by name
//	resources    count × (name string, block), by name
//	data sources count × (name string, block), by name
//
// Bodies are made of bytes and unsigned varints:
//
//	type   = kind, then by kind
//	         list, set, map:  element type
//	         tuple:           n, n × type
//	         object:          n, n × (name string << 1 | optional, type)
//	block  = block flags, n, n × attr, m, m × nested
//	attr   = name string, attribute flags, type, and a shape if AttrNested is set
//	nested = name string, shape
//	shape  = nesting, min items, max items, block
//
// A body names only types and blocks that stand before it, so that nothing can
// contain itself. Attributes, nested blocks and object members are by name.
// Equal bodies are stored once: the statements of aws_wafv2_web_acl and the
// visuals of aws_quicksight_analysis are thousands of copies of a few blocks.
package layout

// Magic opens the file; its last byte is the version of the layout.
const Magic = "flschem\x01"

// The sections, by their position in the header.
const (
	SectionStrings = iota
	SectionTypes
	SectionBlocks
	SectionProviders
	SectionResources
	SectionDataSources
	SectionCount
)

// HeaderSize is where the first section may begin.
const HeaderSize = len(Magic) + SectionCount*8

// Kinds of types.
const (
	KindDynamic = iota
	KindBool
	KindNumber
	KindString
	KindList
	KindSet
	KindMap
	KindTuple
	KindObject
)

// BlockPartial flags a block of which the schema says names and optionality only.
const BlockPartial = 1

// Attribute flags.
const (
	AttrRequired = 1 << iota
	AttrOptional
	AttrComputed
	AttrSensitive
	AttrDeprecated
	AttrWriteOnly
	AttrNested
)

// How the blocks of one name are collected.
const (
	NestingSingle = iota
	NestingList
	NestingSet
	NestingMap
	NestingCount
)
