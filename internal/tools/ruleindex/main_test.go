package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../../rules")); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	if err := run([]string{"-dir", dir, "-check"}, &log); err != nil {
		t.Fatalf("the repository's files are stale: %v", err)
	}
	index := filepath.Join(dir, "index.json")
	want, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"-dir", dir, "-check"}, &log); err == nil || !strings.Contains(err.Error(), "index.json is stale") {
		t.Errorf("got %v, want a stale index", err)
	}
	if err := run([]string{"-dir", dir}, &log); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("index.json (-want +got):\n%s", diff)
	}
}
