package triage

import (
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
)

// environment is a named part of what is scanned.
type environment struct {
	name     string
	selector *selector
}

func (t *Triage) newEnvironments(list []config.Environment) error {
	for i := range list {
		s, err := t.newSelector(&list[i].Selector)
		if err != nil {
			return err
		}
		t.envs = append(t.envs, &environment{list[i].Name.Text, s})
	}
	return nil
}

// environmentOf is the first one that has a finding's resource; empty without any.
func (t *Triage) environmentOf(f *analyzer.Finding) string {
	for _, e := range t.envs {
		if e.selector.match(f) {
			return e.name
		}
	}
	return ""
}

// knownEnvironments checks that the configuration declares what a selector names.
func (t *Triage) knownEnvironments(words []config.Word) error {
	names := make([]string, 0, len(t.envs))
	for _, e := range t.envs {
		names = append(names, e.name)
	}
	for _, w := range words {
		switch {
		case len(names) == 0:
			return t.errorAt(w.Line, "there is no environment %q: the configuration declares none (environments: …)", w.Text)
		case !slices.Contains(names, w.Text):
			return t.errorAt(w.Line, "there is no environment %q%s (there are %s)", w.Text, config.Suggest(w.Text, names), strings.Join(names, ", "))
		}
	}
	return nil
}
