package report

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// mdText makes a text mean itself in a line of Markdown, also in a cell of a table: no
// markup, no HTML, no link, nobody mentioned, no issue referred to. It must not stand
// at the beginning of a line.
func mdText(s string) string {
	s = clean(s)
	var b strings.Builder
	for i, r := range s {
		rest := s[i:]
		switch r {
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		case '\\', '`', '*', '_', '[', ']', '|', '~':
			b.WriteRune('\\')
			b.WriteRune(r)
		case '$':
			// A backslash does not keep GitHub from reading mathematics.
			b.WriteString("<span>$</span>")
		case '@':
			b.WriteString("@&#8203;")
		case '#', '!', '%':
			b.WriteRune(r)
			if len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9' {
				b.WriteString("&#8203;")
			}
		case ':':
			if strings.HasPrefix(rest, "://") {
				b.WriteByte('\\')
			}
			b.WriteByte(':')
		case '.':
			if i >= 3 && strings.EqualFold(s[i-3:i], "www") {
				b.WriteByte('\\')
			}
			b.WriteByte('.')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mdCode is a name as code.
func mdCode(s string) string {
	s = clean(s)
	if strings.ContainsAny(s, "`|\\") || strings.TrimSpace(s) != s || s == "" {
		return "<code>" + mdText(s) + "</code>"
	}
	return "`" + s + "`"
}

// mdBlock is a text of several lines inside a list item whose content is indented: prose
// on one line, indented lines as code. It ends with a line break.
func mdBlock(text, indent string) string {
	var b strings.Builder
	fence := mdFence(text)
	prose, code := false, false
	for _, l := range cleanLines(text) {
		if isCode(l) {
			if prose || b.Len() == 0 {
				b.WriteByte('\n')
			}
			if !code {
				b.WriteString(indent + fence + "\n")
			}
			b.WriteString(indent + logged(strings.TrimPrefix(l, "  ")) + "\n")
			prose, code = false, true
			continue
		}
		if code {
			b.WriteString(indent + fence + "\n")
			code = false
		}
		switch {
		case l == "":
			continue
		case !prose && b.Len() > 0:
			b.WriteString(indent + "<br>")
		case prose:
			b.WriteString("<br>")
		}
		b.WriteString(mdText(l))
		prose = true
	}
	if code {
		b.WriteString(indent + fence)
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// mdFence is longer than any run of backticks in the text.
func mdFence(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence
}

// mdLinks makes links to files and rules.
type mdLinks struct{ base string }

func newMDLinks(base string) mdLinks {
	if base = strings.TrimRight(base, "/"); base != "" {
		base = mdURL(clean(base)) + "/"
	}
	return mdLinks{base}
}

// place links a position, which is also the text, so that it can be read without.
func (l mdLinks) place(at *graph.Location) string {
	if at.File == "" {
		return "(no file)"
	}
	target := l.base + mdURL(escapePath(at.File))
	if at.Line > 0 {
		target += "#L" + strconv.Itoa(at.Line)
	}
	return "[" + mdText(position(at)) + "](" + target + ")"
}

func (mdLinks) rule(r *analyzer.Rule) string {
	return "[" + mdText(cmp.Or(r.ID, "rule")) + "](" + mdURL(helpURI(r)) + ")"
}

// mdURL keeps an address from ending a link or a cell, or being read as mathematics.
func mdURL(s string) string {
	return strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", " ", "%20",
		"\\", "%5C", "$", "%24", "&", "%26", "`", "%60", "*", "%2A", "[", "%5B", "]", "%5D", "@", "%40").Replace(s)
}
