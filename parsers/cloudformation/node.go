package cloudformation

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// pair is one entry of a mapping.
type pair struct{ key, val *yaml.Node }

// resolved follows aliases.
func resolved(n *yaml.Node) *yaml.Node {
	for range 10 {
		if n == nil || n.Kind != yaml.AliasNode {
			return n
		}
		n = n.Alias
	}
	return nil
}

// pairs lists the entries of a mapping with those that merge keys bring, which rank
// below written ones. A key that is written twice counts as its last value, keys that
// are no text are left out: check reports both.
func pairs(n *yaml.Node) []pair { return mergedPairs(n, 0) }

func mergedPairs(n *yaml.Node, depth int) []pair {
	n = resolved(n)
	if n == nil || n.Kind != yaml.MappingNode || depth > 10 {
		return nil
	}
	out := make([]pair, 0, len(n.Content)/2)
	var merges []*yaml.Node
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := resolved(n.Content[i]), n.Content[i+1]
		if k == nil || k.Kind != yaml.ScalarNode {
			continue
		}
		if k.Tag == "!!merge" {
			merges = append(merges, v)
			continue
		}
		if at, twice := seen[k.Value]; twice {
			out[at] = pair{n.Content[i], v}
			continue
		}
		seen[k.Value] = len(out)
		out = append(out, pair{n.Content[i], v})
	}
	for _, m := range merges {
		sources := []*yaml.Node{m}
		if r := resolved(m); r != nil && r.Kind == yaml.SequenceNode {
			sources = r.Content
		}
		for _, src := range sources {
			for _, p := range mergedPairs(src, depth+1) {
				if _, have := seen[keyOf(p.key)]; !have {
					seen[keyOf(p.key)] = len(out)
					out = append(out, p)
				}
			}
		}
	}
	return out
}

// keyOf is the text of a key; numbers and booleans count as they are written.
func keyOf(n *yaml.Node) string {
	if n = resolved(n); n == nil {
		return ""
	}
	return n.Value
}

// find returns an entry of a mapping; nil without.
func find(n *yaml.Node, name string) (key, val *yaml.Node) {
	for _, p := range pairs(n) {
		if keyOf(p.key) == name {
			return p.key, p.val
		}
	}
	return nil, nil
}

// lookup returns the value of an entry of a mapping; nil without.
func lookup(n *yaml.Node, name string) *yaml.Node {
	_, v := find(n, name)
	return v
}

// plainText is the text of a scalar without a function; ok is false for all else.
func plainText(n *yaml.Node) (s string, ok bool) {
	n = resolved(n)
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" || !strings.HasPrefix(n.Tag, "!!") {
		return "", false
	}
	return n.Value, true
}

func isMapping(n *yaml.Node) bool {
	n = resolved(n)
	return n != nil && n.Kind == yaml.MappingNode
}

func isSequence(n *yaml.Node) bool {
	n = resolved(n)
	return n != nil && n.Kind == yaml.SequenceNode
}

// functionNames are the intrinsic functions by their short tag.
func functionOf(tag string) (name string, ok bool) {
	switch tag {
	case "!Ref", "!Condition":
		return tag[1:], true
	case "!GetAtt", "!Sub", "!Join", "!Select", "!Split", "!FindInMap", "!If", "!And", "!Or", "!Equals", "!Not",
		"!ImportValue", "!GetAZs", "!Cidr", "!Base64", "!Transform", "!Length", "!ToJsonString", "!Contains",
		"!EachMemberEquals", "!EachMemberIn", "!RefAll", "!ValueOf", "!ValueOfAll", "!GetStackOutput":
		return "Fn::" + tag[1:], true
	}
	return "", false
}

// call is a node as a function call: the function's name and its argument.
func call(n *yaml.Node) (name string, arg *yaml.Node) {
	if n == nil {
		return "", nil
	}
	if n.Tag != "" && n.Tag[0] == '!' && !strings.HasPrefix(n.Tag, "!!") {
		if name, ok := functionOf(n.Tag); ok {
			return name, n
		}
		return n.Tag, n
	}
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		return "", nil
	}
	k := resolved(n.Content[0])
	if k == nil || k.Kind != yaml.ScalarNode || k.Value != "Ref" && !strings.HasPrefix(k.Value, "Fn::") ||
		strings.HasPrefix(k.Value, forEachPrefix) {
		return "", nil
	}
	return k.Value, n.Content[1]
}
