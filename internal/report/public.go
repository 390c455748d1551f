package report

import (
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// PublicAttributes returns the attributes of a resource without what must not be
// shown: what is sensitive, what its name says is a secret and what looks like one is
// null. The caller owns the result.
func PublicAttributes(r *graph.Resource) map[string]any {
	attributes := copyAttributes(r)
	hide(attributes, r.Sensitive)
	conceal(attributes)
	return attributes
}

// conceal makes secrets null by their names and looks.
func conceal(v any) {
	switch t := v.(type) {
	case map[string]any:
		for name, child := range t {
			if text, ok := child.(string); ok && (secretName(name) || credential(text)) {
				t[name] = nil
				continue
			}
			conceal(child)
		}
	case []any:
		for i, child := range t {
			if text, ok := child.(string); ok && credential(text) {
				t[i] = nil
				continue
			}
			conceal(child)
		}
	}
}

// Clean makes a text from a source safe to show on one line: nothing of it is
// invisible or changes the order of what stands beside it.
func Clean(s string) string { return clean(s) }

// BlockID is the address of the block that a resource is an instance of, without its
// type and without the keys of instances.
func BlockID(r *graph.Resource) string { return blockID(r) }

// OwnBlockID is [BlockID] that keeps the keys of the modules around the block.
func OwnBlockID(r *graph.Resource) string {
	id := r.ID
	if strings.HasSuffix(id, "]") {
		if at := keyStart(id); at > 0 {
			id = id[:at]
		}
	}
	return strings.Replace(id, r.NativeType+".", "", 1)
}

// keyStart finds the bracket that opens the last key of an address.
func keyStart(id string) int {
	start, depth, quoted := -1, 0, false
	for i := 0; i < len(id); i++ {
		switch c := id[i]; {
		case quoted && c == '\\':
			i++
		case depth > 0 && c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			if depth == 0 {
				start = i
			}
			depth++
		case c == ']' && depth > 0:
			depth--
		}
	}
	return start
}

// PublicTags returns the tags of a resource that may be shown. The caller owns the result.
func PublicTags(r *graph.Resource) map[string]string {
	tags := publicTags(r)
	for name, value := range tags {
		if secretName(name) || credential(value) {
			delete(tags, name)
		}
	}
	return tags
}
