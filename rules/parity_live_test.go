package rules_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/snapshot"
)

// TestParityLive holds that an architecture that runs is the graph, and has the findings,
// that its code says. The stacks of testdata/parity were deployed into an emulator and
// read back (live/app.snapshot); which resource is which says live/names.json. With
// FAULTLINE_PARITY=DIR the snapshots are those of DIR/ARCHITECTURE/VARIANT instead, which
// is how CI deploys and reads anew.
//
// What the code writes or has by default must be what was read; what an account says
// beyond that may be there. Zones, tags and relations must be the same. Where the
// emulator falls short, live/deviations.txt says how, and that must be all.
func TestParityLive(t *testing.T) {
	t.Parallel()
	variants, err := filepath.Glob(parityDir + "/*/*/live/names.json")
	if err != nil || len(variants) == 0 {
		t.Fatalf("no architectures: %v", err)
	}
	for _, file := range variants {
		dir := path.Dir(path.Dir(filepath.ToSlash(file)))
		t.Run(strings.TrimPrefix(dir, parityDir+"/"), func(t *testing.T) {
			t.Parallel()
			parityLive(t, dir)
		})
	}
}

func parityLive(t *testing.T, dir string) {
	t.Helper()
	from := dir + "/live"
	if fresh := os.Getenv("FAULTLINE_PARITY"); fresh != "" {
		from = fresh + strings.TrimPrefix(dir, parityDir)
	}
	text, err := os.ReadFile(from + "/names.json")
	if err != nil {
		t.Fatal(err)
	}
	var names map[string]string // what a resource is called in its stack, by physical ID
	if err := json.Unmarshal(text, &names); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(from + "/app.snapshot")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, _, err := snapshot.Parse(t.Context(), file, snapshot.Options{Name: "app.snapshot"})
	if err != nil {
		t.Fatal(err)
	}
	missing := rename(b, names)
	g := catalog.Complete(b)
	a, err := load(t).Run(t.Context(), g, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var deviations []string
	for _, name := range missing {
		deviations = append(deviations, "not read: "+name)
	}
	deviations = append(deviations, compareGraphs(t, dir+"/graph.txt", g)...)
	deviations = append(deviations, compareFindings(t, dir+"/findings.txt", a)...)
	said := madeUp.ReplaceAllString(strings.Join(append(deviations, ""), "\n"), `"(an ID)"`)
	golden(t, dir+"/live/deviations.txt", "terraform", said)
}

// madeUp are IDs that the emulator makes up.
var madeUp = regexp.MustCompile(`"[A-Z0-9]{18,}"`)

// rename gives resources the IDs that they have in their stack, and drops those that are
// of none, such as the networks that every account has. It returns the types and names
// of those that the stack has and the account did not show.
func rename(b *graph.Builder, names map[string]string) (missing []string) {
	seen := map[string]bool{}
	ids := map[string]string{}
	b.Resources = slices.DeleteFunc(b.Resources, func(r *graph.Resource) bool {
		for _, physical := range []string{text(r, catalog.LiveRef), text(r, catalog.LiveARN), r.ID} {
			name, ok := names[r.Type+" "+physical]
			if ok {
				seen[r.Type+" "+physical] = true
				ids[r.ID] = "app/" + name
				r.ID = "app/" + name
				return false
			}
		}
		return !satellite(r.Type) // what becomes a part of another has no name of its own
	})
	for _, r := range b.Resources {
		for name := range r.Tags {
			if strings.HasPrefix(name, "aws:") {
				delete(r.Tags, name)
			}
		}
		if tags, ok := r.Attributes["Tags"].([]any); ok {
			r.Attributes["Tags"] = slices.DeleteFunc(tags, func(tag any) bool {
				pair, _ := tag.(map[string]any)
				key, _ := pair["Key"].(string)
				return strings.HasPrefix(key, "aws:")
			})
		}
		for i := range r.Refs {
			if id, ok := ids[r.Refs[i].To]; ok {
				r.Refs[i].To = id
			}
		}
	}
	for physical, name := range names {
		native, _, _ := strings.Cut(physical, " ")
		if !seen[physical] && len(catalog.Mapped(native)) > 0 && !satellite(native) {
			missing = append(missing, native+" "+name)
		}
	}
	slices.Sort(missing)
	return missing
}

// satellite reports whether resources of a type become parts of others.
func satellite(native string) bool {
	return slices.ContainsFunc(catalog.Mapped(native), func(name string) bool {
		t, ok := catalog.Lookup(name)
		return ok && len(t.Folds) > 0
	})
}

func text(r *graph.Resource, attribute string) string {
	s, _ := r.Attributes[attribute].(string)
	return s
}

// sections are the lines about each resource of a described graph.
func sections(described string) map[string][]string {
	out := map[string][]string{}
	at := ""
	for line := range strings.Lines(described) {
		line = strings.TrimRight(line, "\n")
		if !strings.HasPrefix(line, " ") {
			at = line
			out[at] = []string{}
			continue
		}
		out[at] = append(out[at], strings.TrimSpace(line))
	}
	return out
}

// compareGraphs lists how what was read differs from what the code says.
func compareGraphs(t *testing.T, file string, g *graph.Graph) (deviations []string) {
	t.Helper()
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, got := sections(string(golden)), sections(describe(g))
	resources := map[string]*graph.Resource{}
	for _, r := range g.Resources() {
		resources[called(r)] = r
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] == nil {
			deviations = append(deviations, "- "+name)
			continue
		}
		deviations = append(deviations, differences(name, want[name], got[name], resources)...)
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if r := resources[name]; want[name] == nil && strings.HasPrefix(r.ID, "app/") {
			deviations = append(deviations, "+ "+name)
		}
	}
	return deviations
}

