package cloudformation

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

// source knows where the lines of a template begin, to find the ends of its nodes: the
// YAML library says where a node starts only.
type source struct {
	src   []byte
	lines []int // offsets
}

func newSource(src []byte) *source {
	s := &source{src: src, lines: make([]int, 1, bytes.Count(src, []byte{'\n'})+1)}
	for i, c := range src {
		if c == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// line returns a line, counted from 1, without its end.
func (s *source) line(n int) []byte {
	if n < 1 || n > len(s.lines) {
		return nil
	}
	end := len(s.src)
	if n < len(s.lines) {
		end = s.lines[n] - 1
	}
	return bytes.TrimSuffix(s.src[s.lines[n-1]:end], []byte{'\r'})
}

// offset is where a line and column are in the text.
func (s *source) offset(line, column int) int {
	if line < 1 {
		return 0
	}
	if line > len(s.lines) {
		return len(s.src)
	}
	at := s.lines[line-1]
	for ; column > 1 && at < len(s.src) && s.src[at] != '\n'; column-- {
		_, size := utf8.DecodeRune(s.src[at:])
		at += size
	}
	return at
}

func (s *source) position(offset int) (line, column int) {
	offset = min(offset, len(s.src))
	line, found := slices.BinarySearch(s.lines, offset)
	if found {
		line++
	}
	line = max(line, 1)
	return line, utf8.RuneCount(s.src[s.lines[line-1]:offset]) + 1
}

// end is the offset behind a node.
func (s *source) end(n *yaml.Node) int {
	at := s.offset(n.Line, n.Column)
	for range maxNesting {
		if len(n.Content) == 0 || n.Kind == yaml.AliasNode {
			break
		}
		if n.Style&yaml.FlowStyle != 0 {
			return s.closing(s.end(n.Content[len(n.Content)-1]))
		}
		n = n.Content[len(n.Content)-1]
		at = s.offset(n.Line, n.Column)
	}
	at = s.content(at)
	switch {
	case n.Kind == yaml.AliasNode:
		return s.word(at)
	case n.Kind != yaml.ScalarNode:
		return s.closing(min(at+1, len(s.src)))
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return s.block(at)
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return s.quoted(at)
	default:
		return s.plain(at, n)
	}
}

// content skips a tag and an anchor before a value.
func (s *source) content(at int) int {
	for range 3 {
		if at >= len(s.src) || s.src[at] != '!' && s.src[at] != '&' {
			break
		}
		at = s.word(at)
		for at < len(s.src) && (s.src[at] == ' ' || s.src[at] == '\t') {
			at++
		}
	}
	return at
}

func (s *source) word(at int) int {
	for at < len(s.src) && strings.IndexByte(" \t\r\n,]}", s.src[at]) < 0 {
		at++
	}
	return at
}

// closing is the offset behind the next bracket that closes.
func (s *source) closing(at int) int {
	for i := at; i < len(s.src); i++ {
		switch c := s.src[i]; c {
		case ' ', '\t', '\r', '\n', ',':
		case '#':
			if eol := bytes.IndexByte(s.src[i:], '\n'); eol > 0 {
				i += eol
			}
		case '}', ']':
			return i + 1
		default:
			return at
		}
	}
	return at
}

func (s *source) quoted(at int) int {
	if at >= len(s.src) {
		return at
	}
	quote := s.src[at]
	for i := at + 1; i < len(s.src); i++ {
		switch {
		case s.src[i] == '\\' && quote == '"':
			i++
		case s.src[i] == quote && quote == '\'' && i+1 < len(s.src) && s.src[i+1] == quote:
			i++
		case s.src[i] == quote:
			return i + 1
		}
	}
	return at
}

// block is the end of a literal or folded text: of the last line that is indented
// as its first one.
func (s *source) block(at int) int {
	line, _ := s.position(at)
	end, indent := s.lines[line-1]+len(s.line(line)), -1
	for n := line + 1; n <= len(s.lines); n++ {
		text := s.line(n)
		trimmed := bytes.TrimLeft(text, " ")
		if len(trimmed) == 0 {
			continue
		}
		if indent < 0 {
			indent = max(len(text)-len(trimmed), 1)
		}
		if len(text)-len(trimmed) < indent {
			break
		}
		end = s.lines[n-1] + len(text)
	}
	return end
}

// plain is the end of an unquoted text, which may go over several lines.
func (s *source) plain(at int, n *yaml.Node) int {
	if bytes.HasPrefix(s.src[at:], []byte(n.Value)) {
		return at + len(n.Value)
	}
	for word := range strings.FieldsSeq(n.Value) {
		i := bytes.Index(s.src[at:], []byte(word))
		if i < 0 {
			break
		}
		at += i + len(word)
	}
	return at
}

// location is the text from one node to the end of another.
func (t *template) location(from, to *yaml.Node) *graph.Location {
	if from == nil {
		return nil
	}
	if t.inline != nil {
		at := *t.inline
		return &at
	}
	loc := &graph.Location{File: t.file, Line: max(from.Line, 1), Column: max(from.Column, 1)}
	loc.EndLine, loc.EndColumn = t.text.position(t.text.end(to))
	if loc.EndLine < loc.Line || loc.EndLine == loc.Line && loc.EndColumn < loc.Column {
		loc.EndLine, loc.EndColumn = loc.Line, loc.Column
	}
	return loc
}
