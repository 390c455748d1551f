package report

import (
	"cmp"
	"path"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// anchors finds a file for findings that have none, for the formats in which every
// result stands in a file.
type anchors struct {
	target string
	// files has the first file that a group (a root, a stack) was read from, and under
	// "" the first of all.
	files map[string]string
}

func newAnchors(r *Report) *anchors {
	a := &anchors{target: r.Target, files: map[string]string{}}
	if r.Assessment.Graph == nil {
		return a
	}
	for _, res := range r.Assessment.Graph.Resources() {
		if res.Location == nil {
			continue
		}
		for _, key := range []string{res.Group, ""} {
			if have := a.files[key]; have == "" || res.Location.File < have {
				a.files[key] = res.Location.File
			}
		}
	}
	return a
}

// file is the one that stands for a finding without text: that of a related resource,
// the first of its group, the target itself, the first of all. It is never empty.
func (a *anchors) file(f *analyzer.Finding) string {
	for _, r := range f.Related {
		if r.Resource != nil && r.Resource.Location != nil {
			return r.Resource.Location.File
		}
	}
	return cmp.Or(a.files[f.Resource.Group], a.any())
}

// any is the file that stands for the run.
func (a *anchors) any() string {
	target := strings.ReplaceAll(a.target, `\`, "/")
	if target != "" && path.Ext(target) != "" && !strings.Contains(target, "://") {
		if file := path.Clean(target); !path.IsAbs(file) && !strings.HasPrefix(file, "..") {
			return file
		}
		return path.Base(target)
	}
	return cmp.Or(a.files[""], "faultline.yaml")
}

// noLine is what a description says of a finding that stands where it does not belong.
const noLine = " It has no line in a source, so it stands at the beginning of a file."

// description says what the finding says, for which resources, and what to change, in
// paragraphs. Where the group has no line, unplaced follows the resource.
func description(g *group, unplaced string) string {
	f := g.first()
	text := strings.TrimSpace(cmp.Or(f.Message, f.Rule.Title, f.Rule.ID))
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "!") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	if ids := g.resources(); len(ids) > 1 {
		text += "\n\n" + count(len(ids), "resource") + ": " + enumerate(ids) + "."
	} else {
		text += "\n\nResource: " + ids[0] + "."
	}
	if g.location == nil {
		text += unplaced
	}
	for _, remark := range remarks(f) {
		text += "\n\n" + remark
	}
	for i, n := range g.needed() {
		if i == shown {
			break
		}
		text += "\n\nGive it: " + supply(n)
	}
	if f.Remediation != "" && !g.undetermined() {
		text += "\n\n" + strings.TrimSpace(f.Remediation)
	}
	return text
}

// diagnosticText is the summary and the detail as one sentence.
func diagnosticText(d graph.Diagnostic) string {
	if d.Detail != "" && d.Detail != d.Summary {
		return strings.TrimSuffix(d.Summary, ".") + ": " + d.Detail
	}
	return d.Summary
}

// blocks are the groups as text counts them: what waits for the same thing is one.
func (r *Report) blocks() []*group { return joined(groups(r.findings())) }
