package snapshot_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

func seeds(f *testing.F) {
	f.Helper()
	file := written(f, header(), records())
	whole := text(f, file)
	f.Add(file)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(file[:len(file)/2])
	f.Add([]byte(`{"snapshot":{"version":1,"accounts":[{"id":"1"}],"regions":["r"]}}` + "\n" +
		`{"resource":{"type":"AWS::S3::Bucket","id":"a","properties":{"\u0000Ref":1,"Tags":[1,{"Key":2}]},"unknown":{"a[":"","..":"x"}}}` + "\n"))
}

// FuzzReader reads anything: it ends, without a panic, and never takes a file for
// whole that does not say itself that it is.
func FuzzReader(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		snapshot.Recognise(file[:min(len(file), 4<<10)])
		in, err := snapshot.NewReader(bytes.NewReader(file))
		if err != nil {
			return
		}
		defer in.Close()
		resources := 0
		for {
			r, err := in.Next()
			if err != nil {
				if _, again := in.Next(); !errors.Is(again, err) {
					t.Errorf("after %v comes %v", err, again)
				}
				if errors.Is(err, io.EOF) && len(file) < 60 {
					t.Errorf("%d bytes are a whole snapshot", len(file))
				}
				return
			}
			if r.Resource != nil {
				resources++
			}
		}
	})
}

// FuzzParse takes what can be read through the catalog, as a scan does.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		b, stats, err := snapshot.Parse(t.Context(), bytes.NewReader(file), snapshot.Options{Name: "fuzz", Workers: 1})
		if err != nil {
			return
		}
		g := catalog.Complete(b)
		for _, r := range g.Resources() {
			for _, u := range r.Unknown {
				_ = u.Path.Steps()
			}
		}
		incomplete := false
		for _, d := range b.Diagnostics {
			incomplete = incomplete || d.Incomplete
		}
		if (stats.Cut || len(stats.Failures) > 0) && !incomplete {
			t.Error("something was not read, and nothing says so")
		}
	})
}
