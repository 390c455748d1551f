// Command termshot draws what faultline prints on a terminal as an SVG picture, for
// the README. The picture is generated from a real run, so that it cannot go stale:
//
//	go run ./internal/tools/termshot -o docs/terminal.svg -lines 60 -- scan testdata/examples/webshop
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"html"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/faultline-dev/faultline/internal/cli"
)

func main() {
	out := flag.String("o", "docs/terminal.svg", "file to write")
	lines := flag.Int("lines", 60, "most lines to draw")
	check := flag.Bool("check", false, "compare instead of writing")
	flag.Parse()
	if err := run(*out, *lines, *check, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "termshot:", err)
		os.Exit(1)
	}
}

const columns = 100

func run(out string, lines int, check bool, args []string) error {
	var screen bytes.Buffer
	// A clock that stands still leaves the elapsed time out of the picture.
	still := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	code := cli.Main(context.Background(), append(args, "--color", "always"), &cli.Env{
		Stdout: &screen, Stderr: os.Stderr, StdoutTerminal: true, Width: columns, Now: func() time.Time { return still },
	})
	if code == cli.ExitUsage {
		return fmt.Errorf("faultline %s: exit code %d", strings.Join(args, " "), code)
	}
	picture := draw("$ faultline "+strings.Join(args, " "), strings.Split(strings.TrimRight(screen.String(), "\n"), "\n"), lines)
	if check {
		if have, err := os.ReadFile(out); err != nil || !bytes.Equal(have, picture) { //nolint:gosec // the caller names it
			return fmt.Errorf("%s is stale, run make generate", out)
		}
		return nil
	}
	return os.WriteFile(out, picture, 0o644) //nolint:gosec // documentation is for everybody
}

var escape = regexp.MustCompile("\x1b\\[([0-9;]*)m")

const (
	fontSize   = 13
	charWidth  = 7.83
	lineHeight = 18
	margin     = 16
)

func draw(command string, screen []string, most int) []byte {
	screen = shorten(screen, most)
	screen = append([]string{"\x1b[1m" + command + "\x1b[0m"}, screen...)
	width := int(columns*charWidth) + 2*margin
	height := len(screen)*lineHeight + 2*margin
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="terminal output of faultline">`+"\n",
		width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>`+"\n"+
		`<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%d" fill="#c9d1d9">`+"\n", fontSize)
	for i, line := range screen {
		// Browsers keep spaces for the style, other renderers for the attribute.
		fmt.Fprintf(&b, `<text x="%d" y="%d" xml:space="preserve" style="white-space:pre">%s</text>`+"\n", margin, margin+(i+1)*lineHeight-5, spans(line))
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// shorten leaves out whole findings from the middle, so that what remains fits: the
// end says what is not known and how the run ended.
func shorten(screen []string, most int) []string {
	if len(screen) <= most {
		return screen
	}
	starts := sections(screen)
	last := starts[max(0, len(starts)-2)] // the last finding, and the summary below it
	room := most - (len(screen) - last) - 2
	cut := 0
	for _, at := range starts {
		if at <= room {
			cut = at
		}
	}
	return slices.Concat(screen[:cut], []string{"   ⋮", ""}, screen[last:])
}

// sections lists the lines that begin a finding or the summary: indented by one
// column, after an empty line.
func sections(screen []string) []int {
	var starts []int
	for i, line := range screen {
		text := escape.ReplaceAllString(line, "")
		if i > 0 && screen[i-1] == "" && strings.HasPrefix(text, " ") && !strings.HasPrefix(text, "  ") {
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 {
		return []int{len(screen)}
	}
	return starts
}

// spans turns the colour codes of a line into styled spans.
func spans(line string) string {
	var b strings.Builder
	style, at := "", 0
	put := func(text string) {
		if text == "" {
			return
		}
		if style == "" {
			b.WriteString(html.EscapeString(text))
			return
		}
		fmt.Fprintf(&b, `<tspan style="%s">%s</tspan>`, style, html.EscapeString(text))
	}
	for _, m := range escape.FindAllStringSubmatchIndex(line, -1) {
		put(line[at:m[0]])
		style = css(line[m[2]:m[3]])
		at = m[1]
	}
	put(line[at:])
	return b.String()
}

// css translates the codes that package report uses.
func css(codes string) string {
	var out []string
	for c := range strings.SplitSeq(codes, ";") {
		switch c {
		case "1":
			out = append(out, "font-weight:bold")
		case "2":
			out = append(out, "fill:#8b949e")
		case "4":
			out = append(out, "text-decoration:underline")
		case "31", "91":
			out = append(out, "fill:#ff7b72")
		case "32", "92":
			out = append(out, "fill:#7ee787")
		case "33", "93":
			out = append(out, "fill:#e3b341")
		case "34", "94":
			out = append(out, "fill:#79c0ff")
		case "35", "95":
			out = append(out, "fill:#d2a8ff")
		case "36", "96":
			out = append(out, "fill:#76e3ea")
		}
	}
	return strings.Join(out, ";")
}
