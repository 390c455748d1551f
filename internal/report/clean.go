package report

import (
	"strings"
	"unicode/utf8"
)

// invisible reports whether a character does something to a terminal or to the order
// of text instead of being seen: C0 and C1 controls, DEL, bidirectional overrides,
// zero-width and line separators. All are below U+10000.
func invisible(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r <= 0x9f:
		return true
	case r == 0xad, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	case r == 0x200b, r == 0x200e, r == 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	default:
		return false
	}
}

// visible replaces an invisible character by one that can be seen and does nothing.
func visible(r rune) rune {
	switch {
	case r >= 0 && r < 0x20:
		return 0x2400 + r
	case r == 0x7f:
		return 0x2421
	default:
		return utf8.RuneError
	}
}

// clean makes a text from a source safe to print on one line: line breaks and tabs
// become spaces, invisible characters visible, broken UTF-8 the replacement character.
func clean(s string) string {
	dirty := func(r rune) bool { return invisible(r) || r == utf8.RuneError }
	if strings.IndexFunc(s, dirty) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case invisible(r):
			return visible(r)
		default:
			return r
		}
	}, s)
}

// cleanLines is clean that keeps line breaks, for prose with paragraphs.
func cleanLines(s string) []string {
	lines := strings.Split(strings.TrimRight(s, " \t\r\n"), "\n")
	for i, l := range lines {
		lines[i] = clean(strings.TrimRight(l, " \t\r"))
	}
	return lines
}
