package ruletest

import (
	"encoding/json"
	"io"
)

// SchemaVersion is that of docs/schema/ruletest.schema.json.
const SchemaVersion = 1

type jsonReport struct {
	SchemaVersion int            `json:"schema_version"`
	Passed        bool           `json:"passed"`
	Rules         []jsonRule     `json:"rules"`
	Tests         []jsonTest     `json:"tests"`
	Coverage      []jsonCoverage `json:"coverage"`
	Summary       jsonSummary    `json:"summary"`
}

type jsonRule struct {
	ID       string        `json:"id"`
	File     string        `json:"file"`
	Untested bool          `json:"untested"`
	Missing  []Kind        `json:"missing_fixtures"`
	Fixtures []jsonFixture `json:"fixtures"`
}

type jsonFixture struct {
	Name     string        `json:"name"`
	Passed   bool          `json:"passed"`
	Problems []jsonProblem `json:"problems"`
}

type jsonProblem struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

type jsonTest struct {
	Name    string `json:"name"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Passed  bool   `json:"passed"`
	Skipped bool   `json:"skipped"`
	Problem string `json:"problem,omitempty"`
	Output  string `json:"output,omitempty"`
}

type jsonCoverage struct {
	File    string   `json:"file"`
	Covered int      `json:"covered_lines"`
	Missed  int      `json:"missed_lines"`
	Percent float64  `json:"percent"`
	Gaps    [][2]int `json:"gaps"`
}

type jsonSummary struct {
	Rules          int     `json:"rules"`
	Untested       int     `json:"untested"`
	Tests          int     `json:"tests"`
	TestsFailed    int     `json:"tests_failed"`
	TestsSkipped   int     `json:"tests_skipped"`
	Fixtures       int     `json:"fixtures"`
	FixturesFailed int     `json:"fixtures_failed"`
	Percent        float64 `json:"coverage_percent"`
	Least          float64 `json:"coverage_min"`
}

// WriteJSON writes a report in the form of docs/schema/ruletest.schema.json. Least is the
// coverage that is asked for, in percent.
func WriteJSON(w io.Writer, r *Report, least float64) error {
	s := r.Summary()
	doc := jsonReport{
		SchemaVersion: SchemaVersion, Passed: r.Passed(least),
		Rules: []jsonRule{}, Tests: []jsonTest{}, Coverage: []jsonCoverage{},
		Summary: jsonSummary{
			Rules: s.Rules, Untested: s.Untested, Tests: s.Tests, TestsFailed: s.TestsFailed, TestsSkipped: s.TestsSkipped,
			Fixtures: s.Fixtures, FixturesFailed: s.FixturesFailed, Percent: s.Percent(), Least: least,
		},
	}
	for _, rule := range r.Rules {
		j := jsonRule{ID: rule.Rule.ID, File: rule.Rule.File, Untested: rule.Untested, Missing: []Kind{}, Fixtures: []jsonFixture{}}
		j.Missing = append(j.Missing, rule.Missing...)
		for _, f := range rule.Fixtures {
			one := jsonFixture{Name: f.Name, Passed: len(f.Problems) == 0, Problems: []jsonProblem{}}
			for _, p := range f.Problems {
				one.Problems = append(one.Problems, jsonProblem(p))
			}
			j.Fixtures = append(j.Fixtures, one)
		}
		doc.Rules = append(doc.Rules, j)
	}
	for i := range r.Tests {
		t := &r.Tests[i]
		doc.Tests = append(doc.Tests, jsonTest{
			Name: t.Name, File: t.File, Line: t.Line, Passed: t.Problem == "" && !t.Skipped, Skipped: t.Skipped,
			Problem: t.Problem, Output: t.Output,
		})
	}
	for _, c := range r.Coverage {
		gaps := append([][2]int{}, c.Gaps...)
		doc.Coverage = append(doc.Coverage, jsonCoverage{c.File, c.Covered, c.Missed, c.Percent(), gaps})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
}
