package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/faultline-dev/faultline/graph"
)

// maxMarkdown is what GitHub takes as the summary of a job, in bytes.
const maxMarkdown = 1 << 20

// MarkdownOptions say where the Markdown will be read. The zero value makes links
// relative to the root of the repository.
type MarkdownOptions struct {
	// LinkBase is the address under which the files are shown, as in
	// https://github.com/acme/infra/blob/main. A job summary and a comment need it:
	// they are not pages of the repository, so that relative links lead nowhere there.
	LinkBase string

	// limit lowers maxMarkdown in tests.
	limit int
}

// WriteMarkdown writes a summary for a job or a pull request in GitHub's Markdown: what
// breaks and where in a table, the worst first, those of one construct of the CDK
// together, details folded, then what is undetermined and incomplete. Suppressed and known findings are only counted. It stays within 1 MiB:
// details go first, then the least severe, and a notice says how many.
func WriteMarkdown(w io.Writer, r *Report, o MarkdownOptions) error {
	if o.limit == 0 {
		o.limit = maxMarkdown
	}
	m := newMarkdown(r, o)
	_, err := io.WriteString(w, m.render())
	return err
}

// markdown is a summary in pieces, which are whole lines, so that any number of them
// can be left out at the end of a section.
type markdown struct {
	links mdLinks
	limit int
	head  string
	tail  string
	// The sections in the order in which they matter.
	findings, incomplete, undetermined, details mdSection
}

func newMarkdown(r *Report, o MarkdownOptions) *markdown {
	m := &markdown{links: newMDLinks(o.LinkBase), limit: o.limit}
	m.findings.heading = "| | %s | | |\n"
	m.findings.before = "| Severity | What breaks | Where | Rule |\n| --- | --- | --- | --- |\n"
	m.undetermined.heading = "| %s | | | |\n"
	m.undetermined.before = "### Undetermined\n\n| Cannot tell | Give it | Where | Rule |\n| --- | --- | --- | --- |\n"
	m.details.before = "<details>\n<summary>Details, and what to change</summary>\n\n"
	m.details.heading = "\n%s\n\n"
	m.details.after = "\n</details>\n"
	all := r.blocks()
	titles := titles(counting(all))
	for _, g := range counting(all) {
		if g.undetermined() {
			m.undetermined.add(titles[g], m.undeterminedRow(g))
			continue
		}
		m.findings.add(titles[g], m.findingRow(g))
		if d := m.detail(g); d != "" {
			m.details.add(titles[g], d)
		}
	}
	missing := r.incomplete()
	for _, d := range missing {
		m.incomplete.add("", m.incompleteItem(d))
	}
	m.incomplete.before = "### Incomplete\n\n" + mdText(notRead(len(missing))) + ":\n\n"
	m.head = headline(r, all)
	m.tail = mdText(strings.Join(r.coverage(), separator)) + "\n"
	return m
}

// headline is the title, the sentence that matters most, and why the run ends as it does.
func headline(r *Report, all []*group) string {
	list, failing := counting(all), 0
	for _, g := range list {
		if !g.undetermined() {
			failing++
		}
	}
	title := "no findings"
	if failing > 0 {
		title = count(failing, "finding")
	}
	if r.Target != "" && r.Target != "." {
		title += " in " + mdCode(truncate(r.Target, maxDescription))
	}
	if r.Assessment.Incomplete() {
		title += ", but the run is incomplete"
	}
	sentence := mdText(r.nothing())
	switch {
	case failing == 1:
		sentence = "**" + mdText(truncate(message(list[0]), maxDescription)) + "**"
	case failing > 1:
		sentence = "The worst: **" + mdText(truncate(message(list[0]), maxDescription)) + "**"
	case len(list) > 0:
		sentence = "Nothing fails, but not every verdict could be given."
	case len(all) > 0:
		sentence = "Every finding is suppressed or known from the baseline."
	}
	return "## faultline: " + title + "\n\n" + sentence + "\n\n" +
		mdText(strings.Join(append(r.counts(all), r.gate(all)), separator)) + "\n"
}

func (m *markdown) findingRow(g *group) string {
	return fmt.Sprintf("| **%s** | %s | %s | %s |\n",
		mdText(string(g.severity())), mdText(truncate(message(g), maxDescription)), m.where(g), m.links.rule(g.rule()))
}

