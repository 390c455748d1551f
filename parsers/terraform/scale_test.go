package terraform_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/parsers/terraform"
)

// TestOneBadAmongAThousand checks that a broken root costs only itself: all others
// give what they give without it, and the broken one leaves a diagnostic.
func TestOneBadAmongAThousand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, src string) {
		t.Helper()
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("modules/db/main.tf", `
variable "name" { type = string }
resource "aws_db_instance" "this" {
  for_each   = toset(["a", "b"])
  identifier = "${var.name}-${each.key}"
  multi_az   = var.name == "good7" ? true : false
}
output "arns" { value = [for d in aws_db_instance.this : d.arn] }
`)
	count := 999
	if raceEnabled {
		count = 99 // the race detector is after other things, and slow
	}
	for i := range count {
		write(fmt.Sprintf("good%d/main.tf", i), fmt.Sprintf(`
module "db" {
  source = "../modules/db"
  name   = "good%d"
}
resource "aws_sns_topic" "t" {
  count = 2
  name  = "topic-${count.index}"
  tags  = { arn = module.db.arns[0] }
}
`, i))
	}
	good := scanned(t, dir, "")
	if n := strings.Count(good, "aws_db_instance.this"); n < 2*count {
		t.Fatalf("%d databases in %d roots", n, count)
	}
	for name, c := range map[string]struct {
		make func()
		want string
	}{
		"syntax": {func() { write("bad/main.tf", "resource \"aws_x\" {{{ = \nmodule \"db\" {\n") }, "File not fully read"},
		"cyclic local": {func() {
			write("bad/main.tf", "locals {\n a = local.b\n b = local.a\n}\nresource \"aws_x\" \"a\" {\n b = local.a\n}\n")
		}, "Reference cycle"},
		"recursion":     {func() { write("bad/main.tf", "module \"self\" {\n source = \"../bad\"\n}\n") }, "Module not loaded"},
		"huge":          {func() { write("bad/main.tf", "# "+strings.Repeat("x", 40<<20)) }, "File not read"},
		"dangling link": {func() { link(t, "nowhere", filepath.Join(dir, "bad", "main.tf")) }, "File not read"},
		"link outside":  {func() { link(t, t.TempDir(), filepath.Join(dir, "bad", "main.tf")) }, "File not read"},
		"unreadable": {func() {
			write("bad/main.tf", "")
			if os.Geteuid() == 0 {
				link(t, "nowhere", filepath.Join(dir, "bad", "other.tf")) // root reads everything
			} else if err := os.Chmod(filepath.Join(dir, "bad"), 0); err != nil {
				t.Fatal(err)
			}
		}, "not read"},
		"odd types": {func() {
			write("bad/main.tf.json", `{"resource": {"aws_x": {"a": [5]}, "aws_y": 7}, "variable": {"v": {"type": 5}}, "module": {"m": {"source": ["x"]}}}`)
		}, "not"},
	} {
		// One after the other: they share the folder.
		c.make()
		all := scanned(t, dir, c.want)
		if err := os.Chmod(filepath.Join(dir, "bad"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Join(dir, "bad")); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(good, all); diff != "" {
			t.Errorf("%s: (-without +with):\n%s", name, diff)
		}
	}
}

func link(t *testing.T, to, at string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, at); err != nil {
		t.Fatal(err)
	}
}

