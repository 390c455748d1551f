package plan

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// seen is what a pass over the file met.
type seen struct {
	version bool // format_version
	planned bool // planned_values
	changes bool // resource_changes
	state   bool // values
	raw     bool // serial or lineage: a state file itself
	log     bool // @level: the log of plan -json
	schemas bool // provider_schemas
}

func (s *seen) holds() bool { return s.version && (s.planned || s.changes || s.state) }

// decode reads the file once. The document is streamed: one resource and the
// configuration are the most that is held twice.
func (f *File) decode(ctx context.Context, planned bool) (*seen, error) {
	f.records, f.drifted, f.byAddress = nil, nil, map[string]*record{}
	found := &seen{}
	src, err := f.opts.FS.Open(f.opts.Path)
	if err != nil {
		return found, err
	}
	defer src.Close()
	in := &input{src: src, left: f.opts.MaxBytes}
	// PowerShell writes UTF-16 when output is redirected.
	text := bufio.NewReader(transform.NewReader(in, unicode.BOMOverride(transform.Nop)))
	if err := recognise(text); err != nil {
		if in.failed != nil {
			return found, in.failed
		}
		return found, fmt.Errorf("%s: %w", f.opts.Display, err)
	}
	lines := &lineCounter{src: text}
	d := &decoder{
		file: f, ctx: ctx, dec: json.NewDecoder(lines), lines: lines, seen: found, planned: planned,
		text: map[string]string{}, changed: map[string]bool{},
	}
	err = d.document()
	if in.failed != nil {
		err = in.failed
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	switch {
	case ctx.Err() != nil:
		return found, ctx.Err()
	case !found.holds() && (err == nil || !found.version) && in.failed == nil:
		return found, fmt.Errorf("%s: %w", f.opts.Display, found.reason())
	case err != nil:
		return found, err
	}
	d.settle()
	return found, nil
}

// recognise looks at the first bytes, without consuming any.
func recognise(text *bufio.Reader) error {
	for n := 1; ; n++ {
		head, err := text.Peek(n)
		if len(head) < n {
			if err == io.EOF {
				return fmt.Errorf("the file is empty: %w", ErrNoPlan)
			}
			return err
		}
		switch head[n-1] {
		case ' ', '\t', '\r', '\n':
			if n >= text.Size() {
				return ErrNoPlan
			}
			continue
		case '{':
			return nil
		}
		if more, _ := text.Peek(2); bytes.Equal(more, []byte("PK")) {
			return fmt.Errorf("%w, but the plan file itself; turn it into JSON with: terraform show -json PLANFILE > plan.json", ErrNoPlan)
		}
		return fmt.Errorf("%w; give a directory, or the output of: terraform show -json PLANFILE", ErrNoPlan)
	}
}

// reason says what a document is that is no plan.
func (s *seen) reason() error {
	switch {
	case s.raw:
		return fmt.Errorf("%w, but a state file; turn it into JSON with: terraform show -json STATEFILE > state.json", ErrNoPlan)
	case s.log:
		return fmt.Errorf("%w, but the log of terraform plan -json; save the plan with -out=PLANFILE and give the output of: "+
			"terraform show -json PLANFILE", ErrNoPlan)
	case s.schemas:
		return fmt.Errorf("%w, but the schemas of providers; give the output of: terraform show -json PLANFILE", ErrNoPlan)
	case s.version:
		return fmt.Errorf("%w: it has a format_version and none of planned_values, resource_changes and values; terraform show -json "+
			"prints that where there is no state", ErrNoPlan)
	default:
		return fmt.Errorf("%w: it has no format_version; give the output of: terraform show -json PLANFILE", ErrNoPlan)
	}
}

// input is a file of bounded size.
type input struct {
	src    io.Reader
	left   int64
	failed error
}

func (r *input) Read(p []byte) (int, error) {
	if r.left <= 0 {
		// The file may end exactly here.
		if n, err := r.src.Read(make([]byte, 1)); n == 0 && err == io.EOF {
			return 0, io.EOF
		}
		r.failed = errors.New("it is larger than faultline reads")
		return 0, r.failed
	}
	n, err := r.src.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	if err != nil && err != io.EOF {
		r.failed = err
	}
	return n, err
}

// lineCounter tells in which line an offset lies, for offsets that only grow.
type lineCounter struct {
	src     io.Reader
	read    int64
	ends    []int64 // of lines beyond the last offset asked for
	counted int
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.src.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i))
		}
	}
	l.read += int64(n)
	return n, err
}

func (l *lineCounter) line(offset int64) int {
	n := 0
	for n < len(l.ends) && l.ends[n] < offset {
		n++
	}
	l.ends = append(l.ends[:0], l.ends[n:]...)
	l.counted += n
	return l.counted + 1
}

