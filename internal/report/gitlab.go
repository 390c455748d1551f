package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// checkIncomplete is the name under which formats without another place for it tell
// what was not read or judged.
const checkIncomplete = "faultline-incomplete"

// WriteGitLab writes a GitLab Code Quality report, in the form of
// docs/schema/gitlab.schema.json: one issue for each rule and deciding place, and one for
// each thing that was not read. Suppressed findings are left out; those
// of the baseline stay, because GitLab would take them for fixed. GitLab takes issues of
// the same fingerprint for one, so that no two have the same.
func WriteGitLab(w io.Writer, r *Report) error {
	issues := []gitlabIssue{}
	anchors := newAnchors(r)
	unique := newNames()
	for _, g := range groups(r.findings()) {
		f := g.first()
		if g.suppressed() {
			continue
		}
		at := g.location
		text := fmt.Sprintf("%s (%s)", message(g), enumerate(g.resources()))
		if list := remarks(f); len(list) > 0 {
			text += " " + strings.Join(list, " ")
		}
		if at == nil {
			at = &graph.Location{File: anchors.file(f)}
			text += noLine
		}
		severity := gitlabSeverity(f.Severity)
		if g.undetermined() {
			severity = "info"
		}
		issues = append(issues, gitlabIssue{
			Description: text, CheckName: f.Rule.ID, Fingerprint: unique.name(fingerprint(f)), Severity: severity,
			Location: newGitLabLocation(at),
		})
	}
	for _, d := range r.incomplete() {
		at := d.Location
		if at == nil {
			at = &graph.Location{File: anchors.any()}
		}
		sum := sha256.Sum256([]byte(checkIncomplete + "\x00" + at.File + "\x00" + d.Summary + "\x00" + d.Detail))
		issues = append(issues, gitlabIssue{
			Description: "Not read or judged: " + diagnosticText(d), CheckName: checkIncomplete,
			Fingerprint: unique.name(hex.EncodeToString(sum[:16])), Severity: "minor", Location: newGitLabLocation(at),
		})
	}
	for i := range issues {
		issues[i].Description = truncate(clean(issues[i].Description), maxMessage)
	}
	var buf bytes.Buffer
	if err := encode(&buf, issues, ""); err != nil {
		return err
	}
	_, err := w.Write(escapeInvisible(buf.Bytes()))
	return err
}

func newGitLabLocation(l *graph.Location) gitlabLocation {
	file := strings.TrimLeft(path.Clean(strings.ReplaceAll(l.File, `\`, "/")), "/")
	return gitlabLocation{Path: cmp.Or(file, "."), Lines: gitlabLines{Begin: max(l.Line, 1)}}
}

// gitlabSeverity keeps "info" for what is undetermined.
func gitlabSeverity(s analyzer.Severity) string {
	switch s {
	case analyzer.Critical:
		return "blocker"
	case analyzer.High:
		return "critical"
	case analyzer.Medium:
		return "major"
	case analyzer.Low:
		return "minor"
	default:
		return "major"
	}
}

// names makes names unique by a number behind all but the first.
type names struct{ used map[string]int }

func newNames() *names { return &names{used: map[string]int{}} }

// name returns the name, or the first of "name (2)", "name (3)", … that was not given.
func (n *names) name(s string) string {
	unique := s
	for n.used[unique] > 0 {
		n.used[s]++
		unique = fmt.Sprintf("%s (%d)", s, n.used[s])
	}
	n.used[unique] = 1
	return unique
}
