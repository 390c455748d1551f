// Package ruletest tries rules: their Rego tests, and the fixtures beside them, which go
// through the real parser. It serves the rules that faultline comes with and those of
// users. Start with [Run].
package ruletest

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
	"github.com/faultline-dev/faultline/parsers/terraform"
)

// A Fixture is one Terraform root beside a rule: bad*.tf, good*.tf, unknown*.tf, or a
// folder of that name; or one CloudFormation template, bad*.cfn.yaml and so on, or a
// folder of those with a name in .cfn, deployed to eu-west-1.
//
//   - bad: the rule's verdicts are exactly those that the fixture marks with "# want ID"
//     (fail) or "# undetermined ID" on the deciding line; at least one fails.
//   - unknown: likewise; at least one is undetermined and none fails.
//   - good: the rule says nothing.
type Fixture struct {
	Rule string // id
	Name string // file or folder, as in bad.tf
	Kind Kind
	// dir is where it lies, as it is shown.
	dir   string
	stack bool // CloudFormation
	files fstest.MapFS
}

// Kind is what a fixture shows.
type Kind string

// The kinds of fixtures.
const (
	Bad     Kind = "bad"
	Good    Kind = "good"
	Unknown Kind = "unknown"
)

// Kinds lists all of them.
func Kinds() []Kind { return []Kind{Bad, Good, Unknown} }

// Bounds of a fixture, so that a folder of something else is not taken for one.
const (
	maxFixtureFiles = 500
	maxFixtureSize  = 4 << 20 // in bytes
)

var (
	fixtureName = regexp.MustCompile(`^(bad|good|unknown)(_[a-z0-9_]+)?(\.tf|\.cfn\.yaml|\.cfn)?$`)
	mark        = regexp.MustCompile(`# (want|undetermined) ([a-z0-9][a-z0-9, -]*)`)
)

// Fixtures reads the fixtures of a rule from its directory below fsys, in order of name.
// Reports show files of fsys with shown before them.
func Fixtures(fsys fs.FS, shown string, r *analyzer.Rule) ([]*Fixture, error) {
	entries, err := fs.ReadDir(fsys, r.Dir)
	if err != nil {
		return nil, fmt.Errorf("looking for fixtures: %w", err)
	}
	var all []*Fixture
	for _, e := range entries {
		m := fixtureName.FindStringSubmatch(e.Name())
		if len(m) != 4 || e.IsDir() != (m[3] == "" || m[3] == ".cfn") {
			continue
		}
		f := &Fixture{
			Rule: r.ID, Name: e.Name(), Kind: Kind(m[1]),
			dir: path.Join(shown, r.Dir), stack: strings.HasPrefix(m[3], ".cfn"), files: fstest.MapFS{},
		}
		if e.IsDir() {
			f.dir = path.Join(f.dir, f.Name)
		}
		if err := f.read(fsys, path.Join(r.Dir, e.Name())); err != nil {
			return nil, fmt.Errorf("reading the fixture %s: %w", path.Join(shown, r.Dir, e.Name()), err)
		}
		all = append(all, f)
	}
	return all, nil
}

// read copies the files into memory, by their names below the fixture.
func (f *Fixture) read(fsys fs.FS, at string) error {
	size := 0
	return fs.WalkDir(fsys, at, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := fs.Stat(fsys, p)
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		if size += int(info.Size()); size > maxFixtureSize || len(f.files) >= maxFixtureFiles {
			return fmt.Errorf("it has more than %d files or %d MiB", maxFixtureFiles, maxFixtureSize>>20)
		}
		text, err := fs.ReadFile(fsys, p)
		name := strings.TrimPrefix(strings.TrimPrefix(p, at), "/")
		if name == "" {
			name = f.Name
		}
		f.files[name] = &fstest.MapFile{Data: text}
		return err
	})
}

// verdict is what a rule says, or should say, at a line.
type verdict struct {
	file    string
	line    int
	verdict analyzer.Verdict
	rule    string
}

func (v verdict) compare(w verdict) int {
	return strings.Compare(
		fmt.Sprintf("%s %9d %s %s", v.file, v.line, v.verdict, v.rule),
		fmt.Sprintf("%s %9d %s %s", w.file, w.line, w.verdict, w.rule))
}

// marked lists the verdicts that the marks demand.
func (f *Fixture) marked() []verdict {
	var all []verdict
	for name, file := range f.files {
		row := 0
		for line := range strings.SplitSeq(string(file.Data), "\n") {
			row++
			for _, m := range mark.FindAllStringSubmatch(line, -1) {
				v := analyzer.Fail
				if m[1] == "undetermined" {
					v = analyzer.Undetermined
				}
				for id := range strings.SplitSeq(m[2], ",") {
					all = append(all, verdict{name, row, v, strings.TrimSpace(id)})
				}
			}
		}
	}
	slices.SortFunc(all, verdict.compare)
	return slices.Compact(all)
}