// differences compares the lines about one resource. Attributes that only the account
// tells may be there.
func differences(name string, want, got []string, resources map[string]*graph.Resource) (out []string) {
	values := map[string]string{}
	for _, line := range got {
		if at, v, ok := strings.Cut(line, " = "); ok {
			values[at] = v
		}
	}
	for _, line := range want {
		if slices.Contains(got, line) {
			continue
		}
		at, v, attribute := strings.Cut(line, " = ")
		if attribute && v == "?" && values[at] != "" {
			continue // known only once it runs
		}
		if !attribute || !named(v, values[at], resources) {
			out = append(out, fmt.Sprintf("%s: - %s", name, line))
			if attribute && values[at] != "" {
				out = append(out, fmt.Sprintf("%s: + %s = %s", name, at, values[at]))
			}
		}
	}
	for _, line := range got {
		if at, _, attribute := strings.Cut(line, " = "); (!attribute || strings.HasPrefix(at, "tag ")) && !slices.Contains(want, line) {
			out = append(out, fmt.Sprintf("%s: + %s", name, line))
		}
	}
	return out
}

// named reports whether one value is a reference, and the other a name by which the
// resource is known that it leads to.
func named(want, got string, resources map[string]*graph.Resource) bool {
	refers, ok := strings.CutPrefix(want, "→ ")
	if !ok {
		refers, ok = strings.CutPrefix(got, "→ ")
		got = want
	}
	if !ok || got == "" {
		return false
	}
	for name := range strings.FieldsSeq(refers) {
		r := resources[name]
		if r == nil {
			continue
		}
		t, _ := catalog.Lookup(r.Type)
		for _, id := range t.Identifiers {
			if s, ok := r.Attributes[id].(string); ok && (got == fmt.Sprintf("%q", s) || strings.Contains(got, s)) {
				return true
			}
		}
	}
	return false
}

// compareFindings lists findings that only the code or only the account has.
func compareFindings(t *testing.T, file string, a *analyzer.Assessment) (deviations []string) {
	t.Helper()
	golden, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, got := strings.Split(strings.TrimSpace(string(golden)), "\n"), strings.Split(strings.TrimSpace(found(a)), "\n")
	for _, line := range want {
		if line != "" && !slices.Contains(got, line) {
			deviations = append(deviations, "finding: - "+line)
		}
	}
	for _, line := range got {
		if line != "" && !slices.Contains(want, line) {
			deviations = append(deviations, "finding: + "+line)
		}
	}
	return deviations
}
