package triage

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// unmatched looks for filters that choose nothing in this run: mistakes, which would
// else pass for a clean result. Those of the command line are an error, those of the
// configuration warnings, as long as everything was read and scanned.
func (t *Triage) unmatched(a *analyzer.Assessment) error {
	if a.Incomplete() || len(a.Graph.Resources()) == 0 {
		return nil
	}
	selectors := append([]*selector{t.selection.resources}, t.selection.skip...)
	for _, e := range t.envs {
		selectors = append(selectors, e.selector)
	}
	for _, o := range t.settings.overrides {
		selectors = append(selectors, o.selector)
	}
	var problems []error
	for _, s := range selectors {
		for _, p := range s.patterns() {
			if p.hits > 0 || t.anywhere(p, a.Graph) {
				continue
			}
			text := fmt.Sprintf("no resource has %s%s", p.describe(), t.nearest(p, a.Graph))
			switch {
			case p.Line == 0:
				problems = append(problems, errors.New(text))
			case t.opts.Whole:
				at := t.at(p.Line)
				a.Diagnostics = append(a.Diagnostics, graph.Diagnostic{
					Severity: graph.SeverityWarning, Summary: "Pattern matches nothing", Location: &at,
					Detail: strings.ToUpper(text[:1]) + text[1:] + ending(text) + " Mend or remove it.",
				})
			}
		}
	}
	return errors.Join(problems...)
}

// ending is a full stop, unless a sentence ends already.
func ending(text string) string {
	if strings.HasSuffix(text, "?") {
		return ""
	}
	return "."
}

// describe says what a pattern asks for.
func (p *pattern) describe() string {
	switch p.kind {
	case aboutPath:
		return fmt.Sprintf("a path like %q", p.Text)
	case aboutResource:
		return fmt.Sprintf("an address like %q", p.Text)
	case aboutTag:
		return fmt.Sprintf("a tag like %q", p.Text)
	default:
		panic("pattern of kind " + string(p.kind))
	}
}

// anywhere reports whether some resource has what a pattern asks for.
func (t *Triage) anywhere(p *pattern, g *graph.Graph) bool {
	return slices.ContainsFunc(g.Resources(), func(r *graph.Resource) bool {
		if p.kind == aboutPath {
			return slices.ContainsFunc(t.places(r), p.path)
		}
		return p.resource(r)
	})
}

// maxCandidates bounds what a pattern is compared with.
const maxCandidates = 2000

// nearest suggests what could have been meant; empty when nothing is near.
func (t *Triage) nearest(p *pattern, g *graph.Graph) string {
	suffix := ""
	word := p.Text
	if p.kind == aboutPath {
		word = strings.TrimPrefix(word, "./")
		if cut, ok := strings.CutSuffix(word, "/**"); ok {
			word, suffix = cut, "/**"
		}
	}
	hint := t.suggest(word, func() []string { return t.candidates(p.kind, g) })
	if hint == "" || suffix == "" {
		return hint
	}
	return strings.TrimSuffix(hint, `"?`) + suffix + `"?`
}

// candidates are what patterns of a kind could have meant, sorted.
func (t *Triage) candidates(kind patternKind, g *graph.Graph) []string {
	known := map[string]bool{}
	for _, r := range g.Resources() {
		if len(known) >= maxCandidates {
			break
		}
		switch kind {
		case aboutPath:
			for _, file := range t.places(r) {
				for ; file != "." && file != "/"; file = path.Dir(file) {
					known[file] = true
				}
			}
		case aboutResource:
			known[strings.TrimPrefix(analyzer.Identity(r), r.Group+"/")] = true
		case aboutTag:
			for name, value := range r.Tags {
				known[name+"="+value] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(known))
}
