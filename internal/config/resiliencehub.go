package config

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// hubPolicy is a resilience policy of AWS Resilience Hub: what CreatePolicy takes
// (version 2, from 2026), and what CreateResiliencyPolicy takes (version 1).
type hubPolicy struct {
	Name            string         `json:"name,omitempty"`
	AvailabilitySLO *hubSLO        `json:"availabilitySlo,omitempty"`
	MultiAZ         *hubTarget     `json:"multiAz,omitempty"`
	MultiRegion     *hubTarget     `json:"multiRegion,omitempty"`
	DataRecovery    *hubDataTarget `json:"dataRecovery,omitempty"`
	// Version 1.
	PolicyName string               `json:"policyName,omitempty"`
	Policy     map[string]hubOldAim `json:"policy,omitempty"`
}

type hubSLO struct {
	Target float64 `json:"target"` // percent
}

type hubTarget struct {
	RTO      *float64 `json:"rtoInMinutes,omitempty"`
	RPO      *float64 `json:"rpoInMinutes,omitempty"`
	Approach string   `json:"disasterRecoveryApproach,omitempty"`
}

type hubDataTarget struct {
	Between *float64 `json:"timeBetweenBackupsInMinutes,omitempty"`
}

type hubOldAim struct {
	RTO *float64 `json:"rtoInSecs"`
	RPO *float64 `json:"rpoInSecs"`
}

// hubScopes are the disruption types of version 1 in our words.
func hubScopes() map[string]string {
	return map[string]string{"Software": "data", "Hardware": "instance", "AZ": "zone", "Region": "region"}
}

// hubApproach writes an approach as AWS does, and back.
func hubApproach(ours string) string {
	if ours == "backup-restore" {
		return "BACKUP_AND_RESTORE"
	}
	return strings.ToUpper(strings.ReplaceAll(ours, "-", "_"))
}

// ImportPolicy reads a policy of AWS Resilience Hub, as its API takes or returns it in
// JSON. It returns the policy and its name.
func ImportPolicy(src []byte) (Policy, string, error) {
	h, err := readHub(src)
	if err != nil {
		return Policy{}, "", err
	}
	p := Policy{Targets: map[string]Target{}}
	if h.AvailabilitySLO != nil {
		p.Availability = h.AvailabilitySLO.Target / 100
	}
	if h.MultiAZ != nil {
		p.Targets["zone"] = h.MultiAZ.target()
	}
	if h.MultiRegion != nil {
		p.Targets["region"] = h.MultiRegion.target()
	}
	if h.DataRecovery != nil {
		p.Targets["data"] = Target{RPO: times(h.DataRecovery.Between, 60)}
	}
	for name, aim := range h.Policy {
		scope, known := hubScopes()[name]
		if !known {
			return Policy{}, "", fmt.Errorf("the policy has a disruption type %q; known are AZ, Hardware, Region and Software", name)
		}
		p.Targets[scope] = Target{RTO: aim.RTO, RPO: aim.RPO}
	}
	return p, cmp.Or(h.Name, h.PolicyName), nil
}

// readHub finds the policy in a document: at the top, or one level down, where the
// calls that get it have it.
func readHub(src []byte) (*hubPolicy, error) {
	var h hubPolicy
	err := json.Unmarshal(src, &h)
	if err == nil && !h.empty() {
		return &h, nil
	}
	var wrapped struct {
		Policy           json.RawMessage `json:"policy"`
		ResiliencyPolicy json.RawMessage `json:"resiliencyPolicy"`
	}
	if json.Unmarshal(src, &wrapped) == nil {
		for _, inner := range []json.RawMessage{wrapped.ResiliencyPolicy, wrapped.Policy} {
			var deeper hubPolicy
			if len(inner) > 0 && json.Unmarshal(inner, &deeper) == nil && !deeper.empty() {
				return &deeper, nil
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading the policy: %w", err)
	}
	return nil, errors.New("the file has no targets of AWS Resilience Hub (availabilitySlo, multiAz, multiRegion, dataRecovery, policy)")
}

// empty reports whether the policy promises nothing. An object that is a policy of
// version 2 below "policy" reads as one of version 1 without times.
func (h *hubPolicy) empty() bool {
	for _, aim := range h.Policy {
		if aim.RTO != nil || aim.RPO != nil {
			return false
		}
	}
	return h.AvailabilitySLO == nil && h.MultiAZ == nil && h.MultiRegion == nil && h.DataRecovery == nil
}

func (t *hubTarget) target() Target {
	out := Target{RTO: times(t.RTO, 60), RPO: times(t.RPO, 60)}
	for _, a := range Approaches() {
		if hubApproach(a) == t.Approach {
			out.Approach = a
		}
	}
	return out
}

func times(v *float64, by float64) *float64 {
	if v == nil {
		return nil
	}
	product := *v * by
	return &product
}

// ExportPolicy writes a policy as CreatePolicy of AWS Resilience Hub takes it. What that
// has no place for is returned as words for a warning.
func ExportPolicy(p *Policy, name string) ([]byte, []string, error) {
	h := hubPolicy{Name: name}
	if p.Availability > 0 {
		h.AvailabilitySLO = &hubSLO{Target: p.Availability * 100}
	}
	var lost []string
	for _, scope := range Scopes() {
		t, given := p.Targets[scope]
		if !given {
			continue
		}
		minutes := &hubTarget{RTO: times(t.RTO, 1.0/60), RPO: times(t.RPO, 1.0/60)}
		if t.Approach != "" {
			minutes.Approach = hubApproach(t.Approach)
		}
		switch scope {
		case "zone":
			h.MultiAZ = minutes
		case "region":
			h.MultiRegion = minutes
		case "data":
			h.DataRecovery = &hubDataTarget{Between: minutes.RPO}
			if t.RTO != nil {
				lost = append(lost, "data.rto")
			}
		default:
			lost = append(lost, scope)
		}
		if t.Retention != nil {
			lost = append(lost, scope+".retention")
		}
	}
	if len(p.Survive) > 0 {
		lost = append(lost, "survive")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(h); err != nil {
		return nil, nil, err
	}
	return b.Bytes(), lost, nil
}

// YAML writes a policy as an entry of faultline.yaml, below "policy:".
func (p *Policy) YAML(name string) string {
	var b strings.Builder
	if name != "" {
		fmt.Fprintf(&b, "  # %s\n", strings.Map(printable, name))
	}
	lead := "  - "
	line := func(format string, args ...any) {
		b.WriteString(lead + fmt.Sprintf(format, args...) + "\n")
		lead = "    "
	}
	if p.Availability > 0 {
		line("availability: %.6g", p.Availability*100)
	}
	for _, scope := range Scopes() {
		t, given := p.Targets[scope]
		if !given {
			continue
		}
		var parts []string
		if t.RTO != nil {
			parts = append(parts, fmt.Sprintf("rto: %s", short(*t.RTO)))
		}
		if t.RPO != nil {
			parts = append(parts, fmt.Sprintf("rpo: %s", short(*t.RPO)))
		}
		if t.Approach != "" {
			parts = append(parts, "approach: "+t.Approach)
		}
		if len(parts) > 0 {
			line("%s: {%s}", scope, strings.Join(parts, ", "))
		}
	}
	return b.String()
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

// short writes seconds with the largest unit that divides them.
func short(seconds float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{86400, "d"}, {3600, "h"}, {60, "m"}} {
		if n := seconds / u.size; n >= 1 && n == float64(int64(n)) {
			return fmt.Sprintf("%d%s", int64(n), u.name)
		}
	}
	return fmt.Sprintf("%.6gs", seconds)
}
