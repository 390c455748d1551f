package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/faultline-dev/faultline/parsers/terraform/provider"
)

var update = flag.Bool("update", false, "write the file that the tests of package provider read")

// generate runs the command over files and opens what it wrote.
func generate(t *testing.T, args ...string) (*provider.Table, []byte) {
	t.Helper()
	dir := t.TempDir()
	if err := run(append([]string{"-o", dir}, args...), io.Discard); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "schemas.bin"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := provider.Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	return table, data
}

// attr and nest are what the tests compare of an attribute and a nested block.
type attr struct {
	Name, Flags, Type string
	Nested            *nest
}

type nest struct {
	Name     string
	Nesting  string
	Min, Max int
	Block    *content
}

type content struct {
	Attributes []attr
	Blocks     []nest
}

func contentOf(b *provider.Block) *content {
	c := &content{}
	for a := range b.Attributes() {
		c.Attributes = append(c.Attributes, attrOf(a))
	}
	for n := range b.Blocks() {
		c.Blocks = append(c.Blocks, *nestOf(n))
	}
	return c
}

func attrOf(a *provider.Attribute) attr {
	var flags []string
	for _, f := range []struct {
		set  bool
		name string
	}{
		{a.Required, "required"},
		{a.Optional, "optional"},
		{a.Computed, "computed"},
		{a.Sensitive, "sensitive"},
		{a.Deprecated, "deprecated"},
		{a.WriteOnly, "write-only"},
	} {
		if f.set {
			flags = append(flags, f.name)
		}
	}
	out := attr{Name: a.Name, Flags: strings.Join(flags, " "), Type: a.Type.GoString()}
	if a.Nested != nil {
		out.Nested = nestOf(a.Nested)
	}
	return out
}

func nestOf(n *provider.NestedBlock) *nest {
	return &nest{n.Name, n.Nesting.String(), n.MinItems, n.MaxItems, contentOf(n.Block())}
}

