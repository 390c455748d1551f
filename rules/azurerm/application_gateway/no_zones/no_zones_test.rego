package rules.azurerm.application_gateway.no_zones_test

import data.rules.azurerm.application_gateway.no_zones

world(attributes, unknown, region) := {"resources": {"azurerm_application_gateway": [{
	"id": "gw",
	"type": "azurerm_application_gateway",
	"region": region,
	"attributes": attributes,
	"unknown": unknown,
}]}}

v2 := {"sku": [{"name": "WAF_v2", "tier": "WAF_v2"}]}

silent(w) if {
	no_zones.fail == set() with input as w
	no_zones.undetermined == set() with input as w
}

test_no_zones if {
	found := no_zones.fail with input as world(v2, {}, "westeurope")
	found == {{
		"resource": "gw",
		"path": "zones",
		"message": "Losing one datacentre may cut every user off from gw. It names no zones, and if it was created before 2025 it may lie in one.",
		"related": [],
	}}
	count(no_zones.fail) == 1 with input as world(object.union(v2, {"zones": []}), {}, "westeurope")
}

test_zones if {
	silent(world(object.union(v2, {"zones": ["1", "2"]}), {}, "westeurope"))
	silent(world(object.union(v2, {"zones": ["1"]}), {}, "westeurope"))
}

test_not_judged if {
	silent(world({"sku": [{"name": "WAF_Medium", "tier": "WAF"}]}, {}, "westeurope"))
	silent(world(v2, {}, "westus"))
}

test_unknown_is_not_a_finding if {
	w := world(v2, {"zones": ["var.zones"]}, "westeurope")
	no_zones.fail == set() with input as w
	no_zones.undetermined == {{"resource": "gw", "path": "zones"}} with input as w
	tier := world({"sku": [{}]}, {"sku[0].tier": ["var.sku"], "sku[0].name": ["var.sku"]}, "westeurope")
	no_zones.fail == set() with input as tier
	no_zones.undetermined == {{"resource": "gw", "path": "sku[0].tier"}} with input as tier
}
