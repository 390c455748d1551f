package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
)

func mappingLiteral(m catalog.Mapping) *lit {
	e := literalOf("")
	e.text("Type", m.Type)
	e.conditions(m.When)
	e.text("Each", m.Each)
	e.text("Owner", m.Owner)
	e.properties("Outer", m.Outer)
	e.text("Ref", m.Ref)
	list(e, "Attributes", "Rename", m.Attributes, renameLiteral)
	e.text("Tags", m.Tags)
	e.properties("Properties", m.Properties)
	e.texts("Live", m.Live)
	e.texts("Functions", m.Functions)
	return e
}

func (l *lit) properties(name string, all []catalog.Property) {
	list(l, name, "Property", all, func(p catalog.Property) *lit {
		e := literalOf("")
		e.text("From", p.From)
		e.text("To", string(p.To))
		e.flag("Blocks", p.Blocks)
		e.flag("Text", p.Text)
		list(e, "Values", "Value", p.Values, func(v catalog.Value) *lit {
			n := literalOf("")
			n.text("From", v.From)
			n.fields = append(n.fields, "To: "+value(v.To))
			return n
		})
		e.text("Key", p.Key)
		e.text("Value", p.Value)
		e.text("Element", p.Element)
		e.properties("Properties", p.Properties)
		return e
	})
}

// natives writes which canonical types a CloudFormation type can be. Each list is a
// variable of its own, which the linker lays out.
func (c *compiled) natives(b *bytes.Buffer) {
	types := map[string][]string{}
	for _, t := range c.types {
		for _, m := range t.CloudFormation {
			if v := variable(t.Name); !slices.Contains(types[m.Type], v) {
				types[m.Type] = append(types[m.Type], v)
			}
		}
	}
	sorted := slices.Sorted(maps.Keys(types))
	b.WriteString("\n")
	for _, typ := range sorted {
		fmt.Fprintf(b, "var %s = [...]*Type{&%s}\n\n", nativeVariable(typ), strings.Join(types[typ], ", &"))
	}
	b.WriteString("// nativeTypes lists the types that a CloudFormation type can be.\nfunc nativeTypes(native string) []*Type {\nswitch native {\n")
	for _, typ := range sorted {
		fmt.Fprintf(b, "case %q:\nreturn %s[:]\n", typ, nativeVariable(typ))
	}
	b.WriteString("}\nreturn nil\n}\n")
}

func nativeVariable(typ string) string {
	return "native" + strings.ReplaceAll(strings.TrimPrefix(typ, "AWS"), "::", "")
}
