package snapshot_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

func header() *snapshot.Header {
	return &snapshot.Header{
		Version: snapshot.Version, Provider: "aws", Tool: "faultline-live 1.0.0", Created: time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC), Partition: "aws",
		Accounts: []snapshot.Account{{ID: "111111111111", Name: "shop", Status: "ACTIVE"}, {ID: "222222222222", Status: "SUSPENDED"}},
		Regions:  []string{"eu-west-1"}, Services: []string{"rds", "s3"}, Types: []string{"AWS::RDS::DBInstance", "AWS::S3::Bucket"},
	}
}

func records() []snapshot.Record {
	at := time.Date(2026, 11, 27, 8, 0, 1, 0, time.UTC)
	return []snapshot.Record{
		{Unit: &snapshot.Unit{Account: "111111111111", Region: "eu-west-1", Service: "rds", Captured: at}},
		{Resource: &snapshot.Resource{
			Type: "AWS::RDS::DBInstance", ID: "arn:aws:rds:eu-west-1:111111111111:db:orders", Ref: "orders", Account: "111111111111",
			Region: "eu-west-1", Captured: &at,
			Properties: map[string]any{
				"MultiAZ": true, "BackupRetentionPeriod": 7.0, "Engine": "postgres", "Nothing": nil,
				"Tags": []any{map[string]any{"Key": "Name", "Value": "<orders & \u00e4>"}},
			},
			Unknown: map[string]string{"DeletionProtection": "rds:DescribeX (AccessDenied)"},
		}},
		{Failure: &snapshot.Failure{
			Account: "111111111111", Region: "eu-west-1", Service: "rds", Call: "rds:DescribeDBClusters", Code: "AccessDenied",
			Message: "no", Kind: snapshot.Denied, Types: []string{"AWS::RDS::DBCluster"},
		}},
		{Unit: &snapshot.Unit{Account: "111111111111", Region: "global", Service: "s3", Captured: at}},
		{Resource: &snapshot.Resource{
			Type: "AWS::S3::Bucket", ID: "arn:aws:s3:::logs", Ref: "logs", Account: "111111111111", Region: "global", Properties: map[string]any{},
		}},
	}
}

