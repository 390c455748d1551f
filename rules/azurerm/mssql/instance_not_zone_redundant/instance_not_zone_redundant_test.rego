package rules.azurerm.mssql.instance_not_zone_redundant_test

import data.rules.azurerm.mssql.instance_not_zone_redundant as rule

world(attributes, unknown, region) := {"resources": {"azurerm_mssql_managed_instance": [{
	"id": "mi",
	"type": "azurerm_mssql_managed_instance",
	"region": region,
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_one_datacentre if {
	found := rule.fail with input as world({"zone_redundant_enabled": false}, {}, "westeurope")
	found == {{
		"resource": "mi",
		"path": "zone_redundant_enabled",
		"message": "Losing one datacentre takes every database on mi down until it is back or somebody restores them elsewhere. All of its nodes are there.",
		"related": [],
	}}
}

test_zone_redundant if rule.fail == set() with input as world({"zone_redundant_enabled": true}, {}, "westeurope")

test_region_without_zones if {
	w := world({"zone_redundant_enabled": false}, {}, "westus")
	rule.fail == set() with input as w
	rule.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := world({}, {"zone_redundant_enabled": ["var.zones"]}, "westeurope")
	rule.fail == set() with input as w
	rule.undetermined == {{"resource": "mi", "path": "zone_redundant_enabled"}} with input as w
}
