// Package openpsa reads and writes fault trees in the Open-PSA Model Exchange Format
// (version 2.0d), which SCRAM and other tools for probabilistic safety assessment
// share. Start at [Read] and [Write].
package openpsa

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer/faulttree"
)

// Model is what one document describes.
type Model struct {
	Name string
	Tree *faulttree.Tree
	// Gates are all gates by name, whatever they were simplified to.
	Gates map[string]faulttree.Node
	// Tops are the names of the gates that no other gate uses, as they are written.
	Tops []string
	// Probability is that of the basic events whose probability is a number.
	Probability map[faulttree.Node]float64
}

// What a document may hold. Beyond it, Read refuses.
const (
	maxBytes = 64 << 20
	maxNodes = 1 << 20  // elements of formulas
	maxDepth = 10_000   // of formulas in formulas, and of gates that use gates
	maxVotes = 10 << 20 // arguments of a vote, times those that it needs
)

// Error is what is wrong with a document, and where.
type Error struct {
	Line, Column int
	Detail       string
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Detail)
}

// Read reads fault trees of gates (and, or, not, xor, nand, nor, atleast, cardinality,
// iff, imply, constants), basic events and house events; a house event has the
// constant value that the document gives it. Event trees, parameters and everything
// else of a document is passed over, and so are probabilities that are expressions.
// A document that cannot be understood is an [Error], one that cannot be read the
// error of r.
func Read(r io.Reader) (*Model, error) {
	limited := &io.LimitedReader{R: r, N: maxBytes + 1}
	p := parser{
		decoder: xml.NewDecoder(limited),
		gates:   map[string]*definition{}, house: map[string]bool{}, probability: map[string]float64{},
	}
	err := p.document()
	if limited.N <= 0 {
		return nil, fmt.Errorf("the document is larger than %d MiB", maxBytes>>20)
	}
	if err != nil {
		return nil, err
	}
	return p.model()
}

// formula is one element of a gate's definition.
type formula struct {
	op       string // of the element; "event" where only the name tells what it is
	name     string
	min, max int
	in       []*formula
	line     int
	column   int
}

type definition struct {
	name string
	body *formula
	line int
	used bool
}

type parser struct {
	decoder     *xml.Decoder
	name        string
	gates       map[string]*definition
	order       []*definition
	house       map[string]bool
	probability map[string]float64
	count       int
}

func (p *parser) errorf(format string, args ...any) error {
	line, column := p.decoder.InputPos()
	return &Error{line, column, fmt.Sprintf(format, args...)}
}

// next is the next start or end of an element; both nil at the end of the document.
func (p *parser) next() (*xml.StartElement, *xml.EndElement, error) {
	for {
		token, err := p.decoder.Token()
		var syntax *xml.SyntaxError
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil, nil
		case errors.As(err, &syntax):
			return nil, nil, p.errorf("%s", syntax.Msg)
		case err != nil:
			return nil, nil, fmt.Errorf("reading Open-PSA XML: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			return &e, nil, nil
		case xml.EndElement:
			return nil, &e, nil
		}
	}
}

