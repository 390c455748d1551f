package triage

import (
	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
)

// selection limits a run to rules and resources, and leaves some out of it.
type selection struct {
	rules, skipRules []*rulePattern // of ids and themes alike
	resources        *selector
	// skip has a selector for each thing that is enough to be left out.
	skip    []*selector
	dropped int // findings outside
}

func (t *Triage) newSelection(only, skip *config.Selection) (*selection, error) {
	s := &selection{}
	var err error
	if s.rules, err = t.idsAndThemes(only); err != nil {
		return nil, err
	}
	if s.skipRules, err = t.idsAndThemes(skip); err != nil {
		return nil, err
	}
	if s.resources, err = t.newSelector(&only.Selector); err != nil {
		return nil, err
	}
	parts := []config.Selector{{Paths: skip.Paths}, {Resources: skip.Resources}, {Environments: skip.Environments}}
	for _, tag := range skip.Tags {
		parts = append(parts, config.Selector{Tags: []config.Tag{tag}})
	}
	for i := range parts {
		if parts[i].Empty() {
			continue
		}
		part, err := t.newSelector(&parts[i])
		if err != nil {
			return nil, err
		}
		s.skip = append(s.skip, part)
	}
	return s, nil
}

func (t *Triage) idsAndThemes(c *config.Selection) ([]*rulePattern, error) {
	rules, err := t.rulePatterns(c.Rules)
	if err != nil {
		return nil, err
	}
	themes, err := t.themes(c.Themes)
	return append(rules, themes...), err
}

// rule reports whether a rule takes part.
func (s *selection) rule(r *analyzer.Rule) bool {
	return (len(s.rules) == 0 || anyRule(s.rules, r.ID)) && !anyRule(s.skipRules, r.ID)
}

// resource reports whether a finding's resource takes part.
func (s *selection) resource(f *analyzer.Finding) bool {
	ok := s.resources.match(f)
	for _, part := range s.skip {
		if part.match(f) {
			ok = false
		}
	}
	return ok
}
