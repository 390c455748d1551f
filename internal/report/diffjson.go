package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/changes"
)

// jsonChange is a finding with what was there before or is there now.
type jsonChange struct {
	jsonFinding
	// Before is what the old side said, for new, worse and undetermined; Now what the
	// new side says, for fixed and not_judged.
	Before         *changes.State     `json:"before"`
	BeforeSeverity *analyzer.Severity `json:"before_severity"`
	Now            *changes.State     `json:"now"`
}

// WriteDiffJSON writes a comparison in the form of docs/schema/diff.schema.json.
func WriteDiffJSON(w io.Writer, d *Diff) error {
	out := newDocument(w)
	out.field("schema_version", SchemaVersion)
	out.field("before", d.Before)
	out.field("after", d.After)
	diagnostics := (&Report{Assessment: &analyzer.Assessment{Diagnostics: d.Diagnostics}}).diagnostics()
	out.array("diagnostics", len(diagnostics), func(i int) any { return toJSONDiagnostic(diagnostics[i]) })
	for _, part := range []struct {
		name string
		list []changes.Change
		gone bool
	}{
		{"new", d.New, false},
		{"worse", d.Worse, false},
		{"fixed", d.Fixed, true},
		{"not_judged", d.NotJudged, true},
		{"undetermined", d.Undetermined, false},
	} {
		out.array(part.name, len(part.list), func(i int) any {
			c := &part.list[i]
			j := jsonChange{jsonFinding: toJSONFinding(c.Finding)}
			if part.gone {
				j.Now = &c.Was
			} else {
				j.Before = &c.Was
			}
			if c.Severity != "" {
				j.BeforeSeverity = &c.Severity
			}
			return j
		})
	}
	out.field("same", d.Same)
	return out.close()
}

// WriteDiffMarkdown writes a comparison for a comment or the summary of a job.
func WriteDiffMarkdown(w io.Writer, d *Diff, o MarkdownOptions) error {
	const most = 50 // rows of a table: a comment is for reading
	m := &markdown{links: newMDLinks(o.LinkBase)}
	var b strings.Builder
	title := "nothing new"
	if n := len(d.New) + len(d.Worse); n > 0 {
		title = count(n, "new finding")
		if len(d.Worse) > 0 {
			title = fmt.Sprintf("%s, %d worse", count(len(d.New), "new finding"), len(d.Worse))
		}
	}
	if len(d.notRead()) > 0 {
		title += ", but the comparison is incomplete"
	}
	fmt.Fprintf(&b, "## faultline: %s\n\n%s\n", title, mdText(strings.Join(d.totals(), separator)))
	table := func(heading string, list []changes.Change) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n### %s\n\n| Severity | What breaks | Where | Rule |\n| --- | --- | --- | --- |\n", heading)
		all := groups(findingsOf(list))
		for _, g := range all[:min(most, len(all))] {
			b.WriteString(m.findingRow(g))
		}
		if len(all) > most {
			fmt.Fprintf(&b, "\nAnd %d more.\n", len(all)-most)
		}
	}
	table("New", d.New)
	table("Worse", d.Worse)
	lines := func(heading string, list []changes.Change, reason func(*changes.Change) string) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n<details>\n<summary>%s (%d)</summary>\n\n", heading, len(list))
		for i := range list[:min(most, len(list))] {
			f := list[i].Finding
			fmt.Fprintf(&b, "- %s %s (%s)\n", m.links.rule(f.Rule), mdCode(truncate(f.Resource.ID, maxDescription)), reason(&list[i]))
		}
		if len(list) > most {
			fmt.Fprintf(&b, "- and %d more\n", len(list)-most)
		}
		b.WriteString("\n</details>\n")
	}
	lines("Fixed", d.Fixed, gone)
	lines("Not judged again", d.NotJudged, gone)
	lines("Cannot be told any more", d.Undetermined, func(*changes.Change) string { return "passed before" })
	missing := d.notRead()
	if len(missing) > 0 {
		fmt.Fprintf(&b, "\n### Incomplete\n\n%s:\n\n", mdText(notRead(len(missing))))
		for i := range missing[:min(most, len(missing))] {
			b.WriteString(m.incompleteItem(missing[i]))
		}
		if len(missing) > most {
			fmt.Fprintf(&b, "- and %d more\n", len(missing)-most)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteDiffSARIF writes the new side as SARIF whose results say whether they are new;
// what is fixed stands among the results that are absent.
func WriteDiffSARIF(w io.Writer, d *Diff, o SARIFOptions) error {
	fresh := map[*analyzer.Finding]bool{}
	for _, list := range [][]changes.Change{d.New, d.Worse, d.Undetermined} {
		for i := range list {
			fresh[list[i].Finding] = true
		}
	}
	for _, f := range d.Report.Assessment.Findings {
		f.Baseline = analyzer.Unchanged
		if fresh[f] {
			f.Baseline = analyzer.New
		}
	}
	return WriteSARIF(w, d.Report, o)
}