func attribute(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (p *parser) document() error {
	root := false
	for {
		start, end, err := p.next()
		switch {
		case err != nil:
			return err
		case start == nil && end == nil:
			if !root {
				return p.errorf("this is no Open-PSA document: there is no <opsa-mef>")
			}
			return nil
		case start == nil:
			continue
		case !root && start.Name.Local != "opsa-mef":
			return p.errorf("this is no Open-PSA document: it starts with <%s>, not <opsa-mef>", start.Name.Local)
		}
		root = true
		if err := p.element(start); err != nil {
			return err
		}
	}
}

// element reads one element outside of formulas; containers are only entered.
func (p *parser) element(e *xml.StartElement) error {
	switch e.Name.Local {
	case "define-fault-tree":
		if p.name == "" {
			p.name = attribute(e, "name")
		}
		return nil
	case "opsa-mef", "define-component", "model-data":
		return nil
	case "define-gate":
		return p.gate(e)
	case "define-basic-event":
		return p.basicEvent(attribute(e, "name"))
	case "define-house-event":
		return p.houseEvent(attribute(e, "name"))
	default:
		if err := p.decoder.Skip(); err != nil {
			return p.errorf("reading <%s>: %v", e.Name.Local, err)
		}
		return nil
	}
}

func (p *parser) gate(e *xml.StartElement) error {
	d := &definition{name: attribute(e, "name")}
	d.line, _ = p.decoder.InputPos()
	if d.name == "" {
		return p.errorf("a gate has no name")
	}
	if other := p.gates[d.name]; other != nil {
		return p.errorf("gate %q is defined twice, first in line %d", d.name, other.line)
	}
	for {
		start, end, err := p.next()
		switch {
		case err != nil:
			return err
		case start == nil && end == nil:
			return p.errorf("gate %q does not end", d.name)
		case end != nil:
			if d.body == nil {
				return p.errorf("gate %q has no formula", d.name)
			}
			p.gates[d.name] = d
			p.order = append(p.order, d)
			return nil
		case start.Name.Local == "label" || start.Name.Local == "attributes":
			if err := p.decoder.Skip(); err != nil {
				return p.errorf("reading gate %q: %v", d.name, err)
			}
			continue
		case d.body != nil:
			return p.errorf("gate %q has two formulas", d.name)
		}
		if d.body, err = p.formula(start, 0); err != nil {
			return err
		}
	}
}

func (p *parser) formula(e *xml.StartElement, depth int) (*formula, error) {
	f := &formula{op: e.Name.Local, name: attribute(e, "name"), min: -1, max: -1}
	f.line, f.column = p.decoder.InputPos()
	if p.count++; p.count > maxNodes || depth > maxDepth {
		return nil, p.errorf("the formulas of this document are larger than %d elements or %d levels", maxNodes, maxDepth)
	}
	if err := p.attributes(f, e); err != nil {
		return nil, err
	}
	for {
		start, end, err := p.next()
		switch {
		case err != nil:
			return nil, err
		case start == nil && end == nil:
			return nil, p.errorf("<%s> does not end", f.op)
		case end != nil:
			return f, nil
		}
		in, err := p.formula(start, depth+1)
		if err != nil {
			return nil, err
		}
		f.in = append(f.in, in)
	}
}

// attributes reads what the element of a formula needs beside a name.
func (p *parser) attributes(f *formula, e *xml.StartElement) error {
	switch f.op {
	case "constant":
		f.name = attribute(e, "value")
		if f.name != "true" && f.name != "false" {
			return p.errorf("a constant is true or false, not %q", f.name)
		}
	case "event":
		f.op = cmp.Or(attribute(e, "type"), "event")
	case "atleast", "cardinality":
		for name, to := range map[string]*int{"min": &f.min, "max": &f.max} {
			text := attribute(e, name)
			if text == "" && (name == "max" && f.op == "atleast") {
				continue
			}
			v, err := strconv.Atoi(text)
			if err != nil || v < 0 {
				return p.errorf("<%s> needs a whole number as %s, not %q", f.op, name, text)
			}
			*to = v
		}
	case "and", "or", "not", "xor", "nand", "nor", "iff", "imply", "gate", "basic-event", "house-event":
	default:
		return p.errorf("<%s> is no element of a formula that is known here", f.op)
	}
	return nil
}

// basicEvent reads the probability, when it is a plain number.
func (p *parser) basicEvent(name string) error {
	return p.inside("basic event", name, func(start *xml.StartElement, depth int) error {
		if depth != 1 || start.Name.Local != "float" {
			return nil
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(attribute(start, "value")), 64)
		if err != nil || !(v >= 0 && v <= 1) {
			return p.errorf("the probability of basic event %q is %q, not a number between 0 and 1", name, attribute(start, "value"))
		}
		p.probability[name] = v
		return nil
	})
}

func (p *parser) houseEvent(name string) error {
	return p.inside("house event", name, func(start *xml.StartElement, _ int) error {
		if start.Name.Local == "constant" {
			p.house[name] = attribute(start, "value") == "true"
		}
		return nil
	})
}

// inside reads to the end of the element that has begun and calls do with each element
// in it; depth is 1 for its own children.
func (p *parser) inside(what, name string, do func(start *xml.StartElement, depth int) error) error {
	for depth := 1; depth > 0; {
		start, end, err := p.next()
		switch {
		case err != nil:
			return err
		case start == nil && end == nil:
			return p.errorf("%s %q does not end", what, name)
		case end != nil:
			depth--
			continue
		}
		if err := do(start, depth); err != nil {
			return err
		}
		depth++
	}
	return nil
}
