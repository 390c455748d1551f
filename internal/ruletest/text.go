package ruletest

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
)

// WriteText writes a report for people: what failed and where, then the coverage of each
// file and the totals. Passed tests and fixtures are listed where verbose is set.
func WriteText(w io.Writer, r *Report, least float64, verbose bool) error {
	t := &textReport{w: bufio.NewWriter(w), verbose: verbose}
	for _, rule := range r.Rules {
		t.rule(r, rule)
	}
	t.others(r)
	t.coverage(r)
	t.totals(r, least)
	return t.w.Flush()
}

type textReport struct {
	w       *bufio.Writer
	verbose bool
}

func (t *textReport) line(format string, args ...any) {
	fmt.Fprintf(t.w, format+"\n", args...)
}

// rule writes about the fixtures of a rule and the tests beside it.
func (t *textReport) rule(r *Report, rule RuleReport) {
	dir := path.Dir(rule.Rule.File)
	t.line(" %s  (%s)", rule.Rule.ID, clean(dir))
	for _, f := range rule.Fixtures {
		problems := make([]string, len(f.Problems))
		for i, p := range f.Problems {
			problems[i] = p.String()
		}
		t.outcome(f.Name, problems)
	}
	here := func(file string) bool { return path.Dir(file) == dir }
	t.tests(r, here)
	if n := passed(r, here); !t.verbose && n+len(rule.Fixtures) > 0 && !failed(r, rule, here) {
		t.line("   ok    %s, %s", of(n, 0, "test"), of(len(rule.Fixtures), 0, "fixture"))
	}
	if rule.Untested {
		t.outcome("", []string{"nothing tries this rule: add bad.tf, good.tf and unknown.tf, or a _test.rego"})
	} else if len(rule.Missing) > 0 {
		kinds := make([]string, len(rule.Missing))
		for i, k := range rule.Missing {
			kinds[i] = string(k)
		}
		t.line("   note  no fixture is %s", strings.Join(kinds, ", none "))
	}
	t.line("")
}

func (t *textReport) tests(r *Report, here func(file string) bool) {
	for i := range r.Tests {
		test := &r.Tests[i]
		switch {
		case !here(test.File):
		case test.Skipped:
			t.line("   todo  %s  (%s:%d)", clean(test.Name), clean(test.File), test.Line)
		case test.Problem != "":
			problem := fmt.Sprintf("%s:%d: %s", test.File, test.Line, test.Problem)
			if test.Output != "" {
				problem += "\nit prints: " + strings.TrimSpace(test.Output)
			}
			t.outcome(test.Name, []string{problem})
		default:
			t.outcome(test.Name, nil)
		}
	}
}

// passed counts the tests of some files that hold.
func passed(r *Report, here func(file string) bool) int {
	n := 0
	for i := range r.Tests {
		if here(r.Tests[i].File) && r.Tests[i].Problem == "" && !r.Tests[i].Skipped {
			n++
		}
	}
	return n
}

// failed reports whether anything about a rule did.
func failed(r *Report, rule RuleReport, here func(file string) bool) bool {
	return slices.ContainsFunc(r.Tests, func(t analyzer.RegoTest) bool { return here(t.File) && t.Problem != "" }) ||
		slices.ContainsFunc(rule.Fixtures, func(f FixtureReport) bool { return len(f.Problems) > 0 })
}

// others writes about tests that are beside no rule: those of libraries.
func (t *textReport) others(r *Report) {
	dirs := map[string]bool{}
	for _, rule := range r.Rules {
		dirs[path.Dir(rule.Rule.File)] = true
	}
	beside := false
	for i := range r.Tests {
		beside = beside || !dirs[path.Dir(r.Tests[i].File)]
	}
	if beside {
		t.line(" libraries")
		t.tests(r, func(file string) bool { return !dirs[path.Dir(file)] })
		t.line("")
	}
}

func (t *textReport) outcome(name string, problems []string) {
	if len(problems) == 0 {
		if t.verbose {
			t.line("   ok    %s", clean(name))
		}
		return
	}
	t.line("   FAIL  %s", clean(name))
	for _, p := range problems {
		for line := range strings.SplitSeq(p, "\n") {
			t.line("         %s", clean(line))
		}
	}
}

func (t *textReport) coverage(r *Report) {
	if len(r.Coverage) == 0 {
		return
	}
	t.line(" Lines that the Rego tests went through:")
	for _, c := range r.Coverage {
		gaps := ""
		if len(c.Gaps) > 0 {
			gaps = "   not " + lines(c.Gaps)
		}
		t.line("   %5.1f %%  %s%s", c.Percent(), clean(c.File), gaps)
	}
	t.line("")
}

// lines writes ranges as 14-16, 20, at most ten of them.
func lines(gaps [][2]int) string {
	const most = 10
	parts := make([]string, 0, most+1)
	for i, g := range gaps {
		if i == most {
			parts = append(parts, "…")
			break
		}
		part := strconv.Itoa(g[0])
		if g[1] > g[0] {
			part += "-" + strconv.Itoa(g[1])
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func (t *textReport) totals(r *Report, least float64) {
	s := r.Summary()
	text := fmt.Sprintf(" %s · %s · %s · %.1f %% of lines covered",
		of(s.Rules, 0, "rule"), of(s.Tests, s.TestsFailed, "test"), of(s.Fixtures, s.FixturesFailed, "fixture"), s.Percent())
	if s.Percent() < least {
		text += fmt.Sprintf(", which is less than %g %%", least)
	}
	t.line("%s", text)
	if r.Passed(least) {
		t.line(" passed")
	} else {
		t.line(" FAILED")
	}
}

// of writes "3 tests", or "1 of 3 tests failed".
func of(n, failed int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	if failed > 0 {
		return fmt.Sprintf("%d of %d %s failed", failed, n, noun)
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// clean keeps what rules and fixtures say from steering a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '�'
		}
		return r
	}, s)
}
