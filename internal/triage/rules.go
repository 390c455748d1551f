package triage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/internal/config"
)

// rulePatterns compiles ids and patterns of ids. One that no rule has is an error; where
// says what it stands in.
func (t *Triage) rulePatterns(words []config.Word) ([]*rulePattern, error) {
	list := make([]*rulePattern, 0, len(words))
	for _, w := range words {
		p := &rulePattern{text: w.Text, re: textPattern(w.Text)}
		if !slices.ContainsFunc(t.rules.Rules(), func(r *analyzer.Rule) bool { return p.match(r.ID) }) {
			return nil, t.unknownRule(w)
		}
		list = append(list, p)
	}
	return list, nil
}

func (t *Triage) unknownRule(w config.Word) error {
	if strings.Contains(w.Text, "*") {
		return t.errorAt(w.Line, "no rule has an id like %q (faultline rules list shows them all)", w.Text)
	}
	return t.errorAt(w.Line, "there is no rule %q%s (faultline rules list shows them all)", w.Text, config.Suggest(w.Text, t.ids()))
}

// errorAt is an error in a line of the configuration file, or in a flag where the line is 0.
func (t *Triage) errorAt(line int, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if line == 0 {
		return fmt.Errorf("%s", text) //nolint:perfsprint // the text is the error
	}
	return fmt.Errorf("%s: line %d: %s", t.opts.ConfigFile, line, text)
}

func anyRule(list []*rulePattern, id string) bool {
	return slices.ContainsFunc(list, func(p *rulePattern) bool { return p.match(id) })
}
