package terraform_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// TestEval reads configurations and compares what they evaluate to, one line an
// attribute: "name = value", "name ? what it waits for", "name -> reference".
// The comment of an archive holds options as key=value words.
func TestEval(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/eval/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, want, at := dump(parse(t, archiveFS(ar), options(string(ar.Comment)))), "", -1
			for i, f := range ar.Files {
				if f.Name == "want" {
					want, at = string(f.Data), i
				}
			}
			if *update {
				if at < 0 {
					ar.Files, at = append(ar.Files, txtar.File{Name: "want"}), len(ar.Files)
				}
				ar.Files[at].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func archiveFS(ar *txtar.Archive) fstest.MapFS {
	fsys := fstest.MapFS{}
	for _, f := range ar.Files {
		if f.Name != "want" {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

func options(comment string) terraform.Options {
	o := terraform.Options{Name: "repo", Env: map[string]string{}}
	for word := range strings.FieldsSeq(comment) {
		key, val, _ := strings.Cut(word, "=")
		switch key {
		case "region":
			o.Region = val
		case "workspace":
			o.Workspace = val
		case "dir":
			o.Dirs = append(o.Dirs, val)
		case "exclude":
			o.Exclude = append(o.Exclude, val)
		case "as-root":
			o.AsRoot = append(o.AsRoot, val)
		case "module-dir":
			o.ModuleDirs = append(o.ModuleDirs, val)
		case "env":
			name, v, _ := strings.Cut(val, "=")
			o.Env[name] = v
		case "var":
			name, v, _ := strings.Cut(val, "=")
			o.Inputs = append(o.Inputs, terraform.Input{Name: name, Value: v})
		case "var-file":
			o.Inputs = append(o.Inputs, terraform.Input{File: val})
		}
	}
	return o
}

func parse(tb testing.TB, fsys fs.FS, o terraform.Options) *graph.Builder {
	tb.Helper()
	o.FS = fsys
	b, _, err := terraform.Parse(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	slices.SortFunc(b.Resources, func(a, c *graph.Resource) int { return strings.Compare(a.ID, c.ID) })
	return b
}

func dump(b *graph.Builder) string {
	var w strings.Builder
	for _, r := range b.Resources {
		fmt.Fprintf(&w, "%s", r.ID)
		if r.Scope.Region != "" {
			fmt.Fprintf(&w, " in %s", r.Scope.Region)
		}
		if r.MayExist {
			fmt.Fprintf(&w, " may exist: %s", strings.Join(r.Needs, ", "))
		}
		w.WriteByte('\n')
		names := make([]string, 0, len(r.Attributes))
		for name, v := range r.Attributes {
			if name == "region" || v == nil {
				continue
			}
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			v, err := json.Marshal(r.Attributes[name])
			if err != nil {
				panic(err)
			}
			if slices.ContainsFunc(r.Sensitive, func(p graph.Path) bool { return p.Root() == name }) {
				v = []byte(`"(sensitive)"`)
			}
			fmt.Fprintf(&w, "  %s = %s\n", name, v)
		}
		for _, u := range r.Unknown {
			fmt.Fprintf(&w, "  %s ? %s\n", u.Path, strings.Join(u.Needs, ", "))
		}
		for _, ref := range r.Refs {
			exact := ""
			if ref.Exact {
				exact = " exactly"
			}
			fmt.Fprintf(&w, "  %s -> %s %s%s\n", ref.Path, ref.To, ref.Attr, exact)
		}
	}
	for _, d := range b.Diagnostics {
		at := ""
		if d.Location != nil {
			at = fmt.Sprintf("%s:%d: ", d.Location.File, d.Location.Line)
		}
		fmt.Fprintf(&w, "%s! %s: %s\n", at, d.Summary, d.Detail)
	}
	return w.String()
}
