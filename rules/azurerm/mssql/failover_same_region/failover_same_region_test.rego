package rules.azurerm.mssql.failover_same_region_test

import data.rules.azurerm.mssql.failover_same_region

world(there, unknown) := {
	"resources": {
		"azurerm_mssql_failover_group": [{"id": "g", "type": "azurerm_mssql_failover_group", "attributes": {}, "unknown": {}}],
		"azurerm_mssql_server": [
			{"id": "a", "type": "azurerm_mssql_server", "region": "westeurope", "unknown": {}},
			object.union({"id": "b", "type": "azurerm_mssql_server", "unknown": unknown}, there),
		],
	},
	"edges": [
		{"from": "a", "to": "g", "kind": "replicates_to"},
		{"from": "g", "to": "b", "kind": "replicates_to"},
	],
}

test_same if {
	found := failover_same_region.fail with input as world({"region": "westeurope"}, {})
	found == {{
		"resource": "g",
		"path": "partner_server",
		"message": "Losing the region westeurope takes the failover group g down with both servers. Its partner b is in the region of a.",
		"related": [{"resource": "b", "note": "is the partner"}, {"resource": "a", "note": "is the primary"}],
	}}
}

test_other if {
	failover_same_region.fail == set() with input as world({"region": "northeurope"}, {})
	failover_same_region.undetermined == set() with input as world({"region": "northeurope"}, {})
}

test_unknown_is_not_a_finding if {
	w := world({}, {"location": ["var.location"]})
	failover_same_region.fail == set() with input as w
	found := failover_same_region.undetermined with input as w
	{u | some f in found; some u in f.unknown} == {{"resource": "b", "path": "location", "needs": {"var.location"}}}
}
