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
	var typ *native
	for i, line := range strings.Split(text, "\n") {
		property, ok := strings.CutPrefix(line, "\t")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case !ok:
			typ = &native{name: line, kind: "object"}
			// What every resource has beside its properties.
			for _, name := range []string{"DeletionPolicy", "UpdateReplacePolicy"} {
				typ.members = append(typ.members, &native{name: name, kind: "string"})
			}
			all[line] = typ
		case typ == nil:
			return nil, fmt.Errorf("line %d: a property without a type", i+1)
		case strings.HasPrefix(property, "= "):
			typ.returns = append(typ.returns, strings.TrimPrefix(property, "= "))
		default:
			path, kind, _ := strings.Cut(property, " ")
			holder, name := typ, path
			if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
				holder, name = typ.find(path[:dot]), path[dot+1:]
			}
			if holder == nil {
				return nil, fmt.Errorf("line %d: %s is in nothing", i+1, path)
			}
			element, list := strings.CutPrefix(kind, "[]")
			holder.members = append(holder.members, &native{name: name, kind: element, list: list})
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
