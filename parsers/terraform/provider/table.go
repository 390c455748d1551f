package provider

import (
	"encoding/binary"
	"errors"
	"sort"
	"strings"
	"sync/atomic"

	"github.com/faultline-dev/faultline/parsers/terraform/provider/layout"
)

// Table reads one schema file. The zero value knows no types.
type Table struct {
	data     string
	sections [layout.SectionCount]section

	// What has been decoded, by number. A slot is written once.
	types  []atomic.Pointer[typeEntry]
	blocks []atomic.Pointer[Block]
}

// section is a checked part of the data: count entries of fixed width.
type section struct{ offset, count int }

// widths are the sizes of the sections' entries, as in package layout.
func widths() [layout.SectionCount]int {
	return [layout.SectionCount]int{
		layout.SectionStrings:     4,
		layout.SectionTypes:       4,
		layout.SectionBlocks:      4,
		layout.SectionProviders:   8,
		layout.SectionResources:   8,
		layout.SectionDataSources: 8,
	}
}

// Open reads the header of a schema file; the rest is decoded as it is asked for.
// Whatever the data, no method of the table or of its blocks panics: a type that
// cannot be decoded is not there.
func Open(data string) (*Table, error) {
	if len(data) < layout.HeaderSize || !strings.HasPrefix(data, layout.Magic) {
		return nil, errors.New("not a schema file of this version")
	}
	t := &Table{data: data}
	for i, width := range widths() {
		header := len(layout.Magic) + 8*i
		s := section{offset: t.offset(header), count: t.offset(header + 4)}
		entries := s.count
		if i == layout.SectionStrings {
			entries++ // the end of the last string
		}
		if s.offset < layout.HeaderSize || s.offset > len(data) || entries > (len(data)-s.offset)/width {
			return nil, errors.New("schema file is cut off or corrupt")
		}
		t.sections[i] = s
	}
	t.types = make([]atomic.Pointer[typeEntry], t.sections[layout.SectionTypes].count)
	t.blocks = make([]atomic.Pointer[Block], t.sections[layout.SectionBlocks].count)
	return t, nil
}

// Resource is as the function of that name, for this table.
func (t *Table) Resource(typ string) (*Block, bool) {
	return t.named(layout.SectionResources, typ)
}

// DataSource is as the function of that name, for this table.
func (t *Table) DataSource(typ string) (*Block, bool) {
	return t.named(layout.SectionDataSources, typ)
}

// Known is as the function of that name, for this table.
func (t *Table) Known(provider string) bool {
	_, ok := t.find(layout.SectionProviders, provider)
	return ok
}

// Version is as the function of that name, for this table.
func (t *Table) Version(provider string) string {
	id, ok := t.find(layout.SectionProviders, provider)
	if !ok {
		return ""
	}
	version, _ := t.string(id)
	return version
}

// named returns the block to which a section maps a name.
func (t *Table) named(section int, name string) (*Block, bool) {
	id, ok := t.find(section, name)
	if !ok {
		return nil, false
	}
	return t.block(id)
}

// find searches a section of (name, number) pairs.
func (t *Table) find(section int, name string) (uint32, bool) {
	s := t.sections[section]
	i := sort.Search(s.count, func(i int) bool {
		at, _ := t.string(t.uint32(s.offset + 8*i))
		return at >= name
	})
	if i == s.count {
		return 0, false
	}
	if at, ok := t.string(t.uint32(s.offset + 8*i)); !ok || at != name {
		return 0, false
	}
	return t.uint32(s.offset + 8*i + 4), true
}

// string returns a string by its number.
func (t *Table) string(id uint32) (string, bool) {
	s := t.sections[layout.SectionStrings]
	if int64(id) >= int64(s.count) {
		return "", false
	}
	from, to := t.offset(s.offset+4*int(id)), t.offset(s.offset+4*int(id)+4)
	if from > to || to > len(t.data) {
		return "", false
	}
	return t.data[from:to], true
}

// offset reads a number that cannot sensibly be larger than the data; one that is
// comes back as one too large.
func (t *Table) offset(at int) int {
	return int(min(uint64(t.uint32(at)), uint64(len(t.data))+1)) //nolint:gosec // at most one more than a length
}

// uint32 reads a fixed-width number. Its callers stay within what Open checked.
func (t *Table) uint32(offset int) uint32 {
	var b [4]byte
	copy(b[:], t.data[offset:offset+4])
	return binary.LittleEndian.Uint32(b[:])
}
