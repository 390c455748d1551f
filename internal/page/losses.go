package page

import (
	"context"
	"fmt"
	"slices"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/internal/report"
)

// event is one loss.
type event struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Name is what people call it.
	Name string `json:"name"`
	// Resource is what a loss of a component, or of the unnamed zone of one, is about; else -1.
	Resource int `json:"resource"`
	// Region is the event of the region around a zone; else -1.
	Region int `json:"region"`
}

type service struct {
	ID          string   `json:"id"`
	Criticality string   `json:"criticality,omitempty"`
	Entry       []int    `json:"entry"`
	Resources   []int    `json:"resources"`
	Sets        []cutSet `json:"sets"`
	// Possible hold only if what the configuration leaves open is so for the worse.
	Possible []cutSet `json:"possible"`
	Notes    []string `json:"notes"`
	// Order is the number of losses up to which every set is in Sets.
	Order int `json:"order"`
}

type cutSet struct {
	Events []int `json:"events"`
	// Path are resources from the entry to the first of Why.
	Path []int `json:"path,omitempty"`
	// Why are pairs of a resource and the text that says why it goes down.
	Why [][2]int `json:"why,omitempty"`
	// If are texts of the doubts that the set hangs on.
	If    []int    `json:"if,omitempty"`
	Needs []string `json:"needs,omitempty"`
}

// loss is what one event does by itself: to services, and to resources as triples of
// resource, state and text.
type loss struct {
	Services []outcome `json:"services"`
	Hits     [][3]int  `json:"hits"`
}

type outcome struct {
	Service   int      `json:"service"`
	State     int      `json:"state"`
	RTO       *float64 `json:"rto"`
	RPO       *float64 `json:"rpo"`
	Mechanism string   `json:"mechanism,omitempty"`
	Automatic bool     `json:"automatic,omitempty"`
	Estimate  bool     `json:"estimate,omitempty"`
	Reason    string   `json:"reason,omitempty"`
	Why       [][2]int `json:"why,omitempty"`
	If        []int    `json:"if,omitempty"`
	Needs     []string `json:"needs,omitempty"`
}

// stateCode orders states from harmless to bad.
func stateCode(s failure.State) int {
	switch s {
	case failure.Up:
		return 0
	case failure.Degraded:
		return 1
	case failure.Open:
		return 2
	case failure.Down:
		return 3
	default:
		panic("page: state " + string(s))
	}
}

const (
	// order is how many losses at once are examined where that is cheap.
	order = 3
	// fewEvents is the number of events above which pairs have to do.
	fewEvents = 80
	// mostSets bounds the sets of one service; those of the largest orders are left out.
	mostSets = 300
)

// fail adds services, what takes them down, and what each single loss does.
func (b *drafter) fail(ctx context.Context) error {
	m := b.in.Model
	events := m.Events()
	number := map[failure.Event]int{}
	for i, e := range events {
		number[e] = i
		b.d.Events = append(b.d.Events, b.event(e))
	}
	for i, e := range events {
		if e.Kind == failure.Zone {
			if at, ok := number[failure.Event{Kind: failure.Region, ID: m.RegionOf(e.ID)}]; ok {
				b.d.Events[i].Region = at
			}
		}
		if at := b.d.Events[i].Resource; e.Kind == failure.Instance && at >= 0 {
			b.d.Resources[at].Event = i
		}
	}
	for _, r := range b.d.Regions {
		if i, ok := number[failure.Event{Kind: failure.Region, ID: r.zones}]; ok {
			r.Event = i
		}
		for _, x := range r.Boxes {
			for z := range x.Zones {
				if i, ok := number[failure.Event{Kind: failure.Zone, ID: x.Zones[z].Name}]; ok {
					x.Zones[z].Event = i
				}
			}
		}
	}
	upTo := order
	if len(events) > fewEvents {
		upTo = 2
	}
	sets, err := m.CutSets(ctx, nil, upTo)
	if err != nil {
		return fmt.Errorf("finding cut sets: %w", err)
	}
	for i := range sets {
		b.d.Services = append(b.d.Services, b.service(&sets[i], number))
	}
	for i := range b.d.Services {
		for _, r := range b.d.Services[i].Resources {
			b.d.Resources[r].Services = append(b.d.Resources[r].Services, i)
		}
	}
	return b.sweep(ctx, events)
}

