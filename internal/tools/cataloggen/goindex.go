package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// index writes the tables over all types, as functions without state.
func (c *compiled) index() []byte {
	var b bytes.Buffer
	b.WriteString(header)
	b.WriteString("// lookup returns the type of that name or alias, or nil.\nfunc lookup(typ string) *Type {\nswitch typ {\n")
	var names, covered []string
	for _, t := range c.types {
		known := []string{strconv.Quote(t.Name)}
		for _, alias := range t.Aliases {
			known = append(known, strconv.Quote(alias))
		}
		fmt.Fprintf(&b, "case %s:\nreturn &%s\n", strings.Join(known, ", "), variable(t.Name))
		names = append(names, t.Name)
		if t.Backup {
			covered = append(covered, t.Name)
		}
	}
	b.WriteString("}\nreturn nil\n}\n\n")
	stringsFunc(&b, "typeNames", "lists the canonical types, sorted", names)
	stringsFunc(&b, "backupTypes", "lists the types that a backup selection can cover", covered)
	c.metrics(&b)
	c.natives(&b)
	return b.Bytes()
}

// metrics writes which types the metrics of a namespace and their dimensions are about.
func (c *compiled) metrics(b *bytes.Buffer) {
	types := map[string][]string{}   // namespace → types
	entries := map[string][]string{} // namespace and dimension → literals
	add := func(to map[string][]string, key, value string) {
		if !slices.Contains(to[key], value) {
			to[key] = append(to[key], value)
		}
	}
	for _, t := range c.types {
		for _, m := range t.Metrics {
			entry := fmt.Sprintf("{%q, %q}", t.Name, m.Extract)
			add(types, m.Namespace, t.Name)
			add(entries, m.Namespace+" "+m.Dimension, entry)
			add(entries, " "+m.Dimension, entry)
		}
	}
	stringsFunc(b, "namespaces", "lists the namespaces of metrics", slices.Sorted(maps.Keys(types)))
	b.WriteString("// namespaceTypes lists the types that metrics of a namespace are about.\n" +
		"func namespaceTypes(namespace string) []string {\nswitch namespace {\n")
	for _, n := range slices.Sorted(maps.Keys(types)) {
		fmt.Fprintf(b, "case %q:\nreturn %#v\n", n, types[n])
	}
	b.WriteString("}\nreturn nil\n}\n\n// metricTypes lists the types that a dimension names; an empty namespace is any.\n" +
		"func metricTypes(namespace, dimension string) []watched {\nswitch namespace + \" \" + dimension {\n")
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		fmt.Fprintf(b, "case %q:\nreturn []watched{%s}\n", key, strings.Join(entries[key], ", "))
	}
	b.WriteString("}\nreturn nil\n}\n")
}

func stringsFunc(b *bytes.Buffer, name, doc string, values []string) {
	fmt.Fprintf(b, "// %s %s.\nfunc %s() []string {\nreturn %#v\n}\n\n", name, doc, name, values)
}
