package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// liveFiles writes code and two snapshots, of which the second misses something.
func liveFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	code := `resource "aws_db_instance" "orders" {
  identifier              = "orders"
  engine                  = "postgres"
  instance_class          = "db.m6g.large"
  multi_az                = true
  backup_retention_period = var.retention
}

resource "aws_db_instance" "gone" {
  identifier = "gone"
  engine     = "postgres"
}

resource "aws_sns_topic" "alarms" {}

variable "retention" {}
`
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	db := func(name string, multiAZ bool) snapshot.Record {
		return snapshot.Record{Resource: &snapshot.Resource{
			Type: "AWS::RDS::DBInstance", ID: "arn:aws:rds:eu-west-1:111111111111:db:" + name, Ref: name, Account: "111111111111", Region: "eu-west-1",
			Captured:   &at,
			Properties: map[string]any{"DBInstanceIdentifier": name, "Engine": "postgres", "MultiAZ": multiAZ, "Tags": []any{map[string]any{"Key": "tier", "Value": "gold"}}},
			Unknown:    map[string]string{"DeletionProtection": "rds:X (AccessDenied)"},
		}}
	}
	unit := snapshot.Record{Unit: &snapshot.Unit{Account: "111111111111", Region: "eu-west-1", Service: "rds", Captured: at}}
	failure := snapshot.Record{Failure: &snapshot.Failure{
		Account: "111111111111", Region: "eu-west-1", Service: "rds", Call: "rds:DescribeDBClusters", Code: "AccessDenied", Kind: snapshot.Denied,
		Types: []string{"AWS::RDS::DBCluster"}, Message: "no",
	}}
	for name, records := range map[string][]snapshot.Record{
		"old.snapshot": {unit, db("orders", true), db("other", false)}, "new.snapshot": {unit, db("orders", false), failure},
	} {
		var out bytes.Buffer
		w, err := snapshot.NewWriter(&out, &snapshot.Header{
			Provider: "aws", Tool: "t", Created: at, Partition: "aws", Organization: "o-1", Regions: []string{"eu-west-1"}, Services: []string{"rds"},
			Types: []string{"AWS::RDS::DBInstance"}, Omitted: []string{"AWS::S3::Bucket"}, Accounts: []snapshot.Account{{ID: "111111111111", Name: "shop", Status: "ACTIVE"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestLiveDocuments holds what the commands for live accounts print against the
// published schemas.
func TestLiveDocuments(t *testing.T) {
	t.Parallel()
	dir := liveFiles(t)
	for _, test := range []struct {
		schema string
		args   []string
		want   string // in the document, so that it is not an empty one
	}{
		{"snapshot-show", []string{"snapshot", "show", "new.snapshot", "--format", "json"}, `"AWS::RDS::DBCluster"`},
		{"diff", []string{"diff", "old.snapshot", "new.snapshot", "--format", "json"}, `"before": "passed"`},
		{"diff", []string{"diff", "new.snapshot", "old.snapshot", "--format", "json"}, `"before": "absent"`},
		{"drift", []string{"drift", ".", "new.snapshot", "--format", "json"}, `"direction": "weaker"`},
		{"drift", []string{"drift", ".", "old.snapshot", "--format", "json"}, `"side": "code"`},
	} {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			t.Parallel()
			schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "schema", test.schema+".schema.json"))
			if err != nil {
				t.Fatal(err)
			}
			var out, problems bytes.Buffer
			Main(t.Context(), test.args, &Env{Stdout: &out, Stderr: &problems, Dir: dir, Now: time.Now})
			if !strings.Contains(out.String(), test.want) {
				t.Errorf("%s is not in the document:\n%s%s", test.want, problems.String(), out.String())
			}
			document, err := jsonschema.UnmarshalJSON(&out)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSnapshotSchema holds every line of a snapshot against the published schema.
func TestSnapshotSchema(t *testing.T) {
	t.Parallel()
	dir := liveFiles(t)
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "schema", "snapshot.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, "new.snapshot"))
	if err != nil {
		t.Fatal(err)
	}
	lines := unpacked(t, file)
	if len(lines) != 5 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, line := range lines {
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	for _, bad := range []string{`{}`, `{"unit":{}}`, `{"resource":{"type":"","id":"a","ref":"","account":"","region":"","properties":{}}}`, `{"end":{"resources":1,"failures":0,"sha256":"x"}}`} {
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(document) == nil {
			t.Errorf("%s passes", bad)
		}
	}
}

// unpacked are the lines of a snapshot.
func unpacked(t *testing.T, file []byte) []string {
	t.Helper()
	zip, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer zip.Close()
	text, err := zip.DecodeAll(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}
