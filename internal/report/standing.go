package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
)

// How the findings of a group stand: they count, someone suppressed them, or the
// baseline knows them. All of a group stand alike, as groups keeps the others apart.

// counts reports whether the group is something to act on now.
func (g *group) counts() bool { return g.first().Counts() }

func (g *group) suppressed() bool { return g.first().Suppressed() }

// known reports whether the baseline has the group and nobody suppressed it.
func (g *group) known() bool { return !g.suppressed() && !g.counts() }

// counting leaves out what is suppressed or known.
func counting(all []*group) []*group {
	return slices.DeleteFunc(slices.Clone(all), func(g *group) bool { return !g.counts() })
}

// standing is what groups have in common as to suppressions and baseline.
func standing(f *analyzer.Finding) string {
	var b strings.Builder
	b.WriteString(string(f.Baseline))
	if f.Known != nil {
		fmt.Fprintf(&b, "\x00%s\x00%s", f.Known.Since, f.Known.Reason)
	}
	for _, s := range f.Suppressions {
		fmt.Fprintf(&b, "\x00%s:%d:%d %t", s.Location.File, s.Location.Line, s.Location.Column, s.Expired)
	}
	return b.String()
}

// remarks say why a finding does not count, or that it counts again, in a sentence each.
func remarks(f *analyzer.Finding) []string {
	var list []string
	for _, s := range f.Suppressions {
		switch {
		case s.Expired:
			list = append(list, fmt.Sprintf("It counts again: the suppression at %s expired on %s (%s).", position(&s.Location), s.Until, s.Reason))
		case s.Until != "":
			list = append(list, fmt.Sprintf("Suppressed until %s at %s: %s.", s.Until, position(&s.Location), strings.TrimSuffix(s.Reason, ".")))
		default:
			list = append(list, fmt.Sprintf("Suppressed at %s: %s.", position(&s.Location), strings.TrimSuffix(s.Reason, ".")))
		}
	}
	if k := f.Known; k != nil {
		text := "Known from the baseline"
		if k.Since != "" {
			text += " since " + k.Since
		}
		if k.Reason != "" {
			text += ": " + strings.TrimSuffix(k.Reason, ".")
		}
		list = append(list, text+".")
	}
	return list
}

// nothingCounts reports whether there are findings, but none that counts.
func nothingCounts(all []*group) bool { return len(all) > 0 && len(counting(all)) == 0 }
