package snapshot

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Bounds of what is read, so that a hostile file costs only itself.
const (
	maxLine  = 16 << 20 // bytes of one record
	maxBytes = 32 << 30 // bytes of a snapshot, uncompressed
	// maxWindow is how much memory a stream may ask for.
	maxWindow = 64 << 20
)

// ErrNotSnapshot is returned for input that does not begin as a snapshot does.
var ErrNotSnapshot = errors.New("not a snapshot")

// NewerError is returned for a snapshot of a later version of the format.
type NewerError struct {
	Version int
	Tool    string
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the snapshot has version %d of the format, written by %s; this program reads versions up to %d: use a newer one",
		e.Version, e.Tool, Version)
}

// DamagedError is returned where a snapshot ends or stops making sense before its end.
// What was read until there is sound.
type DamagedError struct {
	Line int // of the uncompressed text
	Why  string
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the snapshot is damaged at line %d: %s", e.Line, e.Why)
}

// Reader reads a snapshot. It is not safe for concurrent use.
type Reader struct {
	zip    *zstd.Decoder // nil where the text is not compressed
	text   *bufio.Reader
	sum    hash.Hash
	header Header
	seen   End
	line   int
	read   int64
	last   error // what Next returns from now on
}

const (
	magic = "\x28\xb5\x2f\xfd" // of a zstd frame
	start = `{"snapshot":`
)

// Recognise reports whether a file is a snapshot, by its first bytes; it wants 4 KiB of
// them, or all. Compressed or not does not matter.
func Recognise(head []byte) bool {
	if strings.HasPrefix(string(head), start) {
		return true
	}
	if !strings.HasPrefix(string(head), magic) {
		return false
	}
	zip, err := decoder(bytes.NewReader(head))
	if err != nil {
		return false
	}
	defer zip.Close()
	got := make([]byte, len(start))
	n, _ := io.ReadFull(zip, got)
	if n == 0 {
		// The first block is longer than what was given; nothing else that we read is zstd.
		return true
	}
	return string(got) == start
}

func decoder(r io.Reader) (*zstd.Decoder, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
}

// NewReader reads the header. Close frees what the reader holds; r stays open.
func NewReader(r io.Reader) (*Reader, error) {
	in := &Reader{sum: sha256.New()}
	raw := bufio.NewReaderSize(r, 64<<10)
	head, _ := raw.Peek(len(start))
	in.text = raw
	if strings.HasPrefix(string(head), magic) {
		zip, err := decoder(raw)
		if err != nil {
			return nil, fmt.Errorf("reading a snapshot: %w", err)
		}
		in.zip = zip
		in.text = bufio.NewReaderSize(zip, 256<<10)
		if head, err = in.text.Peek(len(start)); errors.Is(err, io.ErrUnexpectedEOF) {
			in.Close() // nothing else that we read is zstd
			return nil, &DamagedError{1, "it ends before its first record is whole; its writing or copying was broken off"}
		}
	}
	if string(head) != start {
		in.Close()
		return nil, ErrNotSnapshot
	}
	text, err := in.next()
	if err != nil {
		in.Close()
		return nil, err
	}
	// The version first: another version may have anything after it.
	var version struct {
		Snapshot struct {
			Version int    `json:"version"`
			Tool    string `json:"tool"`
		} `json:"snapshot"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		in.Close()
		return nil, &DamagedError{in.line, "the header cannot be read: " + err.Error()}
	}
	if version.Snapshot.Version < 1 {
		in.Close()
		return nil, &DamagedError{in.line, "the header has no version"}
	}
	if version.Snapshot.Version > Version {
		in.Close()
		return nil, &NewerError{version.Snapshot.Version, version.Snapshot.Tool}
	}
	var l line
	if err := json.Unmarshal(text, &l); err != nil || l.Snapshot == nil {
		in.Close()
		return nil, &DamagedError{in.line, fmt.Sprintf("the header cannot be read: %v", err)}
	}
	in.header = *l.Snapshot
	in.sum.Write(text)
	return in, nil
}

// Close frees what the reader holds.
func (r *Reader) Close() {
	if r.zip != nil {
		r.zip.Close()
	}
}

// Lines returns how many lines were read, the header among them.
func (r *Reader) Lines() int { return r.line }

// Checksum returns that of the lines read so far, in hexadecimal.
func (r *Reader) Checksum() string { return hex.EncodeToString(r.sum.Sum(nil)) }

// Header returns the header, which is the caller's.
func (r *Reader) Header() Header { return r.header }

// Next returns the next record, io.EOF after a sound end, or a [*DamagedError].
func (r *Reader) Next() (Record, error) {
	text, err := r.Line()
	if err != nil {
		return Record{}, err
	}
	record, err := Decode(text)
	if err != nil {
		r.last = &DamagedError{r.line, err.Error()}
		return Record{}, r.last
	}
	return record, nil
}

// Line returns the text of the next record, which is the caller's, for those who
// decode many at a time; otherwise as Next.
func (r *Reader) Line() ([]byte, error) {
	if r.last != nil {
		return nil, r.last
	}
	text, err := r.next()
	if err != nil {
		r.last = err
		return nil, err
	}
	if bytes.HasPrefix(text, []byte(`{"end":`)) {
		r.last = r.finish(text)
		return nil, r.last
	}
	r.sum.Write(text)
	switch {
	case bytes.HasPrefix(text, []byte(`{"resource":`)):
		r.seen.Resources++
	case bytes.HasPrefix(text, []byte(`{"failure":`)):
		r.seen.Failures++
	}
	return text, nil
}

// Decode reads one record from its text.
func Decode(text []byte) (Record, error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return Record{}, fmt.Errorf("not a record: %w", err)
	}
	r := Record{l.Unit, l.Resource, l.Failure}
	switch {
	case l.Snapshot != nil || l.End != nil || !r.one():
		return Record{}, errors.New("not a record: it must be one unit, resource or failure")
	case r.Resource != nil && (r.Resource.ID == "" || r.Resource.Type == ""):
		return Record{}, errors.New("not a record: a resource has no id or no type")
	}
	return r, nil
}

func (r *Record) one() bool {
	n := 0
	for _, given := range []bool{r.Unit != nil, r.Resource != nil, r.Failure != nil} {
		if given {
			n++
		}
	}
	return n == 1
}

// next returns the next line with its newline.
func (r *Reader) next() ([]byte, error) {
	r.line++
	var text []byte
	for {
		part, err := r.text.ReadSlice('\n')
		text = append(text, part...)
		r.read += int64(len(part))
		switch {
		case len(text) > maxLine:
			return nil, &DamagedError{r.line, fmt.Sprintf("a record is longer than %d MiB", maxLine>>20)}
		case r.read > maxBytes:
			return nil, &DamagedError{r.line, fmt.Sprintf("there is more than %d GiB of text", maxBytes>>30)}
		case err == nil:
			return text, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return nil, &DamagedError{r.line, "it ends there; its writing or copying was broken off"}
		default:
			return nil, &DamagedError{r.line, err.Error()}
		}
	}
}

// finish compares the end with what was read.
func (r *Reader) finish(text []byte) error {
	var l line
	if err := json.Unmarshal(text, &l); err != nil || l.End == nil {
		return &DamagedError{r.line, "its end cannot be read"}
	}
	r.seen.SHA256 = hex.EncodeToString(r.sum.Sum(nil))
	if *l.End != r.seen {
		return &DamagedError{r.line, "what was read is not what was written: the checksum differs"}
	}
	return io.EOF
}
