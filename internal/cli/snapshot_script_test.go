package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// writeSnapshot makes a snapshot of the records in a file, the header first, as in
// "snapshot records.jsonl out.snapshot". One whose name ends in .text is not compressed.
func writeSnapshot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: snapshot RECORDS FILE")
	}
	var out bytes.Buffer
	var w *snapshot.Writer
	lines := bufio.NewScanner(bytes.NewReader([]byte(ts.ReadFile(args[0]))))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var record struct {
			Snapshot *snapshot.Header   `json:"snapshot"`
			Unit     *snapshot.Unit     `json:"unit"`
			Resource *snapshot.Resource `json:"resource"`
			Failure  *snapshot.Failure  `json:"failure"`
		}
		err := json.Unmarshal(lines.Bytes(), &record)
		ts.Check(err)
		if record.Snapshot != nil {
			w, err = snapshot.NewWriter(&out, record.Snapshot)
		} else {
			err = w.Write(snapshot.Record{Unit: record.Unit, Resource: record.Resource, Failure: record.Failure})
		}
		ts.Check(err)
	}
	ts.Check(w.Close())
	if strings.HasSuffix(args[1], ".text") {
		zip, err := zstd.NewReader(&out)
		ts.Check(err)
		defer zip.Close()
		text, err := io.ReadAll(zip)
		ts.Check(err)
		out = *bytes.NewBuffer(text)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o600))
}

// truncateFile takes bytes off the end of a file, as in "truncate FILE 10".
func truncateFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: truncate FILE BYTES")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text[:len(text)-n]), 0o600))
}
