// Package triage settles how the findings of a run count: what severity each has where
// it is, which are switched off there, which somebody suppressed, and which the baseline
// knows already. It decides nothing about the architecture; that is for the rules.
//
// Start with [New] and [Triage.Settle].
package triage

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

// Options are what a team has configured. The zero value configures nothing.
type Options struct {
	// Config is the configuration; nil means none.
	Config *config.Config
	// ConfigFile is the configuration file, as it is displayed.
	ConfigFile string
	// Profile and Select are those of the command line. What is given there replaces
	// the same kind in Config, and Skip adds to it.
	Profile      string
	Select, Skip config.Selection
	// Now is the time of the run; suppressions hold through their last day, in UTC.
	Now time.Time
	// Path turns a displayed path into one relative to the boundary; nil leaves it.
	Path func(string) string
	// NoSuppressions judges as if nobody had suppressed anything.
	NoSuppressions bool
	// Whole is set where the run covers everything that the configuration is for, so
	// that what matches nothing matches nothing at all.
	Whole bool
	// Baseline are the known findings; nil means that there is no baseline.
	Baseline *Baseline
	// Scanned reports whether a root or file, as it is displayed, lies in what this run
	// was asked to scan, so that what is not found there is not there; nil means that
	// everything does.
	Scanned func(path string) bool
}

// Triage settles a run of one set of rules. It is for one goroutine, and one run.
type Triage struct {
	opts      Options
	all       *analyzer.RuleSet
	selection *selection
	settings  *settings
	given     map[string]map[string]any // parameters
	envs      []*environment
	external  []*external
	roots     map[string]bool // of the graph; nil until asked for
	hints     int             // suggestions given after the rules were read
	today     string
}

// New checks the options against the rules: an unknown rule, theme, environment or
// parameter is an error, with its line and a suggestion.
func New(rules *analyzer.RuleSet, o Options) (*Triage, error) {
	if o.Config == nil {
		o.Config = &config.Config{}
	}
	if o.Path == nil {
		o.Path = func(p string) string { return p }
	}
	t := &Triage{opts: o, all: rules, today: o.Now.UTC().Format(time.DateOnly)}
	if err := t.newEnvironments(o.Config.Environments); err != nil {
		return nil, err
	}
	var err error
	only, skip := merged(&o)
	if t.selection, err = t.newSelection(only, skip); err != nil {
		return nil, err
	}
	if t.settings, err = t.newSettings(o.Config, cmp.Or(o.Profile, o.Config.Profile, string(analyzer.Production))); err != nil {
		return nil, err
	}
	if t.given, err = t.params(o.Config.Rules); err != nil {
		return nil, err
	}
	for i := range o.Config.Suppressions {
		e, err := t.newExternal(&o.Config.Suppressions[i])
		if err != nil {
			return nil, err
		}
		t.external = append(t.external, e)
	}
	return t, nil
}

// merged puts what is selected on the command line before what the configuration selects.
func merged(o *Options) (only, skip *config.Selection) {
	a, b := o.Config.Select, o.Select
	if len(b.Rules)+len(b.Themes) > 0 {
		a.Rules, a.Themes = b.Rules, b.Themes
	}
	if len(b.Paths) > 0 {
		a.Paths = b.Paths
	}
	if len(b.Resources) > 0 {
		a.Resources = b.Resources
	}
	if len(b.Tags) > 0 {
		a.Tags = b.Tags
	}
	if len(b.Environments) > 0 {
		a.Environments = b.Environments
	}
	c, d := o.Config.Skip, o.Skip
	c.Rules = append(slices.Clone(c.Rules), d.Rules...)
	c.Themes = append(slices.Clone(c.Themes), d.Themes...)
	c.Paths = append(slices.Clone(c.Paths), d.Paths...)
	c.Resources = append(slices.Clone(c.Resources), d.Resources...)
	c.Tags = append(slices.Clone(c.Tags), d.Tags...)
	c.Environments = append(slices.Clone(c.Environments), d.Environments...)
	return &a, &c
}

// Profile is that of the run.
func (t *Triage) Profile() analyzer.Profile { return t.settings.profile }

