package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/faultline-dev/faultline/internal/config"
)

// full uses every key.
const full = `version: 1
exclude: [legacy, "**/examples"]
fail_on: high
region: eu-west-1
workspace: prod
var_files: [live/common.tfvars]
variables:
  high_availability: true
  azs: [eu-west-1a, eu-west-1b]
module_dirs: [vendor/modules]
as_root: [modules/database]
profile: production
rules:
  aws-elasticache-no-alarm: {severity: medium}
  aws-dx-*: {enabled: false}
  aws-s3-versioning-off: {params: {temporary_days: 30}}
skip:
  themes: [multi-region]
  tags: {lifetime: temporary}
environments:
  production: {paths: [live/prod], tags: {env: prod*}}
  development: {paths: ["**/dev"]}
overrides:
  - environments: [development]
    profile: development
  - paths: [live/prod/reports]
    disable: [aws-nat-single-zone, monitoring]
    severity: {multi-az: low, aws-rds-backup-disabled: critical}
suppressions:
  - rules: [aws-rds-single-az]
    resources: [module.reports, "module.copy*.aws_db_instance"]
    reason: rebuilt every night from the warehouse
    until: 2027-01-31
baseline: faultline-baseline.json
assume:
  account_id: "210987654321"
  zones: [a, b]
`

func TestParse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, src string
		want      config.Config
	}{
		{"least", "version: 1\n", config.Config{}},
		{"empty lists", "version: 1\nexclude: []\nvariables: {}\n", config.Config{}},
		{"as JSON", `{"version": 1, "fail_on": "none"}`, config.Config{FailOn: "none"}},
		{"full", full, config.Config{
			Profile: "production",
			Rules: []config.Rule{
				{ID: config.Word{Text: "aws-elasticache-no-alarm", Line: 14}, Severity: "medium"},
				{ID: config.Word{Text: "aws-dx-*", Line: 15}, Enabled: new(false)},
				{ID: config.Word{Text: "aws-s3-versioning-off", Line: 16}, Params: []config.Param{{Name: config.Word{Text: "temporary_days", Line: 16}, Value: 30}}},
			},
			Skip: config.Selection{
				Themes:   []config.Word{{Text: "multi-region", Line: 18}},
				Selector: config.Selector{Tags: []config.Tag{{Name: "lifetime", Value: "temporary", Line: 19}}},
			},
			Environments: []config.Environment{
				{Name: config.Word{Text: "production", Line: 21}, Selector: config.Selector{
					Paths: []config.Word{{Text: "live/prod", Line: 21}}, Tags: []config.Tag{{Name: "env", Value: "prod*", Line: 21}},
				}},
				{Name: config.Word{Text: "development", Line: 22}, Selector: config.Selector{Paths: []config.Word{{Text: "**/dev", Line: 22}}}},
			},
			Overrides: []config.Override{
				{Line: 24, Selector: config.Selector{Environments: []config.Word{{Text: "development", Line: 24}}}, Profile: "development"},
				{
					Line: 26, Selector: config.Selector{Paths: []config.Word{{Text: "live/prod/reports", Line: 26}}},
					Disable: []config.Word{{Text: "aws-nat-single-zone", Line: 27}, {Text: "monitoring", Line: 27}},
					Severity: []config.Level{
						{Rules: config.Word{Text: "multi-az", Line: 28}, Severity: "low"},
						{Rules: config.Word{Text: "aws-rds-backup-disabled", Line: 28}, Severity: "critical"},
					},
				},
			},
			Suppressions: []config.Suppression{{
				Line: 30, Rules: []config.Word{{Text: "aws-rds-single-az", Line: 30}},
				Selector: config.Selector{Resources: []config.Word{
					{Text: "module.reports", Line: 31}, {Text: "module.copy*.aws_db_instance", Line: 31},
				}},
				Reason: "rebuilt every night from the warehouse", Until: "2027-01-31",
			}},
			Baseline: "faultline-baseline.json",
			Assume:   config.Assume{AccountID: "210987654321", Zones: []string{"a", "b"}},

			Exclude: []string{"legacy", "**/examples"}, FailOn: "high", Region: "eu-west-1", Workspace: "prod",
			VarFiles: []string{"live/common.tfvars"}, ModuleDirs: []string{"vendor/modules"}, AsRoot: []string{"modules/database"},
			Variables: []config.Variable{
				{Name: "high_availability", Text: "true"},
				{Name: "azs", Data: []any{"eu-west-1a", "eu-west-1b"}},
			},
		}},
		{"stacks", "version: 1\nstacks:\n  a.yaml: {name: net, region: eu-west-1, account: \"012345678901\"}\n  b/c.yaml:\n" +
			"    - {name: eu, parameters: {Zones: [a, b], N: 1}}\n    - {name: us, parameter_files: [us.json]}\n", config.Config{
			Stacks: []config.Stack{
				{Template: "a.yaml", Name: "net", Region: "eu-west-1", Account: "012345678901"},
				{Template: "b/c.yaml", Name: "eu", Parameters: []config.Variable{{Name: "Zones", Data: []any{"a", "b"}}, {Name: "N", Text: "1"}}},
				{Template: "b/c.yaml", Name: "us", ParameterFiles: []string{"us.json"}},
			},
		}},
		{"scalars are kept as they are written", "version: 1\nvariables: {a: 010, b: \"x ${y}\", c: 1.50}\n", config.Config{
			Variables: []config.Variable{{Name: "a", Text: "010"}, {Name: "b", Text: "x ${y}"}, {Name: "c", Text: "1.50"}},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Parse([]byte(test.src))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if err := validate(t, test.src); err != nil {
				t.Errorf("the schema refuses what the parser takes: %v", err)
			}
		})
	}
}

