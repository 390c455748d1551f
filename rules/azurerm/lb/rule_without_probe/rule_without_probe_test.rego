package rules.azurerm.lb.rule_without_probe_test

import data.rules.azurerm.lb.rule_without_probe

world(extra) := {"resources": {"azurerm_lb": [object.union({"id": "r", "type": "azurerm_lb", "zones": [], "zones_known": false, "unknown": {}}, extra)]}}

test_blind if {
	found := rule_without_probe.fail with input as world({"attributes": {"rule": [{"name": "web"}]}})
	found == {{
		"resource": "r",
		"path": "rule[0].probe_id",
		"message": "Users keep being sent to broken machines: the rule web of r has no health probe.",
	}}
}

test_probe if {
	w := world({"attributes": {"rule": [{}]}, "unknown": {"rule[0].probe_id": ["azurerm_lb_probe.main.id"]}})
	rule_without_probe.fail == set() with input as w
	rule_without_probe.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := world({"attributes": {"rule": [{}]}, "unknown": {"rule[0].probe_id": ["var.probe"]}})
	rule_without_probe.fail == set() with input as w
	rule_without_probe.undetermined == {{"resource": "r", "path": "rule[0].probe_id"}} with input as w
}
