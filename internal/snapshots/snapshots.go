// Package snapshots works on snapshot files without a graph: what is in one
// ([Summarize]), one without names ([Redact]), one of several ([Merge]).
//
// Files are read record by record, so that memory does not grow with them but for
// what each function says.
package snapshots

import (
	"errors"
	"io"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// Source opens a snapshot from its beginning. It is called once for each time that the
// file is read.
type Source struct {
	// Name is the file as messages name it.
	Name string
	Open func() (io.ReadCloser, error)
}

// each hands every record to do, until it returns an error. It returns the reader, so
// that callers can ask for header and checksum, and where the file is damaged a
// [*snapshot.DamagedError] after all records that are sound.
func (s Source) each(begin func(*snapshot.Header) error, do func(*snapshot.Record) error) (*snapshot.Reader, error) {
	f, err := s.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in, err := snapshot.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	h := in.Header()
	if err := begin(&h); err != nil {
		return in, err
	}
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return in, nil
		}
		if err != nil {
			return in, err
		}
		if err := do(&r); err != nil {
			return in, err
		}
	}
}
