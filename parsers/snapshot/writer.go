package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klauspost/compress/zstd"
)

// window is how far back the compression looks: enough for resources of one kind, and
// little memory for writer and reader.
const window = 1 << 20

// Writer writes a snapshot in the order of the calls. It is not safe for concurrent use.
type Writer struct {
	zip    *zstd.Encoder
	sum    hash.Hash
	end    End
	buffer bytes.Buffer
	json   *json.Encoder
	err    error
}

// NewWriter begins a snapshot on w. Close ends it; w stays open.
func NewWriter(w io.Writer, h *Header) (*Writer, error) {
	zip, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(window))
	if err != nil {
		return nil, fmt.Errorf("beginning the compression: %w", err)
	}
	out := &Writer{zip: zip, sum: sha256.New()}
	out.json = json.NewEncoder(&out.buffer)
	out.json.SetEscapeHTML(false)
	header := *h
	header.Version = Version
	out.write(&line{Snapshot: &header})
	return out, out.err
}

// Write adds a record.
func (w *Writer) Write(r Record) error {
	if r.Resource != nil {
		w.end.Resources++
	}
	if r.Failure != nil {
		w.end.Failures++
	}
	w.write(&line{Unit: r.Unit, Resource: r.Resource, Failure: r.Failure})
	return w.err
}

// Counts returns how many resources and failures were written.
func (w *Writer) Counts() (resources, failures int) { return w.end.Resources, w.end.Failures }

// Close writes the end. Without it a reader takes the file for cut off.
func (w *Writer) Close() error {
	w.end.SHA256 = hex.EncodeToString(w.sum.Sum(nil))
	w.write(&line{End: &w.end})
	return errors.Join(w.err, w.zip.Close())
}

// Break ends the file without its end, for a copy of what was cut off itself: readers
// take it for what it is.
func (w *Writer) Break() error { return errors.Join(w.err, w.zip.Close()) }

func (w *Writer) write(l *line) {
	if w.err != nil {
		return
	}
	w.buffer.Reset()
	if err := w.json.Encode(l); err != nil {
		w.err = fmt.Errorf("writing a snapshot: %w", err)
		return
	}
	w.sum.Write(w.buffer.Bytes())
	if _, err := w.zip.Write(w.buffer.Bytes()); err != nil {
		w.err = fmt.Errorf("writing a snapshot: %w", err)
	}
}