// decoder is one pass.
type decoder struct {
	file    *File
	ctx     context.Context
	dec     *json.Decoder
	lines   *lineCounter
	seen    *seen
	planned bool              // take planned_values, as there are no resource_changes
	text    map[string]string // texts that occur often, once
	changed map[string]bool   // addresses that resource_changes speaks of
	prior   []*record
	broken  string // what the file says of itself
}

// document reads the top level. The order of the keys does not matter.
func (d *decoder) document() error {
	if err := d.open('{'); err != nil {
		return err
	}
	for d.dec.More() {
		key, err := d.key()
		if err != nil {
			return err
		}
		if err := d.member(key); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	if _, err := d.dec.Token(); err != nil {
		return err
	}
	if _, err := d.dec.Token(); err != io.EOF && d.seen.holds() {
		return errors.New("something follows the plan")
	}
	return nil
}

func (d *decoder) member(key string) error {
	f := d.file
	switch key {
	case "format_version":
		return d.version()
	case "variables":
		return d.variables()
	case "planned_values":
		d.seen.planned = true
		f.Kind = Plan
		if d.planned {
			return d.values(d.stateResource(&f.records))
		}
		return d.values(d.skip)
	case "resource_changes":
		d.seen.changes = true
		f.Kind = Plan
		return d.array(d.change)
	case "resource_drift":
		return d.array(d.drift)
	case "prior_state":
		return d.object(func(key string) error {
			if key == "values" {
				return d.values(d.stateResource(&d.prior))
			}
			return d.skip()
		})
	case "values":
		if !d.seen.planned && !d.seen.changes {
			d.seen.state = true
			f.Kind = State
		}
		return d.values(d.stateResource(&f.records))
	case "configuration":
		return f.readConfiguration(d.dec)
	case "errored", "complete":
		return d.verdict(key)
	case "serial", "lineage":
		d.seen.raw = true
	case "@level":
		d.seen.log = true
	case "provider_schemas":
		d.seen.schemas = true
	}
	return d.skip()
}

func (d *decoder) version() error {
	f := d.file
	if err := d.dec.Decode(&f.format); err != nil {
		return err
	}
	d.seen.version = true
	if major, _, _ := strings.Cut(f.format, "."); major != "0" && major != "1" {
		return fmt.Errorf("version %q is newer than this faultline knows", f.format)
	}
	return nil
}

func (d *decoder) variables() error {
	var in map[string]struct {
		Value any `json:"value"`
	}
	if err := d.dec.Decode(&in); err != nil {
		return err
	}
	d.file.values = map[string]any{}
	for name, v := range in {
		d.file.values[name] = v.Value
	}
	return nil
}

// verdict reads what Terraform says of the plan as a whole.
func (d *decoder) verdict(key string) error {
	var yes bool
	if err := d.dec.Decode(&yes); err != nil {
		return err
	}
	switch {
	case key == "errored" && yes:
		d.broken = "errored"
	case key == "complete" && !yes && d.broken == "":
		d.broken = "partial"
	}
	return nil
}

// ignored takes any value and keeps nothing.
type ignored struct{}

// UnmarshalJSON implements json.Unmarshaler.
func (*ignored) UnmarshalJSON([]byte) error { return nil }

// skip passes over a value.
func (d *decoder) skip() error { return d.dec.Decode(&ignored{}) }

func (d *decoder) open(want json.Delim) error {
	t, err := d.dec.Token()
	if err != nil {
		return err
	}
	if t != want {
		return fmt.Errorf("expected %s", want)
	}
	return nil
}

func (d *decoder) key() (string, error) {
	t, err := d.dec.Token()
	if err != nil {
		return "", err
	}
	s, _ := t.(string)
	return s, nil
}

// object calls fn for each member; fn must consume the value. Null is no object.
func (d *decoder) object(fn func(key string) error) error {
	t, err := d.dec.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('{') {
		return errors.New("expected an object")
	}
	for d.dec.More() {
		key, err := d.key()
		if err != nil {
			return err
		}
		if err := fn(key); err != nil {
			return err
		}
	}
	_, err = d.dec.Token()
	return err
}

// array calls fn for each element; fn must consume it. Null has none.
func (d *decoder) array(fn func() error) error {
	t, err := d.dec.Token()
	if err != nil || t == nil {
		return err
	}
	if t != json.Delim('[') {
		return errors.New("expected an array")
	}
	for d.dec.More() {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		if err := fn(); err != nil {
			return err
		}
	}
	_, err = d.dec.Token()
	return err
}
