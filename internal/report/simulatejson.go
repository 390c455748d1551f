package report

import (
	"io"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

// Simulation is what simulate found: the cut sets of each service and the scenarios.
type Simulation struct {
	CutSets   []failure.CutSets
	Scenarios []failure.Scenario
	// Diagnostics are what the sources lack; they decide whether the run is complete.
	Diagnostics []graph.Diagnostic
}

type jsonEvent struct {
	Kind failure.Kind `json:"kind"`
	ID   string       `json:"id"`
}

type jsonCutSet struct {
	Order       int           `json:"order"`
	Events      []jsonEvent   `json:"events"`
	Explanation string        `json:"explanation"`
	Path        []string      `json:"path"`
	Location    *jsonLocation `json:"location"`
}

// jsonOpenSet is a cut set that hangs on something, or, without events, something
// that the analysis could not take into account.
type jsonOpenSet struct {
	Events      []jsonEvent `json:"events"`
	Explanation string      `json:"explanation"`
	Resource    string      `json:"resource"`
	Needs       []string    `json:"needs"`
}

type jsonService struct {
	ID           string        `json:"id"`
	Entry        []string      `json:"entry"`
	Criticality  string        `json:"criticality,omitempty"`
	CutSets      []jsonCutSet  `json:"cut_sets"`
	Undetermined []jsonOpenSet `json:"undetermined"`
	// Order is the size up to which all sets were found; 0 stands for every size.
	Order    int    `json:"order"`
	Complete bool   `json:"complete"`
	Reason   string `json:"reason,omitempty"`
}

type jsonScenario struct {
	Lost     []jsonEvent   `json:"lost"`
	Services []jsonOutcome `json:"services"`
}

type jsonOutcome struct {
	ID          string        `json:"id"`
	State       failure.State `json:"state"`
	RTO         *float64      `json:"rto_seconds"`
	RPO         *float64      `json:"rpo_seconds"`
	Mechanism   string        `json:"mechanism"`
	Automatic   bool          `json:"automatic"`
	Estimate    bool          `json:"estimate"`
	Source      string        `json:"source,omitempty"`
	Reason      string        `json:"reason,omitempty"`
	Explanation []string      `json:"explanation"`
	Needs       []string      `json:"needs"`
	Capacity    []jsonLeft    `json:"capacity"`
}

type jsonLeft struct {
	Resource string `json:"resource"`
	Running  int    `json:"running"`
	Left     int    `json:"left"`
	Needed   *int   `json:"needed"`
}

// WriteSimulationJSON writes docs/schema/simulate.schema.json.
func WriteSimulationJSON(w io.Writer, s *Simulation) error {
	d := newDocument(w)
	d.field("schema_version", SchemaVersion)
	d.array("diagnostics", len(s.Diagnostics), func(i int) any { return toJSONDiagnostic(s.Diagnostics[i]) })
	d.array("services", len(s.CutSets), func(i int) any { return toJSONService(&s.CutSets[i]) })
	d.array("scenarios", len(s.Scenarios), func(i int) any { return toJSONScenario(&s.Scenarios[i]) })
	return d.close()
}

func toJSONEvents(events []failure.Event) []jsonEvent {
	out := make([]jsonEvent, len(events))
	for i, e := range events {
		out[i] = jsonEvent(e)
	}
	return out
}

func toJSONService(c *failure.CutSets) jsonService {
	s := jsonService{
		ID: c.Service.ID, Criticality: c.Service.Criticality, Entry: []string{}, CutSets: []jsonCutSet{}, Undetermined: []jsonOpenSet{},
		Order: c.Order, Complete: c.Complete, Reason: c.Reason,
	}
	for _, r := range c.Service.Entry {
		s.Entry = append(s.Entry, r.ID)
	}
	for i := range c.Certain {
		set := &c.Certain[i]
		out := jsonCutSet{Order: set.Order(), Events: toJSONEvents(set.Events), Explanation: set.Explanation(), Path: set.Path}
		if len(set.Reasons) > 0 {
			out.Location = toJSONLocation(set.Reasons[0].Resource.Location)
		}
		if out.Path == nil {
			out.Path = []string{}
		}
		s.CutSets = append(s.CutSets, out)
	}
	for i := range c.Possible {
		set := &c.Possible[i]
		s.Undetermined = append(s.Undetermined, jsonOpenSet{
			Events: toJSONEvents(set.Events), Explanation: set.Explanation(), Resource: set.Doubts[0].Resource.ID, Needs: notNil(set.Needs()),
		})
	}
	for _, n := range c.Notes {
		s.Undetermined = append(s.Undetermined, jsonOpenSet{
			Events: []jsonEvent{}, Explanation: n.Text, Resource: n.Resource.ID, Needs: notNil(n.Needs),
		})
	}
	return s
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func toJSONScenario(s *failure.Scenario) jsonScenario {
	out := jsonScenario{Lost: toJSONEvents(s.Lost), Services: []jsonOutcome{}}
	for i := range s.Services {
		out.Services = append(out.Services, toJSONOutcome(&s.Services[i]))
	}
	return out
}

func toJSONOutcome(o *failure.Outcome) jsonOutcome {
	out := jsonOutcome{
		ID: o.Service.ID, State: o.State, RTO: o.RTO, RPO: o.RPO, Mechanism: o.Mechanism, Automatic: o.Automatic,
		Estimate: o.Estimate, Source: o.Source, Reason: o.Reason, Explanation: []string{}, Needs: []string{}, Capacity: []jsonLeft{},
	}
	for _, r := range o.Reasons {
		out.Explanation = append(out.Explanation, r.Resource.ID+": "+r.Text)
	}
	for _, d := range o.Doubts {
		out.Needs = append(out.Needs, d.Needs...)
		out.Explanation = append(out.Explanation, "if "+d.Text)
	}
	for _, c := range o.Capacity {
		left := jsonLeft{Resource: c.Resource.ID, Running: c.Running, Left: c.Left}
		if c.Needed >= 0 {
			needed := c.Needed
			left.Needed = &needed
		}
		out.Capacity = append(out.Capacity, left)
	}
	return out
}
