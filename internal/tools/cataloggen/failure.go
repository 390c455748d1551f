package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-dev/faultline/catalog"
)

// sourceFailure is how a type fails, as its file says.
type sourceFailure struct {
	Lives     []sourceLives    `yaml:"lives"`
	Redundant bool             `yaml:"redundant"`
	Soft      bool             `yaml:"soft"`
	Recovery  []sourceRecovery `yaml:"recovery"`
	SLA       []sourceSLA      `yaml:"sla"`
}

type sourceLives struct {
	In        catalog.Habitat `yaml:"in"`
	When      map[string]any  `yaml:"when"`
	Count     any             `yaml:"count"`
	Extra     int             `yaml:"extra"`
	Minimum   string          `yaml:"minimum"`
	Stacked   bool            `yaml:"stacked"`
	Apart     bool            `yaml:"apart"`
	Quorum    bool            `yaml:"quorum"`
	Component bool            `yaml:"component"`
	Managed   bool            `yaml:"managed"`
}

type sourceRecovery struct {
	Lose      []catalog.Loss `yaml:"lose"`
	When      map[string]any `yaml:"when"`
	Given     string         `yaml:"given"`
	Mechanism string         `yaml:"mechanism"`
	Automatic bool           `yaml:"automatic"`
	Takeover  bool           `yaml:"takeover"`
	RTO       any            `yaml:"rto"`
	RPO       any            `yaml:"rpo"`
	Estimate  bool           `yaml:"estimate"`
	Source    string         `yaml:"source"`
}

type sourceSLA struct {
	When   map[string]any `yaml:"when"`
	Zones  int            `yaml:"zones"`
	Value  float64        `yaml:"value"`
	Source string         `yaml:"source"`
}

func (s *sourceFailure) compile() *catalog.Failure {
	f := &catalog.Failure{Redundant: s.Redundant, Soft: s.Soft}
	for _, l := range s.Lives {
		f.Lives = append(f.Lives, catalog.Lives{
			In: l.In, When: conditions(l.When), Count: counts(l.Count), Extra: l.Extra, Minimum: l.Minimum,
			Stacked: l.Stacked, Apart: l.Apart, Quorum: l.Quorum, Component: l.Component, Managed: l.Managed,
		})
	}
	for _, r := range s.Recovery {
		f.Recovery = append(f.Recovery, catalog.Recovery{
			Lose: r.Lose, When: conditions(r.When), Given: r.Given, Mechanism: r.Mechanism, Automatic: r.Automatic, Takeover: r.Takeover,
			RTO: seconds(r.RTO), RPO: seconds(r.RPO), Estimate: r.Estimate, Source: r.Source,
		})
	}
	for _, a := range s.SLA {
		f.SLA = append(f.SLA, catalog.SLA{When: conditions(a.When), Zones: a.Zones, Value: a.Value, Source: a.Source})
	}
	return f
}

func counts(v any) (all []string) {
	switch t := v.(type) {
	case nil:
	case []any:
		for _, e := range t {
			all = append(all, fmt.Sprint(e))
		}
	default:
		all = []string{fmt.Sprint(t)}
	}
	return all
}

// seconds reads a figure; the schema has checked that it is a number or "never".
func seconds(v any) float64 {
	switch t := number(v).(type) {
	case float64:
		return t
	case string:
		return catalog.Never
	default:
		return catalog.NoFigure
	}
}

func (l *lit) failure(f *catalog.Failure) {
	if f == nil {
		return
	}
	e := literalOf("&Failure")
	list(e, "Lives", "Lives", f.Lives, func(v catalog.Lives) *lit {
		n := literalOf("")
		n.text("In", string(v.In))
		n.conditions(v.When)
		n.texts("Count", v.Count)
		n.number("Extra", float64(v.Extra))
		n.text("Minimum", v.Minimum)
		n.flag("Stacked", v.Stacked)
		n.flag("Apart", v.Apart)
		n.flag("Quorum", v.Quorum)
		n.flag("Component", v.Component)
		n.flag("Managed", v.Managed)
		return n
	})
	e.flag("Redundant", f.Redundant)
	e.flag("Soft", f.Soft)
	list(e, "Recovery", "Recovery", f.Recovery, func(v catalog.Recovery) *lit {
		n := literalOf("")
		losses := make([]string, len(v.Lose))
		for i, loss := range v.Lose {
			losses[i] = strconv.Quote(string(loss))
		}
		n.fields = append(n.fields, "Lose: []Loss{"+strings.Join(losses, ", ")+"}")
		n.conditions(v.When)
		n.text("Given", v.Given)
		n.text("Mechanism", v.Mechanism)
		n.flag("Automatic", v.Automatic)
		n.flag("Takeover", v.Takeover)
		n.number("RTO", v.RTO)
		n.number("RPO", v.RPO)
		n.flag("Estimate", v.Estimate)
		n.text("Source", v.Source)
		return n
	})
	list(e, "SLA", "SLA", f.SLA, func(v catalog.SLA) *lit {
		n := literalOf("")
		n.conditions(v.When)
		n.number("Zones", float64(v.Zones))
		n.number("Value", v.Value)
		n.text("Source", v.Source)
		return n
	})
	l.fields = append(l.fields, "Failure: "+e.String())
}