func resource(t *testing.T, table *provider.Table, typ string) *provider.Block {
	t.Helper()
	b, ok := table.Resource(typ)
	if !ok {
		t.Fatalf("no resource type %s", typ)
	}
	return b
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	table, _ := generate(t, "testdata/condensed.json")

	timeouts := nest{"timeouts", "single", 0, 0, &content{
		Attributes: []attr{{Name: "create", Flags: "optional", Type: "cty.String"}},
	}}
	want := &content{
		Attributes: []attr{
			{Name: "anything", Flags: "optional", Type: "cty.DynamicPseudoType"},
			{Name: "id", Flags: "computed", Type: "cty.String"},
			{Name: "name", Flags: "required", Type: "cty.String"},
			{Name: "password", Flags: "optional sensitive write-only", Type: "cty.String"},
			{Name: "replicated", Flags: "optional computed", Type: "cty.Bool"},
			{Name: "rule", Flags: "optional computed", Type: `cty.Set(cty.Object(map[string]cty.Type{"cidr":cty.String, "ports":cty.List(cty.Number)}))`},
			{Name: "size", Flags: "optional deprecated", Type: "cty.Number"},
			{Name: "status", Flags: "computed", Type: "cty.Map(cty.Tuple([]cty.Type{cty.String, cty.Bool}))"},
		},
		Blocks: []nest{
			{"disk", "list", 1, 2, &content{
				Attributes: []attr{{Name: "size", Flags: "required", Type: "cty.Number"}},
				Blocks: []nest{{"label", "set", 0, 50, &content{
					Attributes: []attr{{Name: "key", Flags: "required", Type: "cty.String"}},
				}}},
			}},
			{"extra", "list", 0, 0, &content{
				Attributes: []attr{{Name: "value", Flags: "optional", Type: "cty.DynamicPseudoType"}},
			}},
			{"mount", "map", 0, 0, &content{
				Attributes: []attr{{Name: "path", Flags: "optional", Type: "cty.String"}},
			}},
			timeouts,
		},
	}
	server := resource(t, table, "demo_server")
	if diff := cmp.Diff(want, contentOf(server)); diff != "" {
		t.Errorf("demo_server (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&content{Blocks: []nest{timeouts}}, contentOf(resource(t, table, "demo_copy"))); diff != "" {
		t.Errorf("demo_copy (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(&content{}, contentOf(resource(t, table, "demo_empty"))); diff != "" {
		t.Errorf("demo_empty (-want +got):\n%s", diff)
	}
	if server.Partial() {
		t.Error("demo_server is partial")
	}

	zones, ok := table.DataSource("demo_zones")
	if !ok {
		t.Fatal("no data source demo_zones")
	}
	wantZones := &content{Attributes: []attr{{Name: "names", Flags: "computed", Type: "cty.List(cty.String)"}}}
	if diff := cmp.Diff(wantZones, contentOf(zones)); diff != "" {
		t.Errorf("demo_zones (-want +got):\n%s", diff)
	}
	for _, typ := range []string{"", "demo_zones", "demo_serve", "demo_serverx", "a", "zzz"} {
		if _, ok := table.Resource(typ); ok {
			t.Errorf("there is a resource type %q", typ)
		}
	}
	if !table.Known("demo") || table.Known("example/demo") || table.Known("dem") {
		t.Error("not exactly demo is known")
	}
	if got := table.Version("demo") + "," + table.Version("other"); got != "1.2.3," {
		t.Errorf("versions %q", got)
	}
}

func TestSharesEqualBlocks(t *testing.T) {
	t.Parallel()
	table, _ := generate(t, "testdata/condensed.json")
	a, _ := resource(t, table, "demo_server").NestedBlock("timeouts")
	b, _ := resource(t, table, "demo_copy").NestedBlock("timeouts")
	if a.Block() != b.Block() {
		t.Error("equal blocks are decoded twice")
	}
}

func TestImpliedType(t *testing.T) {
	t.Parallel()
	table, _ := generate(t, "testdata/condensed.json")
	want := cty.Object(map[string]cty.Type{
		"anything":   cty.DynamicPseudoType,
		"id":         cty.String,
		"name":       cty.String,
		"password":   cty.String,
		"replicated": cty.Bool,
		"rule":       cty.Set(cty.Object(map[string]cty.Type{"cidr": cty.String, "ports": cty.List(cty.Number)})),
		"size":       cty.Number,
		"status":     cty.Map(cty.Tuple([]cty.Type{cty.String, cty.Bool})),
		"disk": cty.List(cty.Object(map[string]cty.Type{
			"size":  cty.Number,
			"label": cty.Set(cty.Object(map[string]cty.Type{"key": cty.String})),
		})),
		"mount":    cty.Map(cty.Object(map[string]cty.Type{"path": cty.String})),
		"extra":    cty.DynamicPseudoType,
		"timeouts": cty.Object(map[string]cty.Type{"create": cty.String}),
	})
	if got := resource(t, table, "demo_server").ImpliedType(); !got.Equals(want) {
		t.Errorf("got %#v\nwant %#v", got, want)
	}
}

func TestAsBlock(t *testing.T) {
	t.Parallel()
	table, _ := generate(t, "testdata/condensed.json")
	server := resource(t, table, "demo_server")
	rule, _ := server.Attribute("rule")
	n, ok := rule.AsBlock()
	if !ok {
		t.Fatal("rule cannot be written as a block")
	}
	want := &nest{"rule", "set", 0, 0, &content{Attributes: []attr{
		{Name: "cidr", Flags: "optional", Type: "cty.String"},
		{Name: "ports", Flags: "optional", Type: "cty.List(cty.Number)"},
	}}}
	if diff := cmp.Diff(want, nestOf(n)); diff != "" {
		t.Errorf("rule (-want +got):\n%s", diff)
	}
	if got := cty.Set(n.Block().ImpliedType()); !got.Equals(rule.Type) {
		t.Errorf("blocks make up %#v, the attribute is %#v", got, rule.Type)
	}
	for _, name := range []string{"status", "name"} {
		a, _ := server.Attribute(name)
		if _, ok := a.AsBlock(); ok {
			t.Errorf("%s can be written as a block", name)
		}
	}
}

func TestNestedAttributes(t *testing.T) {
	t.Parallel()
	table, _ := generate(t, "-version", "nested=0.1.0", "testdata/nested.json")
	cluster := resource(t, table, "nested_cluster")

	limits := `cty.Object(map[string]cty.Type{"cpu":cty.Number})`
	node := `cty.Object(map[string]cty.Type{"address":cty.String, "limits":` + limits + `, "zone":cty.String})`
	want := &content{Attributes: []attr{{
		Name: "nodes", Flags: "optional", Type: "cty.List(" + node + ")",
		Nested: &nest{"nodes", "list", 0, 0, &content{Attributes: []attr{
			{Name: "address", Flags: "computed", Type: "cty.String"},
			{Name: "limits", Flags: "optional", Type: limits, Nested: &nest{"limits", "single", 0, 0, &content{
				Attributes: []attr{{Name: "cpu", Flags: "optional computed", Type: "cty.Number"}},
			}}},
			{Name: "zone", Flags: "required", Type: "cty.String"},
		}}},
	}}}
	if diff := cmp.Diff(want, contentOf(cluster)); diff != "" {
		t.Errorf("nested_cluster (-want +got):\n%s", diff)
	}

	nodes, _ := cluster.Attribute("nodes")
	wantConstraint := cty.List(cty.ObjectWithOptionalAttrs(map[string]cty.Type{
		"address": cty.String,
		"limits":  cty.ObjectWithOptionalAttrs(map[string]cty.Type{"cpu": cty.Number}, []string{"cpu"}),
		"zone":    cty.String,
	}, []string{"address", "limits"}))
	if got := nodes.Constraint(); !got.Equals(wantConstraint) {
		t.Errorf("constraint %#v, want %#v", got, wantConstraint)
	}
	if got := nodes.Constraint().WithoutOptionalAttributesDeep(); !got.Equals(nodes.Type) {
		t.Errorf("type %#v is not the constraint's %#v", nodes.Type, got)
	}
	if got := cty.List(nodes.Nested.Block().ImpliedType()); !got.Equals(nodes.Type) {
		t.Errorf("members imply %#v, the type is %#v", got, nodes.Type)
	}
}

func TestNamesOnly(t *testing.T) {
	t.Parallel()
	table, _ := generate(t, "testdata/names.json")
	vault := resource(t, table, "names_vault")
	want := &content{
		Attributes: []attr{
			{Name: "location", Flags: "required", Type: "cty.String"},
			{Name: "purge_protection", Flags: "optional", Type: "cty.DynamicPseudoType"},
		},
		Blocks: []nest{
			{"network", "list", 1, 0, &content{
				Attributes: []attr{{Name: "bypass", Flags: "required", Type: "cty.String"}},
			}},
			{"tier", "list", 0, 0, &content{}},
			{"timeouts", "single", 0, 0, &content{
				Attributes: []attr{{Name: "create", Flags: "optional", Type: "cty.String"}},
			}},
		},
	}
	if diff := cmp.Diff(want, contentOf(vault)); diff != "" {
		t.Errorf("names_vault (-want +got):\n%s", diff)
	}
	wantType := cty.Object(map[string]cty.Type{
		"location":         cty.String,
		"purge_protection": cty.DynamicPseudoType,
		"network":          cty.DynamicPseudoType, // nobody knows whether a list or a set
		"tier":             cty.DynamicPseudoType,
		"timeouts":         cty.Object(map[string]cty.Type{"create": cty.String}),
	})
	if got := vault.ImpliedType(); !got.Equals(wantType) {
		t.Errorf("implied type %#v, want %#v", got, wantType)
	}
	network, _ := vault.NestedBlock("network")
	if !vault.Partial() || !network.Block().Partial() || !resource(t, table, "names_optional").Partial() {
		t.Error("a block from a file of names is not partial")
	}
}

// Both forms, compressed or not, say the same.
func TestFormsAgree(t *testing.T) {
	t.Parallel()
	_, condensed := generate(t, "testdata/condensed.json")
	_, plain := generate(t, "-version", "demo=1.2.3", "testdata/plain.json")
	if !bytes.Equal(condensed, plain) {
		t.Error("condensed and plain form differ")
	}

	text, err := os.ReadFile("testdata/plain.json")
	if err != nil {
		t.Fatal(err)
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "plain.json.gz")
	if err := os.WriteFile(name, z.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	_, compressed := generate(t, "-version", "demo=1.2.3", name)
	if !bytes.Equal(plain, compressed) {
		t.Error("the compressed file gives something else")
	}
}

func TestDeterministic(t *testing.T) {
	t.Parallel()
	args := []string{"-version", "nested=0.1.0", "testdata/condensed.json", "testdata/nested.json", "testdata/names.json"}
	_, first := generate(t, args...)
	for range 5 {
		args[2], args[4] = args[4], args[2]
		if _, again := generate(t, args...); !bytes.Equal(first, again) {
			t.Fatal("the same schemas give different bytes")
		}
	}

	// It is also what package provider is fuzzed with.
	golden := filepath.FromSlash("../../../parsers/terraform/provider/testdata/fixture.bin")
	if *update {
		if err := os.WriteFile(golden, first, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, first) {
		t.Errorf("%s is out of date: go test ./internal/tools/providerschema -update", golden)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ input, want string }{
		"not JSON":           {`x`, "invalid character"},
		"something else":     {`{}`, "neither a provider nor provider_schemas"},
		"unknown key":        {`{"provider": "p", "resources": {"p_a": {"x": {"optional": true, "default": 1}}}}`, "default"},
		"unknown nesting":    {`{"provider": "p", "resources": {"p_a": {"x": {"block": "heap"}}}}`, `p_a: x: unknown nesting "heap"`},
		"unknown type":       {`{"provider": "p", "resources": {"p_a": {"x": {"optional": true, "type": "bit"}}}}`, "p_a: x: reading its type"},
		"no version":         {`{"provider": "p"}`, "no version of provider p"},
		"negative limit":     {`{"provider": "p", "version": "1", "resources": {"p_a": {"x": {"block": "set", "min_items": -1}}}}`, "p_a: x: limits -1 to 0"},
		"limits at no block": {`{"provider": "p", "resources": {"p_a": {"x": {"optional": true, "min_items": 1}}}}`, "p_a: x: attribute has parts of a block"},
		"no type": {
			`{"provider_schemas": {"p": {"resource_schemas": {"p_a": {"block": {"attributes": {"x": {"optional": true}}}}}}}}`,
			"p: p_a: x: attribute has no type",
		},
		"attribute and block": {
			`{"provider_schemas": {"p": {"resource_schemas": {"p_a": {"block": {
				"attributes": {"x": {"optional": true, "type": "string"}}, "block_types": {"x": {"nesting_mode": "list"}}}}}}}}`,
			"p_a: x: both an attribute and a block",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file := filepath.Join(dir, "input.json")
			if err := os.WriteFile(file, []byte(test.input), 0o600); err != nil {
				t.Fatal(err)
			}
			args := []string{"-o", dir, file}
			if name == "attribute and block" {
				args = append([]string{"-version", "p=1"}, args...)
			}
			err := run(args, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
	t.Run("twice", func(t *testing.T) {
		t.Parallel()
		err := run([]string{"-o", t.TempDir(), "testdata/condensed.json", "testdata/condensed.json"}, io.Discard)
		if err == nil || !strings.Contains(err.Error(), `two schemas for provider "demo"`) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("no files", func(t *testing.T) {
		t.Parallel()
		if err := run(nil, io.Discard); err == nil {
			t.Error("no error")
		}
	})
}
