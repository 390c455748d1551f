package plan

import (
	"cmp"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// record is one resource instance of the file.
type record struct {
	address string
	module  string // address of its module instance; empty for the root
	typ     string
	name    string
	key     any // nil, float64 or string
	data    bool
	// attributes have no nulls and no secrets.
	attributes map[string]any
	// unknown mirrors attributes: unplanned where a value is known only after apply,
	// secret where it is not read, in maps and lists where that holds inside.
	unknown   map[string]any
	sensitive []graph.Path
	dependsOn []string // of a state: the blocks that it depends on, directly or not
	line      int
	in        *moduleInstance
}

// block is the address of the resource's block inside its module.
func (r *record) block() string {
	if r.data {
		return "data." + r.typ + "." + r.name
	}
	return r.typ + "." + r.name
}

// isUnknown reports whether an attribute is known only after apply; with an empty
// name, whether any is.
func (r *record) isUnknown(attr string) bool {
	if attr == "" {
		return len(r.unknown) > 0
	}
	return r.unknown[attr] != nil
}

// moduleInstance is one instance of a module call.
type moduleInstance struct {
	address   string
	call      string
	key       any
	parent    *moduleInstance
	config    *module // nil when the file has no configuration for it
	resources map[string][]*record
	children  map[string][]*moduleInstance
	resolved  map[string]*resolution // of var.NAME and output.NAME
}

// instance returns the module instance at an address, making those on the way.
func (f *File) instance(address string) *moduleInstance {
	if m := f.modules[address]; m != nil {
		return m
	}
	m := &moduleInstance{
		address: address, resources: map[string][]*record{}, children: map[string][]*moduleInstance{},
		resolved: map[string]*resolution{},
	}
	f.modules[address] = m
	calls, _ := moduleCalls(address)
	if len(calls) > maxModules {
		return f.instance("")
	}
	if len(calls) == 0 {
		if f.config != nil {
			m.config = f.config.root
		}
		return m
	}
	last := calls[len(calls)-1]
	m.call, m.key = last.name, last.key
	m.parent = f.instance(strings.TrimSuffix(address[:last.start], "."))
	m.parent.children[m.call] = append(m.parent.children[m.call], m)
	if c := m.parent.config.call(m.call); c != nil {
		m.config = c.module
	}
	return m
}

// called returns the instances of a module call. A module without resources has none
// in the file, but its outputs may still pass something on.
func (f *File) called(m *moduleInstance, name string) []*moduleInstance {
	if list := m.children[name]; len(list) > 0 {
		return list
	}
	if m.config.call(name) == nil || depth(m) > maxModules {
		return nil
	}
	prefix := ""
	if m.address != "" {
		prefix = m.address + "."
	}
	return []*moduleInstance{f.instance(prefix + "module." + name)}
}

// maxModules is how deep modules may nest.
const maxModules = 100

func depth(m *moduleInstance) int {
	n := 0
	for ; m != nil; m = m.parent {
		n++
	}
	return n
}

// compareKeys orders none, numbers, texts.
func compareKeys(a, b any) int {
	x, numberX := a.(float64)
	y, numberY := b.(float64)
	s, textS := a.(string)
	t, textT := b.(string)
	rank := func(number, text bool) int {
		switch {
		case number:
			return 1
		case text:
			return 2
		default:
			return 0
		}
	}
	return cmp.Or(cmp.Compare(rank(numberX, textS), rank(numberY, textT)), cmp.Compare(x, y), strings.Compare(s, t))
}
