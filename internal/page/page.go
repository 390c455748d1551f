// Package page writes the architecture as one HTML file that needs nothing else: no
// server, no network, no second file. Start with [Write].
//
// The page is a view of one JSON document ([document]), made here and embedded in it:
// where each resource is drawn is decided in Go, so that the same input gives the same
// picture; the browser only flows boxes. Everything from the scanned sources is data
// of that document and reaches the page as text, never as markup. A policy in the
// page itself forbids every request and every script but the one whose hash it names.
package page

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/failure"
)

// Input is what the page shows.
type Input struct {
	// Model is the failure model of the graph that was judged.
	Model *failure.Model
	// Assessment are the findings of that graph, settled, and the diagnostics.
	Assessment *analyzer.Assessment
	// Target is what was scanned, as the user wrote it.
	Target string
	// Version of the tool; empty means a development build.
	Version string
}

// scripts are concatenated in this order into the page's only script.
func scripts() []string {
	return []string{"core.js", "icons.js", "map.js", "edges.js", "loss.js", "panel.js", "search.js", "main.js"}
}

//go:embed assets
var assets embed.FS

// Write writes the page. The same input gives the same bytes. It returns the first
// error of the writer, or that of ctx.
func Write(ctx context.Context, w io.Writer, in Input) error {
	d, err := newDocument(ctx, in)
	if err != nil {
		return err
	}
	// Marshal escapes <, >, &, U+2028 and U+2029, so that no text can end the element.
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encoding the page's data: %w", err)
	}
	style, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return err
	}
	body, err := assets.ReadFile("assets/body.html")
	if err != nil {
		return err
	}
	var script bytes.Buffer
	script.WriteString("\"use strict\";\n(() => {\n")
	for _, name := range scripts() {
		src, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return err
		}
		script.Write(src)
	}
	script.WriteString("})();\n")
	out := bufio.NewWriter(w)
	put := func(parts ...[]byte) {
		for _, p := range parts {
			_, _ = out.Write(p)
		}
	}
	put([]byte("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"))
	put([]byte("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy(style, script.Bytes()) + "\">\n"))
	put([]byte("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"))
	put([]byte("<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + html.EscapeString(d.Title) + " – architecture</title>\n"))
	put([]byte("<style>"), style, []byte("</style>\n</head>\n"), body)
	put([]byte("<script type=\"application/json\" id=\"data\">"), data, []byte("</script>\n"))
	put([]byte("<script>"), script.Bytes(), []byte("</script>\n</body>\n</html>\n"))
	return out.Flush()
}

// policy allows the page's own style and script, by their hashes, and nothing else.
func policy(style, script []byte) string {
	hash := func(text []byte) string {
		sum := sha256.Sum256(text)
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script) + "; base-uri 'none'; form-action 'none'"
}
