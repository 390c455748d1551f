package cloudformation

import (
	"slices"

	"github.com/faultline-dev/faultline/graph"
)

// assertions reports parameters that the template does not allow: values outside of
// AllowedValues, and Rules whose assertions fail. CloudFormation would refuse them.
func (s *stack) assertions() {
	for _, name := range s.tpl.order.parameters {
		p := s.tpl.parameters[name]
		allowed := arguments(lookup(p.node, "AllowedValues"))
		if len(allowed) == 0 || s.given[name] == nil {
			continue
		}
		v := s.parameter(p, p.key)
		if !v.scalar() || v.secret {
			continue
		}
		if !slices.ContainsFunc(s.frame().list(resolved(lookup(p.node, "AllowedValues"))).items, func(e *value) bool { return equal(e, v) }) {
			s.frame().report(p.key, graph.SeverityWarning, false, "Parameter value not allowed", "Parameter %s does not allow the value %s.", name, clip(v.text))
		}
	}
	if len(s.given) == 0 {
		return // with its defaults alone nobody deploys a template that has rules
	}
	for _, r := range s.tpl.rules {
		if c := lookup(r.val, "RuleCondition"); c != nil {
			if v := s.frame().test(c); v.text != "true" {
				continue
			}
		}
		for _, a := range arguments(lookup(r.val, "Assertions")) {
			if v := s.frame().test(lookup(a, "Assert")); v.kind == kindBool && v.text == "false" {
				why, _ := plainText(lookup(a, "AssertDescription"))
				s.frame().report(r.key, graph.SeverityWarning, false, "Rule of the template not met", "CloudFormation would refuse these parameters: %s.", clip(why))
			}
		}
	}
}
