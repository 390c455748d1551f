package page

import (
	"context"
	"path"
	"slices"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/internal/report"
)

// document is what the page's script reads. Things refer to each other by their index
// in these arrays.
type document struct {
	Title     string     `json:"title"`
	Version   string     `json:"version"`
	Tiers     []tier     `json:"tiers"`
	Kinds     []edgeKind `json:"kinds"`
	Regions   []*region  `json:"regions"`
	Nodes     []*node    `json:"nodes"`
	Resources []resource `json:"resources"`
	Edges     [][3]int   `json:"edges"` // from node, to node, kind
	Findings  []finding  `json:"findings"`
	Events    []event    `json:"events"`
	Services  []service  `json:"services"`
	// Losses are what each event does by itself, in the order of Events.
	Losses []loss `json:"losses"`
	// Texts are sentences that occur often, to which losses and reasons refer.
	Texts []string `json:"texts"`
	// Incomplete says what was not read; empty when all was.
	Incomplete []string `json:"incomplete"`
	// Suppressed counts findings that are left out because somebody accepted them.
	Suppressed int `json:"suppressed"`
	// Data counts data sources, which are not drawn.
	Data int `json:"data"`
}

// resource is one instance behind a node.
type resource struct {
	ID       string      `json:"id"`
	Node     int         `json:"node"`
	File     string      `json:"file,omitempty"`
	Line     int         `json:"line,omitempty"`
	Values   [][2]string `json:"values,omitempty"`
	Findings []int       `json:"findings,omitempty"`
	// Zones are candidates unless Sure is set.
	Zones []string `json:"zones,omitempty"`
	Sure  bool     `json:"sure,omitempty"`
	// Event is its own loss; -1 where it is not lost by itself.
	Event    int   `json:"event"`
	Services []int `json:"services,omitempty"`
}

type finding struct {
	Rule     string `json:"rule"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	// Open marks a verdict that could not be given.
	Open     bool   `json:"open,omitempty"`
	Message  string `json:"message"`
	Fix      string `json:"fix,omitempty"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Resource int    `json:"resource"`
}

// drafter makes a document.
type drafter struct {
	in    Input
	g     *graph.Graph
	d     *document
	index map[string]int // of resources by ID
	texts map[string]int
}

func newDocument(ctx context.Context, in Input) (*document, error) {
	b := &drafter{in: in, g: in.Model.Graph(), index: map[string]int{}, texts: map[string]int{}}
	b.d = &document{
		Title: report.Clean(title(in.Target)), Version: in.Version, Tiers: tiers(), Kinds: edgeKinds(),
		Regions: []*region{}, Nodes: []*node{}, Resources: []resource{}, Edges: [][3]int{}, Findings: []finding{},
		Events: []event{}, Services: []service{}, Losses: []loss{}, Texts: []string{}, Incomplete: []string{},
	}
	b.draw()
	b.connect()
	b.judge()
	if err := b.fail(ctx); err != nil {
		return nil, err
	}
	b.diagnose()
	return b.d, nil
}

// title is the last two folders of what was scanned.
func title(target string) string {
	clean := path.Clean(target)
	if clean == "." || clean == "/" {
		return "faultline"
	}
	return path.Join(path.Base(path.Dir(clean)), path.Base(clean))
}

// text returns the index of a sentence.
func (b *drafter) text(s string) int {
	i, ok := b.texts[s]
	if !ok {
		i = len(b.d.Texts)
		b.texts[s] = i
		b.d.Texts = append(b.d.Texts, report.Clean(s))
	}
	return i
}

// judge adds the findings that count, the worst first.
func (b *drafter) judge() {
	for _, f := range b.in.Assessment.Findings {
		if f.Suppressed() {
			b.d.Suppressed++
		}
		i, drawn := b.index[f.Resource.ID]
		if !f.Counts() || !drawn {
			continue
		}
		out := finding{
			Rule: report.Clean(f.Rule.ID), Title: report.Clean(f.Rule.Title), Severity: string(f.Severity), Open: f.Verdict == analyzer.Undetermined,
			Message: report.Clean(f.Message), Fix: report.Clean(f.Remediation), Resource: i,
		}
		at := f.Trace.Deciding()
		if at == nil {
			at = f.Resource.Location
		}
		out.File, out.Line = place(at)
		b.d.Findings = append(b.d.Findings, out)
	}
	rank := func(f finding) int {
		n := analyzer.Severity(f.Severity).Rank()
		if f.Open {
			n += 10
		}
		return n
	}
	slices.SortStableFunc(b.d.Findings, func(x, y finding) int { return rank(x) - rank(y) })
	for i, f := range b.d.Findings {
		r := &b.d.Resources[f.Resource]
		r.Findings = append(r.Findings, i)
	}
}

func place(at *graph.Location) (string, int) {
	if at == nil {
		return "", 0
	}
	return report.Clean(at.File), at.Line
}

// diagnose lists what makes the picture incomplete.
func (b *drafter) diagnose() {
	for _, diag := range b.in.Assessment.Diagnostics {
		if !diag.Incomplete {
			continue
		}
		text := diag.Summary + ": " + diag.Detail
		if diag.Location != nil {
			file, line := place(diag.Location)
			text = file + ":" + itoa(line) + ": " + text
		}
		b.d.Incomplete = append(b.d.Incomplete, report.Clean(text))
	}
	slices.Sort(b.d.Incomplete)
	b.d.Incomplete = slices.Compact(b.d.Incomplete)
}