// TestDocumentation holds that the example of the documentation is the one tested here.
func TestDocumentation(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "\n"+full+"```\n") {
		t.Errorf("docs/configuration.md does not show\n%s", full)
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, src, want string }{
		{"no version", "fail_on: high\n", "line 1: version: 1 is missing"},
		{"another version", "version: 2\n", `line 1: version must be 1, not "2"`},
		{"version is a list", "version: [1]\n", "line 1: version must be 1"},
		{"misspelt key", "version: 1\nfail_one: high\n", `did you mean "fail_on"?`},
		{"key of nothing", "version: 1\nzzzzzzzzzz: 1\n", `line 2: unknown key "zzzzzzzzzz"; known are as_root, assume, baseline`},
		{"level", "version: 1\nfail_on: severe\n", "line 2: fail_on must be one of critical, high, medium, low, none"},
		{"misspelt level", "version: 1\nfail_on: hihg\n", `did you mean "high"?`},
		{"level is a list", "version: 1\nfail_on: [high]\n", "line 2: a text is expected here"},
		{"one pattern", "version: 1\nexclude: legacy\n", "line 2: a list is expected here"},
		{"list of lists", "version: 1\nexclude:\n  - [legacy]\n", "line 3: a text is expected here"},
		{"region is a mapping", "version: 1\nregion: {name: x}\n", "line 2: a text is expected here"},
		{"variables are a list", "version: 1\nvariables: [a]\n", "line 2: variables must be a mapping of name to value"},
		{"version is a text", "version: \"1\"\n", "line 1: version must be 1"},
		{"region is null", "version: 1\nregion: ~\n", "line 2: a text is expected here"},
		{"variable without value", "version: 1\nvariables: {a: ~}\n", `line 2: variable "a" has no value`},
		{"profile", "version: 1\nprofile: prod\n", "line 2: profile must be one of strict, production, development"},
		{"rules are a list", "version: 1\nrules: [a]\n", "line 2: rules must be a mapping"},
		{"setting of a rule", "version: 1\nrules: {a: {severty: low}}\n", `line 2: unknown key "severty" in a rule; did you mean "severity"?`},
		{"rule is a text", "version: 1\nrules: {a: off}\n", "line 2: a rule must be a mapping"},
		{"level of a rule", "version: 1\nrules: {a: {severity: none}}\n", "line 2: severity must be one of critical, high, medium, low"},
		{"enabled is a text", "version: 1\nrules: {a: {enabled: \"yes\"}}\n", "line 2: it must be true or false"},
		{"params are a list", "version: 1\nrules: {a: {params: [1]}}\n", "line 2: params must be a mapping"},
		{"selection of nothing known", "version: 1\nselect: {rule: [a]}\n", `line 2: unknown key "rule" in select; did you mean "rules"?`},
		{"one path", "version: 1\nskip: {paths: a}\n", "line 2: this must be a list"},
		{"empty path", "version: 1\nskip: {paths: [\"\"]}\n", "line 2: the text is empty"},
		{"path twice", "version: 1\nskip: {paths: [a, a]}\n", `line 2: "a" is listed twice`},
		{"tags are a list", "version: 1\nskip: {tags: [a]}\n", "line 2: tags must be a mapping"},
		{"tag without value", "version: 1\nskip: {tags: {a: ~}}\n", "line 2: a text is expected here"},
		{"environment of nothing", "version: 1\nenvironments: {dev: {}}\n", `line 2: nothing says what belongs to the environment "dev"`},
		{"environment in an environment", "version: 1\nenvironments: {dev: {environments: [b]}}\n", `unknown key "environments" in an environment`},
		{"override of everything", "version: 1\noverrides: [{profile: strict}]\n", "line 2: the override names no resources"},
		{"override that changes nothing", "version: 1\noverrides: [{paths: [a]}]\n", "line 2: the override changes nothing"},
		{"overrides are a mapping", "version: 1\noverrides: {paths: [a]}\n", "line 2: overrides must be a list"},
		{"no reason", "version: 1\nsuppressions: [{rules: [a]}]\n", "line 2: the suppression has no reason"},
		{"empty reason", "version: 1\nsuppressions: [{rules: [a], reason: \" \"}]\n", "line 2: the text is empty"},
		{"suppression of everything", "version: 1\nsuppressions: [{reason: x}]\n", "line 2: the suppression names neither rules nor resources"},
		{"no day", "version: 1\nsuppressions: [{rules: [a], reason: x, until: soon}]\n", `line 2: until: "soon" is not a day in the form 2027-01-31`},
		{"account with too few digits", "version: 1\nassume: {account_id: 12345}\n", "line 2: account_id must be 12 digits"},
		{"zone with its region", "version: 1\nassume: {zones: [eu-west-1a]}\n", "line 2: a zone is a letter such as a"},
		{"no zones", "version: 1\nassume: {zones: []}\n", "line 2: zones is empty"},
		{"user", "version: 1\nassume: {canonical_user_id: abc}\n", "line 2: canonical_user_id must be 64 hexadecimal digits"},
		{"organisation", "version: 1\nassume: {organization_id: abc}\n", "line 2: organization_id must be o-"},
		{"stacks are a list", "version: 1\nstacks: [a]\n", "line 2: stacks must be a mapping"},
		{"setting of a stack", "version: 1\nstacks: {a.yaml: {regio: x}}\n", `unknown key "regio" in a stack; did you mean "region"?`},
		{"account of a stack", "version: 1\nstacks: {a.yaml: {account: 12}}\n", "line 2: account must be 12 digits"},
		{"a list", "- version\n", "line 1: the file must be a mapping"},
		{"a text", "version\n", "line 1: the file must be a mapping"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Parse([]byte(test.src))
			if err == nil {
				t.Fatalf("no error, but %+v", got)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q does not have %q", err, test.want)
			}
			if validate(t, test.src) == nil {
				t.Error("the schema takes what the parser refuses")
			}
		})
	}
}

