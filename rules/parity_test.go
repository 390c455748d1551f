package rules_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

var update = flag.Bool("update", false, "write the golden files of testdata/parity from the Terraform variants")

const parityDir = "../testdata/parity"

// TestParity holds that an architecture is one graph and has one set of findings,
// whether it is written in Terraform or in CloudFormation. See testdata/parity/README.md.
func TestParity(t *testing.T) {
	t.Parallel()
	variants, err := filepath.Glob(parityDir + "/*/*/terraform")
	if err != nil || len(variants) == 0 {
		t.Fatalf("no architectures: %v", err)
	}
	for _, dir := range variants {
		dir = path.Dir(filepath.ToSlash(dir))
		t.Run(strings.TrimPrefix(dir, parityDir+"/"), func(t *testing.T) {
			t.Parallel()
			parity(t, dir)
		})
	}
}

func parity(t *testing.T, dir string) {
	t.Helper()
	tf, _, err := terraform.Parse(t.Context(), terraform.Options{FS: os.DirFS(dir + "/terraform"), Name: "app"})
	if err != nil {
		t.Fatal(err)
	}
	stacks := os.DirFS(dir + "/cloudformation")
	cfn, _, err := cloudformation.Parse(t.Context(), cloudformation.Options{
		FS: stacks, Dirs: []string{"."}, Region: "eu-west-1", Stacks: regions(t, stacks),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []struct {
		language string
		b        *graph.Builder
	}{{"terraform", tf}, {"cloudformation", cfn}} {
		a, language := assess(t, in.b), in.language
		golden(t, dir+"/graph.txt", language, describe(a.Graph))
		golden(t, dir+"/findings.txt", language, found(a))
		if path.Base(dir) != "resilient" {
			continue
		}
		for _, f := range a.Findings {
			if f.Verdict == analyzer.Fail && f.Rule.Severity.Rank() <= analyzer.Medium.Rank() {
				t.Errorf("%s: %s fails on %s: %s", language, f.Rule.ID, f.Resource.ID, f.Message)
			}
		}
	}
}

// regions deploys a template that is named after a region to it.
func regions(t *testing.T, fsys fs.FS) (stacks []cloudformation.Stack) {
	t.Helper()
	walk(t, fsys, func(name string) {
		region := strings.TrimSuffix(path.Base(name), path.Ext(name))
		if strings.Count(region, "-") == 2 {
			stacks = append(stacks, cloudformation.Stack{Template: name, Name: region, Region: region})
		}
	})
	return stacks
}

func golden(t *testing.T, name, language, got string) {
	t.Helper()
	if *update && language == "terraform" {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s is not what %s gives (-golden +%s; -update takes that of terraform):\n%s", path.Base(name), language, language, diff)
	}
}

// called is a resource's name in both languages: aws_db_instance.orders, app/Orders.
func called(r *graph.Resource) string {
	id := r.ID
	if r.Source == graph.Terraform {
		return id
	}
	var b strings.Builder
	for i, c := range id[strings.LastIndexByte(id, '/')+1:] {
		if unicode.IsUpper(c) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return r.Type + "." + b.String()
}

// describe writes the resources of types that the catalog knows, with the values of
// their attributes in effect, and how they are related.
func describe(g *graph.Graph) string {
	var all []string
	for _, r := range g.Resources() {
		t, ok := catalog.Lookup(r.Type)
		if !ok || r.Data {
			continue
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n", called(r))
		if r.Scope.Region != "" {
			fmt.Fprintf(&b, "  in %s\n", strings.Join(append([]string{r.Scope.Region}, r.Zones...), " "))
		}
		for _, k := range slices.Sorted(maps.Keys(r.Tags)) {
			fmt.Fprintf(&b, "  tag %s = %s\n", k, r.Tags[k])
		}
		for _, line := range values(g, r, t) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		var edges []string
		for _, e := range g.Out(r.ID) {
			if e.Kind != graph.References {
				edges = append(edges, fmt.Sprintf("  > %s %s", e.Kind, called(g.Resource(e.To))))
			}
		}
		slices.Sort(edges)
		for _, e := range slices.Compact(edges) {
			fmt.Fprintln(&b, e)
		}
		all = append(all, b.String())
	}
	slices.Sort(all)
	return strings.Join(all, "")
}

// values lists the attributes that have a value or may have one, but for names: what
// a reference gives is the resource that it leads to.
func values(g *graph.Graph, r *graph.Resource, t *catalog.Type) []string {
	lines := map[string]string{}
	for _, u := range r.Unknown {
		if known(t, u.Path) {
			lines[string(u.Path)] = "?"
		}
	}
	var add func(graph.Path, any)
	add = func(at graph.Path, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				add(at.Attr(k), v[k])
			}
		case []any:
			for i, e := range v {
				add(at.Index(i), e)
			}
			if len(v) == 0 && known(t, at) {
				lines[string(at)] = "[]"
			}
		case nil:
		default:
			if known(t, at) {
				text, _ := json.Marshal(v) //nolint:errchkjson // Values of the graph are those of JSON.
				lines[string(at)] = string(text)
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(r.Attributes)) {
		add(graph.Path(k), r.Attributes[k])
	}
	meant := map[string][]string{}
	for _, ref := range r.Refs {
		if to := g.Resource(ref.To); to != nil && lines[string(ref.Path)] != "" {
			meant[string(ref.Path)] = append(meant[string(ref.Path)], called(to))
		}
	}
	for at, names := range meant {
		slices.Sort(names)
		lines[at] = "→ " + strings.Join(slices.Compact(names), " ")
	}
	var out []string
	for _, at := range slices.Sorted(maps.Keys(lines)) {
		if !slices.Contains(t.Identifiers, at) && !onlyOne(at) {
			out = append(out, at+" = "+lines[at])
		}
	}
	return out
}

// known reports whether the catalog has an attribute at a path, or a map around it.
func known(t *catalog.Type, at graph.Path) bool {
	shape := at.Shape()
	a, ok := t.Attribute(shape)
	if !ok {
		a, ok = t.Attribute(shape[:max(0, strings.LastIndexByte(shape, '.'))])
		return ok && a.Kind == catalog.Map
	}
	return a.Kind != catalog.Map
}

// onlyOne reports whether only one of the languages can say something: the names of
// scaling policies, and what happens to a resource when its stack goes.
func onlyOne(at string) bool {
	return strings.HasPrefix(at, "scaling_policy[") && strings.HasSuffix(at, ".name") || at == "deletion_policy" || at == "update_replace_policy"
}

// found lists the findings by rule and resource.
func found(a *analyzer.Assessment) string {
	var lines []string
	for _, f := range a.Findings {
		lines = append(lines, fmt.Sprintf("%-8s %s %s %s\n", f.Rule.Severity, f.Verdict, f.Rule.ID, called(f.Resource)))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