func (b *drafter) event(e failure.Event) event {
	out := event{Kind: string(e.Kind), ID: report.Clean(e.ID), Name: report.Clean(e.Phrase()), Resource: -1, Region: -1}
	id := e.ID
	if e.Unplaced() && len(id) > 1 {
		id = id[1:]
	}
	if i, ok := b.index[id]; ok && (e.Kind == failure.Instance || e.Unplaced()) {
		out.Resource = i
	}
	return out
}

func (b *drafter) service(c *failure.CutSets, number map[failure.Event]int) service {
	s := service{
		ID: report.Clean(c.Service.ID), Criticality: report.Clean(c.Service.Criticality), Entry: []int{}, Resources: []int{},
		Sets: []cutSet{}, Possible: []cutSet{}, Notes: []string{}, Order: c.Order,
	}
	for _, r := range c.Service.Entry {
		s.Entry = b.drawn(s.Entry, r.ID)
	}
	for _, r := range c.Service.Resources() {
		s.Resources = b.drawn(s.Resources, r.ID)
	}
	for i := range c.Certain {
		set := &c.Certain[i]
		if i >= mostSets && set.Order() > 1 {
			s.Order = min(s.Order, set.Order()-1)
			break
		}
		s.Sets = append(s.Sets, b.set(set, number))
	}
	s.Sets = slices.DeleteFunc(s.Sets, func(x cutSet) bool { return len(x.Events) > s.Order })
	for i := range c.Possible[:min(len(c.Possible), mostSets)] {
		if c.Possible[i].Order() == 1 {
			s.Possible = append(s.Possible, b.set(&c.Possible[i], number))
		}
	}
	for _, n := range c.Notes {
		s.Notes = append(s.Notes, report.Clean(n.Text))
	}
	slices.Sort(s.Notes)
	s.Notes = slices.Compact(s.Notes)
	return s
}

// drawn appends the index of a resource that is in the picture.
func (b *drafter) drawn(list []int, id string) []int {
	if i, ok := b.index[id]; ok {
		return append(list, i)
	}
	return list
}

func (b *drafter) set(c *failure.CutSet, number map[failure.Event]int) cutSet {
	var out cutSet
	for _, e := range c.Events {
		out.Events = append(out.Events, number[e])
	}
	for _, id := range c.Path {
		out.Path = b.drawn(out.Path, id)
	}
	out.Why = b.why(c.Reasons)
	out.If, out.Needs = b.doubts(c.Doubts), clean(c.Needs())
	return out
}

// mostReasons is how many of the resources that take a service down are named.
const mostReasons = 8

func (b *drafter) why(reasons []failure.Reason) [][2]int {
	var out [][2]int
	for _, r := range reasons {
		if i, ok := b.index[r.Resource.ID]; ok && len(out) < mostReasons {
			out = append(out, [2]int{i, b.text(r.Text)})
		}
	}
	return out
}

func (b *drafter) doubts(doubts []failure.Doubt) []int {
	var out []int
	for _, d := range doubts {
		out = append(out, b.text(d.Text))
	}
	return out
}

// sweep evaluates every event by itself.
func (b *drafter) sweep(ctx context.Context, events []failure.Event) error {
	m := b.in.Model
	number := map[*failure.Service]int{}
	for i, s := range m.Services() {
		number[s] = i
	}
	reach := m.Reach()
	scenario := m.Simulator()
	for _, e := range events {
		if err := ctx.Err(); err != nil {
			return err
		}
		l := loss{Services: []outcome{}, Hits: [][3]int{}}
		s := scenario.Of([]failure.Event{e})
		for i := range s.Services {
			if o := &s.Services[i]; o.State != failure.Up {
				l.Services = append(l.Services, b.outcome(o, number[o.Service]))
			}
		}
		for _, h := range reach.Of([]failure.Event{e}) {
			if i, ok := b.index[h.Resource.ID]; ok {
				l.Hits = append(l.Hits, [3]int{i, stateCode(h.State), b.text(h.Text)})
			}
		}
		b.d.Losses = append(b.d.Losses, l)
	}
	return nil
}

func (b *drafter) outcome(o *failure.Outcome, number int) outcome {
	out := outcome{
		Service: number, State: stateCode(o.State), RTO: o.RTO, RPO: o.RPO, Mechanism: report.Clean(o.Mechanism),
		Automatic: o.Automatic, Estimate: o.Estimate, Reason: report.Clean(o.Reason), Why: b.why(o.Reasons), If: b.doubts(o.Doubts),
	}
	for _, d := range o.Doubts {
		out.Needs = append(out.Needs, clean(d.Needs)...)
	}
	return out
}

func clean(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = report.Clean(s)
	}
	return out
}