// TestParseYAMLErrors are errors that no schema can express.
func TestParseYAMLErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, src, want string }{
		{"empty", "", "the file is empty; it needs at least: version: 1"},
		{"comment alone", "# later\n", "the file is empty"},
		{"key given twice", "version: 1\nregion: a\nregion: b\n", `line 3: key "region" is given twice`},
		{"variable given twice", "version: 1\nvariables: {n: 4, n: 5}\n", `line 2: variable "n" is given twice`},
		{"two documents", "version: 1\n---\nversion: 1\n", "a second document"},
		{"alias", "version: 1\nregion: &r eu-west-1\nworkspace: *r\n", "line 3: a text is expected here"},
		{"alias in a variable", "version: 1\nvariables:\n  a: &a [x]\n  b: [*a]\n", "line 4: aliases are not supported here"},
		{"tab", "version: 1\n\tregion: a\n", "reading YAML"},
		{"open bracket", "version: 1\nexclude: [a\n", "reading YAML"},
		{"too large", "version: 1\n#" + strings.Repeat(" ", 1<<20), "the file is larger than 1024 KiB"},
		{"too deep", "version: 1\nvariables: {a: " + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}\n", "line 2: nested too deeply"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := config.Parse([]byte(test.src))
			if err == nil {
				t.Fatalf("no error, but %+v", got)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q does not have %q", err, test.want)
			}
		})
	}
}

