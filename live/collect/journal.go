package collect

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// journal keeps finished units on disk until all are, so that memory is bounded by one
// unit a worker and an interrupted run can go on. A frame is a length, a checksum and
// so many bytes: a plan first, then one unit each, compressed. What follows the last
// sound frame is what an interruption left, and is cut off.
type journal struct {
	mu     sync.Mutex
	file   *os.File
	size   int64
	frames []frame
	zip    *zstd.Encoder
	// found and nowhere count, by account and region, resources and services without an
	// endpoint.
	found, nowhere map[string]int
	// resources and failures count what is in it.
	resources, failures int
}

// frame is where a unit is in the journal.
type frame struct {
	unit   snapshot.Unit
	offset int64
	length int
}

// plan is what a run set out to read. A run is continued as it began.
type plan struct {
	Header snapshot.Header `json:"header"`
	Units  []unitKey       `json:"units"`
	// Own, RoleARN, RoleName and Inventory say with whose eyes it reads: the account of the
	// credentials, the roles, and the aggregator in place of the accounts.
	Own       string `json:"own"`
	RoleARN   string `json:"role_arn,omitempty"`
	RoleName  string `json:"role_name,omitempty"`
	Inventory bool   `json:"inventory,omitempty"`
	// Failures are of finding accounts and regions.
	Failures []snapshot.Failure `json:"failures,omitempty"`
}

// unitKey names a unit.
type unitKey struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	Service string `json:"service"`
}

func keyOf(u *snapshot.Unit) unitKey { return unitKey{u.Account, u.Region, u.Service} }

const frameHead = 8

// maxFrame bounds a frame: a unit with more, compressed, is no unit.
const maxFrame = 1 << 30

func encoder() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10))
}

// newJournal begins one.
func newJournal(path string, p *plan) (*journal, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // the user names it
	if err != nil {
		return nil, fmt.Errorf("beginning the journal: %w", err)
	}
	zip, err := encoder()
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("beginning the journal: %w", err)
	}
	j := &journal{file: file, zip: zip}
	text, err := json.Marshal(p)
	if err == nil {
		_, err = j.append(text)
	}
	if err != nil {
		j.Close()
		return nil, fmt.Errorf("beginning the journal: %w", err)
	}
	return j, nil
}

// openJournal continues one.
func openJournal(path string) (*journal, *plan, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the user names it
	if err != nil {
		return nil, nil, fmt.Errorf("opening the journal: %w", err)
	}
	j := &journal{file: file}
	p, err := j.recover()
	if err == nil {
		j.zip, err = encoder()
	}
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("reading the journal %s: %w", path, err)
	}
	return j, p, nil
}

// recover reads what is sound and cuts the rest off.
func (j *journal) recover() (*plan, error) {
	text, err := j.frame(0)
	if err != nil {
		return nil, fmt.Errorf("it has no plan: %w", err)
	}
	p := &plan{}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("its plan cannot be read: %w", err)
	}
	j.size = frameHead + int64(len(text))
	for {
		data, err := j.frame(j.size)
		if err != nil {
			break
		}
		records, err := unpack(data)
		if err != nil || len(records) == 0 || records[0].Unit == nil {
			break
		}
		j.note(*records[0].Unit, j.size, len(data), records)
		j.size += frameHead + int64(len(data))
	}
	return p, j.file.Truncate(j.size)
}

// frame reads the bytes of the frame at an offset.
func (j *journal) frame(at int64) ([]byte, error) {
	var head [frameHead]byte
	if _, err := j.file.ReadAt(head[:], at); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(head[:])
	if length > maxFrame {
		return nil, errors.New("not a frame")
	}
	data := make([]byte, length)
	if _, err := j.file.ReadAt(data, at+frameHead); err != nil {
		return nil, err
	}
	if crc32.ChecksumIEEE(data) != binary.BigEndian.Uint32(head[4:]) {
		return nil, errors.New("its checksum differs")
	}
	return data, nil
}

func (j *journal) append(data []byte) (int64, error) {
	at := j.size
	var head [frameHead]byte
	binary.BigEndian.PutUint32(head[:], uint32(len(data))) //nolint:gosec // far below: maxFrame
	binary.BigEndian.PutUint32(head[4:], crc32.ChecksumIEEE(data))
	if _, err := j.file.WriteAt(append(head[:], data...), at); err != nil {
		return 0, fmt.Errorf("writing the journal: %w", err)
	}
	j.size += frameHead + int64(len(data))
	return at, nil
}

