package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// handler is what a type says of one operation that Cloud Control can do for it.
type handler struct {
	Permissions []string `json:"permissions"`
	Schema      *struct {
		Required []string `json:"required"`
	} `json:"handlerSchema"`
}

// handlers writes how Cloud Control lists and reads each type: its name, and below it
//
//	id NAME…         the primary identifier, whose parts are joined with "|"
//	arn NAME         the property that holds the ARN
//	hidden PATH…     properties that reading never returns
//	needs NAME…      properties of a parent that listing asks for
//	list ACTION…     the IAM actions of listing
//	read ACTION…     the IAM actions of reading
//
// A type without the line list cannot be listed.
func handlers(wheel *zip.ReadCloser, types []string) ([]byte, error) {
	files, err := files(wheel)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Condensed from the CloudFormation schemas of cfn-lint %s by internal/tools/cfnschema. DO NOT EDIT.\n", version(wheel))
	for _, typ := range types {
		s, err := read(wheel, files, typ)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s\n", typ)
		line := func(word string, values []string) {
			if len(values) > 0 {
				fmt.Fprintf(&b, "\t%s %s\n", word, strings.Join(values, " "))
			}
		}
		line("id", paths(s.Primary))
		if arn := s.arn(typ); arn != "" {
			line("arn", []string{arn})
		}
		line("hidden", outermost(paths(s.WriteOnly)))
		for _, word := range []string{"list", "read"} {
			h := s.Handlers[word]
			if h == nil {
				continue
			}
			if word == "list" && h.Schema != nil {
				line("needs", sorted(h.Schema.Required))
			}
			line(word, sorted(h.Permissions))
		}
	}
	return b.Bytes(), nil
}

// paths are those of JSON pointers to properties, with dots.
func paths(pointers []string) []string {
	out := make([]string, len(pointers))
	for i, p := range pointers {
		p = strings.TrimPrefix(strings.ReplaceAll(p, "/properties/", "/"), "/")
		out[i] = strings.ReplaceAll(strings.ReplaceAll(p, "/*", ""), "/", ".")
	}
	return out
}

// outermost drops paths inside others, and sorts.
func outermost(all []string) []string {
	all = sorted(all)
	return slices.DeleteFunc(slices.Clone(all), func(p string) bool {
		return slices.ContainsFunc(all, func(o string) bool { return strings.HasPrefix(p, o+".") })
	})
}

func sorted(all []string) []string {
	out := slices.Clone(all)
	slices.Sort(out)
	return slices.Compact(out)
}

// arn is the property with the ARN of the resource itself: the identifier, Arn, or what
// is called after the type, also one level down.
func (s *schema) arn(typ string) string {
	last := typ[strings.LastIndexByte(typ, ':')+1:]
	returned := append(paths(s.Primary), paths(s.ReadOnly)...)
	for _, name := range append(paths(s.Primary), "Arn", last+"Arn", "ARN", last+"ARN", last+"."+last+"Arn") {
		if strings.HasSuffix(strings.ToLower(name), "arn") && slices.Contains(returned, name) && len(s.Primary) <= 1 {
			return name
		}
	}
	for _, name := range []string{"Arn", last + "Arn", "ARN"} { // of identifiers with several parts
		if slices.Contains(returned, name) {
			return name
		}
	}
	return ""
}
