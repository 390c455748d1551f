package triage

import (
	"fmt"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/config"
)

// external is a suppression of the configuration file.
type external struct {
	suppression analyzer.Suppression
	rules       []*rulePattern
	selector    *selector
	hits        []*analyzer.Finding
}

func (t *Triage) newExternal(c *config.Suppression) (*external, error) {
	rules, err := t.rulePatterns(c.Rules)
	if err != nil {
		return nil, err
	}
	selector, err := t.newSelector(&c.Selector)
	if err != nil {
		return nil, err
	}
	return &external{
		rules: rules, selector: selector,
		suppression: analyzer.Suppression{
			Kind: analyzer.External, Reason: c.Reason, Until: c.Until, Expired: t.expired(c.Until), Location: t.at(c.Line),
		},
	}, nil
}

func (e *external) mark(f *analyzer.Finding) {
	if len(e.rules) > 0 && !anyRule(e.rules, f.Rule.ID) || !e.selector.match(f) {
		return
	}
	e.hits = append(e.hits, f)
	f.Suppressions = append(f.Suppressions, e.suppression)
}

// ran reports whether a rule that it names took part.
func (e *external) ran(a *analyzer.Assessment) bool {
	for _, r := range a.Rules {
		if len(e.rules) == 0 || anyRule(e.rules, r.ID) {
			return true
		}
	}
	return false
}

// what names the rules, as they are written.
func (e *external) what() string {
	if len(e.rules) == 0 {
		return "every rule"
	}
	names := make([]string, len(e.rules))
	for i, p := range e.rules {
		names[i] = p.text
	}
	return strings.Join(names, ", ")
}

// externalDiagnostics tell which suppressions of the configuration are expired or unused.
// Nothing is unused where a part was not scanned or not read.
func (t *Triage) externalDiagnostics(a *analyzer.Assessment) []graph.Diagnostic {
	var list []graph.Diagnostic
	unknown := a.Incomplete() || !t.opts.Whole
	for _, e := range t.external {
		at := e.suppression.Location
		switch {
		case e.suppression.Expired && len(e.hits) > 0:
			list = append(list, expiredDiagnostic(at, &e.suppression, e.what(), e.hits))
		case len(e.hits) > 0 || unknown || !e.ran(a):
		default:
			list = append(list, unusedDiagnostic(at, t.unused(e, a.Graph)))
		}
	}
	return list
}

// unused says which of its patterns matches nothing.
func (t *Triage) unused(e *external, g *graph.Graph) string {
	none := "no finding"
	if len(e.rules) > 0 {
		none += " of " + e.what()
	}
	for _, p := range e.selector.patterns() {
		switch {
		case p.hits > 0:
		case t.anywhere(p, g):
			return fmt.Sprintf("%s has %s", none, p.describe())
		default:
			return fmt.Sprintf("no resource has %s%s", p.describe(), t.nearest(p, g))
		}
	}
	if e.selector.matchesAll() {
		return "there is " + none
	}
	return none + " has all that it asks for"
}
