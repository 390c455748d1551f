package terraform_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// TestHostile gives input that would exhaust a careless reader. Each must leave a
// diagnostic, and the harmless resource beside it must still be read.
func TestHostile(t *testing.T) {
	t.Parallel()
	double := &strings.Builder{}
	for i := range 60 {
		fmt.Fprintf(double, "locals {\n s%d = \"${local.s%d}${local.s%d}\"\n}\n", i+1, i, i)
	}
	chain := &strings.Builder{}
	for i := range 20_000 {
		fmt.Fprintf(chain, "locals {\n c%d = local.c%d\n}\n", i, i+1)
	}
	nested := &strings.Builder{}
	nested.WriteString("locals {\n v0 = [1]\n")
	for i := range 60 {
		fmt.Fprintf(nested, " v%d = [local.v%d, local.v%d]\n", i+1, i, i)
	}
	nested.WriteString("}\nresource \"aws_x\" \"a\" {\n n = local.v60\n}\n")
	deep := &strings.Builder{}
	for i := range 3000 {
		fmt.Fprintf(deep, "locals {\n c%d = %slocal.c%d%s\n}\n", i, strings.Repeat("(", 100), i+1, strings.Repeat(")", 100))
	}
	for name, c := range map[string]struct {
		src  string
		want string
	}{
		"brackets":     {"locals {\n a = " + strings.Repeat("[", 1e6) + "\n}\n", "File too hard to read"},
		"negations":    {"locals {\n a = " + strings.Repeat("!", 1e6) + "true\n}\n", "File too hard to read"},
		"conditionals": {"locals {\n a = " + strings.Repeat("true?1:", 1e6) + "1\n}\n", "File too hard to read"},
		"templates":    {"locals {\n a = " + strings.Repeat(`"${`, 1e5) + "\n}\n", "File too hard to read"},
		"doubling":     {"locals {\n s0 = \"xxxxxxxxxxxxxxxxxxxxxxxx\"\n}\n" + double.String() + "resource \"aws_x\" \"a\" {\n n = local.s60\n}\n", "Value too large"},
		"huge number":  {"locals {\n a = 1e600000000\n b = local.a * 2\n}\nresource \"aws_x\" \"a\" {\n n = \"${local.b}\"\n count = \"x\"\n}\n", "Invalid count"},
		"growing":      {"locals {\n a = 1e9000\n b = local.a * local.a * local.a * local.a\n}\nresource \"aws_x\" \"a\" {\n n = \"${local.b}\"\n}\n", "Value too large"},
		"heredoc":      {"locals {\n a = <<EOT\n" + strings.Repeat("\n", 1e6) + "EOT\n}\n", "File too hard to read"},
		"escapes":      {"locals {\n a = \"" + strings.Repeat("\\n", 1e6) + "\"\n}\n", "File too hard to read"},
		"for of for":   {"resource \"aws_x\" \"a\" {\n n = length([for a in range(1024) : [for b in range(1024) : [for c in range(1024) : 1]]])\n}\n", "Expression not evaluated"},
		"nested value": {nested.String(), "Value too large"},
		"stack trace":  {"resource \"aws_x\" \"a\" {\n n = 1/0 % 2\n}\n", "Expression not evaluated"},
		"chain":        {chain.String() + "resource \"aws_x\" \"a\" {\n n = local.c0\n}\n", "References nested too deeply"},
		"count":        {"resource \"aws_x\" \"a\" {\n count = 1000000000\n}\n", "Too many instances"},
		"huge count":   {"resource \"aws_x\" \"a\" {\n count = 1e300\n}\n", "Invalid count"},
		"null for":     {"resource \"aws_x\" \"a\" {\n for_each = null\n}\n", "Invalid for_each"},
		"dynamic":      {"resource \"aws_x\" \"a\" {\n dynamic \"b\" {\n for_each = toset(1)\n content {}\n }\n}\n", "Expression not evaluated"},
		"cycle":        {"module \"m\" {\n source = \"./m\"\n count = module.m.on ? 1 : 0\n}\n", "Reference cycle"},
		"fake text":    {"# <<X\nlocals {\n a = " + strings.Repeat("[", 1e6) + "\n}\n", "File too hard to read"},
		"comments":     {"locals {\n a = " + strings.Repeat("[ # ]\n", 5e4) + "\n}\n", "File too hard to read"},
		"sum":          {"variable \"x\" {}\nlocals {\n a = var.x" + strings.Repeat("+1", 5e4) + "\n}\n", "File too hard to read"},
		"indices":      {"variable \"x\" {}\nlocals {\n a = var.x" + strings.Repeat("[var.x]", 3e4) + "\n}\n", "File too hard to read"},
		"directives":   {"variable \"x\" {}\nlocals {\n a = \"" + strings.Repeat("%{if var.x}", 3e4) + "\"\n}\n", "File too hard to read"},
		"lines":        {strings.Repeat("\n", 3e6), "File too hard to read"},
		"deep chain":   {deep.String() + "resource \"aws_x\" \"a\" {\n n = local.c0\n}\n", "References nested too deeply"},
		"many values":  {"locals {\n l = range(1024)\n}\nresource \"aws_x\" \"a\" {\n count = 200000\n l = local.l\n}\n", "Too many values"},
		"odd blocks": {"resource \"aws_autoscaling_group\" \"a\" {\n tag {\n key = [\"x\"]\n }\n tag {\n key = \"x\"\n }\n}\n" +
			"resource \"aws_x\" \"a\" {\n n = length(aws_autoscaling_group.a.tag) + nothing\n}\n", "Reference to something that is not declared"},
		"not utf8": {"locals {\n a = \"\xff\xfe\"\n}\n", "File not fully read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := parse(t, fstest.MapFS{
				"bad.tf":  {Data: []byte(c.src)},
				"m/m.tf":  {Data: []byte("output \"on\" { value = true }")},
				"good.tf": {Data: []byte(`resource "aws_sqs_queue" "good" { name = "good" }`)},
			}, terraform.Options{})
			if !has(b, "aws_sqs_queue.good") {
				t.Error("the file beside it was lost")
			}
			found := false
			for _, d := range b.Diagnostics {
				found = found || d.Summary == c.want
				if strings.Contains(d.Detail, "goroutine") {
					t.Errorf("a stack trace is shown: %s", d.Detail)
				}
			}
			if !found {
				t.Errorf("want diagnostic %q, got %v", c.want, summaries(b.Diagnostics))
			}
		})
	}
}

