package analyzer_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/analyzer"
)

func TestMetadataProblems(t *testing.T) {
	t.Parallel()
	const body = "fail contains {\"resource\": r.id, \"message\": \"m\"} if some r in input.resources.thing\n"
	with := func(old, replacement string) string { return strings.Replace(header, old, replacement, 1) }
	tests := map[string]struct {
		head, body string
		want       string
	}{
		"no metadata":        {"", body, ":1: no METADATA comment above the package"},
		"no title":           {with("# title: Thing is broken\n", ""), body, ":1: no title: what is wrong, in a line?"},
		"long title":         {with("Thing is broken", strings.Repeat("x", 101)), body, ":2: the title has 101 characters; at most 100 fit a line"},
		"remedy as title":    {with("Thing is", "Ensure it is not"), body, `:2: the title says what is wrong, without "Ensure" and a full stop: "Ensure it is not broken"`},
		"no description":     {with("# description: It breaks.\n", ""), body, ":1: no description: which loss does it turn into which outage?"},
		"unknown key":        {with("# description", "# descripton"), body, `:3: METADATA has the unknown key "descripton"; did you mean "description"? (there are title, description, related_resources, custom, scope)`},
		"unknown custom key": {with("severity: low", "severity: low\n#   serverity: low"), body, `:6: custom has the unknown key "serverity"; did you mean "severity"? (there are severity, theme, types, reads, controls, frameworks, remediation, params, profiles)`},
		"bad severity":       {with("low", "hgih"), body, `:5: custom.severity is "hgih"; did you mean "high"? (there are critical, high, medium, low)`},
		"bad theme":          {with("spof", "cost"), body, `:6: custom.theme is "cost" (there are spof, multi-az, multi-region, replication, backup, scaling, load-balancing, cache, monitoring, automation, protection, limits, health-check, dependency)`},
		"types no list":      {with("[thing]", "thing"), "fail contains {\"resource\": \"x\", \"message\": \"m\"}\n", ":7: custom.types is not a list of strings: write [a, b]"},
		"no page":            {header + "# related_resources: [\"javascript:alert(1)\"]\n", body, `:10: related_resources has "javascript:alert(1)", which is no address of a page`},
		"bad framework":      {header + "#   frameworks: {pci: [x]}\n", body, `:10: custom.frameworks has the unknown key "pci" (there are well_architected, fsbp, aprl)`},
		"no remediation":     {with("    terraform: Repair it.", "    pulumi: Repair it."), body, `:9: custom.remediation has the unknown key "pulumi" (there are terraform, cloudformation, live)`},
		"unused parameter":   {header + "#   params: {n: {default: 1, description: d}}\n", body, ":10: custom.params.n is not used: there is no input.params.n"},
		"parameter without default": {
			header + "#   params: {n: {description: d}}\n", body + "\nn := input.params.n\n", ":10: custom.params.n has no default",
		},
		"undeclared parameter": {header, body + "\nn := input.params.n\n", ":14: input.params.n is not declared in custom.params"},
		"undeclared type":      {header, body + "\nn := input.resources.other\n", ":14: input.resources.other is empty, because other is in neither custom.types nor custom.reads"},
		"all resources":        {header, body + "\nn := [r | some r in input.resources[_]]\n", ":14: name the type: input.resources.<type>; a rule never looks at all resources"},
		"edges":                {header, body + "\nn := input.edges\n", ":14: a rule reads input.resources.<type> and input.params.<name>, and walks the graph with lib.graph"},
		"no relation":          {header, "import data.lib.graph\n\n" + body + "\nn := graph.targets(\"x\", \"watched\")\n", `:16: "watched" is no relation (there are references, `},
		"no relation in a list": {
			header, "import data.lib.graph\n\n" + body + "\nn := count(graph.reach(\"x\", [\"placed_in\", \"watched\"]))\n", `:16: "watched" is no relation (there are references, `,
		},
		"import of a rule": {header, "import data.rules.x.y.z\n\n" + body, ":12: a rule imports libraries (data.lib.…) only, not data.rules.x.y.z"},
		"no verdict":       {header, "x := 1\n", ":10: the rule defines neither fail nor undetermined"},
		"no set":           {header, "fail := 1\n", ":12: fail is a set: write \"fail contains {…} if …\""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := analyzer.BuildIndex(ruleFS("x", tt.head, tt.body))
			if err == nil {
				t.Fatal("no problem was found")
			}
			if !strings.Contains(err.Error(), "t/t/x/x.rego"+tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestRuleIsWhereItsPackageSays(t *testing.T) {
	t.Parallel()
	const body = "\nfail contains {\"resource\": r.id, \"message\": \"m\"} if some r in input.resources.thing\n"
	_, err := analyzer.BuildIndex(fstest.MapFS{
		"aws/rds/other.rego":      {Data: []byte(header + "package rules.aws.rds.single_az\n" + body)},
		"lib/attr/attr.rego":      {Data: []byte("package lib.attribute\n")},
		"aws/rds/x/x_test.rego":   {Data: []byte("not read")},
		"aws/rds/bad/bad.rego":    {Data: []byte("package rules.aws.rds.bad\n\nx = {\n")},
		"aws/rds/good/good.rego":  {Data: []byte(header + "package rules.aws.rds.good\n" + body)},
		"aws/rds/good/good.tf":    {Data: []byte("")},
		"aws/rds/good/index.json": {Data: []byte("{}")},
	})
	if err == nil || !strings.Contains(err.Error(), "aws/rds/bad/bad.rego:4: rego_parse_error") {
		t.Errorf("got %v, want a parse error", err)
	}
}

func TestLoadDirRefusesWhatIsThere(t *testing.T) {
	t.Parallel()
	fsys := ruleFS("x", header, "fail contains {\"resource\": r.id, \"message\": \"m\"} if some r in input.resources.thing\n")
	base, err := analyzer.LoadDir(fsys, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = analyzer.LoadDir(fsys, base)
	want := "t/t/x/x.rego: the id t-t-x is that of t/t/x/x.rego already; choose another package path and directory"
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

// TestCheckAgainstSchema finds a misspelt attribute, which plain Rego takes for an absent one.
func TestCheckAgainstSchema(t *testing.T) {
	t.Parallel()
	set, err := analyzer.LoadDir(ruleFS("x", header, `fail contains {"resource": r.id, "message": "m"} if {
	some r in input.resources.thing
	r.attributes.mutli_az == false
}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	object := func(properties map[string]any) map[string]any {
		return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	}
	boolean, text := map[string]any{"type": "boolean"}, map[string]any{"type": "string"}
	thing := object(map[string]any{"id": text, "attributes": object(map[string]any{"multi_az": boolean})})
	err = set.Check(object(map[string]any{
		"resources": object(map[string]any{"thing": map[string]any{"type": "array", "items": thing}}),
	}))
	if err == nil || !strings.Contains(err.Error(), "undefined ref: r.attributes.mutli_az") {
		t.Errorf("got %v, want an undefined reference", err)
	}
}
