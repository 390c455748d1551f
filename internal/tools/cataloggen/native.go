package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// nativeText is what internal/tools/cfnschema condensed from CloudFormation's schemas.
//
//go:embed cloudformation.txt
var nativeText string

// native is a CloudFormation type, or one of its properties.
type native struct {
	name    string
	kind    string // of JSON Schema, for a list that of its elements
	list    bool
	members []*native
	returns []string // of a type: what GetAtt gives
}

// natives reads the condensed schemas, by type.
func natives(text string) (map[string]*native, error) {
	all := map[string]*native{}
	var holders []*native // the type and the objects around the current line
	for i, line := range strings.Split(text, "\n") {
		name, kind, _ := strings.Cut(strings.TrimLeft(line, "\t"), " ")
		depth := len(line) - len(strings.TrimLeft(line, "\t"))
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case depth == 0:
			typ := &native{name: name, kind: "object"}
			// What every resource has beside its properties.
			for _, name := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
				typ.members = append(typ.members, &native{name: name, kind: "string"})
			}
			all[name] = typ
			holders = []*native{typ}
		case depth > len(holders):
			return nil, fmt.Errorf("line %d: %s is in nothing", i+1, name)
		case name == "=":
			holders[0].returns = append(holders[0].returns, kind)
		default:
			element, list := strings.CutPrefix(kind, "[]")
			n := &native{name: name, kind: element, list: list}
			holders = holders[:depth]
			holders[depth-1].members = append(holders[depth-1].members, n)
			holders = append(holders, n)
		}
	}
	return all, nil
}

// find returns the property at a path, or nil.
func (n *native) find(path string) *native {
	for step := range strings.SplitSeq(path, ".") {
		i := slices.IndexFunc(n.members, func(m *native) bool { return m.name == step })
		if i < 0 {
			return nil
		}
		n = n.members[i]
	}
	return n
}
