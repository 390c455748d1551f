package analyzer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
)

// testTimeout limits one test: far more than any needs.
const testTimeout = 10 * time.Second

// RegoTest is the outcome of one test_ rule of Rego.
type RegoTest struct {
	Name string // test_unknown_is_not_a_finding
	File string // as it is shown
	Line int
	// Skipped is set for those whose names begin with todo_.
	Skipped bool
	// Problem says why it did not pass; empty when it passed.
	Problem string
	// Output is what it printed.
	Output string
}

// LineCoverage says which lines of a file the tests went through. Lines without an
// expression count for neither.
type LineCoverage struct {
	File            string
	Covered, Missed int // lines
	// Gaps are the missed lines, first and last of each range.
	Gaps [][2]int
}

// Percent is the share of covered lines, 100 for a file without any.
func (c LineCoverage) Percent() float64 {
	if c.Covered+c.Missed == 0 {
		return 100
	}
	return 100 * float64(c.Covered) / float64(c.Covered+c.Missed)
}

// RegoTests is the outcome of the tests of own rules, in order of file and line.
type RegoTests struct {
	Tests    []RegoTest
	Coverage []LineCoverage // of rules and libraries, without tests; in order of file
}

// TestRego runs the _test.rego files as opa test does: in plain Rego, with the libraries
// of base (which may be nil) as Rego too. Tests are sandboxed as rules are, and each
// is stopped after 10 seconds. The error is for Rego that does not compile.
func (o *Own) TestRego(ctx context.Context, base *RuleSet) (*RegoTests, error) {
	modules, own, err := o.testModules(base)
	if err != nil {
		return nil, err
	}
	trace := cover.New()
	compiler := ast.NewCompiler().WithCapabilities(plainSandbox()).WithEnablePrintStatements(true).SetErrorLimit(0)
	runner := tester.NewRunner().SetCompiler(compiler).SetModules(modules).
		RaiseBuiltinErrors(true).SetTimeout(testTimeout).SetCoverageQueryTracer(trace)
	results, err := runner.RunTests(ctx, nil)
	if err != nil {
		return nil, explained(err)
	}
	found := &RegoTests{}
	for r := range results {
		found.Tests = append(found.Tests, regoTest(r))
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("testing rules: %w", err)
	}
	slices.SortFunc(found.Tests, func(a, b RegoTest) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name, b.Name))
	})
	for file, r := range trace.Report(own).Files {
		if own[file] != nil {
			found.Coverage = append(found.Coverage, lineCoverage(file, r))
		}
	}
	slices.SortFunc(found.Coverage, func(a, b LineCoverage) int { return cmp.Compare(a.File, b.File) })
	return found, nil
}

// testModules parses everything that tests need; own is the part that they test.
func (o *Own) testModules(base *RuleSet) (all, own map[string]*ast.Module, err error) {
	all, own = map[string]*ast.Module{}, map[string]*ast.Module{}
	packages := map[string]bool{}
	var problems []error
	for _, f := range o.files {
		src, err := newSource(f.path, o.shown(f.path), f.text)
		switch {
		case err != nil:
			problems = append(problems, err)
			continue
		case base != nil && base.libs[src.pkg] != nil && strings.HasPrefix(string(f.text), LibraryMark):
			continue
		}
		packages[src.pkg] = true
		all[src.shown] = src.module
		if !strings.HasSuffix(f.path, "_test.rego") {
			own[src.shown] = src.module
		}
	}
	if base != nil {
		for pkg, lib := range base.libs {
			if packages[pkg] {
				continue
			}
			text, err := lib.read()
			if err != nil {
				return nil, nil, fmt.Errorf("reading a library: %w", err)
			}
			src, err := newSource(lib.path, lib.path, text)
			if err != nil {
				return nil, nil, err
			}
			all[lib.path] = src.module
		}
	}
	return all, own, errors.Join(problems...)
}

// plainSandbox is the sandbox without the functions that answer for our libraries.
func plainSandbox() *ast.Capabilities {
	c := sandbox()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return strings.HasPrefix(b.Name, fnPrefix) })
	return c
}

func regoTest(r *tester.Result) RegoTest {
	t := RegoTest{Name: r.Name, Skipped: r.Skip, Output: string(r.Output)}
	if r.Location != nil {
		t.File, t.Line = r.Location.File, r.Location.Row
	}
	var cases []string
	for names, sub := range r.SubResults.Iter {
		if sub.Fail && len(sub.SubResults) == 0 {
			cases = append(cases, strings.Join(names, "/"))
		}
	}
	switch {
	case r.Error != nil:
		t.Problem = strings.TrimSpace(r.Error.Error())
	case r.Fail && len(cases) > 0:
		slices.Sort(cases)
		t.Problem = "these cases do not hold: " + strings.Join(cases, ", ")
	case r.Fail:
		t.Problem = "it does not hold"
	}
	return t
}

func lineCoverage(file string, r *cover.FileReport) LineCoverage {
	c := LineCoverage{File: file, Covered: r.CoveredLines, Missed: r.NotCoveredLines}
	for _, gap := range r.NotCovered {
		next := [2]int{gap.Start.Row, gap.End.Row}
		if n := len(c.Gaps); n > 0 && c.Gaps[n-1][1]+1 >= next[0] {
			c.Gaps[n-1][1] = max(c.Gaps[n-1][1], next[1])
			continue
		}
		c.Gaps = append(c.Gaps, next)
	}
	return c
}