// TestHostileFiles does the same with files of other kinds.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	thousand := "[" + strings.Repeat("1,", 1000) + "1]"
	for name, c := range map[string]struct{ file, src, want string }{
		"escaped brackets": {"bad.tf.json", `{"locals": {"a": "${` + strings.Repeat(`\u0028`, 1e6) + `}"}}`, "Text too hard to read"},
		"JSON brackets":    {"bad.tf.json", `{"locals": {"a": ` + strings.Repeat("[", 1e6) + `}}`, "File too hard to read"},
		"for in JSON": {
			"bad.tf.json", `{"output": {"a": {"value": "x"}}, "resource": {"aws_x": {"a": {"n": "${length([for a in range(1024) : [for b in range(1024) : [for c in range(1024) : 1]]])}"}}}}`,
			"Expression not evaluated",
		},
		"for in variables": {
			"terraform.tfvars", "x = [for a in " + thousand + " : [for b in " + thousand + " : [for c in " + thousand + " : 1]]]\n",
			"Variable file not fully read",
		},
		"template": {
			"bad.tf", "locals {\n t = join(\"\", [for i in range(1024) : join(\"\", [for j in range(100) : \"$${\\\"\"])])\n}\n" +
				"data \"template_file\" \"t\" {\n template = local.t\n}\nlocals {\n a = \"x\"\n}\n" +
				"resource \"aws_x\" \"a\" {\n n = data.template_file.t.rendered\n m = nothing.at_all\n}\n", "Reference to something that is not declared",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := parse(t, fstest.MapFS{
				c.file:    {Data: []byte(c.src)},
				"good.tf": {Data: []byte(`resource "aws_sqs_queue" "good" { name = "good" }`)},
			}, terraform.Options{})
			if !has(b, "aws_sqs_queue.good") {
				t.Error("the file beside it was lost")
			}
			if got := summaries(b.Diagnostics); !slices.Contains(got, c.want) {
				t.Errorf("want diagnostic %q, got %v", c.want, got)
			}
		})
	}
}

