package plan_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/plan"
)

func readText(t *testing.T, text string) (*plan.File, error) {
	t.Helper()
	return plan.Read(t.Context(), plan.Options{FS: fstest.MapFS{"p.json": {Data: []byte(text)}}, Path: "p.json"})
}

func build(t *testing.T, text string) map[string]*graph.Resource {
	t.Helper()
	f, err := readText(t, text)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*graph.Resource{}
	for _, r := range f.Build(plan.BuildOptions{}).Resources {
		out[r.ID] = r
	}
	return out
}

func TestNoPlan(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"empty":        {"", "empty"},
		"text":         {"# Terraform\n", "give a directory"},
		"binary":       {"PK\x03\x04plan", "terraform show -json PLANFILE"},
		"array":        {"[]", "give a directory"},
		"object":       {`{"a": 1}`, "no format_version"},
		"not JSON":     {`{"a": `, "no format_version"},
		"state file":   {`{"version": 4, "serial": 3, "lineage": "x", "resources": []}`, "STATEFILE"},
		"log":          {`{"@level":"info","@message":"Terraform 1.11.4"}` + "\n" + `{"@level":"info"}`, "log of terraform plan"},
		"schemas":      {`{"format_version":"1.0","provider_schemas":{}}`, "schemas"},
		"empty state":  {`{"format_version":"1.0"}`, "no state"},
		"only an end":  {`{}`, "no format_version"},
		"wrong values": {`{"format_version": 1}`, "no format_version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := readText(t, tc.text)
			if !errors.Is(err, plan.ErrNoPlan) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want one with %q", err, tc.want)
			}
		})
	}
	if _, err := plan.Read(t.Context(), plan.Options{FS: fstest.MapFS{}, Path: "p.json"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
}

// TestBroken: what comes before the fault is there, and the run is incomplete.
func TestBroken(t *testing.T) {
	t.Parallel()
	const first = `{"format_version":"1.2","resource_changes":[
		{"address":"aws_sns_topic.a","mode":"managed","type":"aws_sns_topic","name":"a","change":{"actions":["create"],"after":{"name":"a"}}}`
	for name, text := range map[string]string{
		"cut":       first,
		"in a text": first + `,{"address":"aws`,
		"version":   strings.Replace(first, `"1.2"`, `"2.0"`, 1) + "]}",
		"shape":     first + `,{"address":[]}]}`,
		"rest":      first + `]} {}`,
		"no array":  first + `],"resource_drift":3}`,
		"unknown":   first + `,{"address":"aws_sns_topic.b","mode":"managed","type":"aws_sns_topic","name":"b","change":{"after_unknown":true}}]}`,
		"depth": first + `,{"address":"aws_sns_topic.b","mode":"managed","type":"aws_sns_topic","name":"b","change":{"after":{"a":` +
			strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}}}]}`,
		"modules": `{"format_version":"1.0","values":{"root_module":` + strings.Repeat(`{"child_modules":[`, 200) + strings.Repeat("]}", 200) + `}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := readText(t, text)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(f.Diagnostics, func(d graph.Diagnostic) bool { return d.Incomplete }) {
				t.Errorf("nothing says that it is incomplete: %v", f.Diagnostics)
			}
			got := f.Addresses()
			if name != "version" && name != "modules" && !slices.Equal(got, []string{"aws_sns_topic.a"}) {
				t.Errorf("read %v", got)
			}
			if len(f.Build(plan.BuildOptions{}).Missing) == 0 {
				t.Error("absence is judged as if all were there")
			}
		})
	}
	small := plan.Options{FS: fstest.MapFS{"p.json": {Data: []byte(first + "]}")}}, Path: "p.json", MaxBytes: int64(len(first))}
	f, err := plan.Read(t.Context(), small)
	if err != nil || len(f.Diagnostics) != 1 || !strings.Contains(f.Diagnostics[0].Detail, "larger") {
		t.Errorf("a file that is too large gives %v, %v", f, err)
	}
}

func TestUTF16(t *testing.T) {
	t.Parallel()
	text := `{"format_version":"1.2","planned_values":{},"resource_changes":[]}`
	data := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(text)) {
		data = append(data, byte(u), byte(u>>8))
	}
	if _, err := readText(t, string(data)); err != nil {
		t.Error(err)
	}
	if _, err := readText(t, "\ufeff"+text); err != nil {
		t.Error(err)
	}
}

