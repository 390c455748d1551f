package cloudformation

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/graph"
)

var directiveComment = regexp.MustCompile(`(?:^|[\s,;\[\]{}"'])#\s*faultline:\s*`)

// findDirectives collects what comments and the Metadata of resources say to faultline.
func (t *template) findDirectives() {
	if !bytes.Contains(t.text.src, []byte("faultline")) {
		return
	}
	var spans []span
	t.collect(t.root, t.root, &spans, 0)
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for n := 1; n <= len(t.text.lines); n++ {
		t.comment(n, spans)
	}
	for _, p := range t.resources {
		t.metadata(p)
	}
}

// span is the text of one entry or element, with that of its value if it is a scalar.
type span struct {
	from, to    int
	scalar      bool
	start, end  *yaml.Node
	valueOffset int
}

// collect lists the entries of mappings and the elements of lists.
func (t *template) collect(from, n *yaml.Node, out *[]span, depth int) {
	if n == nil || depth > maxNesting {
		return
	}
	if n != t.root {
		*out = append(*out, span{
			from: t.text.offset(from.Line, from.Column), to: t.text.end(n), scalar: n.Kind == yaml.ScalarNode,
			start: from, end: n, valueOffset: t.text.offset(n.Line, n.Column),
		})
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			t.collect(n.Content[i], n.Content[i+1], out, depth+1)
		}
	case yaml.SequenceNode:
		for _, e := range n.Content {
			t.collect(e, e, out, depth+1)
		}
	}
}

// comment finds a directive on a line, unless it stands inside a text.
func (t *template) comment(line int, spans []span) {
	text := t.text.line(line)
	m := directiveComment.FindIndex(text)
	if m == nil {
		return
	}
	hash := m[0] + bytes.IndexByte(text[m[0]:], '#')
	start := t.text.lines[line-1] + hash
	if slices.ContainsFunc(spans, func(s span) bool { return s.scalar && s.valueOffset <= start && start < s.to }) {
		return
	}
	d := graph.Directive{Text: strings.TrimSpace(string(text[m[1]:]))}
	d.Location = graph.Location{File: t.file, Line: line, EndLine: line}
	_, d.Location.Column = t.text.position(start)
	_, d.Location.EndColumn = t.text.position(t.text.lines[line-1] + len(text))
	d.Covers = d.Location
	if s := t.covered(line, start, len(bytes.TrimSpace(text[:hash])) == 0, spans); s != nil {
		d.Covers = *t.location(s.start, s.end)
	}
	t.directives = append(t.directives, d)
}

// covered is what a comment applies to: the entry that begins on its line or, when it
// stands alone, the entry that the next line of text begins.
func (t *template) covered(line, at int, alone bool, spans []span) *span {
	if alone {
		for line++; line <= len(t.text.lines); line++ {
			text := bytes.TrimSpace(t.text.line(line))
			if len(text) == 0 {
				return nil // an empty line ends the reach of what stands above it
			}
			if text[0] != '#' {
				break
			}
		}
	}
	var inside *span
	for i := range spans {
		s := &spans[i]
		if s.start.Line == line {
			return s // the first and so the outermost on the line
		}
		if s.from <= at && at <= s.to && !alone {
			inside = s
		}
	}
	return inside
}

// metadata turns a resource's Metadata: faultline: ignore: into directives.
func (t *template) metadata(p pair) {
	ignore := lookup(lookup(lookup(p.val, "Metadata"), "faultline"), "ignore")
	if ignore == nil {
		return
	}
	entries := []*yaml.Node{ignore}
	if isSequence(ignore) {
		entries = resolved(ignore).Content
	}
	for _, e := range entries {
		text, ok := directiveText(e)
		if !ok {
			t.fail(t.location(e, e), "Suppression not understood",
				"An entry of Metadata: faultline: ignore: has rules, reason and perhaps until, all of them texts; this one is not obeyed.")
			continue
		}
		t.directives = append(t.directives, graph.Directive{Text: text, Location: *t.location(e, e), Covers: *t.location(p.key, p.val)})
	}
}

// directiveText writes an entry as a comment would have it.
func directiveText(n *yaml.Node) (string, bool) {
	words := []string{"ignore"}
	if rule, ok := plainText(n); ok {
		return "ignore " + rule, true
	}
	known := 0
	rules := lookup(n, "rules")
	if rule, ok := plainText(rules); ok {
		words = append(words, rule)
		known++
	} else if isSequence(rules) {
		known++
		var names []string
		for _, r := range resolved(rules).Content {
			rule, ok := plainText(r)
			if !ok {
				return "", false
			}
			names = append(names, rule)
		}
		words = append(words, strings.Join(names, ","))
	}
	for _, key := range []string{"until", "reason"} {
		v := lookup(n, key)
		if v == nil {
			continue
		}
		s, ok := plainText(v)
		if !ok {
			return "", false
		}
		known++
		if key == "reason" {
			s = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
		}
		words = append(words, key+"="+s)
	}
	return strings.Join(words, " "), len(words) > 1 && known == len(pairs(n))
}
