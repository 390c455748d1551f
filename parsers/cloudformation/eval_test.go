package cloudformation_test

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
	"github.com/faultline-dev/faultline/parsers/cloudformation"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// TestEval reads templates and compares what they evaluate to, one line an attribute:
// "name = value", "name ? what it waits for", "name -> reference". The comment of an
// archive holds options as key=value words.
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

func options(comment string) cloudformation.Options {
	o := cloudformation.Options{}
	for word := range strings.FieldsSeq(comment) {
		key, val, _ := strings.Cut(word, "=")
		switch key {
		case "region":
			o.Region = val
		case "dir":
			o.Dirs = append(o.Dirs, val)
		case "file":
			o.Files = append(o.Files, val)
		case "exclude":
			o.Exclude = append(o.Exclude, val)
		case "stack": // template,name,region,account
			f := append(strings.Split(val, ","), "", "", "")
			o.Stacks = append(o.Stacks, cloudformation.Stack{Template: f[0], Name: f[1], Region: f[2], Account: f[3]})
		case "param":
			name, v, _ := strings.Cut(val, "=")
			o.Inputs = append(o.Inputs, cloudformation.Input{Name: name, Value: v})
		case "parameter-file":
			o.Inputs = append(o.Inputs, cloudformation.Input{File: val})
		}
	}
	if len(o.Files) == 0 && len(o.Dirs) == 0 {
		o.Dirs = []string{"."}
	}
	return o
}

func parse(tb testing.TB, fsys fs.FS, o cloudformation.Options) *graph.Builder {
	tb.Helper()
	o.FS = fsys
	b, _, err := cloudformation.Parse(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	slices.SortFunc(b.Resources, func(a, c *graph.Resource) int { return strings.Compare(a.ID, c.ID) })
	return b
}

func dump(b *graph.Builder) string {
	var w strings.Builder
	for _, r := range b.Resources {
		fmt.Fprintf(&w, "%s %s", r.ID, r.Type)
		if r.Location != nil {
			fmt.Fprintf(&w, " :%d-%d", r.Location.Line, r.Location.EndLine)
		}
		if r.Scope.Region != "" || r.Scope.Account != "" {
			fmt.Fprintf(&w, " in %s", strings.TrimSpace(r.Scope.Account+" "+r.Scope.Region))
		}
		if r.Group != r.ID[:strings.LastIndex(r.ID, "/")] {
			fmt.Fprintf(&w, " of %s", r.Group)
		}
		if r.MayExist {
			fmt.Fprintf(&w, " may exist: %s", strings.Join(r.Needs, ", "))
		}
		w.WriteByte('\n')
		names := make([]string, 0, len(r.Attributes))
		for name, v := range r.Attributes {
			if v != nil {
				names = append(names, name)
			}
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
			if ref.Maybe {
				exact = " perhaps"
			}
			fmt.Fprintf(&w, "  %s -> %s %s%s\n", ref.Path, ref.To, ref.Attr, exact)
		}
	}
	for _, group := range slices.Sorted(func(yield func(string) bool) {
		for g := range b.Missing {
			if !yield(g) {
				return
			}
		}
	}) {
		fmt.Fprintf(&w, "missing of %s: %s\n", group, strings.Join(b.Missing[group], ", "))
	}
	for _, d := range b.Directives {
		fmt.Fprintf(&w, "%s:%d faultline:%s covers %d-%d\n", d.Location.File, d.Location.Line, d.Text, d.Covers.Line, d.Covers.EndLine)
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
