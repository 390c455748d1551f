package report

import (
	"strings"

	"github.com/rivo/uniseg"

	"github.com/faultline-dev/faultline/graph"
)

const (
	tabWidth = 4
	// longestLine is what an excerpt looks into; generated files have longer ones,
	// where no excerpt would be of use.
	longestLine = 64 << 10
)

// sources hands out lines of the scanned files and reads each file once.
type sources struct {
	read  func(file string) ([]byte, error)
	files map[string][]string
}

func newSources(read func(string) ([]byte, error)) *sources {
	return &sources{read: read, files: map[string][]string{}}
}

// line returns a line, counted from 1, without its end.
func (s *sources) line(file string, n int) (string, bool) {
	if s.read == nil {
		return "", false
	}
	lines, ok := s.files[file]
	if !ok {
		if text, err := s.read(file); err == nil {
			lines = strings.Split(string(text), "\n")
		}
		s.files[file] = lines
	}
	if n < 1 || n > len(lines) {
		return "", false
	}
	return strings.TrimSuffix(lines[n-1], "\r"), true
}

// cell is what is printed for one character of a source: harmless, and of a known width.
type cell struct {
	text  string
	width int
}

// cells makes a line printable, one cell for each character (a grapheme cluster, as
// columns are counted in), so that a range of columns is a range of cells. The bytes
// in masked, sorted spans, become one mark.
func cells(line string, masked []span) []cell {
	list := make([]cell, 0, len(line))
	column, state := 0, -1
	for at := 0; at < len(line); {
		var cluster string
		if n := at + 1; line[at] < 0x80 && (n == len(line) || line[n] < 0x80) {
			cluster, state = line[at:n], -1
		} else {
			cluster, _, _, state = uniseg.FirstGraphemeClusterInString(line[at:], state)
		}
		for len(masked) > 0 && at >= masked[0].end {
			masked = masked[1:]
		}
		c := newCell(cluster, column)
		if len(masked) > 0 && at >= masked[0].start {
			c = cell{}
			if at == masked[0].start {
				c = cell{text: mask, width: displayWidth(mask)}
			}
		}
		list = append(list, c)
		column += c.width
		at += len(cluster)
	}
	return list
}

func newCell(cluster string, column int) cell {
	switch {
	case cluster == "\t":
		n := tabWidth - column%tabWidth
		return cell{text: spaces(n), width: n}
	case len(cluster) == 1 && cluster[0] >= ' ' && cluster[0] <= '~':
		return cell{text: cluster, width: 1}
	default:
		text := clean(strings.ToValidUTF8(cluster, "\ufffd"))
		return cell{text: text, width: uniseg.StringWidth(text)}
	}
}

// excerpt is one line of a source, cut to a width.
type excerpt struct {
	text string
	// mark is the number of columns before the marked range and its width; a width of
	// zero means that nothing is marked.
	markAt, markWidth int
}

// newExcerpt renders a line with the part of a location that lies on it marked. A line
// that does not fit is cut around the mark.
func newExcerpt(text string, at graph.Location, secret bool, width int) excerpt {
	if len(text) > longestLine {
		return excerpt{text: "(a line of " + count(len(text), "byte") + ")"}
	}
	text = strings.TrimRight(text, " \t\r")
	list := cells(text, secrets(text, looksLikeYAML(at.File), secret))
	from, to := marked(at, len(list))
	start, end := window(list, from, to, width)
	var e excerpt
	var b strings.Builder
	put := func(c cell) { b.WriteString(c.text) }
	if start > 0 {
		put(cell{text: "…"})
		e.markAt = 1
	}
	for i := start; i < end; i++ {
		put(list[i])
		switch {
		case i < from:
			e.markAt += list[i].width
		case i < to:
			e.markWidth += list[i].width
		}
	}
	if end < len(list) {
		put(cell{text: "…"})
	}
	e.text = b.String()
	return e
}

// marked turns a location into a range of cells of its first line; from == to where
// the location has no column.
func marked(at graph.Location, n int) (from, to int) {
	if at.Column < 1 || at.Column > n {
		return 0, 0
	}
	from, to = at.Column-1, n
	if at.EndLine <= at.Line && at.EndColumn > 0 {
		to = min(max(at.EndColumn-1, from+1), n)
	}
	return from, to
}

// window chooses which cells to print in width columns, one of which at each cut end
// is an ellipsis: the beginning, unless the marked range lies beyond it.
func window(list []cell, from, to, width int) (start, end int) {
	total, before, through := 0, 0, 0
	for i, c := range list {
		total += c.width
		if i < from {
			before = total
		}
		if i < to {
			through = total
		}
	}
	if total <= width {
		return 0, len(list)
	}
	room := width - 1
	if through > room && before > width/3 {
		// The range moves towards the left third, as far as is needed to see all of it.
		skip := min(through-room+1, before-width/3)
		if through-before > width-width/3 {
			skip = before - width/3
		}
		for skipped := 0; start < from && skipped < skip; start++ {
			skipped += list[start].width
		}
		room--
	}
	for end = start; end < len(list); end++ {
		if list[end].width > room {
			break
		}
		room -= list[end].width
	}
	return start, end
}
