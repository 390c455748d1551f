package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	srcRoot     = "%SRCROOT%"

	// Bounds well inside of what GitHub takes for a result (1,000 locations, 10,000 steps).
	maxLogical = 100
	maxRelated = 50
	maxFlow    = 100
	// maxMessage is in characters.
	maxMessage = 4000
)

// sarifBuilder turns the groups of a report into SARIF results.
type sarifBuilder struct {
	anchors   *anchors
	ruleIndex map[string]int
}

func newSARIFBuilder(r *Report, rules []*analyzer.Rule) *sarifBuilder {
	b := &sarifBuilder{anchors: newAnchors(r), ruleIndex: make(map[string]int, len(rules))}
	for i, rule := range rules {
		b.ruleIndex[rule.ID] = i
	}
	return b
}

// sarifRules are the rules that took part, with those that findings name beside them.
func sarifRules(r *Report) []*analyzer.Rule {
	rules := slices.Clone(r.Assessment.Rules)
	known := map[string]bool{}
	for _, rule := range rules {
		known[rule.ID] = true
	}
	for _, f := range r.Assessment.Findings {
		if !known[f.Rule.ID] {
			known[f.Rule.ID] = true
			rules = append(rules, f.Rule)
		}
	}
	return byID(rules)
}

func (b *sarifBuilder) result(g *group) sarifResult {
	f := g.first()
	res := sarifResult{
		RuleID: f.Rule.ID, RuleIndex: b.ruleIndex[f.Rule.ID], Level: sarifLevel(f.Severity),
		Message:             sarifText{truncate(plainText(sarifMessage(g)), maxMessage)},
		Locations:           []sarifLocation{b.location(g)},
		RelatedLocations:    relatedLocations(g),
		CodeFlows:           codeFlows(f),
		PartialFingerprints: map[string]string{"faultline/v1": fingerprint(f)},
		Properties: sarifResultProperties{
			Severity: string(f.Severity), Verdict: string(f.Verdict), Instances: len(g.findings),
		},
	}
	if g.undetermined() {
		// "open" is SARIF's word for too little information; its level must be "none".
		res.Kind, res.Level = "open", "none"
	}
	res.BaselineState = string(f.Baseline)
	for _, s := range f.Suppressions {
		if s.Expired {
			continue // a reader could take its mere presence for acceptance
		}
		res.Suppressions = append(res.Suppressions, sarifSuppression{
			Kind: string(s.Kind), Status: "accepted", Justification: truncate(clean(s.Reason), maxDescription),
			Location: sarifLocation{PhysicalLocation: physical(s.Location)},
		})
	}
	return res
}

// sarifMessage is the description of a group, which says so where it has no line.
func sarifMessage(g *group) string {
	return description(g, " It has no line in a source; the alert stands at the beginning of a file.")
}

// location is never without a file and a line, which GitHub demands of every result.
func (b *sarifBuilder) location(g *group) sarifLocation {
	at := g.location
	if at == nil {
		at = &graph.Location{File: b.anchors.file(g.first()), Line: 1}
	}
	l := sarifLocation{PhysicalLocation: physical(*at)}
	for i, id := range g.resources() {
		if i == maxLogical {
			break
		}
		l.LogicalLocations = append(l.LogicalLocations, logical(id))
	}
	return l
}

// relatedLocations has the places that take part, numbered from 1, each line once.
func relatedLocations(g *group) []sarifLocation {
	var list []sarifLocation
	add := func(at graph.Location, id, message string) {
		if len(list) == maxRelated || at.File == "" {
			return
		}
		l := sarifLocation{
			ID: len(list) + 1, PhysicalLocation: physical(at),
			Message: &sarifText{truncate(plainText(cmp.Or(message, "takes part")), maxDescription)},
		}
		if id != "" {
			l.LogicalLocations = []sarifLogicalLocation{logical(id)}
		}
		list = append(list, l)
	}
	for _, s := range append(g.inner(), g.outer()...) {
		add(s.Location, "", s.Note)
	}
	seen := map[string]bool{}
	for _, f := range g.findings {
		for _, r := range f.Related {
			if r.Resource == nil || r.Resource.Location == nil || seen[r.Resource.ID+"\x00"+r.Note] {
				continue
			}
			seen[r.Resource.ID+"\x00"+r.Note] = true
			add(*r.Resource.Location, r.Resource.ID, cmp.Or(r.Note, r.Resource.ID))
		}
	}
	return list
}

// codeFlows follow a value from the place that decides to the attribute of the first
// resource; none where both are the same place.
func codeFlows(f *analyzer.Finding) []sarifCodeFlow {
	if f.Trace.Decides < 1 || f.Trace.Decides >= len(f.Trace.Steps) {
		return nil
	}
	var flow sarifThreadFlow
	for i := f.Trace.Decides; i >= 0 && len(flow.Locations) < maxFlow; i-- {
		s := f.Trace.Steps[i]
		l := sarifLocation{PhysicalLocation: physical(s.Location)}
		if s.Note != "" {
			l.Message = &sarifText{truncate(plainText(s.Note), maxDescription)}
		}
		flow.Locations = append(flow.Locations, sarifThreadFlowLocation{Location: l})
	}
	return []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{flow}}}
}

func logical(id string) sarifLogicalLocation {
	return sarifLogicalLocation{FullyQualifiedName: clean(id), Kind: "resource"}
}

func physical(l graph.Location) *sarifPhysicalLocation {
	p := &sarifPhysicalLocation{ArtifactLocation: sarifArtifactLocation{URI: escapePath(l.File), URIBaseID: srcRoot}}
	p.Region = &sarifRegion{StartLine: max(l.Line, 1)}
	if l.Line < 1 || l.Column < 1 {
		return p
	}
	p.Region.StartColumn = l.Column
	if l.EndLine > l.Line || l.EndLine == l.Line && l.EndColumn >= l.Column {
		p.Region.EndLine = l.EndLine
		p.Region.EndColumn = max(l.EndColumn, 0)
	}
	return p
}

// escapePath makes a relative URI of a slash-separated path.
func escapePath(file string) string {
	file = strings.TrimLeft(strings.ReplaceAll(file, `\`, "/"), "/")
	segments := strings.Split(file, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	// A colon in the first segment would make it a scheme.
	segments[0] = strings.ReplaceAll(segments[0], ":", "%3A")
	return strings.Join(segments, "/")
}

// fingerprint of a group is that of its first finding in order of resource, so that it
// is also found in the JSON report and survives instances that come and go after it.
func fingerprint(f *analyzer.Finding) string {
	if f.Fingerprint != "" {
		return f.Fingerprint
	}
	sum := sha256.Sum256([]byte(f.Rule.ID + "\x00" + f.Resource.ID + "\x00" + string(f.Path)))
	return hex.EncodeToString(sum[:16])
}
