package triage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// inSource are the suppressions in comments.
type inSource struct {
	triage *Triage
	// byRule finds those of a rule in a file.
	byRule map[fileRule]*nest
	all    []*comment
	broken []graph.Diagnostic
}

type fileRule struct{ file, rule string }

// comment is one rule of one directive.
type comment struct {
	suppression analyzer.Suppression
	rule        string
	covers      graph.Location
	hits        []*analyzer.Finding
	// repeats is the earlier one that covers the same; nil mostly.
	repeats *comment
}

func (t *Triage) newInSource(directives []graph.Directive) *inSource {
	s := &inSource{triage: t, byRule: map[fileRule]*nest{}}
	// A file that several roots load is told of by each.
	sorted := slices.Clone(directives)
	slices.SortFunc(sorted, func(a, b graph.Directive) int {
		return cmp.Or(compareLocations(a.Location, b.Location), cmp.Compare(a.Text, b.Text))
	})
	sorted = slices.CompactFunc(sorted, func(a, b graph.Directive) bool { return a.Location == b.Location })
	for i := range sorted {
		s.read(&sorted[i])
	}
	for _, n := range s.byRule {
		n.link()
	}
	return s
}

func (s *inSource) read(d *graph.Directive) {
	parsed, err := parseIgnore(d.Text)
	if err != nil {
		s.fail(d, "Suppression not understood", fmt.Sprintf("It suppresses nothing: %s.", err))
		return
	}
	for _, id := range parsed.rules {
		if s.triage.all.Rule(id) == nil {
			s.fail(d, "Unknown rule in a suppression", fmt.Sprintf("There is no rule %q%s It suppresses nothing; faultline rules list shows all rules.",
				id, sentence(s.triage.suggest(id, s.triage.ids))))
			continue
		}
		c := &comment{rule: id, covers: d.Covers, suppression: analyzer.Suppression{
			Kind: analyzer.InSource, Reason: parsed.reason, Until: parsed.until,
			Expired: s.triage.expired(parsed.until), Location: d.Location,
		}}
		s.all = append(s.all, c)
		key := fileRule{d.Covers.File, id}
		if s.byRule[key] == nil {
			s.byRule[key] = &nest{}
		}
		s.byRule[key].add(c)
	}
}

func (s *inSource) fail(d *graph.Directive, summary, detail string) {
	s.broken = append(s.broken, graph.Diagnostic{Severity: graph.SeverityError, Summary: summary, Detail: detail, Location: &d.Location})
}

// sentence ends a suggestion that begins with a semicolon, or nothing, as a sentence.
func sentence(suggestion string) string {
	if suggestion == "" {
		return "."
	}
	return suggestion
}

// mark finds the suppressions of a finding: those that cover a place that its value
// passed through, its resource, or a module call around it.
func (s *inSource) mark(f *analyzer.Finding) {
	var found []*comment
	look := func(at graph.Location) {
		n := s.byRule[fileRule{at.File, f.Rule.ID}]
		if n == nil {
			return
		}
		for _, c := range n.around(at) {
			if !slices.Contains(found, c) {
				found = append(found, c)
			}
		}
	}
	for i := range f.Trace.Steps {
		look(f.Trace.Steps[i].Location)
	}
	for _, call := range f.Trace.Calls {
		look(call)
	}
	if f.Resource.Location != nil {
		look(*f.Resource.Location)
	}
	for _, c := range found {
		c.hits = append(c.hits, f)
		f.Suppressions = append(f.Suppressions, c.suppression)
	}
}

// diagnostics tell what is wrong with suppressions, which are expired and, unless
// something was not read or scanned that could use them, which are unused: a module
// outside of what was scanned has callers elsewhere.
func (s *inSource) diagnostics(a *analyzer.Assessment) []graph.Diagnostic {
	list := s.broken
	ran := map[string]bool{}
	for _, r := range a.Rules {
		ran[r.ID] = true
	}
	incomplete := a.Incomplete()
	for _, c := range s.all {
		at := c.suppression.Location
		switch {
		case c.suppression.Expired && len(c.hits) > 0:
			list = append(list, expiredDiagnostic(at, &c.suppression, c.rule, c.hits))
		case len(c.hits) > 0 || incomplete || !ran[c.rule] || !s.triage.scanned(at.File):
		case c.repeats != nil:
			list = append(list, unusedDiagnostic(at, fmt.Sprintf("%s is suppressed for the same text at %s:%d already",
				c.rule, at.File, c.repeats.suppression.Location.Line)))
		default:
			list = append(list, unusedDiagnostic(at, fmt.Sprintf("%s finds nothing in what it covers, %s", c.rule, s.extent(c))))
		}
	}
	return list
}

// extent says what a comment covers, and how to cover more where it stands inside a block.
func (*inSource) extent(c *comment) string {
	switch {
	case c.covers.EndLine > c.covers.Line:
		return fmt.Sprintf("lines %d to %d", c.covers.Line, c.covers.EndLine)
	case c.covers.Line == c.suppression.Location.Line:
		return fmt.Sprintf("line %d alone (above a block it covers the block)", c.covers.Line)
	default:
		return fmt.Sprintf("line %d (above a block it covers the block)", c.covers.Line)
	}
}

func expiredDiagnostic(at graph.Location, s *analyzer.Suppression, what string, hits []*analyzer.Finding) graph.Diagnostic {
	n := 0
	for _, f := range hits {
		if !f.Suppressed() {
			n++
		}
	}
	outcome := "but another one has taken its place"
	switch {
	case n == 1:
		outcome = "so 1 finding counts again"
	case n > 1:
		outcome = fmt.Sprintf("so %d findings count again", n)
	}
	return graph.Diagnostic{
		Severity: graph.SeverityWarning, Summary: "Suppression expired", Location: &at,
		Detail: fmt.Sprintf("The suppression of %s expired on %s, %s. Its reason was: %s. Mend what it hid, or give it another day and say why.",
			what, s.Until, outcome, strings.TrimSuffix(s.Reason, ".")),
	}
}

func unusedDiagnostic(at graph.Location, why string) graph.Diagnostic {
	return graph.Diagnostic{
		Severity: graph.SeverityWarning, Summary: "Unused suppression", Location: &at,
		Detail: "The suppression does nothing: " + why + ending(why) + " Remove it, so that it hides nothing later.",
	}
}

// ids are those of all rules.
func (t *Triage) ids() []string {
	ids := make([]string, 0, len(t.all.Rules()))
	for _, r := range t.all.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

func compareLocations(a, b graph.Location) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.EndLine, b.EndLine), cmp.Compare(a.EndColumn, b.EndColumn))
}
