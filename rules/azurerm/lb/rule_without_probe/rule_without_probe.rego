# METADATA
# title: Azure load balancer rule has no health probe
# description: |
#   Without a probe the load balancer takes every machine for healthy and keeps sending it its share
#   of the connections when it is broken, so that some users always fail.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-custom-probe-overview
# custom:
#   severity: high
#   theme: health-check
#   types: [azurerm_lb]
#   controls: [azure-lb-rule-no-probe]
#   frameworks:
#     well_architected: [REL11-BP01]
#   remediation:
#     terraform: Set probe_id of the azurerm_lb_rule to an azurerm_lb_probe of the same load balancer.
package rules.azurerm.lb.rule_without_probe

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": sprintf("rule[%d].probe_id", [i]),
	"message": sprintf("Users keep being sent to broken machines%s: the rule %s of %s has no health probe.", [behind(r), called(rule, i), r.id]),
} if {
	some r in input.resources.azurerm_lb
	some i, rule in r.attributes.rule
	not rule.probe_id
	not attr.unknown(r, sprintf("rule[%d].probe_id", [i]))
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_lb
	some i, _ in r.attributes.rule
	path := sprintf("rule[%d].probe_id", [i])
	attr.unknown(r, path)
	not regex.match(`azurerm_lb_probe\.`, concat(" ", attr.needs(r, path)))
}

behind(r) := "" if count(_members(r)) == 0

behind(r) := sprintf(" of %s", [say.names(_members(r))]) if count(_members(r)) > 0

_members(r) := [m.id | some m in graph.targets(r.id, "routes_to")]

called(rule, _) := rule.name

called(rule, i) := sprintf("number %d", [i + 1]) if not rule.name
