package ruletest

import (
	"context"
	"fmt"
	"io/fs"
	"path"

	"github.com/faultline-dev/faultline/analyzer"
)

// Source is one collection of own rules.
type Source struct {
	Own *analyzer.Own
	// FS has the fixtures; nil for a bundle, which has none.
	FS fs.FS
}

// Report says how rules did.
type Report struct {
	Rules    []RuleReport
	Tests    []analyzer.RegoTest
	Coverage []analyzer.LineCoverage
}

// RuleReport is about the fixtures of one rule.
type RuleReport struct {
	Rule     *analyzer.Rule
	Fixtures []FixtureReport
	// Missing are the kinds of which there is no fixture.
	Missing []Kind
	// Untested is set where neither a fixture nor a Rego test tries the rule.
	Untested bool
}

// FixtureReport is about one fixture.
type FixtureReport struct {
	Name     string
	Problems []Problem // none: passed
}

// Run tries the rules of sources: set has them, checked, and base the libraries of ours.
// The error is for Rego tests that do not compile, unreadable fixtures and a cancelled
// context; what fails is in the report.
func Run(ctx context.Context, set, base *analyzer.RuleSet, sources ...Source) (*Report, error) {
	r := &Report{}
	for _, s := range sources {
		tests, err := s.Own.TestRego(ctx, base)
		if err != nil {
			return nil, err
		}
		r.Tests = append(r.Tests, tests.Tests...)
		r.Coverage = append(r.Coverage, tests.Coverage...)
	}
	tested := map[string]bool{}
	for i := range r.Tests {
		tested[path.Dir(r.Tests[i].File)] = true
	}
	for _, rule := range set.Rules() {
		for _, s := range sources {
			if rule.File != path.Join(s.Own.Name, rule.Dir, path.Base(rule.File)) {
				continue
			}
			one, err := s.try(ctx, set, rule)
			if err != nil {
				return nil, err
			}
			one.Untested = len(one.Fixtures) == 0 && !tested[path.Dir(rule.File)]
			r.Rules = append(r.Rules, one)
			break
		}
	}
	return r, nil
}

func (s *Source) try(ctx context.Context, set *analyzer.RuleSet, rule *analyzer.Rule) (RuleReport, error) {
	report := RuleReport{Rule: rule}
	if s.FS == nil {
		return report, nil
	}
	fixtures, err := Fixtures(s.FS, s.Own.Name, rule)
	if err != nil {
		return report, err
	}
	// The marks of other rules are theirs; what else is wrong with a fixture does not matter.
	alone := set.Select(func(r *analyzer.Rule) bool { return r == rule })
	have := map[Kind]bool{}
	for _, f := range fixtures {
		have[f.Kind] = true
		problems, err := f.Check(ctx, alone, nil)
		if err != nil {
			return report, fmt.Errorf("trying %s: %w", rule.ID, err)
		}
		report.Fixtures = append(report.Fixtures, FixtureReport{Name: f.Name, Problems: problems})
	}
	for _, k := range Kinds() {
		if !have[k] {
			report.Missing = append(report.Missing, k)
		}
	}
	return report, nil
}

// Summary counts what a report has.
type Summary struct {
	Rules, Untested                  int
	Tests, TestsFailed, TestsSkipped int
	Fixtures, FixturesFailed         int
	LinesCovered, LinesMissed        int
}

// Summary counts.
func (r *Report) Summary() Summary {
	s := Summary{Rules: len(r.Rules), Tests: len(r.Tests)}
	for i := range r.Tests {
		switch {
		case r.Tests[i].Skipped:
			s.TestsSkipped++
		case r.Tests[i].Problem != "":
			s.TestsFailed++
		}
	}
	for _, rule := range r.Rules {
		if rule.Untested {
			s.Untested++
		}
		s.Fixtures += len(rule.Fixtures)
		for _, f := range rule.Fixtures {
			if len(f.Problems) > 0 {
				s.FixturesFailed++
			}
		}
	}
	for _, c := range r.Coverage {
		s.LinesCovered += c.Covered
		s.LinesMissed += c.Missed
	}
	return s
}

// Percent is the coverage of all lines together.
func (s Summary) Percent() float64 {
	return analyzer.LineCoverage{Covered: s.LinesCovered, Missed: s.LinesMissed}.Percent()
}

// Passed reports whether nothing failed and the coverage is at least least, in percent.
func (r *Report) Passed(least float64) bool {
	s := r.Summary()
	return s.TestsFailed == 0 && s.FixturesFailed == 0 && s.Untested == 0 && s.Percent() >= least
}
