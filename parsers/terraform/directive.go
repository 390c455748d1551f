package terraform

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/rivo/uniseg"

	"github.com/faultline-dev/faultline/graph"
)

// directiveMark begins an instruction to faultline inside a comment.
const directiveMark = "faultline:"

// directives finds the instructions to faultline in the comments of a file. A file that
// mentions none costs one search of its bytes. Downloaded modules are other people's:
// what they ask for is not done.
func directives(src []byte, shown string, body hcl.Body) []graph.Directive {
	if !bytes.Contains(src, []byte(directiveMark)) || foreign(shown) {
		return nil
	}
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return nil // JSON has no comments
	}
	tokens, _ := hclsyntax.LexConfig(src, shown, hcl.InitialPos)
	u := directiveUnits{byStart: map[int]hcl.Range{}, byLine: map[int]hcl.Range{}, byEnd: map[int]hcl.Range{}}
	u.body(native)
	behind := codeBefore(tokens)
	var found []graph.Directive
	// From the end, so that what follows a comment is known: the token, and the line
	// down to which nothing but comments stands before it.
	var next *hclsyntax.Token
	top := 0
	for i := len(tokens) - 1; i >= 0; i-- {
		t := &tokens[i]
		switch t.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
		case hclsyntax.TokenComment:
			if lastLine(t)+1 < top {
				next = nil // an empty line ends the reach of what stands above it
			}
			top = t.Range.Start.Line
			for _, d := range inComment(t) {
				if behind[i] == top {
					d.Covers = u.beside(top, d.Location)
				} else {
					d.Covers = u.below(next, d.Location)
				}
				found = append(found, d)
			}
		default:
			next, top = t, t.Range.Start.Line
		}
	}
	slices.Reverse(found)
	return found
}

// codeBefore says of each token on which line the last one before it ends that is
// neither a comment nor the end of a line.
func codeBefore(tokens hclsyntax.Tokens) []int {
	lines := make([]int, len(tokens))
	line := 0
	for i, t := range tokens {
		lines[i] = line
		if t.Type != hclsyntax.TokenNewline && t.Type != hclsyntax.TokenComment {
			line = t.Range.End.Line
		}
	}
	return lines
}

// inComment reads the instructions of one comment, at most one a line.
func inComment(t *hclsyntax.Token) []graph.Directive {
	var found []graph.Directive
	for n, line := range strings.Split(string(t.Bytes), "\n") {
		line = strings.TrimRight(line, "\r")
		at := strings.Index(line, directiveMark)
		if at < 0 || at > 0 && strings.IndexByte(" \t#/*", line[at-1]) < 0 {
			continue // none, or the end of another word
		}
		text := line[at+len(directiveMark):]
		if bytes.HasPrefix(t.Bytes, []byte("/*")) {
			text = strings.TrimSuffix(text, "*/")
		}
		text = strings.TrimRight(text, " \t")
		start := t.Range.Start.Line + n
		column := uniseg.GraphemeClusterCount(line[:at]) + 1
		if n == 0 {
			column += t.Range.Start.Column - 1
		}
		found = append(found, graph.Directive{Text: text, Location: graph.Location{
			File: t.Range.Filename, Line: start, Column: column, EndLine: start,
			EndColumn: column + uniseg.GraphemeClusterCount(directiveMark+text),
		}})
	}
	return found
}

// directiveUnits are the pieces of a file to which a directive can apply: blocks,
// arguments, and the elements inside an argument. Of those that begin at one place it is
// the longest.
type directiveUnits struct {
	byStart map[int]hcl.Range // by their first byte
	byLine  map[int]hcl.Range // the first on each line
	byEnd   map[int]hcl.Range // arguments and elements, by the line on which they end
}

func (u *directiveUnits) body(b *hclsyntax.Body) {
	for _, blk := range b.Blocks {
		u.add(blk.Range(), true)
		u.body(blk.Body)
	}
	for _, a := range b.Attributes {
		u.add(a.SrcRange, false)
		_ = hclsyntax.VisitAll(a.Expr, func(n hclsyntax.Node) hcl.Diagnostics {
			switch e := n.(type) {
			case *hclsyntax.ObjectConsExpr:
				for _, item := range e.Items {
					u.add(hcl.RangeBetween(item.KeyExpr.Range(), item.ValueExpr.Range()), false)
				}
			case *hclsyntax.TupleConsExpr:
				for _, item := range e.Exprs {
					u.add(item.Range(), false)
				}
			}
			return nil
		})
	}
}

func (u *directiveUnits) add(r hcl.Range, block bool) {
	put := func(into map[int]hcl.Range, key int) {
		have, found := into[key]
		if !found || cmp.Or(cmp.Compare(r.Start.Byte, have.Start.Byte), cmp.Compare(have.End.Byte, r.End.Byte)) < 0 {
			into[key] = r
		}
	}
	put(u.byStart, r.Start.Byte)
	put(u.byLine, r.Start.Line)
	if !block {
		put(u.byEnd, r.End.Line)
	}
}

// beside is what a directive at the end of a line applies to: what begins on the line,
// all of it, else an argument or element that ends there, else the line.
func (u *directiveUnits) beside(line int, at graph.Location) graph.Location {
	if r, ok := u.byLine[line]; ok {
		return *location(&r)
	}
	if r, ok := u.byEnd[line]; ok {
		return *location(&r)
	}
	return wholeLine(at)
}

// below is what a directive on a line of its own applies to: what begins with the next
// token. Before the end of a block there is nothing.
func (u *directiveUnits) below(next *hclsyntax.Token, at graph.Location) graph.Location {
	if next != nil {
		if r, ok := u.byStart[next.Range.Start.Byte]; ok {
			return *location(&r)
		}
	}
	return wholeLine(at)
}

func wholeLine(at graph.Location) graph.Location {
	at.Column = 1
	return at
}

// lastLine is the line on which the text of a comment ends. The end of a line belongs
// to the comments that it ends.
func lastLine(comment *hclsyntax.Token) int {
	return comment.Range.Start.Line + strings.Count(strings.TrimRight(string(comment.Bytes), "\r\n"), "\n")
}
