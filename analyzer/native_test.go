package analyzer

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

// TestNativeCallsCoverTheLibrary compares names and arguments of the functions of
// the libraries with those that the engine answers: one that it does not know would be
// an undefined function in every rule.
func TestNativeCallsCoverTheLibrary(t *testing.T) {
	t.Parallel()
	for _, lib := range []struct {
		file, prefix string
		decls        []*ast.Builtin
	}{
		{"../rules/lib/graph/graph.rego", fnPrefix, graphDecls()},
		{"../rules/lib/attr/attr.rego", attrPrefix, attrDecls()},
	} {
		text, err := os.ReadFile(lib.file)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, r := range ast.MustParseModule(string(text)).Rules {
			if name := r.Head.Name.String(); !strings.HasPrefix(name, "_") {
				want[name] = len(r.Head.Args)
			}
		}
		got := map[string]int{}
		for _, decl := range lib.decls {
			got[strings.TrimPrefix(decl.Name, lib.prefix)] = decl.Decl.Arity()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: functions (-library +engine):\n%s", lib.file, diff)
		}
	}
}

func TestAttributesMentioned(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		want []string
	}{
		"reference":       {"x if input.r.attributes.multi_az", []string{"multi_az"}},
		"inner":           {"x if input.r.attributes.block[_].size > 1", []string{"block"}},
		"quoted":          {`x if input.r.attributes["a"]`, []string{"a"}},
		"argument":        {`x if attr.is_true(input.r, "health_check[0].on")`, []string{"health_check"}},
		"inner argument":  {`x if count([1 | attr.is_true(input.r, "on")]) > 0`, []string{"on"}},
		"variable":        {"names := {\"a\", \"b c\"}\n\nx if {\n\tsome n in names\n\tattr.is_true(input.r, n)\n}", []string{"a"}},
		"whole":           {"x if count(input.r.attributes) > 0", []string{"*"}},
		"computed":        {"x if input.r.attributes[input.name]", []string{"*"}},
		"object.get":      {`x if object.get(input.r, ["attributes", "a"], 1) == 1`, []string{"*"}},
		"none":            {"x if input.r.tags.attributes.a", []string{"a"}},
		"none at all":     {"x if input.r.id", nil},
		"not an argument": {`x if input.r.id == "a"`, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mod, err := ast.ParseModule("x.rego", "package x\n\nimport data.lib.attr\n\n"+tt.body+"\n")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, (&source{pkg: "x", module: mod}).attributes()); diff != "" {
				t.Errorf("attributes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestProgramsCoverTheRules names the rules of which some body is left to OPA, so that
// one that becomes slow is noticed.
func TestProgramsCoverTheRules(t *testing.T) {
	t.Parallel()
	set, err := Load(os.DirFS("../rules"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := set.compile(set.rules, false)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, r := range set.rules {
		if !c.whole[r] {
			left = append(left, r.ID)
		}
	}
	if diff := cmp.Diff([]string{"azurerm-monitor-no-service-health"}, left); diff != "" {
		t.Errorf("rules that OPA evaluates (-want +got):\n%s", diff)
	}
}