func (j *journal) note(u snapshot.Unit, at int64, length int, records []snapshot.Record) {
	j.frames = append(j.frames, frame{u, at, length})
	if j.found == nil {
		j.found, j.nowhere = map[string]int{}, map[string]int{}
	}
	place := u.Account + "/" + u.Region
	missing := 0
	for i := range records {
		switch {
		case records[i].Resource != nil:
			j.resources++
			j.found[place]++
		case records[i].Failure != nil:
			j.failures++
			if records[i].Failure.Code == noEndpoint {
				missing = 1
			}
		}
	}
	j.nowhere[place] += missing
}

// add writes a unit with its records, sorted.
func (j *journal) add(u snapshot.Unit, records []snapshot.Record) error {
	arrange(records)
	all := append([]snapshot.Record{{Unit: &u}}, records...)
	var text bytes.Buffer
	out := json.NewEncoder(&text)
	for i := range all {
		if err := out.Encode(stored{all[i].Unit, all[i].Resource, all[i].Failure}); err != nil {
			return fmt.Errorf("writing the journal: %w", err)
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	data := j.zip.EncodeAll(text.Bytes(), nil)
	at, err := j.append(data)
	if err != nil {
		return err
	}
	j.note(u, at, len(data), all)
	return nil
}

// stored is a record in the journal.
type stored struct {
	Unit     *snapshot.Unit     `json:"unit,omitempty"`
	Resource *snapshot.Resource `json:"resource,omitempty"`
	Failure  *snapshot.Failure  `json:"failure,omitempty"`
}

// arrange sorts resources by type and ID, failures behind them.
func arrange(records []snapshot.Record) {
	slices.SortStableFunc(records, func(a, b snapshot.Record) int {
		switch {
		case a.Resource != nil && b.Resource != nil:
			return cmp.Or(cmp.Compare(a.Resource.Type, b.Resource.Type), cmp.Compare(a.Resource.ID, b.Resource.ID))
		case a.Resource != nil:
			return -1
		case b.Resource != nil:
			return 1
		default:
			return cmp.Or(cmp.Compare(a.Failure.Call, b.Failure.Call), cmp.Compare(a.Failure.Resource, b.Failure.Resource))
		}
	})
}

// maxUnit bounds the text of one unit.
const maxUnit = 4 << 30

func unpack(data []byte) ([]snapshot.Record, error) {
	zip, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	defer zip.Close()
	in := json.NewDecoder(io.LimitReader(zip, maxUnit))
	var records []snapshot.Record
	for {
		var s stored
		err := in.Decode(&s)
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		records = append(records, snapshot.Record{Unit: s.Unit, Resource: s.Resource, Failure: s.Failure})
	}
}

// done reports which units are in the journal.
func (j *journal) done() map[unitKey]bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make(map[unitKey]bool, len(j.frames))
	for i := range j.frames {
		out[keyOf(&j.frames[i].unit)] = true
	}
	return out
}

// counts returns what is in it.
func (j *journal) counts() (units, resources, failures int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.frames), j.resources, j.failures
}

// each hands over the units in order of account, region and service.
func (j *journal) each(keep func(*snapshot.Unit) bool, do func([]snapshot.Record) error) error {
	j.mu.Lock()
	frames := slices.Clone(j.frames)
	j.mu.Unlock()
	slices.SortStableFunc(frames, func(a, b frame) int {
		return cmp.Or(cmp.Compare(a.unit.Account, b.unit.Account), cmp.Compare(a.unit.Region, b.unit.Region), cmp.Compare(a.unit.Service, b.unit.Service))
	})
	for i := range frames {
		if keep != nil && !keep(&frames[i].unit) {
			continue
		}
		data, err := j.frame(frames[i].offset)
		if err != nil {
			return fmt.Errorf("reading the journal: %w", err)
		}
		records, err := unpack(data)
		if err != nil {
			return fmt.Errorf("reading the journal: %w", err)
		}
		if err := do(records); err != nil {
			return err
		}
	}
	return nil
}

// answered reports whether a region of an account was reached: something was found
// there, and only few services have no endpoint.
func (j *journal) answered(account, region string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	place := account + "/" + region
	return j.found[place] > 0 && j.nowhere[place] <= fewEndpoints
}

// Close closes the file, which stays.
func (j *journal) Close() {
	if j.zip != nil {
		j.zip.Close()
	}
	j.file.Close()
}
