package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"
)

// document writes one JSON object field by field, arrays element by element, so
// that a graph of any size needs the memory of its largest resource. The first
// error stops all that follows; close returns it.
type document struct {
	w      *bufio.Writer
	buf    bytes.Buffer
	fields int
	err    error
}

func newDocument(w io.Writer) *document {
	d := &document{w: bufio.NewWriterSize(w, 64<<10)}
	d.raw("{")
	return d
}

// field writes a member of the object.
func (d *document) field(name string, v any) {
	d.name(name)
	d.value(v, "  ")
}

// array writes a member whose elements are made one at a time.
func (d *document) array(name string, n int, element func(i int) any) {
	d.name(name)
	d.raw("[")
	for i := range n {
		if i > 0 {
			d.raw(",")
		}
		d.raw("\n    ")
		d.value(element(i), "    ")
	}
	if n > 0 {
		d.raw("\n  ")
	}
	d.raw("]")
}

func (d *document) close() error {
	d.raw("\n}\n")
	if d.err == nil {
		d.err = d.w.Flush()
	}
	return d.err
}

func (d *document) name(name string) {
	if d.fields > 0 {
		d.raw(",")
	}
	d.fields++
	d.raw("\n  \"" + name + "\": ")
}

func (d *document) value(v any, prefix string) {
	if d.err != nil {
		return
	}
	d.buf.Reset()
	if d.err = encode(&d.buf, v, prefix); d.err != nil {
		return
	}
	_, d.err = d.w.Write(escapeInvisible(bytes.TrimSuffix(d.buf.Bytes(), []byte("\n"))))
}

func (d *document) raw(s string) {
	if d.err == nil {
		_, d.err = d.w.WriteString(s)
	}
}

func encode(w io.Writer, v any, prefix string) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	return enc.Encode(v)
}

// escapeInvisible writes the characters that JSON allows to stand for themselves but
// that steer a terminal or reorder its text as \u escapes. The document means the same.
func escapeInvisible(text []byte) []byte {
	suspicious := func(b byte) bool { return b >= utf8.RuneSelf || b == 0x7f }
	at := bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || r == 0x7f })
	if at < 0 {
		return text
	}
	const hex = "0123456789abcdef"
	out := append(make([]byte, 0, len(text)+64), text[:at]...)
	for at < len(text) {
		if !suspicious(text[at]) {
			out = append(out, text[at])
			at++
			continue
		}
		r, size := utf8.DecodeRune(text[at:])
		if invisible(r) {
			out = append(out, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		} else {
			out = append(out, text[at:at+size]...)
		}
		at += size
	}
	return out
}