// TestActions: what goes is not there, what is replaced is, deposed objects and drift
// change nothing, and what a plan with -target leaves alone is taken from the prior state.
func TestActions(t *testing.T) {
	t.Parallel()
	change := func(address, actions, more string) string {
		_, name, _ := strings.Cut(address, ".")
		return `{"address":"` + address + `","mode":"managed","type":"aws_sns_topic","name":"` + name + `"` + more +
			`,"change":{"actions":[` + actions + `],"before":{"name":"old"},"after":{"name":"` + name + `"},"after_unknown":{},"after_sensitive":{}}}`
	}
	prior := func(address string) string {
		_, name, _ := strings.Cut(address, ".")
		return `{"address":"` + address + `","mode":"managed","type":"aws_sns_topic","name":"` + name + `","values":{"name":"prior"},"sensitive_values":{}}`
	}
	text := `{"format_version":"1.2","complete":false,"resource_drift":[` + change("aws_sns_topic.drifted", `"update"`, "") + `],
	"resource_changes":[` + strings.Join([]string{
		change("aws_sns_topic.gone", `"delete"`, ""),
		change("aws_sns_topic.forgotten", `"forget"`, ""),
		change("aws_sns_topic.replaced", `"delete","create"`, ""),
		change("aws_sns_topic.same", `"no-op"`, ""),
		change("aws_sns_topic.moved", `"no-op"`, `,"previous_address":"aws_sns_topic.before"`),
		change("aws_sns_topic.old", `"delete"`, `,"deposed":"1234"`),
	}, ",") + `],"prior_state":{"format_version":"1.0","values":{"root_module":{"resources":[` + strings.Join([]string{
		prior("aws_sns_topic.gone"), prior("aws_sns_topic.forgotten"), prior("aws_sns_topic.same"), prior("aws_sns_topic.before"),
		prior("aws_sns_topic.untouched"),
		`{"address":"data.aws_region.r","mode":"data","type":"aws_region","name":"r","values":{"name":"eu-west-1"}}`,
	}, ",") + `]}}}}`
	names := map[string]any{}
	for id, r := range build(t, text) {
		names[id] = r.Attributes["name"]
	}
	want := map[string]any{
		"aws_sns_topic.replaced": "replaced", "aws_sns_topic.same": "same", "aws_sns_topic.moved": "moved",
		"aws_sns_topic.untouched": "prior", "data.aws_region.r": "eu-west-1",
	}
	if diff := gocmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

// TestSecrets: sensitive values are nowhere in the graph; that there is one is.
func TestSecrets(t *testing.T) {
	t.Parallel()
	got := build(t, `{"format_version":"1.2","resource_changes":[{"address":"aws_db_instance.a","mode":"managed","type":"aws_db_instance",
	"name":"a","change":{"actions":["create"],"after":{"password":"hunter2","username":null,"tags":{"k":"hunter2","l":"x"},
	"list":[{"a":"hunter2","b":1},{"a":"y"}]},"after_unknown":{"id":true},
	"after_sensitive":{"password":true,"username":true,"tags":{"k":true},"list":[{"a":true},{"a":false}]}}}]}`)["aws_db_instance.a"]
	want := map[string]any{
		"tags": map[string]any{"l": "x"}, "list": []any{map[string]any{"b": 1.0}, map[string]any{"a": "y"}},
	}
	if diff := gocmp.Diff(want, got.Attributes); diff != "" {
		t.Error(diff)
	}
	if diff := gocmp.Diff([]graph.Path{"list[0].a", "password", "tags.k", "username"}, got.Sensitive); diff != "" {
		t.Error(diff)
	}
	needs := []string{"a sensitive value, which is not read"}
	wantUnknown := []graph.Unknown{{Path: "list[0].a", Needs: needs}, {Path: "password", Needs: needs}, {Path: "tags.k", Needs: needs}}
	if diff := gocmp.Diff(wantUnknown, got.Unknown); diff != "" {
		t.Error(diff)
	}
}

// TestValuesAlone: a plan that was reduced to planned_values is read from them.
func TestValuesAlone(t *testing.T) {
	t.Parallel()
	got := build(t, `{"format_version":"1.2","planned_values":{"root_module":{"child_modules":[{"address":"module.a[\"x.y\"]","resources":[
	{"address":"module.a[\"x.y\"].aws_sns_topic.t[\"k\"]","mode":"managed","type":"aws_sns_topic","name":"t","index":"k","values":{"name":"t"}}]}]}}}`)
	if r := got[`module.a["x.y"].aws_sns_topic.t["k"]`]; r == nil || r.Attributes["name"] != "t" {
		t.Errorf("got %v", got)
	}
}
