package analyzer_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/ownrules"
	"github.com/faultline-dev/faultline/rules"
)

const ownRule = header + `package rules.t.t.x

fail contains {"resource": r.id, "message": "m"} if some r in input.resources.thing
`

// archived writes a tar.gz of files in the order of pairs of name and text.
func archived(tb testing.TB, pairs ...string) *bytes.Reader {
	tb.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	for i := 0; i+1 < len(pairs); i += 2 {
		header := &tar.Header{Name: pairs[i], Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(pairs[i+1]))}
		if target, link := strings.CutPrefix(pairs[i+1], "-> "); link {
			header.Typeflag, header.Linkname, header.Size = tar.TypeSymlink, target, 0
		}
		if err := w.WriteHeader(header); err != nil {
			tb.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			if _, err := w.Write([]byte(pairs[i+1])); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		tb.Fatal(err)
	}
	return bytes.NewReader(out.Bytes())
}

func TestReadBundle(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("# ", 200<<10)
	many := make([]string, 0, 5000)
	for i := range 2500 {
		many = append(many, fmt.Sprintf("/t/t/r%d/r%d.rego", i, i), "package x")
	}
	tests := map[string]struct {
		files []string
		want  []string // ids
		err   string
	}{
		"as opa build writes":    {files: []string{"/data.json", "{}", "/t/t/x/x.rego", ownRule, "/.manifest", `{"revision":"","roots":[""]}`}, want: []string{"t-t-x"}},
		"from a directory above": {files: []string{"/some/rules/t/t/x/x.rego", ownRule}, want: []string{"t-t-x"}},
		"with a wasm binary":     {files: []string{"/t/t/x/x.rego", ownRule, "/policy.wasm", "\x00asm"}, want: []string{"t-t-x"}},
		"with data":              {files: []string{"/t/t/x/x.rego", ownRule, "/t/data.json", `{"a": 1}`}, err: "b/t/data.json: a bundle of rules has no data"},
		"with data in YAML":      {files: []string{"/t/t/x/x.rego", ownRule, "/t/data.yaml", "a: 1"}, err: "b/t/data.yaml: a bundle of rules has no data"},
		"without rules":          {files: []string{"/data.json", "{}"}, err: "b has no rules"},
		"only links":             {files: []string{"/t/t/x/x.rego", "-> ../../../etc/passwd"}, err: "b has no rules"},
		"a name that climbs":     {files: []string{"../../t/t/x/x.rego", ownRule}, want: []string{"t-t-x"}},
		"a large rule":           {files: []string{"/t/t/x/x.rego", big}, err: "b/t/t/x/x.rego: it has 400 KiB; a rule may have 128"},
		"many rules":             {files: many, err: "b is too large: at most 2000 Rego files"},
		"a bomb":                 {files: []string{"/data.json", strings.Repeat(" ", 70<<20)}, err: "b: it unpacks to more than 64 MiB"},
		"a broken manifest":      {files: []string{"/t/t/x/x.rego", ownRule, "/.manifest", `{`}, err: "b: reading the bundle"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ids, err := loaded(archived(t, tt.files...))
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Fatalf("got %v, want an error with %q", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, ids); diff != "" {
				t.Errorf("rules (-want +got):\n%s", diff)
			}
		})
	}
}

func loaded(r *bytes.Reader) ([]string, error) {
	own, err := analyzer.ReadBundle("b", r)
	if err != nil {
		return nil, err
	}
	set, err := (&analyzer.RuleSet{}).With(analyzer.Vocabulary{}, own)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, r := range set.Rules() {
		ids = append(ids, r.ID)
	}
	return ids, nil
}

func TestReadDir(t *testing.T) {
	t.Parallel()
	many := fstest.MapFS{}
	for i := range 2500 {
		many[fmt.Sprintf("t/t/r%d/r%d.rego", i, i)] = &fstest.MapFile{Data: []byte("package x")}
	}
	tests := map[string]struct {
		fsys fs.FS
		err  string
	}{
		"a rule":            {fstest.MapFS{"t/t/x/x.rego": {Data: []byte(ownRule)}, "t/t/x/bad.tf": {}}, ""},
		"hidden":            {fstest.MapFS{".git/x.rego": {Data: []byte(ownRule)}}, "r has no rules"},
		"only tests":        {fstest.MapFS{"t/t/x/x_test.rego": {Data: []byte("package x")}}, "r has no rules"},
		"a pipe":            {fstest.MapFS{"t/t/x/x.rego": {Mode: fs.ModeNamedPipe}}, "r/t/t/x/x.rego: it is not a regular file"},
		"a large rule":      {fstest.MapFS{"x.rego": {Data: make([]byte, 300<<10)}}, "r/x.rego: it has 300 KiB; a rule may have 128"},
		"many rules":        {many, "r is too large: at most 2000 Rego files"},
		"nothing":           {fstest.MapFS{}, "r has no rules"},
		"a directory .rego": {fstest.MapFS{"x.rego/y.txt": {}}, "r has no rules"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := analyzer.ReadDir("r", tt.fsys)
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("got %v, want %q", err, tt.err)
			}
		})
	}
}

