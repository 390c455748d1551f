package terraform_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/terraform"
)

// TestDirectives holds where directives are found and what each of them covers, written
// as "line:column text → first line:column–last line".
func TestDirectives(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, src string
		want      []string
	}{
		{"none", "# fault line\nlocals { a = 1 }\n", nil},
		{"another word", "# xfaultline:ignore a\nlocals { a = 1 }\n", nil},
		{"in a string", "locals { a = \"# faultline:ignore a\" }\n", nil},
		{"in a heredoc", "locals {\n  a = <<E\n# faultline:ignore a\nE\n}\n", nil},
		{"before a block", "# faultline:ignore a\nresource \"x\" \"y\" {\n  b = 1\n}\n", []string{"1:3 ignore a → 2:1–4"}},
		{"beside a block", "resource \"x\" \"y\" { # faultline:ignore a\n  b = 1\n}\n", []string{"1:22 ignore a → 1:1–3"}},
		{"beside an argument", "locals {\n  b = 1 // faultline:ignore a b\n  c = 2\n}\n", []string{"2:12 ignore a b → 2:3–2"}},
		{"before an argument", "locals {\n  /* faultline:ignore a */\n  b = [\n    1,\n  ]\n}\n", []string{"2:6 ignore a → 3:3–5"}},
		{"on the line of an argument", "locals {\n  /* faultline:ignore a */ b = 1\n}\n", []string{"2:6 ignore a → 2:28–2"}},
		{"beside an argument's first line", "locals {\n  b = [ # faultline:ignore a\n    1,\n  ]\n}\n", []string{"2:11 ignore a → 2:3–4"}},
		{"beside an argument's last line", "locals {\n  b = [\n    1,\n  ] # faultline:ignore a\n}\n", []string{"4:7 ignore a → 2:3–4"}},
		{"beside an element", "locals {\n  b = {\n    x = 1 # faultline:ignore a\n    y = 2\n  }\n}\n", []string{"3:13 ignore a → 3:5–3"}},
		{"before an element", "locals {\n  b = [\n    # faultline:ignore a\n    1,\n    2,\n  ]\n}\n", []string{"3:7 ignore a → 4:5–4"}},
		{"beside the end of a block", "locals {\n  b = 1\n} # faultline:ignore a\n", []string{"3:5 ignore a → 3:1–3"}},
		{"before the end of a block", "locals {\n  b = 1\n  # faultline:ignore a\n}\n", []string{"3:5 ignore a → 3:1–3"}},
		{"before nothing", "locals { b = 1 }\n# faultline:ignore a", []string{"2:3 ignore a → 2:1–2"}},
		{"before an empty line", "# faultline:ignore a\n\nlocals { b = 1 }\n", []string{"1:3 ignore a → 1:1–1"}},
		{"stacked", "# faultline:ignore a\n# why\n# faultline:ignore b\nlocals {\n}\n", []string{"1:3 ignore a → 4:1–5", "3:3 ignore b → 4:1–5"}},
		{"stacked above an empty line", "# faultline:ignore a\n# faultline:ignore b\n\nlocals {\n}\n", []string{"1:3 ignore a → 1:1–1", "2:3 ignore b → 2:1–2"}},
		{"in a comment of several lines", "/*\n * why\nfaultline:ignore a\n */\nlocals {\n}\n", []string{"3:1 ignore a → 5:1–6"}},
		{"in a nested block", "resource \"x\" \"y\" {\n  b {\n    c = 1 # faultline:ignore a\n  }\n}\n", []string{"3:13 ignore a → 3:5–3"}},
		{"behind other words", "locals { # legacy, faultline:ignore a\n}\n", []string{"1:20 ignore a → 1:1–2"}},
		{"carriage returns", "# faultline:ignore a\r\nlocals {\r\n}\r\n", []string{"1:3 ignore a → 2:1–3"}},
		{"wide characters", "locals { b = \"größe 日本\" } # ä faultline:ignore ü\n", []string{"1:31 ignore ü → 1:1–1"}},
		{"in a broken file", "# faultline:ignore a\nlocals {\n  b = 1\n}\nlocals {\n  c = \n}\n", []string{"1:3 ignore a → 2:1–4"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := directivesOf(t, fstest.MapFS{"main.tf": {Data: []byte(test.src)}})
			if diff := cmp.Diff(test.want, got["main.tf"]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestDirectivesOfFiles holds which files are looked into: every one that is loaded,
// each once however often it is used, but no downloaded module.
func TestDirectivesOfFiles(t *testing.T) {
	t.Parallel()
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	got := directivesOf(t, fstest.MapFS{
		"live/main.tf":                         file("module \"a\" {\n  source = \"../m\"\n}\nmodule \"b\" {\n  source = \"../m\"\n}\nmodule \"c\" {\n  source = \"x/y/aws\"\n}\n"),
		"live/terraform.tfvars":                file("v = 1 # faultline:ignore a\n"),
		"live/other.json":                      file("{\"//\": \"faultline:ignore a\"}"),
		"m/main.tf":                            file("variable \"v\" { default = 1 } # faultline:ignore a\n"),
		"n/unused.txt":                         file("# faultline:ignore a\n"),
		"live/.terraform/modules/c/main.tf":    file("# faultline:ignore a\nlocals {}\n"),
		"live/.terraform/modules/modules.json": file(`{"Modules":[{"Key":"c","Source":"x/y/aws","Dir":".terraform/modules/c"}]}`),
	})
	want := map[string][]string{
		"live/terraform.tfvars": {"1:9 ignore a → 1:1–1"},
		"m/main.tf":             {"1:32 ignore a → 1:1–1"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func directivesOf(t *testing.T, files fstest.MapFS) map[string][]string {
	t.Helper()
	b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for _, d := range b.Directives {
		found[d.Location.File] = append(found[d.Location.File], fmt.Sprintf("%d:%d %s → %d:%d–%d",
			d.Location.Line, d.Location.Column, d.Text, d.Covers.Line, d.Covers.Column, d.Covers.EndLine))
	}
	return found
}

// TestManyDirectives holds that the cost stays linear: a hostile file of nothing but
// directives would else take minutes.
func TestManyDirectives(t *testing.T) {
	t.Parallel()
	const n = 50_000
	src := strings.Repeat("# faultline:ignore a\n", n) + "locals {\n" + strings.Repeat("a = 1 # faultline:ignore a\n", 1) + "}\n"
	got := directivesOf(t, fstest.MapFS{"main.tf": {Data: []byte(src)}})
	if len(got["main.tf"]) != n+1 {
		t.Errorf("%d directives", len(got["main.tf"]))
	}
}

// FuzzDirectives holds that no text panics and that every directive lies in the file, and
// covers a part of it.
func FuzzDirectives(f *testing.F) {
	for _, seed := range []string{
		"# faultline:ignore a\nlocals {\n  b = 1 // faultline:ignore c\n}\n", "/*\nfaultline:x */ locals { a = [1, # faultline:y\n2] }",
		"locals { a = <<E\n# faultline:ignore\nE\n}", "# faultline:\r\n\r\nx {", "#faultline:\x00\xff", "a = \"${b /* faultline:z */}\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: fstest.MapFS{"main.tf": {Data: []byte(src)}}})
		if err != nil {
			t.Skip() // only a comment or nothing
		}
		lines := strings.Count(src, "\n") + 1
		for _, d := range b.Directives {
			if d.Location.Line < 1 || d.Location.Line > lines || !strings.Contains(src, "faultline:"+d.Text) {
				t.Errorf("%+v is not in the file", d)
			}
			if d.Covers.Line < 1 || d.Covers.EndLine > lines || d.Covers.Line > d.Covers.EndLine || d.Covers.File != "main.tf" {
				t.Errorf("%+v covers no part of the file", d)
			}
		}
	})
}
