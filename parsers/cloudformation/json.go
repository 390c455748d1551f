package cloudformation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// parseJSON reads JSON into YAML's nodes, with the positions that YAML would give.
// YAML itself refuses some JSON: tabs as indentation, long keys, surrogate pairs.
func parseJSON(src []byte) (*yaml.Node, error) {
	p := &jsonParser{src: src, dec: json.NewDecoder(bytes.NewReader(src)), line: 1}
	p.dec.UseNumber()
	tok, err := p.next()
	if err != nil {
		return nil, err
	}
	root, err := p.value(tok, 0)
	if err != nil {
		return nil, err
	}
	if _, err := p.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, p.fail("text follows the end of the template")
	}
	return root, nil
}

type jsonParser struct {
	src []byte
	dec *json.Decoder
	// at is an offset whose position is known.
	at, line, lineStart int
	node                yaml.Node // position of the last token
}

func (p *jsonParser) fail(msg string) error { return &syntaxError{line: p.node.Line, msg: msg} }

// next reads a token and remembers where it begins.
func (p *jsonParser) next() (json.Token, error) {
	begin := int(p.dec.InputOffset())
	for begin < len(p.src) {
		if c := p.src[begin]; c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ',' && c != ':' {
			break
		}
		begin++
	}
	for i := p.at; i < begin; i++ {
		if p.src[i] == '\n' {
			p.line++
			p.lineStart = i + 1
		}
	}
	p.at = max(p.at, begin)
	p.node.Line, p.node.Column = p.line, utf8.RuneCount(p.src[p.lineStart:p.at])+1
	tok, err := p.dec.Token()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, p.fail("the text ends too early")
		}
		return nil, p.fail(err.Error())
	}
	return tok, nil
}

func (p *jsonParser) value(tok json.Token, depth int) (*yaml.Node, error) {
	if depth > maxNesting {
		return nil, p.fail(fmt.Sprintf("values are nested more than %d deep", maxNesting))
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: p.node.Line, Column: p.node.Column, Style: yaml.FlowStyle}
	switch t := tok.(type) {
	case json.Delim:
		n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
		if t == '{' {
			n.Kind, n.Tag = yaml.MappingNode, "!!map"
		}
		for p.dec.More() {
			inner, err := p.next()
			if err != nil {
				return nil, err
			}
			child, err := p.value(inner, depth+1)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, child)
		}
		_, err := p.next()
		return n, err
	case string:
		n.Tag, n.Value, n.Style = "!!str", t, yaml.DoubleQuotedStyle
	case json.Number:
		n.Tag, n.Value = "!!int", t.String()
		if bytes.ContainsAny([]byte(n.Value), ".eE") {
			n.Tag = "!!float"
		}
	case bool:
		n.Tag, n.Value = "!!bool", strconv.FormatBool(t)
	case nil:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}
