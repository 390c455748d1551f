package ruletest_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/ownrules"
	"github.com/faultline-dev/faultline/internal/ruletest"
	"github.com/faultline-dev/faultline/rules"
)

// TestNewRulesPass scaffolds a rule for every tenth type of the published schema, and for
// some that the catalog reads in ways of their own or does not have, as rules new does,
// and runs its tests and fixtures: a new rule works whatever it is about.
func TestNewRulesPass(t *testing.T) {
	t.Parallel()
	base, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	var schema struct {
		Properties struct {
			Resources struct {
				Properties map[string]any `json:"properties"`
			} `json:"resources"`
		} `json:"properties"`
	}
	if err := json.Unmarshal([]byte(rules.Schema()), &schema); err != nil {
		t.Fatal(err)
	}
	types := []string{"aws_s3_bucket_object_lock_configuration", "azurerm_redis_cache", "aws_shield_protection", "azurerm_search_service"}
	for i, typ := range slices.Sorted(maps.Keys(schema.Properties.Resources.Properties)) {
		if i%10 == 0 && !slices.Contains(types, typ) {
			types = append(types, typ)
		}
	}
	n := 0
	for _, typ := range types {
		s, err := ownrules.New(t.Context(), ownrules.Request{Provider: "acme", Service: "all", Defect: strings.ReplaceAll(typ, "__", "_"), Type: typ}, base)
		if err != nil {
			if !strings.Contains(err.Error(), "has no attribute that is a boolean") {
				t.Errorf("%s: %v", typ, err)
			}
			continue
		}
		n++
		for name, text := range s.Files {
			files[name] = &fstest.MapFile{Data: text}
		}
	}
	report := run(t, base, files)
	if n < 20 || len(report.Rules) != n {
		t.Errorf("%d of %d types have a new rule, and %d were tried", n, len(types), len(report.Rules))
	}
	if report.Passed(100) {
		return
	}
	var text bytes.Buffer
	if err := ruletest.WriteText(&text, report, 100, false); err != nil {
		t.Fatal(err)
	}
	t.Error(text.String())
}

func run(t *testing.T, base *analyzer.RuleSet, files fstest.MapFS) *ruletest.Report {
	t.Helper()
	own, err := analyzer.ReadDir("r", files)
	if err != nil {
		t.Fatal(err)
	}
	set, err := base.With(ownrules.Vocabulary(), own)
	if err != nil {
		t.Fatal(err)
	}
	report, err := ruletest.Run(t.Context(), set, base, ruletest.Source{Own: own, FS: files})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestJSONSchema holds the JSON report to its published form, passed and failed.
func TestJSONSchema(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "schema", "ruletest.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	base, err := analyzer.Load(rules.FS())
	if err != nil {
		t.Fatal(err)
	}
	s, err := ownrules.New(t.Context(), ownrules.Request{Provider: "acme", Service: "rds", Defect: "x"}, base)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, text := range s.Files {
		files[name] = &fstest.MapFile{Data: text}
	}
	broken := maps.Clone(files)
	broken["acme/rds/x/good.tf"] = files["acme/rds/x/bad.tf"]
	broken["acme/rds/x/bad.tf"] = files["acme/rds/x/unknown.tf"]
	delete(broken, "acme/rds/x/unknown.tf")
	broken["acme/rds/x/x_test.rego"] = &fstest.MapFile{Data: []byte("package x_test\n\ntest_a if {\n\tprint(1)\n\tfalse\n}\n\ntodo_test_b if false\n")}
	for name, tt := range map[string]struct {
		files fstest.MapFS
		least float64
		want  bool
	}{
		"passed":    {files, 50, true},
		"failed":    {broken, 0, false},
		"uncovered": {files, 100.1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := ruletest.WriteJSON(&out, run(t, base, tt.files), tt.least); err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out.Bytes()))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%v\n%s", err, out.String())
			}
			if passed := strings.Contains(out.String(), `"passed": true,`+"\n  \"rules\""); passed != tt.want {
				t.Errorf("passed is %v, want %v", passed, tt.want)
			}
		})
	}
}
