package cloudformation

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

const (
	forEachPrefix = "Fn::ForEach::"
	// maxLoops bounds how often one loop may go round.
	maxLoops = 1000
)

// iteration is one turn of a loop.
type iteration struct {
	frame *frame
	body  *yaml.Node
}

// iterations expands Fn::ForEach: [variable, collection, {key: value}]. It returns what
// the loop waits for where its collection is unknown.
func (f *frame) iterations(p pair) (all []iteration, waits *value) {
	args := arguments(p.val)
	if len(args) != 3 {
		return nil, f.shape(p.key, "Fn::ForEach", "a variable, a collection and what to repeat")
	}
	name, ok := plainText(args[0])
	if !ok || !isMapping(args[2]) {
		return nil, f.shape(p.key, "Fn::ForEach", "a variable, a collection and what to repeat")
	}
	over := f.eval(args[1])
	if over.kind == kindText {
		over = split(over, ",")
	}
	if over.kind != kindList {
		return []iteration{{f.bind(name, computed(over)), args[2]}}, computed(over)
	}
	if len(over.items) > maxLoops {
		return nil, f.invalid(p.key, "Too many iterations", "The loop goes over %d items; at most %d are expanded.", len(over.items), maxLoops)
	}
	var items []*value
	for _, e := range over.items {
		if e.kind == kindList { // a list inside the list counts with its items
			items = append(items, e.items...)
			continue
		}
		items = append(items, e)
	}
	for _, e := range items {
		if e.maybe {
			waits = computed(e)
		}
		all = append(all, iteration{f.bind(name, e), args[2]})
	}
	return all, waits
}

// loopMembers adds what a loop inside an object makes; it returns what the object
// waits for where that is unknown.
func (f *frame) loopMembers(out *value, p pair) *value {
	all, waits := f.iterations(p)
	if waits != nil {
		return waits
	}
	for _, it := range all {
		v := it.frame.eval(it.body)
		if v.kind != kindObject {
			return computed(v)
		}
		out.members = append(out.members, v.members...)
	}
	return nil
}

// substitute puts the loops' variables into a text, written ${Name} or &{Name}; the
// latter leaves out what is not alphanumeric. It returns what unknown ones wait for.
func (f *frame) substitute(s string) (out string, needs []string) {
	if !strings.Contains(s, "{") {
		return s, nil
	}
	for b := f.loop; b != nil; b = b.outer {
		plain, alphanumeric := "${"+b.name+"}", "&{"+b.name+"}"
		if !strings.Contains(s, plain) && !strings.Contains(s, alphanumeric) {
			continue
		}
		val := "*"
		if b.val.scalar() {
			val = b.val.text
		} else {
			needs = append(needs, b.val.needs...)
		}
		if strings.Contains(s, plain) {
			s = strings.ReplaceAll(s, plain, val)
		}
		s = strings.ReplaceAll(s, alphanumeric, strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '*' {
				return r
			}
			return -1
		}, val))
		if len(s) > maxText {
			return s[:maxText], []string{"a shorter text"}
		}
	}
	slices.Sort(needs)
	return s, slices.Compact(needs)
}
