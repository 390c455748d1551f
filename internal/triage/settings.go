package triage

import (
	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
)

// setting changes whether a rule runs and what it counts as. Later ones win.
type setting struct {
	rules    []*rulePattern
	enabled  *bool
	severity analyzer.Severity // empty leaves it
}

// override has other settings for some resources.
type override struct {
	selector *selector
	profile  analyzer.Profile // empty leaves it
	settings []setting
	line     int
	dropped  int // findings that it switched off
}

// settings are the profile and what the configuration says of rules, everywhere and for
// some resources.
type settings struct {
	profile   analyzer.Profile
	base      []setting
	overrides []*override
}

func (t *Triage) newSettings(c *config.Config, profile string) (*settings, error) {
	s := &settings{profile: analyzer.Profile(profile)}
	for i := range c.Rules {
		r := &c.Rules[i]
		rules, err := t.rulePatterns([]config.Word{r.ID})
		if err != nil {
			return nil, err
		}
		s.base = append(s.base, setting{rules, r.Enabled, analyzer.Severity(r.Severity)})
	}
	for i := range c.Overrides {
		o, err := t.newOverride(&c.Overrides[i])
		if err != nil {
			return nil, err
		}
		s.overrides = append(s.overrides, o)
	}
	return s, nil
}

func (t *Triage) newOverride(c *config.Override) (*override, error) {
	o := &override{profile: analyzer.Profile(c.Profile), line: c.Line}
	var err error
	if o.selector, err = t.newSelector(&c.Selector); err != nil {
		return nil, err
	}
	off, on := false, true
	for _, w := range c.Disable {
		rules, err := t.ruleWord(w)
		if err != nil {
			return nil, err
		}
		o.settings = append(o.settings, setting{rules: rules, enabled: &off})
	}
	for _, w := range c.Enable {
		rules, err := t.ruleWord(w)
		if err != nil {
			return nil, err
		}
		o.settings = append(o.settings, setting{rules: rules, enabled: &on})
	}
	for _, l := range c.Severity {
		rules, err := t.ruleWord(l.Rules)
		if err != nil {
			return nil, err
		}
		o.settings = append(o.settings, setting{rules: rules, severity: analyzer.Severity(l.Severity)})
	}
	return o, nil
}

// effect is what holds for a rule at a resource.
type effect struct {
	enabled  bool
	severity analyzer.Severity
	// by is the override that switched the rule off; nil where that is so everywhere.
	by *override
}

func (e *effect) apply(list []setting, id string, by *override) {
	for i := range list {
		s := &list[i]
		if !anyRule(s.rules, id) {
			continue
		}
		if s.enabled != nil {
			e.enabled, e.by = *s.enabled, by
		}
		if s.severity != "" {
			e.severity = s.severity
		}
	}
}

func (s *settings) everywhere(r *analyzer.Rule) effect {
	e := effect{enabled: r.In(s.profile), severity: r.Severity}
	e.apply(s.base, r.ID, nil)
	return e
}

// of is what holds for a finding.
func (s *settings) of(f *analyzer.Finding) effect {
	e := s.everywhere(f.Rule)
	for _, o := range s.overrides {
		if !o.selector.match(f) {
			continue
		}
		if o.profile != "" {
			e.enabled, e.by = f.Rule.In(o.profile), o
		}
		e.apply(o.settings, f.Rule.ID, o)
	}
	return e
}

// somewhere reports whether a rule is switched on for some resource, as far as that can
// be told before the resources are known.
func (s *settings) somewhere(r *analyzer.Rule) bool {
	e := s.everywhere(r)
	if e.enabled {
		return true
	}
	for _, o := range s.overrides {
		here := e
		if o.profile != "" {
			here.enabled = r.In(o.profile)
		}
		here.apply(o.settings, r.ID, o)
		if here.enabled {
			return true
		}
	}
	return false
}
