package rules.azurerm.cosmosdb.no_failover_test

import data.rules.azurerm.cosmosdb.no_failover

two := [{"location": "westeurope"}, {"location": "northeurope"}]

world(attributes, unknown) := {"resources": {"azurerm_cosmosdb_account": [{
	"id": "r",
	"type": "azurerm_cosmosdb_account",
	"attributes": object.union({"automatic_failover_enabled": false, "multiple_write_locations_enabled": false, "geo_location": two}, attributes),
	"unknown": unknown,
}]}}

silent(w) if {
	no_failover.fail == set() with input as w
	no_failover.undetermined == set() with input as w
}

test_by_hand if {
	found := no_failover.fail with input as world({}, {})
	found == {{
		"resource": "r",
		"path": "automatic_failover_enabled",
		"message": "Losing the write region stops all writes to r until somebody fails it over by hand. Its data is in 2 regions, but it does not move the writes by itself.",
		"related": [],
	}}
}

test_automatic if silent(world({"automatic_failover_enabled": true}, {}))

test_writes_everywhere if silent(world({"multiple_write_locations_enabled": true}, {}))

test_one_region if {
	silent(world({"geo_location": [{"location": "westeurope"}]}, {}))
	silent(world({"geo_location": [{}]}, {"geo_location[0].location": ["var.x"]}))
}

test_unknown_name_of_a_region_changes_nothing if {
	count(no_failover.fail) == 1 with input as world({}, {"geo_location[1].location": ["var.x"]})
}

test_unknown_is_not_a_finding if {
	every path in {"automatic_failover_enabled", "multiple_write_locations_enabled", "geo_location"} {
		w := json.remove(world({}, {path: ["var.x"]}), [concat("/", ["resources/azurerm_cosmosdb_account/0/attributes", path])])
		no_failover.fail == set() with input as w
		no_failover.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
