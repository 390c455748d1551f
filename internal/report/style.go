package report

import (
	"strings"

	"github.com/rivo/uniseg"

	"github.com/faultline-dev/faultline/analyzer"
)

// TextOptions say how to write for people.
type TextOptions struct {
	// Color switches ANSI colours on. Nothing is said by colour alone.
	Color bool
	// Width is the number of columns; zero means 80.
	Width int
	// Quiet leaves only the findings and what makes the run incomplete.
	Quiet bool
	// Verbose adds suppressed and known findings, what is fixed, and every diagnostic.
	Verbose bool
}

const (
	defaultWidth = 80
	minWidth     = 40
	// proseWidth is the longest line of prose that reads well, however wide the terminal.
	proseWidth = 110
)

// width is the number of columns to fill.
func (o TextOptions) width() int {
	if o.Width <= 0 {
		return defaultWidth
	}
	return max(o.Width, minWidth)
}

func (o TextOptions) prose() int { return min(o.width(), proseWidth) }

// ink is an ANSI "select graphic rendition" sequence without its frame.
type ink string

const (
	bold    ink = "1"
	dim     ink = "2"
	red     ink = "31"
	boldRed ink = "1;31"
	green   ink = "32"
	yellow  ink = "33"
	magenta ink = "35"
	cyan    ink = "36"
)

// paint colours a text that has no line break.
func (o TextOptions) paint(i ink, s string) string {
	if !o.Color || s == "" {
		return s
	}
	return "\x1b[" + string(i) + "m" + s + "\x1b[0m"
}

func severityInk(s analyzer.Severity) ink {
	switch s {
	case analyzer.Critical:
		return boldRed
	case analyzer.High:
		return red
	case analyzer.Medium:
		return yellow
	case analyzer.Low:
		return cyan
	default:
		return bold
	}
}

// displayWidth is the number of columns that a text without colours takes.
func displayWidth(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return uniseg.StringWidth(s)
		}
	}
	return len(s)
}

// wrap breaks a text at its spaces, so that a line with its indent stays within
// width where its words allow it: a word is never broken, since it may be a path.
func wrap(text string, indent, width int) []string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	var lines []string
	current, used := words[0], displayWidth(words[0])
	for _, word := range words[1:] {
		w := displayWidth(word)
		if indent+used+1+w > width {
			lines = append(lines, current)
			current, used = word, w
			continue
		}
		current += " " + word
		used += 1 + w
	}
	return append(lines, current)
}

// flow puts parts side by side, separated by dots, and breaks lines only between them.
func flow(parts []string, indent, width int) [][]string {
	var lines [][]string
	used := 0
	for _, p := range parts {
		w := displayWidth(p) + len(" · ") - 1
		if len(lines) == 0 || indent+used+w > width {
			lines, used = append(lines, nil), 0
			w = displayWidth(p)
		}
		last := len(lines) - 1
		lines[last] = append(lines[last], p)
		used += w
	}
	return lines
}

// pad fills a text without colours up to a width.
func pad(s string, width int) string {
	return s + spaces(width-displayWidth(s))
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