// scanned dumps everything in a directory but the bad root, whose diagnostics must
// have one with the wanted summary that makes the run incomplete.
func scanned(t *testing.T, dir, want string) string {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	b := parse(t, root.FS(), terraform.Options{})
	found := want == ""
	for _, d := range b.Diagnostics {
		found = found || d.Incomplete && strings.Contains(d.Summary, want)
		if d.Location != nil && !strings.HasPrefix(d.Location.File, "bad") {
			t.Errorf("%s: %s", d.Location.File, d.Summary)
		}
	}
	if !found {
		t.Errorf("no diagnostic %q in %v", want, summaries(b.Diagnostics))
	}
	b.Diagnostics = nil
	lines := strings.Split(dump(b), "\n")
	kept, bad := lines[:0], false
	for _, line := range lines {
		if !strings.HasPrefix(line, " ") {
			bad = strings.HasPrefix(line, "bad/")
		}
		if !bad {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// nestedModules is the configuration of checkov's issue 6068: modules that call each
// other twelve deep and pass variables, locals and outputs on.
func nestedModules() fs.FS {
	const depth = 12
	fsys := fstest.MapFS{"main.tf": {Data: []byte(`module "m" {
  source = "./m0"
  name   = "root"
  tags   = { a = "1", b = "2" }
}
output "out" { value = module.m.out }
`)}}
	for i := range depth {
		src := `variable "name" { type = string }
variable "tags" {
  type    = map(string)
  default = {}
}
locals {
  name = "${var.name}-` + fmt.Sprint(i) + `"
  tags = merge(var.tags, { "level` + fmt.Sprint(i) + `" = local.name, length = length(var.tags) })
}
resource "aws_sqs_queue" "q" {
  for_each = local.tags
  name     = "${local.name}-${each.key}"
  tags     = local.tags
}
`
		out := `output "out" { value = { own = [for q in aws_sqs_queue.q : q.arn] } }`
		if i < depth-1 {
			src += `module "a" {
  source = "../m` + fmt.Sprint(i+1) + `"
  name   = local.name
  tags   = local.tags
}
`
			out = `output "out" { value = { own = [for q in aws_sqs_queue.q : q.arn], inner = module.a.out } }`
		}
		fsys[fmt.Sprintf("m%d/main.tf", i)] = &fstest.MapFile{Data: []byte(src + out)}
	}
	return fsys
}

// TestNestedModules bounds the time of nested modules, which must not multiply with
// the depth. The bound is generous for a loaded machine.
func TestNestedModules(t *testing.T) {
	t.Parallel()
	fsys := nestedModules()
	best := time.Hour
	var resources int
	for range 5 {
		start := time.Now()
		resources = len(parse(t, fsys, terraform.Options{Workers: 1}).Resources)
		best = min(best, time.Since(start))
	}
	if want := 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14 + 12; resources != want {
		t.Errorf("got %d resources, want %d", resources, want)
	}
	limit := 100 * time.Millisecond
	if raceEnabled {
		limit *= 20
	}
	if best > limit {
		t.Errorf("took %v", best)
	}
}

func BenchmarkNestedModules(b *testing.B) {
	fsys := nestedModules()
	for b.Loop() {
		parse(b, fsys, terraform.Options{Workers: 1})
	}
}

// TestWorkers checks that the number of workers changes nothing, with roots that
// share modules and read each other's state.
func TestWorkers(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"m/main.tf": {Data: []byte(`
variable "n" {}
variable "unknown" {}
locals { names = [for i in range(var.n) : i % 2 == 0 ? "even-${i}" : "odd-${i}"] }
data "aws_availability_zones" "z" {}
resource "aws_sqs_queue" "q" {
  for_each = toset(local.names)
  name     = each.key
  tags     = { zone = data.aws_availability_zones.z.names[0], other = var.unknown ? "a" : var.n }
}
output "names" { value = local.names }
`)}}
	for i := range 60 {
		src := fmt.Sprintf("module \"m\" {\n source = \"../m\"\n n = %d\n unknown = data.terraform_remote_state.next.outputs.names\n}\n"+
			"terraform {\n backend \"s3\" {\n bucket = \"b\"\n key = \"k%d\"\n }\n}\n"+
			"data \"terraform_remote_state\" \"next\" {\n backend = \"s3\"\n config = { bucket = \"b\", key = \"k%d\" }\n}\n"+
			"output \"names\" { value = module.m.names }\n", i%7, i, (i+1)%60)
		if i%3 == 0 {
			src = fmt.Sprintf("module \"m\" {\n source = \"../m\"\n n = %d\n unknown = true\n}\n", i%7)
		}
		fsys[fmt.Sprintf("r%02d/main.tf", i)] = &fstest.MapFile{Data: []byte(src)}
	}
	var first string
	for _, n := range []int{1, 2, 8, 8, 8} {
		got := dump(parse(t, fsys, terraform.Options{Region: "eu-west-1", Workers: n}))
		if first == "" {
			first = got
		}
		if diff := cmp.Diff(slices.Collect(strings.Lines(first)), slices.Collect(strings.Lines(got))); diff != "" {
			t.Fatalf("%d workers (-first +got):\n%s", n, diff)
		}
	}
}
