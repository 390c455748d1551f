package rules_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/ownrules"
	"github.com/faultline-dev/faultline/rules"
)

// schemaFile is generated from the catalog; without it attribute names go unchecked.
const schemaFile = "schemas/input.json"

func TestIndexIsFresh(t *testing.T) {
	t.Parallel()
	want, err := analyzer.BuildIndex(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(analyzer.IndexFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("index.json is stale, run go generate ./rules (-want +got):\n%s", diff)
	}
}

func TestRulesCompileStrictly(t *testing.T) {
	t.Parallel()
	set, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	var schema any
	data, err := os.ReadFile(schemaFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		t.Fatal(err)
	default:
		if err := json.Unmarshal(data, &schema); err != nil {
			t.Fatalf("%s: %v", schemaFile, err)
		}
	}
	if err := set.Check(schema); err != nil {
		t.Error(err)
	}
}

// TestRego runs every _test.rego with the libraries in plain Rego, as opa test does.
func TestRego(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	for _, file := range regoFiles(t) {
		if strings.HasSuffix(file.path, "_test.rego") {
			tested[path.Dir(file.path)] = true
		}
	}
	for _, file := range regoFiles(t) {
		if dir := path.Dir(file.path); !tested[dir] {
			t.Errorf("%s has no test", dir)
		}
	}
	own, err := analyzer.ReadDir("rules", os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	results, err := own.TestRego(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results.Tests {
		if r.Problem != "" {
			t.Errorf("%s:%d: %s: %s\n%s", r.File, r.Line, r.Name, r.Problem, r.Output)
		}
	}
	if len(results.Tests) == 0 {
		t.Error("no test was found")
	}
}

// TestOursAreWhatOwnRulesMayBe holds our rules to every check of own ones, names of types
// and attributes included.
func TestOursAreWhatOwnRulesMayBe(t *testing.T) {
	t.Parallel()
	own, err := analyzer.ReadDir("rules", os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&analyzer.RuleSet{}).With(ownrules.Vocabulary(), own); err != nil {
		t.Error(err)
	}
}

func TestRegoIsFormatted(t *testing.T) {
	t.Parallel()
	for _, file := range regoFiles(t) {
		formatted, err := format.SourceWithOpts(file.path, []byte(file.text), format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Errorf("%s: %v", file.path, err)
			continue
		}
		if !bytes.Equal(formatted, []byte(file.text)) {
			t.Errorf("%s is not formatted, run opa fmt (-want +got):\n%s", file.path, cmp.Diff(string(formatted), file.text))
		}
	}
}

type regoFile struct{ path, text string }

func regoFiles(t *testing.T) []regoFile {
	t.Helper()
	dir := os.DirFS(".")
	var files []regoFile
	err := fs.WalkDir(dir, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".rego" {
			return err
		}
		text, err := fs.ReadFile(dir, p)
		files = append(files, regoFile{path: p, text: string(text)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