// TestVariableData holds that a list or mapping is plain data, with nothing in a string
// taken for a template and nothing that only YAML knows.
func TestVariableData(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, yaml string
		want       any
	}{
		{"strings", `["a b", "", 'it''s', "two\nlines"]`, []any{"a b", "", "it's", "two\nlines"}},
		{"no templates", `["${var.x}", "%{if true}y%{endif}"]`, []any{"${var.x}", "%{if true}y%{endif}"}},
		{"strings that look like something else", `["true", "1", "null"]`, []any{"true", "1", "null"}},
		{"numbers and booleans", "[1, -2.5, true, False, 0x1F]", []any{1, -2.5, true, false, 31}},
		{"dates stay text", "[2024-01-01]", []any{"2024-01-01"}},
		{"null", "[~]", []any{nil}},
		{"mapping", `{a: {"b c": [x]}, "d.e": 1}`, map[string]any{"a": map[string]any{"b c": []any{"x"}}, "d.e": 1}},
		{"empty", "[[], {}]", []any{[]any{}, map[string]any{}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c, err := config.Parse([]byte("version: 1\nvariables:\n  v: " + test.yaml + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, c.Variables[0].Data); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	many := strings.Split("abcdefghijkl", "")
	for _, test := range []struct {
		word  string
		known []string
		want  string
	}{
		{"hihg", config.FailLevels(), `; did you mean "high"?`},
		{"aws-rds-singel-az", []string{"aws-nat-single-zone", "aws-rds-single-az"}, `; did you mean "aws-rds-single-az"?`},
		{"catastrophe", []string{"high", "low"}, ""},
		{"aws-rds-single-zone", []string{"aws-nat-single-zone", "aws-rds-single-az"}, `; did you mean "aws-rds-single-az"?`},
		{"svg", []string{"json", "dot"}, ""},
		{"catastrophe", many, ""},
		{"prod", []string{"strict", "production"}, `; did you mean "production"?`},
	} {
		if got := config.Suggest(test.word, test.known); got != test.want {
			t.Errorf("Suggest(%q) = %q, want %q", test.word, got, test.want)
		}
	}
}

// FuzzParse holds that no text panics, that the outcome is the same every time, that a
// level that is taken is known, and that any string in a list is read back unchanged.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "version: 1\n", full, "version: 2\n", "- a\n", "version: 1\nfail_one: low\n",
		"version: 1\nvariables: {a: [\"${x}\", {\"b\\\"\": [1]}]}\n", "version: 1\nvariables:\n  a: &a [x]\n  b: [*a]\n",
		"version: 1\nvariables: {a: [~, 0x1F, .inf, 2024-01-01, True]}\n", "version: 1\n---\nversion: 2\n",
		"$${x}%%{y}\\ \"q\" \r\n\t",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := config.Parse(src)
		again, errAgain := config.Parse(src)
		if diff := cmp.Diff(c, again); diff != "" || (err == nil) != (errAgain == nil) {
			t.Fatalf("two runs differ: %v, %v\n%s", err, errAgain, diff)
		}
		switch {
		case err != nil && (c != nil || err.Error() == ""):
			t.Fatalf("error %q beside %+v", err, c)
		case err == nil && c.FailOn != "" && !slices.Contains(config.FailLevels(), c.FailOn):
			t.Errorf("fail_on %q is taken", c.FailOn)
		}
		if utf8.Valid(src) && len(src) < 10_000 {
			readBack(t, string(src))
		}
	})
}

// readBack takes a string through YAML.
func readBack(t *testing.T, s string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("version: 1\nvariables: {v: [\"")
	for _, r := range s {
		fmt.Fprintf(&b, `\U%08X`, r)
	}
	b.WriteString("\"]}\n")
	c, err := config.Parse([]byte(b.String()))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	if diff := cmp.Diff([]any{s}, c.Variables[0].Data); diff != "" {
		t.Errorf("%q is read back otherwise:\n%s", s, diff)
	}
}

// validate holds a configuration against its published schema.
func validate(t *testing.T, src string) error {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "schema", "config.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := yaml.Unmarshal([]byte(src), &document); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(plainDates(document))
	if err != nil {
		t.Fatal(err)
	}
	if document, err = jsonschema.UnmarshalJSON(bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

// plainDates keeps days the text that was written, as editors read them.
func plainDates(v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case []any:
		for i := range v {
			v[i] = plainDates(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plainDates(v[k])
		}
	}
	return v
}
