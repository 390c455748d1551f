package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
)

type jsonRule struct {
	ID          string               `json:"id"`
	Title       string               `json:"title"`
	Description string               `json:"description"`
	Theme       string               `json:"theme"`
	Severity    analyzer.Severity    `json:"severity"`
	Types       []string             `json:"types"`
	Reads       []string             `json:"reads"`
	Controls    []string             `json:"controls"`
	Frameworks  map[string][]string  `json:"frameworks"`
	Remediation map[string]string    `json:"remediation"`
	Params      map[string]jsonParam `json:"params"`
	Links       []string             `json:"links"`
	// File is where an own rule is defined; ours have none.
	File string `json:"file,omitempty"`
}

type jsonParam struct {
	Default     any    `json:"default"`
	Description string `json:"description"`
}

func ruleJSON(r *analyzer.Rule) jsonRule {
	j := jsonRule{
		ID: r.ID, Title: r.Title, Description: r.Description, Theme: r.Theme, Severity: r.Severity,
		Types: orEmpty(r.Types), Reads: orEmpty(r.Reads), Controls: orEmpty(r.Controls),
		Frameworks: map[string][]string{}, Remediation: map[string]string{}, Params: map[string]jsonParam{},
		Links: orEmpty(links(r)), File: r.File,
	}
	maps.Copy(j.Frameworks, r.Frameworks)
	maps.Copy(j.Remediation, r.Remediation)
	for name, value := range r.Params {
		j.Params[name] = jsonParam{Default: value, Description: r.ParamHelp[name]}
	}
	return j
}

// WriteRulesJSON writes the rules in order of ID, in the form of
// docs/schema/rules.schema.json.
func WriteRulesJSON(w io.Writer, rules []*analyzer.Rule) error {
	sorted := byID(rules)
	d := newDocument(w)
	d.field("schema_version", SchemaVersion)
	d.array("rules", len(sorted), func(i int) any { return ruleJSON(sorted[i]) })
	return d.close()
}

// WriteRulesText lists the rules by theme, the worst first.
func WriteRulesText(w io.Writer, rules []*analyzer.Rule, o TextOptions) error {
	t := &textWriter{w: bufio.NewWriter(w), o: o}
	if len(rules) == 0 {
		t.print(" No rules.")
		return t.w.Flush()
	}
	sorted := byID(rules)
	slices.SortStableFunc(sorted, func(a, b *analyzer.Rule) int {
		return cmp.Or(cmp.Compare(a.Theme, b.Theme), cmp.Compare(a.Severity.Rank(), b.Severity.Rank()))
	})
	idWidth, full := 0, 0
	for _, r := range sorted {
		idWidth = max(idWidth, displayWidth(clean(r.ID)))
	}
	for _, r := range sorted {
		full = max(full, 1+labelWidth+2+idWidth+2+displayWidth(clean(r.Title)))
	}
	theme, own := "", 0
	for i, r := range sorted {
		if i == 0 || r.Theme != theme {
			if i > 0 {
				t.print()
			}
			theme = r.Theme
			t.print(" ", t.o.paint(bold, clean(theme)))
		}
		label := t.o.paint(severityInk(r.Severity), pad(string(r.Severity), labelWidth))
		if full <= o.width() {
			t.print(" ", label, "  ", pad(clean(r.ID), idWidth), "  ", clean(r.Title))
		} else {
			t.print(" ", label, "  ", clean(r.ID))
			t.prose(1+labelWidth+2, r.Title)
		}
		if r.File != "" {
			own++
			t.print(spaces(1+labelWidth+2), t.o.paint(dim, "own: "+clean(r.File)))
		}
	}
	t.print()
	of := ""
	if own > 0 {
		of = fmt.Sprintf(", %d of them own", own)
	}
	t.print(" ", count(len(rules), "rule"), of, ". More on one: faultline explain RULE")
	return t.w.Flush()
}

// WriteExplain writes everything that is known of a rule: what breaks and why, what to
// change in each source, and which published controls say the same.
func WriteExplain(w io.Writer, r *analyzer.Rule, o TextOptions) error {
	t := &textWriter{w: bufio.NewWriter(w), o: o}
	t.print(" ", o.paint(severityInk(r.Severity), strings.ToUpper(string(r.Severity))), "  ", o.paint(bold, clean(r.ID)))
	t.prose(bodyIndent, r.Title)
	if r.Description != "" {
		t.print()
		t.prose(bodyIndent, r.Description)
	}
	t.section("What to change", func() {
		for i, source := range slices.Sorted(maps.Keys(r.Remediation)) {
			if i > 0 {
				t.print()
			}
			t.print(spaces(bodyIndent), o.paint(green, clean(sourceName(source))))
			t.prose(placeIndent, r.Remediation[source])
		}
	}, len(r.Remediation))
	t.section("Parameters", func() {
		for _, name := range slices.Sorted(maps.Keys(r.Params)) {
			text := fmt.Sprintf("%s = %v", name, r.Params[name])
			if help := r.ParamHelp[name]; help != "" {
				text += ": " + help
			}
			t.prose(bodyIndent, text)
		}
	}, len(r.Params))
	t.section("Facts", func() { t.facts(r) }, 1)
	t.section("Read on", func() {
		for _, l := range links(r) {
			t.print(spaces(bodyIndent), clean(l))
		}
	}, len(links(r)))
	return t.w.Flush()
}

func (t *textWriter) section(title string, body func(), n int) {
	if n > 0 {
		t.print()
		t.print(" ", t.o.paint(bold, title))
		body()
	}
}

func (t *textWriter) facts(r *analyzer.Rule) {
	fact := func(name, value string) {
		const column = 12
		for i, l := range wrap(clean(value), bodyIndent+column, t.o.prose()) {
			if i > 0 {
				name = ""
			}
			t.print(spaces(bodyIndent), pad(name, column), l)
		}
	}
	fact("own rule", r.File)
	fact("theme", r.Theme)
	fact("judges", strings.Join(r.Types, ", "))
	fact("reads also", strings.Join(r.Reads, ", "))
	var profiles []string
	for _, p := range analyzer.Profiles() {
		if r.In(p) {
			profiles = append(profiles, string(p))
		}
	}
	fact("profiles", strings.Join(profiles, ", "))
	fact("controls", strings.Join(r.Controls, ", "))
	for _, name := range slices.Sorted(maps.Keys(r.Frameworks)) {
		fact("framework", name+": "+strings.Join(r.Frameworks[name], ", "))
	}
}

// sourceName is how people call a source.
func sourceName(source string) string {
	switch source {
	case "terraform":
		return "Terraform"
	case "cloudformation":
		return "CloudFormation"
	default:
		return source
	}
}

func byID(rules []*analyzer.Rule) []*analyzer.Rule {
	sorted := slices.Clone(rules)
	slices.SortFunc(sorted, func(a, b *analyzer.Rule) int { return cmp.Compare(a.ID, b.ID) })
	return sorted
}
