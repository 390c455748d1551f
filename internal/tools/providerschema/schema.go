package main

import "github.com/zclconf/go-cty/cty"

// schema is what is kept of one provider, whatever form it was read from.
type schema struct {
	name, version          string
	resources, dataSources map[string]*block
}

type block struct {
	partial    bool
	attributes map[string]*attribute
	blocks     map[string]*nested
}

type attribute struct {
	typ                          cty.Type // with optional members, if any, marked
	required, optional, computed bool
	sensitive, deprecated        bool
	writeOnly                    bool
	nested                       *nested // or nil
}

type nested struct {
	nesting            byte // as in package layout
	minItems, maxItems int
	block              *block
}
