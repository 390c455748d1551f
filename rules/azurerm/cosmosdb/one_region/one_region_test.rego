package rules.azurerm.cosmosdb.one_region_test

import data.rules.azurerm.cosmosdb.one_region

world(attributes, unknown) := {"resources": {"azurerm_cosmosdb_account": [{
	"id": "r",
	"type": "azurerm_cosmosdb_account",
	"attributes": attributes,
	"unknown": unknown,
}]}}

one := [{"location": "westeurope"}]

test_one if {
	found := one_region.fail with input as world({"geo_location": one}, {})
	found == {{
		"resource": "r",
		"path": "geo_location",
		"message": "Losing the region westeurope takes r down for as long as it lasts. It has no other region.",
		"related": [],
	}}
}

test_one_of_unknown_name if {
	found := one_region.fail with input as world({"geo_location": [{}]}, {"geo_location[0].location": ["var.x"]})
	{f.message | some f in found} == {"Losing the region of the account takes r down for as long as it lasts. It has no other region."}
}

test_two if {
	w := world({"geo_location": array.concat(one, one)}, {"capabilities": ["var.x"]})
	one_region.fail == set() with input as w
	one_region.undetermined == set() with input as w
}

test_serverless if {
	w := world({"geo_location": one, "capabilities": [{"name": "EnableServerless"}]}, {})
	one_region.fail == set() with input as w
	one_region.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := world({}, {"geo_location": ["var.x"]})
	one_region.fail == set() with input as w
	one_region.undetermined == {{"resource": "r", "path": "geo_location"}} with input as w
	c := world({"geo_location": one}, {"capabilities": ["var.x"]})
	one_region.fail == set() with input as c
	one_region.undetermined == {{"resource": "r", "path": "capabilities"}} with input as c
}
