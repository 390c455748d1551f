package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const database = `provider "aws" { region = "eu-west-1" }

resource "aws_db_instance" "orders" {
  engine                  = "postgres"
  instance_class          = "db.m6g.large"
  backup_retention_period = 7
  multi_az                = MULTI
}
`

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEcosystem(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"list.csv":                     "repository,commit,folder\nacme/shop,c1,live\nacme/absent,c2,.\nacme/moved,c3,.\n",
		"counts.csv":                   "repository,folder,rule,verdict,count\nacme/absent,.,aws-rds-single-az,fail,7\n",
		"sources/acme/shop/live/db.tf": strings.ReplaceAll(database, "MULTI", "false"),
		"sources/moved/.git/HEAD":      "c4\n",
	})
	golden := filepath.Join(dir, "counts.csv")
	tool := func(more ...string) (bool, string, string) {
		t.Helper()
		var out, errs bytes.Buffer
		args := append([]string{"-sources", filepath.Join(dir, "sources"), "-repositories", filepath.Join(dir, "list.csv"), "-counts", golden}, more...)
		same, err := run(args, &out, &errs)
		if err != nil {
			t.Fatal(err)
		}
		return same, out.String(), errs.String()
	}
	if same, out, errs := tool(); same || !strings.Contains(out, "acme/shop/live: aws-rds-single-az fail 0 → 1") {
		t.Errorf("a finding that was not recorded is no difference: %s%s", out, errs)
	}
	_, _, errs := tool("-update")
	for _, want := range []string{"acme/absent: not scanned: there is no such directory", "acme/moved: not scanned: moved is at commit c4, not c3"} {
		if !strings.Contains(errs, want) {
			t.Errorf("%q is not said: %s", want, errs)
		}
	}
	recorded, err := readCounts(golden)
	if err != nil {
		t.Fatal(err)
	}
	got := counts{}
	for k, n := range recorded {
		if k.rule == "aws-rds-single-az" || k.what == "resources" {
			got[k] = n
		}
	}
	want := counts{
		{"acme/absent", ".", "aws-rds-single-az", "fail"}:  7, // kept
		{"acme/shop", "live", "aws-rds-single-az", "fail"}: 1,
		{"acme/shop", "live", "-", "resources"}:            1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	if same, out, _ := tool(); !same {
		t.Errorf("the same counts differ: %s", out)
	}
	write(t, dir, map[string]string{"sources/acme/shop/live/db.tf": strings.ReplaceAll(database, "MULTI", "true")})
	if same, out, _ := tool(); same || !strings.Contains(out, "in all: aws-rds-single-az fail -1") {
		t.Errorf("a finding that is gone is no difference: %s", out)
	}
}
