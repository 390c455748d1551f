package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/faultline-dev/faultline/analyzer"
)

const (
	// maxTags is what GitHub accepts for a rule.
	maxTags = 20
	// maxDescription is what GitHub shows of a rule's descriptions, in characters.
	maxDescription = 1024
)

func newSARIFRule(r *analyzer.Rule) sarifRule {
	title := cmp.Or(r.Title, r.ID)
	level := sarifLevel(r.Severity)
	return sarifRule{
		ID: r.ID, Name: pascal(r.ID),
		ShortDescription: sarifText{truncate(plainText(title), maxDescription)},
		FullDescription:  sarifText{truncate(plainText(cmp.Or(r.Description, title)), maxDescription)},
		Help:             sarifHelp{Text: helpText(r, false), Markdown: helpText(r, true)},
		HelpURI:          helpURI(r),
		Configuration:    sarifConfiguration{Level: level},
		Properties: sarifRuleProperties{
			Tags: ruleTags(r), Precision: "high", ProblemSeverity: problemSeverity(level),
			SecuritySeverity: securitySeverity(r.Severity),
		},
	}
}

// helpURI is the page about a rule. An own rule has its first link, or the guide of
// own rules.
func helpURI(r *analyzer.Rule) string {
	switch {
	case r.File == "":
	case len(r.Links) > 0:
		return r.Links[0]
	default:
		return HomePage + "/blob/main/docs/own-rules.md"
	}
	return HomePage + "/blob/main/docs/rules/" + escapePath(r.ID) + ".md"
}

// links are the pages to read on about a rule.
func links(r *analyzer.Rule) []string {
	if r.File != "" {
		return r.Links
	}
	return append([]string{helpURI(r)}, r.Links...)
}

// sarifLevel of a failing result.
func sarifLevel(s analyzer.Severity) string {
	switch s {
	case analyzer.Critical, analyzer.High:
		return "error"
	case analyzer.Medium:
		return "warning"
	case analyzer.Low:
		return "note"
	default:
		return "warning"
	}
}

func problemSeverity(level string) string {
	if level == "note" {
		return "recommendation"
	}
	return level
}

// securitySeverity is GitHub's score from 0.0 to 10.0. GitHub ranks by it only where a
// rule is tagged "security", which none of ours claims to be.
func securitySeverity(s analyzer.Severity) string {
	switch s {
	case analyzer.Critical:
		return "9.5"
	case analyzer.High:
		return "8.0"
	case analyzer.Medium:
		return "5.5"
	case analyzer.Low:
		return "3.0"
	default:
		return "5.5"
	}
}

// ruleTags has the theme first, since GitHub shows only ten.
func ruleTags(r *analyzer.Rule) []string {
	tags := []string{"reliability"}
	add := func(tag string) {
		if tag = truncate(clean(tag), 255); tag != "" && !slices.Contains(tags, tag) && len(tags) < maxTags {
			tags = append(tags, tag)
		}
	}
	add(r.Theme)
	add(string(r.Severity))
	for _, name := range slices.Sorted(maps.Keys(r.Frameworks)) {
		for _, ref := range r.Frameworks[name] {
			add(name + "/" + ref)
		}
	}
	for _, c := range r.Controls {
		add(c)
	}
	return tags
}

// pascal turns aws-rds-single-az into AwsRdsSingleAz.
func pascal(id string) string {
	var b strings.Builder
	upper := true
	for _, c := range id {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			upper = true
		case upper:
			b.WriteRune(unicode.ToUpper(c))
			upper = false
		default:
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return b.String()
}

// helpText is what a viewer shows beside an alert.
func helpText(r *analyzer.Rule, markdown bool) string {
	heading := func(s string) string {
		if markdown {
			return "## " + s
		}
		return s + ":"
	}
	parts := []string{cmp.Or(r.Description, r.Title, r.ID)}
	if markdown {
		parts = append([]string{"# " + cmp.Or(r.Title, r.ID)}, parts...)
	}
	for _, source := range slices.Sorted(maps.Keys(r.Remediation)) {
		text := strings.Trim(r.Remediation[source], "\n")
		if markdown {
			text = fenced(text)
		}
		parts = append(parts, heading("What to change in "+sourceName(source)), text)
	}
	if len(r.Controls) > 0 {
		parts = append(parts, "Controls: "+strings.Join(r.Controls, ", ")+".")
	}
	for _, name := range slices.Sorted(maps.Keys(r.Frameworks)) {
		parts = append(parts, fmt.Sprintf("%s: %s.", name, strings.Join(r.Frameworks[name], ", ")))
	}
	for _, l := range links(r) {
		if markdown {
			l = "<" + l + ">"
		}
		parts = append(parts, l)
	}
	return visibleText(strings.Join(parts, "\n\n"))
}

// fenced puts the indented lines of a text into Markdown code blocks, unless it has some.
func fenced(text string) string {
	const fence = "```"
	if strings.Contains(text, fence) {
		return text
	}
	var lines []string
	inside := false
	toggle := func(code bool) {
		if code != inside {
			inside = code
			lines = append(lines, fence)
		}
	}
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, "\n")
		if l != "" {
			toggle(isCode(l))
		}
		lines = append(lines, l)
	}
	toggle(false)
	return strings.Join(lines, "\n")
}

// visibleText keeps line breaks and replaces every other character that cannot be seen.
func visibleText(s string) string { return strings.Join(cleanLines(s), "\n") }

// plainText makes a text mean itself as a SARIF message: no placeholder and no
// embedded link, both of which need a bracket beside what a finding may contain.
func plainText(s string) string {
	s = strings.ReplaceAll(visibleText(s), "](", "] (")
	if !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '{' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// truncate cuts a text to a number of characters.
func truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	i := 0
	for at := range s {
		if i == n-1 {
			if rest := []rune(s[at:]); len(rest) > 1 {
				return s[:at] + "…"
			}
			return s
		}
		i++
	}
	return s
}