// written returns a snapshot, compressed.
func written(tb testing.TB, h *snapshot.Header, records []snapshot.Record) []byte {
	tb.Helper()
	var out bytes.Buffer
	w, err := snapshot.NewWriter(&out, h)
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range records {
		if err := w.Write(r); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// text is what a snapshot holds, uncompressed, which readers take as well.
func text(tb testing.TB, file []byte) []byte {
	tb.Helper()
	zip, err := zstd.NewReader(nil)
	if err != nil {
		tb.Fatal(err)
	}
	defer zip.Close()
	out, err := zip.DecodeAll(file, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// packed compresses a text.
func packed(tb testing.TB, text []byte) []byte {
	tb.Helper()
	zip, err := zstd.NewWriter(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return zip.EncodeAll(text, nil)
}

// all reads a snapshot to its end or break.
func all(file []byte) (found []snapshot.Record, err error) {
	in, err := snapshot.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	for {
		r, err := in.Next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		found = append(found, r)
	}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	file := written(t, header(), records())
	for name, file := range map[string][]byte{"compressed": file, "text": text(t, file)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !snapshot.Recognise(file[:min(len(file), 4<<10)]) {
				t.Error("it is not recognised")
			}
			in, err := snapshot.NewReader(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			if diff := cmp.Diff(*header(), in.Header()); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			got, err := all(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(records(), got); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
		})
	}
	if again := written(t, header(), records()); !bytes.Equal(again, file) {
		t.Error("the same records make another file")
	}
}

// TestCutOff cuts a file off at every byte: what came before is read, and the rest is
// said to be missing.
func TestCutOff(t *testing.T) {
	t.Parallel()
	whole := text(t, written(t, header(), records()))
	for at := range whole {
		cut := whole[:at]
		got, err := all(cut)
		if lines := bytes.Count(cut, []byte("\n")); lines > 0 {
			if diff := cmp.Diff(records()[:min(lines-1, len(records()))], got, cmp.Transformer("nil", func(r []snapshot.Record) []snapshot.Record {
				return append([]snapshot.Record{}, r...)
			})); diff != "" {
				t.Fatalf("cut off at %d (-want +got):\n%s", at, diff)
			}
		}
		var damaged *snapshot.DamagedError
		if !errors.As(err, &damaged) && !errors.Is(err, snapshot.ErrNotSnapshot) {
			t.Fatalf("cut off at %d: %v", at, err)
		}
	}
	zipped := packed(t, whole)
	for at := range zipped {
		if got, err := all(zipped[:at]); err == nil {
			t.Fatalf("cut off at %d of %d, it passes for whole, with %d records", at, len(zipped), len(got))
		}
	}
}

// TestCutOffLong cuts a file of many blocks: every record of the blocks before is read.
func TestCutOffLong(t *testing.T) {
	t.Parallel()
	var many []snapshot.Record
	for i := range 20_000 {
		many = append(many, snapshot.Record{Resource: &snapshot.Resource{
			Type: "AWS::S3::Bucket", ID: fmt.Sprintf("arn:aws:s3:::bucket-%d-%x", i, i*2654435761), Ref: fmt.Sprint(i), Properties: map[string]any{},
		}})
	}
	file := written(t, header(), many)
	before := 0
	for at := 1; at < len(file); at += len(file)/64 + 1 {
		got, err := all(file[:at])
		if err == nil {
			t.Fatalf("cut off at %d, it passes for whole", at)
		}
		if len(got) < before {
			t.Fatalf("cut off at %d it gives %d records, fewer than the %d of a shorter one", at, len(got), before)
		}
		before = len(got)
		for i, r := range got {
			if r.Resource == nil || r.Resource.Ref != fmt.Sprint(i) {
				t.Fatalf("cut off at %d, record %d is %+v", at, i, r.Resource)
			}
		}
	}
	if before < len(many)/2 {
		t.Errorf("of nearly the whole file only %d of %d records are read", before, len(many))
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	whole := string(text(t, written(t, header(), records())))
	for _, test := range []struct {
		name, text, want string
	}{
		{
			"newer", strings.Replace(whole, `"version":1`, `"version":7`, 1),
			"the snapshot has version 7 of the format, written by faultline-live 1.0.0; this program reads versions up to 1: use a newer one",
		},
		{
			"newer, with another form", `{"snapshot":{"version":2,"tool":"t","accounts":{"a":1}}}` + "\n",
			"the snapshot has version 2 of the format, written by t; this program reads versions up to 1: use a newer one",
		},
		{
			"no version", `{"snapshot":{}}` + "\n",
			"the snapshot is damaged at line 1: the header has no version",
		},
		{
			"changed", strings.Replace(whole, "postgres", "mysql-ok", 1),
			"the snapshot is damaged at line 7: what was read is not what was written: the checksum differs",
		},
		{
			"a record lost", strings.Join(append(strings.SplitAfter(whole, "\n")[:2:2], strings.SplitAfter(whole, "\n")[3:]...), ""),
			"the snapshot is damaged at line 6: what was read is not what was written: the checksum differs",
		},
		{
			"two in one", strings.Replace(whole, `{"resource":`, `{"unit":{"account":"1","region":"r","service":"s","captured":"2026-11-27T08:00:00Z"},"resource":`, 1),
			"the snapshot is damaged at line 3: not a record: it must be one unit, resource or failure",
		},
		{
			"no JSON", strings.Replace(whole, `{"resource":{`, `{"resource":{{`, 1),
			"the snapshot is damaged at line 3: not a record: invalid character '{' looking for beginning of object key string",
		},
		{
			"no id", strings.Replace(whole, `"id":"arn:aws:s3:::logs"`, `"id":""`, 1),
			"the snapshot is damaged at line 6: not a record: a resource has no id or no type",
		},
		{"something else", "{}\n", "not a snapshot"},
		{"nothing", "", "not a snapshot"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, file := range [][]byte{[]byte(test.text), packed(t, []byte(test.text))} {
				if _, err := all(file); err == nil || err.Error() != test.want {
					t.Errorf("got %v\nwant %s", err, test.want)
				}
			}
		})
	}
}

// TestFlippedBits changes one bit at a time: never is another file taken for sound.
func TestFlippedBits(t *testing.T) {
	t.Parallel()
	file := written(t, header(), records())
	for at := range file {
		for bit := range 8 {
			changed := bytes.Clone(file)
			changed[at] ^= 1 << bit
			got, err := all(changed)
			if err == nil && !cmp.Equal(got, records()) {
				t.Fatalf("bit %d of byte %d changed passes", bit, at)
			}
		}
	}
}

// TestBomb has files that ask for more memory or time than they are worth.
func TestBomb(t *testing.T) {
	t.Parallel()
	start := string(text(t, written(t, header(), nil)))
	start = start[:strings.Index(start, "\n")+1]
	t.Run("one line", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		zip, err := zstd.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(zip, start+`{"resource":{"id":"`)
		for range 64 {
			_, _ = zip.Write(bytes.Repeat([]byte("a"), 1<<20))
		}
		_ = zip.Close()
		_, err = all(out.Bytes())
		if want := "the snapshot is damaged at line 2: a record is longer than 16 MiB"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("window", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		zip, err := zstd.NewWriter(&out, zstd.WithWindowSize(256<<20))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(zip, start)
		_ = zip.Flush()
		_, _ = io.WriteString(zip, start)
		_ = zip.Close()
		if _, err = all(out.Bytes()); err == nil {
			t.Error("a window of 256 MiB is accepted")
		}
	})
	t.Run("depth", func(t *testing.T) {
		t.Parallel()
		deep := start + `{"resource":{"type":"T","id":"i","properties":` + strings.Repeat(`{"a":`, 50_000) + "1" + strings.Repeat("}", 50_000) + "}}\n"
		if _, err := all([]byte(deep)); err == nil {
			t.Error("a value nested 50,000 deep is accepted")
		}
	})
}