// Rules are those to run: selected, and switched on for some resource.
func (t *Triage) Rules() *analyzer.RuleSet {
	return t.all.Select(func(r *analyzer.Rule) bool { return t.selection.rule(r) && t.settings.somewhere(r) })
}

// Params are the values for parameters of rules, for [analyzer.Options].
func (t *Triage) Params() map[string]map[string]any { return t.given }

// Settle marks and filters the findings of an assessment of Rules, and adds diagnostics
// about what is wrong with suppressions and selectors. Directives are those that the
// sources hold. The error is about a filter of the command line that matches nothing.
func (t *Triage) Settle(a *analyzer.Assessment, directives []graph.Directive) error {
	if !t.opts.NoSuppressions {
		t.suppress(a, directives)
	}
	if t.opts.Baseline != nil {
		t.compare(a)
	}
	t.apply(a)
	return t.unmatched(a)
}

// suppress marks what somebody accepts, also what is then left out, so that no
// suppression is called unused because of a filter.
func (t *Triage) suppress(a *analyzer.Assessment, directives []graph.Directive) {
	inSource := t.newInSource(directives)
	for _, f := range a.Findings {
		inSource.mark(f)
		for _, e := range t.external {
			e.mark(f)
		}
	}
	a.Diagnostics = append(a.Diagnostics, inSource.diagnostics(a)...)
	a.Diagnostics = append(a.Diagnostics, t.externalDiagnostics(a)...)
}

// apply leaves out what is not selected or switched off, and sets severities.
func (t *Triage) apply(a *analyzer.Assessment) {
	kept := a.Findings[:0]
	a.Coverage.Undetermined = 0
	for _, f := range a.Findings {
		e := t.settings.of(f)
		switch {
		case !t.selection.resource(f):
			t.selection.dropped++
			a.Coverage.LeftOut++
			if t.opts.Baseline != nil && f.Known != nil {
				t.opts.Baseline.byFingerprint[f.Fingerprint].unselected = true
			}
			continue
		case !e.enabled:
			a.Coverage.LeftOut++
			if e.by != nil {
				e.by.dropped++
			}
			continue
		}
		f.Severity = e.severity
		if f.Verdict == analyzer.Undetermined {
			a.Coverage.Undetermined++
		}
		kept = append(kept, f)
	}
	clear(a.Findings[len(kept):])
	a.Findings = kept
	slices.SortStableFunc(a.Findings, func(a, b *analyzer.Finding) int { return cmp.Compare(a.Severity.Rank(), b.Severity.Rank()) })
	if n := t.selection.dropped; n > 0 {
		a.Diagnostics = append(a.Diagnostics, graph.Diagnostic{
			Severity: graph.SeverityInfo, Summary: "Findings not selected",
			Detail: fmt.Sprintf("%s of resources that were not selected left out.", were(n)),
		})
	}
	for _, o := range t.settings.overrides {
		if o.dropped > 0 {
			at := t.at(o.line)
			a.Diagnostics = append(a.Diagnostics, graph.Diagnostic{
				Severity: graph.SeverityInfo, Summary: "Findings switched off", Location: &at,
				Detail: fmt.Sprintf("%s left out by this override.", were(o.dropped)),
			})
		}
	}
}

func were(n int) string {
	if n == 1 {
		return "1 finding was"
	}
	return fmt.Sprintf("%d findings were", n)
}

// maxHints bounds the search for what could have been meant: in a file with more
// mistakes it is of no use, and would take long.
const maxHints = 50

// suggest is config.Suggest, as long as it is of use.
func (t *Triage) suggest(word string, known func() []string) string {
	if t.hints++; t.hints > maxHints {
		return ""
	}
	return config.Suggest(word, known())
}

func (t *Triage) scanned(path string) bool { return t.opts.Scanned == nil || t.opts.Scanned(path) }

// at is a line of the configuration file.
func (t *Triage) at(line int) graph.Location {
	return graph.Location{File: t.opts.ConfigFile, Line: line, Column: 1, EndLine: line, EndColumn: 1}
}

// expired reports whether the last day is over.
func (t *Triage) expired(until string) bool { return until != "" && until < t.today }