func (l *lit) number(name string, v float64) {
	if v != 0 {
		l.fields = append(l.fields, name+": "+strconv.FormatFloat(v, 'g', -1, 64))
	}
}

func checkFailure(t *catalog.Type, report reporter) {
	if t.Failure == nil {
		return
	}
	if t.Role == catalog.Satellite {
		report("a satellite fails with its owner")
	}
	lives := t.Failure.Lives
	for i, l := range lives {
		checkConditions(t, l.When, report)
		if (len(l.When) == 0) != (i == len(lives)-1) {
			report("failure: the last habitat, and no other, has no condition")
		}
		if l.In == catalog.InCopies && len(l.Count) == 0 {
			report("failure: copies need a count")
		}
		for _, shape := range l.Count {
			if _, err := strconv.Atoi(shape); err != nil && !exists(t, shape) {
				report("failure: count %s is no attribute in the file", shape)
			}
		}
		if l.Minimum != "" && !exists(t, l.Minimum) {
			report("failure: minimum %s is no attribute in the file", l.Minimum)
		}
	}
	for _, r := range t.Failure.Recovery {
		checkConditions(t, r.When, report)
		if r.Given != "" && !slices.Contains(catalog.Circumstances(), r.Given) {
			report("failure: circumstance %q does not exist", r.Given)
		}
	}
	for _, a := range t.Failure.SLA {
		checkConditions(t, a.When, report)
	}
}

// failureText writes what takes a resource down and how it comes back.
func failureText(b *bytes.Buffer, f *catalog.Failure) {
	if f == nil {
		return
	}
	b.WriteString("| goes down with | when |\n|---|---|\n")
	for _, l := range f.Lives {
		what := map[catalog.Habitat]string{
			catalog.InWorld: "nothing that is modelled", catalog.InRegion: "its region", catalog.InZones: "the last of its zones",
			catalog.InZone: "itself or its zone", catalog.InCopies: "the last of its copies", catalog.InMembers: "the last of its members",
		}[l.In]
		if l.In == catalog.InCopies {
			what += " (`" + strings.Join(l.Count, "`, else `") + "`"
			if l.Extra > 0 {
				what += fmt.Sprintf(" + %d", l.Extra)
			}
			what += ")"
		}
		if l.Quorum {
			what = "more than half of its zones"
		}
		if l.Apart {
			what += ", each copy in a zone of its own"
		}
		if l.Managed {
			what = "its zone"
		}
		if l.Component {
			what += ", or by itself"
		}
		when := strings.TrimPrefix(whenText(l.When), " when ")
		fmt.Fprintf(b, "| %s | %s |\n", what, when)
	}
	b.WriteString("\n")
	if len(f.Recovery) == 0 {
		return
	}
	b.WriteString("| loss of | way back | RTO | RPO | source |\n|---|---|--:|--:|---|\n")
	for _, r := range f.Recovery {
		losses := make([]string, len(r.Lose))
		for i, l := range r.Lose {
			losses[i] = string(l)
		}
		way := r.Mechanism + whenText(r.When)
		if r.Given != "" {
			way += " (given " + strings.ReplaceAll(r.Given, "_", " ") + ")"
		}
		star := ""
		if r.Estimate {
			star = "*"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", strings.Join(losses, ", "), way, figure(r.RTO, star), figure(r.RPO, star), r.Source)
	}
	b.WriteString("\n`*`: an estimate.\n\n")
}

func figure(v float64, star string) string {
	switch v {
	case catalog.Never:
		return "never"
	case catalog.NoFigure:
		return ""
	default:
		return fmt.Sprintf("%g s%s", v, star)
	}
}
