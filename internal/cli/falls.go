package cli

import (
	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/analyzer/failure"
	"github.com/faultline-dev/faultline/graph"
)

// fallRule stands for what simulate finds, so that every format of scan can carry it.
func fallRule() *analyzer.Rule {
	return &analyzer.Rule{
		ID:    "service-falls",
		Title: "A service does not survive a loss that its policy says it must",
		Description: "The failure analysis finds a single loss that takes the service down, although survive in the policy of " +
			"faultline.yaml names that kind of loss.",
		Severity: analyzer.High, Theme: "spof",
		Remediation: map[string]string{
			string(graph.Terraform): "Let something that already runs take over; faultline assess names the smallest changes.",
		},
	}
}

// fallen makes an assessment of what falls.
func fallen(m *model, falls []failure.Fall) *analyzer.Assessment {
	rule := fallRule()
	a := &analyzer.Assessment{Graph: m.Graph(), Rules: []*analyzer.Rule{rule}, Diagnostics: m.diagnostics}
	a.Coverage.Resources, a.Coverage.Rules = len(m.Graph().Resources()), 1
	for i := range falls {
		f := &falls[i]
		at := f.Service.Entry[0]
		if len(f.Reasons) > 0 {
			at = f.Reasons[0].Resource
		}
		finding := &analyzer.Finding{
			Rule: rule, Verdict: analyzer.Fail, Severity: rule.Severity, Resource: at, Message: f.Sentence(),
			Trace: m.Graph().Locate(at.ID, ""), Remediation: rule.Remediation[string(graph.Terraform)],
			Fingerprint: analyzer.Fingerprint(rule.ID, f.Service.ID, f.Event.String(), analyzer.Identity(at)),
		}
		if entry := f.Service.Entry[0]; entry != at {
			finding.Related = []analyzer.Related{{Resource: entry, Note: "is the entry of the service"}}
		}
		a.Findings = append(a.Findings, finding)
	}
	return a
}
