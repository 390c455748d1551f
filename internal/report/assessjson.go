package report

import (
	"io"
	"math"

	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/catalog"
	"github.com/faultline-dev/faultline/graph"
)

// Recovery is what assess found: for each service how it comes back from each kind of
// loss, against what was promised.
type Recovery struct {
	Services    []failure.ServiceRecovery
	Diagnostics []graph.Diagnostic
}

type jsonAssessment struct {
	ID           string            `json:"id"`
	Entry        []string          `json:"entry"`
	Criticality  string            `json:"criticality,omitempty"`
	Scopes       []jsonScope       `json:"scopes"`
	Composed     *float64          `json:"sla_composed"`
	Exact        bool              `json:"sla_exact"`
	Wanted       *float64          `json:"sla_target"`
	Available    *bool             `json:"sla_met"`
	Parts        []jsonPromise     `json:"sla_parts"`
	Missing      []string          `json:"sla_missing"`
	Improvements []jsonImprovement `json:"improvements"`
}

type jsonScope struct {
	Scope      catalog.Loss   `json:"scope"`
	Event      *jsonEvent     `json:"event"`
	RTO        *float64       `json:"rto_seconds"`
	RPO        *float64       `json:"rpo_seconds"`
	Mechanism  string         `json:"mechanism"`
	Estimate   bool           `json:"estimate"`
	Source     string         `json:"source"`
	Reason     string         `json:"reason,omitempty"`
	Retention  *float64       `json:"retention_seconds,omitempty"`
	Approach   string         `json:"approach,omitempty"`
	Target     *jsonTarget    `json:"target"`
	Met        *bool          `json:"met"`
	Recoveries []jsonRecovery `json:"recoveries"`
}

type jsonTarget struct {
	RTO       *float64 `json:"rto_seconds"`
	RPO       *float64 `json:"rpo_seconds"`
	Retention *float64 `json:"retention_seconds,omitempty"`
	Approach  string   `json:"approach,omitempty"`
}

type jsonRecovery struct {
	Resource  string   `json:"resource"`
	Mechanism string   `json:"mechanism"`
	Automatic bool     `json:"automatic"`
	RTO       *float64 `json:"rto_seconds"`
	RPO       *float64 `json:"rpo_seconds"`
	Estimate  bool     `json:"estimate"`
	Source    string   `json:"source,omitempty"`
	Reason    string   `json:"reason,omitempty"`
}

type jsonPromise struct {
	Resource     string  `json:"resource"`
	Availability float64 `json:"availability"`
	Source       string  `json:"source"`
}

type jsonImprovement struct {
	Scope     catalog.Loss `json:"scope"`
	Changes   []string     `json:"changes"`
	Resources []string     `json:"resources"`
	Effect    string       `json:"effect"`
	Meets     bool         `json:"meets"`
	RTO       *float64     `json:"rto_seconds"`
	RPO       *float64     `json:"rpo_seconds"`
}

// WriteRecoveryJSON writes docs/schema/assess.schema.json.
func WriteRecoveryJSON(w io.Writer, r *Recovery) error {
	d := newDocument(w)
	d.field("schema_version", SchemaVersion)
	d.array("diagnostics", len(r.Diagnostics), func(i int) any { return toJSONDiagnostic(r.Diagnostics[i]) })
	d.array("services", len(r.Services), func(i int) any { return toJSONAssessment(&r.Services[i]) })
	return d.close()
}

func toJSONAssessment(a *failure.ServiceRecovery) jsonAssessment {
	out := jsonAssessment{
		ID: a.Service.ID, Criticality: a.Service.Criticality, Entry: []string{}, Scopes: []jsonScope{}, Composed: a.Composed.Availability,
		Exact: a.Composed.Exact, Available: a.Available, Parts: []jsonPromise{}, Missing: notNil(a.Composed.Missing), Improvements: []jsonImprovement{},
	}
	for _, r := range a.Service.Entry {
		out.Entry = append(out.Entry, r.ID)
	}
	if a.Availability > 0 {
		out.Wanted = &a.Availability
	}
	for _, p := range a.Composed.Parts {
		out.Parts = append(out.Parts, jsonPromise(p))
	}
	for i := range a.Scopes {
		out.Scopes = append(out.Scopes, toJSONScope(&a.Scopes[i]))
	}
	for i := range a.Improvements {
		m := &a.Improvements[i]
		out.Improvements = append(out.Improvements, jsonImprovement{
			Scope: m.Lose, Changes: m.Changes, Resources: m.Resources, Effect: m.Effect(Duration), Meets: m.Meets, RTO: m.After.RTO, RPO: m.After.RPO,
		})
	}
	return out
}

func toJSONScope(s *failure.Scope) jsonScope {
	out := jsonScope{
		Scope: s.Lose, RTO: s.RTO, RPO: s.RPO, Mechanism: s.Mechanism, Estimate: s.Estimate, Source: s.Source, Reason: s.Reason, Approach: s.Approach,
		Met: s.Met, Recoveries: []jsonRecovery{},
	}
	if s.Event.ID != "" {
		e := jsonEvent(s.Event)
		out.Event = &e
	}
	if t := s.Target; t.RTO != nil || t.RPO != nil || t.Retention != nil || t.Approach != "" {
		out.Target = &jsonTarget{RTO: t.RTO, RPO: t.RPO, Retention: t.Retention, Approach: t.Approach}
	}
	if v := s.Retention; v != nil && !math.IsInf(*v, 0) {
		out.Retention = v
	}
	for _, r := range s.Recoveries {
		out.Recoveries = append(out.Recoveries, jsonRecovery{
			Resource: r.Resource.ID, Mechanism: r.Mechanism, Automatic: r.Automatic, RTO: r.RTO, RPO: r.RPO,
			Estimate: r.Estimate, Source: r.Source, Reason: r.Reason,
		})
	}
	return out
}
