package plan_test

import (
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/plan"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

func evaluate(t *testing.T, dir string) *graph.Builder {
	t.Helper()
	b, _, err := terraform.Parse(t.Context(), terraform.Options{FS: os.DirFS(dir)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(t *testing.T, dir, file string) *plan.File {
	t.Helper()
	f, err := plan.Read(t.Context(), plan.Options{FS: os.DirFS(dir), Path: file})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	return f
}

// compared is what of a graph must be the same whatever it was read from.
type compared struct {
	Resources map[string]resource
	Edges     []edge
	Open      []edge
}

type resource struct {
	Type, Group, Region string
	Data, MayExist      bool
	Zones               []string
	ZonesKnown          bool
	Tags                map[string]string
	Unknown             []string // shapes: of a set a plan does not say which element
	Attributes          map[string]any
}

type edge struct {
	From, To string
	Kind     graph.EdgeKind
	Via      string
}

// comparison takes a graph apart. Of the attributes it has those that the text sets, as
// a plan also has what the provider fills in; edges have no positions in sets.
func comparison(g, text *graph.Graph, relations func(graph.EdgeKind) bool) compared {
	out := compared{Resources: map[string]resource{}}
	for _, r := range g.Resources() {
		of := text.Resource(r.ID)
		if of == nil {
			of = r
		}
		c := resource{
			Type: r.Type, Group: r.Group, Region: r.Scope.Region, Data: r.Data, MayExist: r.MayExist,
			Zones: r.Zones, ZonesKnown: r.ZonesKnown, Tags: r.Tags,
		}
		for _, u := range r.Unknown {
			if !slices.Contains(r.Sensitive, u.Path) {
				c.Unknown = append(c.Unknown, u.Path.Shape())
			}
		}
		slices.Sort(c.Unknown)
		c.Unknown = slices.Compact(c.Unknown)
		c.Attributes, _ = common(r.Attributes, of.Attributes).(map[string]any)
		for _, p := range r.Sensitive {
			delete(c.Attributes, string(p))
		}
		out.Resources[r.ID] = c
	}
	for _, e := range g.Edges() {
		if relations(e.Kind) {
			out.Edges = append(out.Edges, edge{e.From, e.To, e.Kind, e.Via.Shape()})
		}
	}
	order := func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Via, b.Via))
	}
	slices.SortFunc(out.Edges, order)
	for _, o := range g.OpenEdges() {
		out.Open = append(out.Open, edge{o.Holder, "", o.Kind, o.Via.Shape()})
	}
	return out
}

// common keeps of a value what the text also has, and drops nulls and what is unknown.
func common(v, text any) any {
	switch text := text.(type) {
	case map[string]any:
		o, ok := v.(map[string]any)
		if !ok {
			return v
		}
		out := map[string]any{}
		for name, e := range text {
			if e != nil {
				if kept := common(o[name], e); kept != nil {
					out[name] = kept
				}
			}
		}
		return out
	case []any:
		list, ok := v.([]any)
		if !ok {
			return v
		}
		if !slices.ContainsFunc(text, func(e any) bool { return e != nil }) {
			return nil
		}
		out := make([]any, len(list))
		for i, e := range list {
			if out[i] = e; i < len(text) {
				out[i] = common(e, text[i])
			}
		}
		return out
	}
	return v
}

func every(graph.EdgeKind) bool { return true }

// TestParity: a configuration and its plan, alone or beside its text, give the same graph.
// What differs by nature is left out: attributes that only the provider knows, secrets,
// what unknown values wait for (a plan has no keys in references), positions in sets.
func TestParity(t *testing.T) {
	t.Parallel()
	const dir = "testdata/parity"
	text := evaluate(t, dir)
	sources := plan.NewSources(text, ".")
	want := catalog.Complete(text)
	password := want.Resource(`module.db["main"].aws_db_instance.this`)
	for name, o := range map[string]plan.BuildOptions{
		"plan": {Group: "."}, "plan and text": {Group: ".", Sources: sources},
	} {
		got := catalog.Complete(read(t, dir, "plan.json").Build(o))
		expected := comparison(want, want, every)
		delete(expected.Resources[password.ID].Attributes, "password")
		if diff := gocmp.Diff(expected, comparison(got, want, every)); diff != "" {
			t.Errorf("%s (-text +plan):\n%s", name, diff)
		}
	}
}

// TestParityOfState: what was applied has the same relations, by value. Mentions are
// not in a state, and nothing in it is unknown.
func TestParityOfState(t *testing.T) {
	t.Parallel()
	const dir = "testdata/parity"
	want := catalog.Complete(evaluate(t, dir))
	got := catalog.Complete(read(t, dir, "state.json").Build(plan.BuildOptions{Group: "."}))
	relations := func(k graph.EdgeKind) bool { return k != graph.References }
	expected, state := comparison(want, want, relations), comparison(got, want, relations)
	for i, e := range expected.Edges {
		if e.Kind == graph.DependsOnData {
			expected.Edges[i].Via = "dependencies" // all that a state says
		}
	}
	// That one is mentioned in depends_on alone cannot be seen in a state.
	state.Edges = slices.DeleteFunc(state.Edges, func(e edge) bool {
		return e.Kind == graph.DependsOnData && e.To == "aws_sns_topic.ops"
	})
	if diff := gocmp.Diff(expected.Edges, state.Edges); diff != "" {
		t.Errorf("relations (-text +state):\n%s", diff)
	}
	if len(state.Open) > 0 {
		t.Errorf("open: %v", state.Open)
	}
	for id, r := range state.Resources {
		if len(r.Unknown) > 0 {
			t.Errorf("%s: unknown %v", id, r.Unknown)
		}
		if w := expected.Resources[id]; w.Region != r.Region || w.Type != r.Type {
			t.Errorf("%s: %s in %s, want %s in %s", id, r.Type, r.Region, w.Type, w.Region)
		}
	}
}

// TestAllKnown: a plan that changes nothing has every value, so that nothing is unknown.
func TestAllKnown(t *testing.T) {
	t.Parallel()
	type resources []struct {
		Address string         `json:"address"`
		Values  map[string]any `json:"values"`
	}
	var state struct {
		Values struct {
			Root struct {
				Resources resources `json:"resources"`
				Children  []struct {
					Resources resources `json:"resources"`
				} `json:"child_modules"`
			} `json:"root_module"`
		} `json:"values"`
	}
	load(t, "testdata/parity/state.json", &state)
	values := map[string]map[string]any{}
	for _, r := range state.Values.Root.Resources {
		values[r.Address] = r.Values
	}
	for _, c := range state.Values.Root.Children {
		for _, r := range c.Resources {
			values[r.Address] = r.Values
		}
	}
	var doc struct {
		Version string `json:"format_version"`
		Changes []struct {
			Address string `json:"address"`
			Mode    string `json:"mode"`
			Type    string `json:"type"`
			Name    string `json:"name"`
			Change  struct {
				Actions   []string       `json:"actions"`
				After     map[string]any `json:"after"`
				Unknown   map[string]any `json:"after_unknown"`
				Sensitive any            `json:"after_sensitive"`
			} `json:"change"`
		} `json:"resource_changes"`
		Prior         any `json:"prior_state"`
		Configuration any `json:"configuration"`
	}
	load(t, "testdata/parity/plan.json", &doc)
	for i := range doc.Changes {
		c := &doc.Changes[i].Change
		c.Actions, c.After, c.Unknown = []string{"no-op"}, values[doc.Changes[i].Address], nil
	}
	src, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	f, err := plan.Read(t.Context(), plan.Options{FS: fstest.MapFS{"p.json": {Data: src}}, Path: "p.json"})
	if err != nil {
		t.Fatal(err)
	}
	g := catalog.Complete(f.Build(plan.BuildOptions{}))
	for _, r := range g.Resources() {
		for _, u := range r.Unknown {
			if !slices.Contains(r.Sensitive, u.Path) {
				t.Errorf("%s: %s is unknown", r.ID, u.Path)
			}
		}
	}
	if open := g.OpenEdges(); len(open) > 0 {
		t.Errorf("open: %v", open)
	}
}

func load(t *testing.T, file string, into any) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(src, into); err != nil {
		t.Fatal(err)
	}
}
