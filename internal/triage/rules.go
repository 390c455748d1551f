package triage

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
)

// rulePattern is an id, a pattern of ids, or a theme.
type rulePattern struct {
	text string
	re   *regexp.Regexp  // of a pattern; nil otherwise
	ids  map[string]bool // of a theme; nil otherwise
}

func (p *rulePattern) match(id string) bool {
	if p.ids != nil {
		return p.ids[id]
	}
	if p.re == nil {
		return p.text == id
	}
	return p.re.MatchString(id)
}

func anyRule(list []*rulePattern, id string) bool {
	return slices.ContainsFunc(list, func(p *rulePattern) bool { return p.match(id) })
}

// rulePatterns compiles ids and patterns of ids. One that no rule has is an error.
func (t *Triage) rulePatterns(words []config.Word) ([]*rulePattern, error) {
	list := make([]*rulePattern, 0, len(words))
	for _, w := range words {
		p := &rulePattern{text: w.Text}
		if strings.Contains(w.Text, "*") {
			p.re = textPattern(w.Text)
		}
		if !slices.ContainsFunc(t.all.Rules(), func(r *analyzer.Rule) bool { return p.match(r.ID) }) {
			return nil, t.unknownRule(w, t.ids())
		}
		list = append(list, p)
	}
	return list, nil
}

// themes compiles names of themes.
func (t *Triage) themes(words []config.Word) ([]*rulePattern, error) {
	list := make([]*rulePattern, 0, len(words))
	for _, w := range words {
		p := t.theme(w.Text)
		if p == nil {
			return nil, t.errorAt(w.Line, "there is no theme %q%s (there are %s)", w.Text,
				config.Suggest(w.Text, t.themeNames()), strings.Join(t.themeNames(), ", "))
		}
		list = append(list, p)
	}
	return list, nil
}

// theme is nil where no rule has it.
func (t *Triage) theme(name string) *rulePattern {
	p := &rulePattern{text: name, ids: map[string]bool{}}
	for _, r := range t.all.Rules() {
		if r.Theme == name {
			p.ids[r.ID] = true
		}
	}
	if len(p.ids) == 0 {
		return nil
	}
	return p
}

func (t *Triage) themeNames() []string {
	names := map[string]bool{}
	for _, r := range t.all.Rules() {
		names[r.Theme] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// ruleWord compiles an id, a pattern of ids, or a theme.
func (t *Triage) ruleWord(w config.Word) ([]*rulePattern, error) {
	if p := t.theme(w.Text); p != nil {
		return []*rulePattern{p}, nil
	}
	list, err := t.rulePatterns([]config.Word{w})
	if err != nil {
		return nil, t.unknownRule(w, append(t.ids(), t.themeNames()...))
	}
	return list, nil
}

func (t *Triage) unknownRule(w config.Word, known []string) error {
	if strings.Contains(w.Text, "*") {
		return t.errorAt(w.Line, "no rule has an id like %q (faultline rules list shows them all)", w.Text)
	}
	return t.errorAt(w.Line, "there is no rule %q%s (faultline rules list shows them all)", w.Text, config.Suggest(w.Text, known))
}

// errorAt is an error in a line of the configuration file or, where the line is 0, of the
// command line.
func (t *Triage) errorAt(line int, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if line == 0 {
		return errors.New(text)
	}
	return fmt.Errorf("%s: line %d: %s", t.opts.ConfigFile, line, text)
}

// params collects the values for parameters, by rule and name.
func (t *Triage) params(list []config.Rule) (map[string]map[string]any, error) {
	out := map[string]map[string]any{}
	for i := range list {
		c := &list[i]
		if len(c.Params) == 0 {
			continue
		}
		r := t.all.Rule(c.ID.Text)
		if r == nil {
			return nil, t.errorAt(c.ID.Line, "params belong to one rule, and %q is a pattern", c.ID.Text)
		}
		known := slices.Sorted(maps.Keys(r.Params))
		out[r.ID] = map[string]any{}
		for _, p := range c.Params {
			normal, found := r.Params[p.Name.Text]
			switch {
			case len(known) == 0:
				return nil, t.errorAt(p.Name.Line, "%s has no parameters", r.ID)
			case !found:
				return nil, t.errorAt(p.Name.Line, "%s has no parameter %q%s (it has %s)", r.ID, p.Name.Text,
					config.Suggest(p.Name.Text, known), strings.Join(known, ", "))
			case analyzer.KindOf(p.Value) != analyzer.KindOf(normal):
				return nil, t.errorAt(p.Name.Line, "parameter %s of %s is a %s, not a %s", p.Name.Text, r.ID,
					analyzer.KindOf(normal), analyzer.KindOf(p.Value))
			}
			out[r.ID][p.Name.Text] = p.Value
		}
	}
	return out, nil
}