func (m *markdown) undeterminedRow(g *group) string {
	needed := g.asks()
	give := make([]string, 0, shown+1)
	for i, n := range needed {
		if i == shown {
			give = append(give, fmt.Sprintf("and %s", count(len(needed)-shown, "more value")))
			break
		}
		give = append(give, mdText(truncate(n, maxDescription)))
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n",
		mdText(truncate(message(g), maxDescription)), strings.Join(give, "<br>"), m.where(g), m.links.rule(g.rule()))
}

// where is the deciding place and the resources.
func (m *markdown) where(g *group) string {
	ids := g.resources()
	named := make([]string, 0, shown)
	for _, id := range ids[:min(len(ids), shown)] {
		named = append(named, mdCode(truncate(id, maxDescription)))
	}
	text := strings.Join(named, ", ")
	if len(ids) > shown {
		text += fmt.Sprintf(" and %d more", len(ids)-shown)
	}
	if g.location == nil {
		return text + " (no line in a source)"
	}
	return m.links.place(g.location) + "<br>" + text
}

// detail is an item of a list: the path of the value, everything that takes part, and
// what to change. It is empty where the table says everything.
func (m *markdown) detail(g *group) string {
	f := g.first()
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	for i, s := range append(g.inner(), g.outer()...) {
		if i == places {
			break
		}
		put("  - through %s", m.links.place(&s.Location))
		if s.Note != "" {
			put(" %s", mdText(truncate(s.Note, maxDescription)))
		}
		put("\n")
	}
	for i, other := range f.Related {
		if i == places || other.Resource == nil {
			break
		}
		put("  - with %s %s\n", mdCode(truncate(other.Resource.ID, maxDescription)), mdText(truncate(other.Note, maxDescription)))
	}
	for _, remark := range remarks(f) {
		put("  - %s\n", mdText(truncate(remark, maxDescription)))
	}
	if f.Remediation != "" {
		put("  - %s", mdBlock(truncate(f.Remediation, maxMessage), "    "))
	}
	if b.Len() == 0 {
		return ""
	}
	return fmt.Sprintf("- **%s** %s %s\n", mdText(string(f.Severity)), m.links.rule(f.Rule), m.where(g)) + b.String()
}

func (m *markdown) incompleteItem(d graph.Diagnostic) string {
	text := "- "
	if d.Location != nil {
		text += m.links.place(d.Location) + " "
	}
	text += "**" + mdText(truncate(d.Summary, maxDescription)) + "**"
	if d.Detail != "" && d.Detail != d.Summary {
		text += " " + mdText(truncate(d.Detail, maxMessage))
	}
	return text + "\n"
}

// reserve is the room for the notice and for what stands around the sections.
const reserve = 500

// render keeps of each section as many items as there is room for, in the order in
// which the sections matter.
func (m *markdown) render() string {
	room := m.limit - reserve - len(m.head) - len(m.tail)
	byWeight := []*mdSection{&m.findings, &m.incomplete, &m.undetermined, &m.details}
	for _, s := range byWeight {
		room -= len(s.before) + len(s.after) + 2
	}
	for _, s := range byWeight {
		room = s.fill(room)
	}
	parts := []string{m.head}
	for _, s := range []*mdSection{&m.findings, &m.details, &m.undetermined, &m.incomplete} {
		if s.kept > 0 {
			parts = append(parts, s.text())
		}
	}
	if notice := m.notice(); notice != "" {
		parts = append(parts, notice)
	}
	return strings.Join(append(parts, m.tail), "\n")
}

// notice counts what was left out.
func (m *markdown) notice() string {
	var left []string
	for _, s := range []struct {
		section *mdSection
		one     string
	}{
		{&m.findings, "finding"}, {&m.details, "detail"}, {&m.undetermined, "undetermined verdict"}, {&m.incomplete, "thing that was not read"},
	} {
		switch n := len(s.section.items) - s.section.kept; {
		case n == 0:
		case s.section == &m.incomplete && n > 1:
			left = append(left, fmt.Sprintf("%d things that were not read", n))
		default:
			left = append(left, count(n, s.one))
		}
	}
	if len(left) == 0 {
		return ""
	}
	return fmt.Sprintf("**Left out**, the least severe first, because a summary has at most %d KiB: %s. The JSON report has everything.\n",
		m.limit>>10, strings.Join(left, ", "))
}
