package triage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/faultline-dev/faultline/analyzer"
)

// BaselineName is the file that is written when none is named.
const BaselineName = "faultline-baseline.json"

// baselineVersion is the form of the file, as in docs/schema/baseline.schema.json. It
// grows with any change, since the file is read strictly.
const baselineVersion = 1

// maxBaseline bounds the file: some 150,000 findings.
const maxBaseline = 64 << 20

// Baseline are findings that were there before: known, and not to fail a run.
type Baseline struct {
	entries       []*Entry
	byFingerprint map[string]*Entry
}

// Entry is a finding of a baseline, without its message, which other versions word
// otherwise.
type Entry struct {
	Rule     string `json:"rule"`
	Root     string `json:"root"` // what deploys the resource
	Resource string `json:"resource"`
	Path     string `json:"path,omitempty"`
	Verdict  string `json:"verdict"`
	// Count is how many findings share the fingerprint; 0 means one.
	Count       int    `json:"count,omitempty"`
	Fingerprint string `json:"fingerprint"`
	Since       string `json:"since"`
	Reason      string `json:"reason,omitempty"`

	known *analyzer.Known
	seen  int // findings of this run that it has, up to Count
	// unselected is set where one of them was left out by a selection.
	unselected bool
}

// baselineFile is the form of the file.
type baselineFile struct {
	Schema   string            `json:"$schema"`
	Version  int               `json:"version"`
	Findings []json.RawMessage `json:"findings"`
}

// ReadBaseline reads a baseline strictly. The error names the line and what to do; the
// caller adds the file's name.
func ReadBaseline(src []byte) (*Baseline, error) {
	if len(src) > maxBaseline {
		return nil, fmt.Errorf("the file is larger than %d MiB", maxBaseline>>20)
	}
	var version struct {
		Version *int `json:"version"`
	}
	if err := json.Unmarshal(src, &version); err != nil {
		return nil, damaged(src, err)
	}
	switch {
	case version.Version == nil:
		return nil, errors.New("this is no baseline: version is missing")
	case *version.Version > baselineVersion:
		return nil, fmt.Errorf("the baseline has version %d, of a newer faultline; this one reads version %d", *version.Version, baselineVersion)
	case *version.Version != baselineVersion:
		return nil, fmt.Errorf("version must be %d, not %d", baselineVersion, *version.Version)
	}
	var file baselineFile
	if err := strictly(src, &file); err != nil {
		return nil, damaged(src, err)
	}
	if file.Findings == nil {
		return nil, errors.New("findings is missing; a baseline of nothing has an empty list")
	}
	b := &Baseline{byFingerprint: make(map[string]*Entry, len(file.Findings))}
	at := 0
	for _, raw := range file.Findings {
		at += bytes.Index(src[at:], raw)
		e := &Entry{}
		err := strictly(raw, e)
		if err == nil {
			err = e.check()
		}
		if err == nil && b.byFingerprint[e.Fingerprint] != nil {
			err = errors.New("the fingerprint is listed already; of several alike there is one entry, with their count")
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %s", lineOf(src, at), plain(err))
		}
		at += len(raw)
		b.add(e)
	}
	return b, nil
}

func (b *Baseline) add(e *Entry) {
	e.known = &analyzer.Known{
		Fingerprint: e.Fingerprint, Rule: e.Rule, Resource: e.Resource, Path: e.Path, Reason: e.Reason, Since: e.Since,
	}
	b.entries = append(b.entries, e)
	b.byFingerprint[e.Fingerprint] = e
}

// Len is the number of entries.
func (b *Baseline) Len() int { return len(b.entries) }

func (e *Entry) check() error {
	switch {
	case e.Rule == "":
		return errors.New("a finding has no rule")
	case e.Resource == "":
		return errors.New("a finding has no resource")
	case e.Verdict != string(analyzer.Fail) && e.Verdict != string(analyzer.Undetermined):
		return fmt.Errorf("verdict must be fail or undetermined, not %q", e.Verdict)
	case !regexp.MustCompile(`\A[0-9a-f]{32}\z`).MatchString(e.Fingerprint):
		return fmt.Errorf("fingerprint must have 32 hexadecimal digits, not %q", e.Fingerprint)
	case e.Count < 0 || e.Count == 1:
		return errors.New("count is for more than one")
	}
	if _, err := time.Parse(time.DateOnly, e.Since); err != nil {
		return fmt.Errorf("since must be a day in the form 2026-11-27, not %q", e.Since)
	}
	return nil
}

// strictly decodes one JSON value and nothing else, without unknown names.
func strictly(src []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more follows behind the end")
	}
	return nil
}

// damaged says where a file stops to be a baseline, and what to do.
func damaged(src []byte, err error) error {
	at := -1
	var syntax *json.SyntaxError
	var form *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		at = int(syntax.Offset)
	case errors.As(err, &form):
		at = int(form.Offset)
	}
	where := ""
	if at >= 0 {
		where = fmt.Sprintf("line %d: ", lineOf(src, at))
	}
	hint := "mend it, or delete it and write it anew: faultline baseline"
	if bytes.Contains(src, []byte("<<<<<<<")) {
		hint = "it has the marks of a merge conflict; take either side and write it anew: faultline baseline"
	}
	return fmt.Errorf("%sthe baseline is damaged: %s; %s", where, plain(err), hint)
}

// plain takes the name of Go's package off an error.
func plain(err error) string {
	text := err.Error()
	if rest, ok := bytes.CutPrefix([]byte(text), []byte("json: ")); ok {
		return string(rest)
	}
	return text
}

func lineOf(src []byte, offset int) int {
	return 1 + bytes.Count(src[:min(max(offset, 0), len(src))], []byte("\n"))
}