// Problem is what is wrong with a fixture, or with the rule that it tries.
type Problem struct {
	File string // as it is shown
	Line int    // 0 for the fixture as a whole
	Text string
}

// String is file:line: text.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}

// Check judges the fixture and compares the verdicts of its rule with the marks. Where
// quiet is given, a good fixture must be silent about those rules too. The error is for a
// cancelled context and the like.
func (f *Fixture) Check(ctx context.Context, set *analyzer.RuleSet, quiet func(*analyzer.Rule) bool) ([]Problem, error) {
	a, problems, err := f.judge(ctx, set)
	if err != nil {
		return nil, err
	}
	said := map[verdict]string{}
	own := map[analyzer.Verdict]int{}
	for _, found := range a.Findings {
		loud := f.Kind == Good && quiet != nil && found.Verdict == analyzer.Fail && quiet(found.Rule)
		if found.Rule.ID != f.Rule && !loud {
			continue
		}
		own[found.Verdict]++
		at := found.Trace.Deciding()
		if at == nil {
			problems = append(problems, f.problem("", 0, "%s of %s has no location", found.Rule.ID, found.Resource.ID))
			continue
		}
		said[verdict{at.File, at.Line, found.Verdict, found.Rule.ID}] = found.Message
	}
	marked := f.marked()
	if quiet == nil { // what is marked for other rules is for those that run them too
		marked = slices.DeleteFunc(marked, func(v verdict) bool { return v.rule != f.Rule })
	}
	problems = append(problems, f.compare(marked, said)...)
	switch {
	case f.Kind == Bad && own[analyzer.Fail] == 0:
		problems = append(problems, f.problem("", 0, "%s does not fail on a fixture that is bad", f.Rule))
	case f.Kind == Unknown && own[analyzer.Undetermined] == 0:
		problems = append(problems, f.problem("", 0, "%s is not undetermined on a fixture that is unknown", f.Rule))
	case f.Kind == Unknown && own[analyzer.Fail] > 0:
		problems = append(problems, f.problem("", 0, "%s fails on a value that is unknown, which is a false alarm", f.Rule))
	}
	return problems, nil
}

// compare names each difference between marks and verdicts, in order of place.
func (f *Fixture) compare(marked []verdict, said map[verdict]string) []Problem {
	var problems []Problem
	for _, v := range marked {
		if _, found := said[v]; !found {
			problems = append(problems, f.problem(v.file, v.line, "%s is marked as %s here, but says nothing of the kind", v.rule, word(v.verdict)))
		}
	}
	var unmarked []verdict
	for v := range said {
		if !slices.Contains(marked, v) {
			unmarked = append(unmarked, v)
		}
	}
	slices.SortFunc(unmarked, verdict.compare)
	for _, v := range unmarked {
		problems = append(problems, f.problem(v.file, v.line, "%s is %s here, and no mark says so: %s", v.rule, word(v.verdict), said[v]))
	}
	return problems
}

func word(v analyzer.Verdict) string {
	if v == analyzer.Fail {
		return "failing"
	}
	return string(v)
}

func (f *Fixture) problem(file string, line int, format string, args ...any) Problem {
	shown := path.Join(f.dir, file)
	if file == "" && path.Base(f.dir) != f.Name {
		shown = path.Join(f.dir, f.Name)
	}
	return Problem{File: shown, Line: line, Text: fmt.Sprintf(format, args...)}
}

// Parse reads the fixture with the parser of its language.
func (f *Fixture) Parse(ctx context.Context) (b *graph.Builder, err error) {
	if f.stack {
		b, _, err = cloudformation.Parse(ctx, cloudformation.Options{FS: f.files, Dirs: []string{"."}, Region: "eu-west-1"})
		return b, err
	}
	b, _, err = terraform.Parse(ctx, terraform.Options{FS: f.files, Name: "fixture"})
	return b, err
}

// judge runs the real parser, catalog and rules. What is said of the sources is a problem
// too, because the verdicts would rest on half a fixture.
func (f *Fixture) judge(ctx context.Context, set *analyzer.RuleSet) (*analyzer.Assessment, []Problem, error) {
	b, err := f.Parse(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", f.problem("", 0, "").File, err)
	}
	g := catalog.Complete(b)
	var problems []Problem
	for _, d := range b.Diagnostics {
		if d.Severity != graph.SeverityInfo && d.Summary != "Module not loaded" {
			problems = append(problems, f.diagnosed(d))
		}
	}
	a, err := set.Run(ctx, g, analyzer.Options{})
	if err != nil {
		return nil, nil, fmt.Errorf("judging a fixture: %w", err)
	}
	for _, d := range a.Diagnostics {
		problems = append(problems, f.diagnosed(d))
	}
	return a, problems, nil
}

func (f *Fixture) diagnosed(d graph.Diagnostic) Problem {
	p := f.problem("", 0, "%s: %s", d.Summary, d.Detail)
	if d.Location != nil {
		p = f.problem(d.Location.File, d.Location.Line, "%s: %s", d.Summary, d.Detail)
	}
	return p
}
