// Package triage settles how the findings of a run count: what severity each has where
// it is, which are switched off there, which somebody suppressed, and which the baseline
// knows already. It decides nothing about the architecture; that is for the rules.
//
// Start with [New] and [Triage.Settle].
package triage

import (
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
	// Now is the time of the run; suppressions hold through their last day, in UTC.
	Now time.Time
	// Path turns a displayed path into one relative to the boundary; nil leaves it.
	Path func(string) string
	// NoSuppressions judges as if nobody had suppressed anything.
	NoSuppressions bool
	// Whole is set where the run covers everything that the configuration is for, so
	// that what matches nothing matches nothing at all.
	Whole bool
}

// Triage settles runs of one set of rules. It is for one goroutine at a time.
type Triage struct {
	opts  Options
	rules *analyzer.RuleSet
	// external are the suppressions of the configuration.
	external []*external
	today    string
}

// New checks the options against the rules: an unknown rule is an error, with a
// suggestion.
func New(rules *analyzer.RuleSet, o Options) (*Triage, error) {
	if o.Config == nil {
		o.Config = &config.Config{}
	}
	if o.Path == nil {
		o.Path = func(p string) string { return p }
	}
	t := &Triage{opts: o, rules: rules, today: o.Now.UTC().Format(time.DateOnly)}
	for i := range o.Config.Suppressions {
		e, err := t.newExternal(&o.Config.Suppressions[i])
		if err != nil {
			return nil, err
		}
		t.external = append(t.external, e)
	}
	return t, nil
}

// Settle marks and filters the findings of an assessment, and adds diagnostics about
// what is wrong with the suppressions. Directives are those that the sources hold.
func (t *Triage) Settle(a *analyzer.Assessment, directives []graph.Directive) {
	if t.opts.NoSuppressions {
		return
	}
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

// at is a line of the configuration file.
func (t *Triage) at(line int) graph.Location {
	return graph.Location{File: t.opts.ConfigFile, Line: line, Column: 1, EndLine: line, EndColumn: 1}
}

// expired reports whether the last day is over.
func (t *Triage) expired(until string) bool { return until != "" && until < t.today }
