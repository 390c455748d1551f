package rules.azurerm.cosmosdb.not_zone_redundant_test

import data.rules.azurerm.cosmosdb.not_zone_redundant

one := {"location": "West Europe", "failover_priority": 0, "zone_redundant": false}

world(attributes, unknown) := {"resources": {"azurerm_cosmosdb_account": [{
	"id": "r",
	"type": "azurerm_cosmosdb_account",
	"attributes": object.union({"geo_location": [one]}, attributes),
	"unknown": unknown,
}]}}

silent(w) if {
	not_zone_redundant.fail == set() with input as w
	not_zone_redundant.undetermined == set() with input as w
}

test_one_zone if {
	found := not_zone_redundant.fail with input as world({}, {})
	found == {{
		"resource": "r",
		"path": "geo_location[0].zone_redundant",
		"message": "Losing one zone takes r down until the zone is back. Its only region is not zone redundant.",
		"related": [],
	}}
}

test_redundant if silent(world({"geo_location": [object.union(one, {"zone_redundant": true})]}, {}))

test_two_regions if silent(world({"geo_location": [one, one]}, {"geo_location[1].zone_redundant": ["var.x"]}))

test_serverless if silent(world({"capabilities": [{"name": "EnableServerless"}]}, {}))

test_region_without_zones if silent(world({"geo_location": [object.union(one, {"location": "UK West"})]}, {}))

test_unknown_is_not_a_finding if {
	u := world({"geo_location": [object.remove(one, {"zone_redundant"})]}, {"geo_location[0].zone_redundant": ["var.x"]})
	not_zone_redundant.fail == set() with input as u
	not_zone_redundant.undetermined == {{"resource": "r", "path": "geo_location[0].zone_redundant"}} with input as u
	c := world({}, {"capabilities": ["var.x"]})
	not_zone_redundant.fail == set() with input as c
	not_zone_redundant.undetermined == {{"resource": "r", "path": "capabilities"}} with input as c
}