// TestReadDirStaysInside has a link that leads out of a directory and one that does not.
func TestReadDirStaysInside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, fstest.MapFS{"secret.rego": {Data: []byte("package s")}, "r/t/t/x/real.txt": {Data: []byte(ownRule)}}); err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(dir, "r")
	if err := os.Symlink("real.txt", filepath.Join(inside, "t", "t", "x", "x.rego")); err != nil {
		t.Skip("no symbolic links here")
	}
	if _, err := ownrules.Read("r", inside); err != nil {
		t.Errorf("a link that stays inside: %v", err)
	}
	if err := os.Symlink("../secret.rego", filepath.Join(inside, "y.rego")); err != nil {
		t.Fatal(err)
	}
	if _, err := ownrules.Read("r", inside); err == nil || !strings.Contains(err.Error(), "escapes") {
		t.Errorf("got %v, want a refusal", err)
	}
}

// TestOwnTests runs tests of hostile kinds.
func TestOwnTests(t *testing.T) {
	t.Parallel()
	base, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	own, err := analyzer.ReadDir("r", fstest.MapFS{
		"t/t/x/x.rego":      {Data: []byte(ownRule)},
		"t/t/x/x_test.rego": {Data: []byte("package x_test\n\nimport data.lib.attr\n\ntest_error if json.unmarshal(\"{\") == 1\n\ntest_library if attr.is_true({\"attributes\": {\"a\": true}}, \"a\")\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := own.TestRego(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Tests) != 2 || !strings.Contains(got.Tests[0].Problem, "json.unmarshal") || got.Tests[1].Problem != "" {
		t.Errorf("got %+v", got.Tests)
	}
	want := []analyzer.LineCoverage{{File: "r/t/t/x/x.rego", Missed: 1, Gaps: [][2]int{{12, 12}}}}
	if diff := cmp.Diff(want, got.Coverage); diff != "" {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
}

// FuzzOwnRule reads the text of a rule, its metadata above all: whatever it is, it is
// used or refused.
func FuzzOwnRule(f *testing.F) {
	f.Add(ownRule)
	f.Add(header)
	f.Add(strings.Replace(ownRule, "types: [thing]", "types: &a [*a, {b: *a}]", 1))
	f.Add("# METADATA\n# custom: {severity: [x], types: {a: b}, params: {p: 1}, remediation: x}\npackage rules.t.t.x\n")
	f.Add("# METADATA\n# title: &t [*t]\n# scope: rule\npackage lib.attr\n\nfail contains {\"path\": \"thing\"}\n")
	f.Fuzz(func(t *testing.T, text string) {
		own, err := analyzer.ReadDir("r", fstest.MapFS{"t/t/x/x.rego": {Data: []byte(text)}})
		if err != nil {
			return
		}
		set, err := (&analyzer.RuleSet{}).With(analyzer.Vocabulary{KnownType: func(typ string) bool { return typ == "thing" }}, own)
		if err == nil && len(set.Rules()) > 0 && set.Rule("t-t-x") == nil {
			t.Errorf("got another rule than its place says: %v", set.Rules()[0].ID)
		}
	})
}

// FuzzBundle reads what claims to be a bundle.
func FuzzBundle(f *testing.F) {
	for _, files := range [][]string{
		{"/t/t/x/x.rego", ownRule, "/data.json", "{}", "/.manifest", `{"roots":["rules"]}`},
		{"/t/t/x/x.rego", "-> /etc/passwd", "/.signatures.json", `{"signatures":["x"]}`},
		{"/patch.json", `{"data":[]}`},
	} {
		archive := archived(f, files...)
		text := make([]byte, archive.Len())
		if _, err := archive.Read(text); err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(_ *testing.T, text []byte) {
		own, err := analyzer.ReadBundle("b", bytes.NewReader(text))
		if err == nil {
			_, _ = (&analyzer.RuleSet{}).With(analyzer.Vocabulary{}, own)
		}
	})
}