// TestSquare relates two blocks of many instances, which must not take the square of
// their number.
func TestSquare(t *testing.T) {
	t.Parallel()
	b := parse(t, fstest.MapFS{"main.tf": {Data: []byte(`
resource "aws_sqs_queue" "a" { count = 5000 }
resource "aws_sqs_queue" "b" {
  count      = 5000
  depends_on = [aws_sqs_queue.a]
}
resource "aws_sqs_queue" "one" { depends_on = [aws_sqs_queue.few] }
resource "aws_sqs_queue" "few" { count = 3 }
`)}}, terraform.Options{})
	refs := map[string]int{}
	for _, r := range b.Resources {
		refs[r.ID] = len(r.Refs)
	}
	if refs["aws_sqs_queue.b[7]"] != 1 || refs["aws_sqs_queue.one"] != 3 {
		t.Errorf("got %d relations of one of many, %d of one", refs["aws_sqs_queue.b[7]"], refs["aws_sqs_queue.one"])
	}
}

func has(b *graph.Builder, id string) bool {
	for _, r := range b.Resources {
		if strings.TrimPrefix(r.ID, "./") == id {
			return true
		}
	}
	return false
}

func summaries(diags []graph.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		out = append(out, d.Summary)
	}
	return out
}

// TestBoundary tries to read a file outside by every way that configuration has.
func TestBoundary(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("secret/value.txt", "top secret")
	write("secret/main.tf", `output "stolen" { value = "top secret" }`)
	write("repo/main.tf", `
module "up" { source = "../secret" }
module "link" { source = "./link" }
resource "aws_x" "a" {
  b = file("../secret/value.txt")
  c = file("link/value.txt")
  d = templatefile("../secret/value.txt", {})
  e = join(",", fileset("..", "**"))
  f = module.up.stolen
  g = module.link.stolen
  h = file("`+filepath.ToSlash(dir)+`/secret/value.txt")
  i = filemd5("link/value.txt")
  j = fileexists("../secret/value.txt")
}
`)
	if err := os.Symlink(filepath.Join(dir, "secret"), filepath.Join(dir, "repo", "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../secret/main.tf", filepath.Join(dir, "repo", "linked.tf")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(filepath.Join(dir, "repo"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := parse(t, root.FS(), terraform.Options{})
	if text := dump(b); strings.Contains(text, "top secret") {
		t.Errorf("something outside the boundary was read:\n%s", text)
	}
	for _, r := range b.Resources {
		for name, v := range r.Attributes {
			if v != nil && r.Type == "aws_x" {
				t.Errorf("%s = %v is known", name, v)
			}
		}
	}
}

func TestNoConfiguration(t *testing.T) {
	t.Parallel()
	_, _, err := terraform.Parse(t.Context(), terraform.Options{FS: fstest.MapFS{"readme.md": {}}})
	if !errors.Is(err, terraform.ErrNoConfiguration) {
		t.Errorf("got %v", err)
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := terraform.Parse(ctx, terraform.Options{FS: fstest.MapFS{"a.tf": {Data: []byte("locals {}")}}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/eval/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src, []byte(`{"resource":{"aws_x":{"y":{"count":2}}}}`))
	}
	f.Fuzz(func(t *testing.T, native, json []byte) {
		if len(native)+len(json) > 1<<16 {
			t.Skip()
		}
		b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: fstest.MapFS{
			"main.tf": {Data: native}, "more.tf.json": {Data: json}, "x.auto.tfvars": {Data: json},
		}, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range b.Diagnostics {
			if d.Summary == "Root not evaluated" {
				t.Fatal(d.Detail)
			}
		}
		for _, r := range b.Freeze().Resources() {
			for _, u := range r.Unknown {
				if len(u.Needs) == 0 {
					t.Fatalf("%s %s needs nothing", r.ID, u.Path)
				}
			}
		}
	})
}
