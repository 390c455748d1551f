package rules.azurerm.mssql.not_zone_redundant_test

import data.rules.azurerm.mssql.not_zone_redundant

world(extra) := {"resources": {"azurerm_mssql_database": [object.union({"id": "r", "type": "azurerm_mssql_database", "zones": [], "zones_known": false, "unknown": {}}, extra)]}}

test_off if {
	found := not_zone_redundant.fail with input as world({"attributes": {"zone_redundant": false, "sku_name": "GP_Gen5_2"}})
	found == {{
		"resource": "r",
		"path": "zone_redundant",
		"message": "Losing one zone takes the database r down until the zone is back or a backup is restored. It is not zone redundant.",
		"related": [],
	}}
}

test_silent if {
	every extra in [
		{"attributes": {"zone_redundant": true, "sku_name": "GP_Gen5_2"}},
		{"attributes": {"zone_redundant": false, "sku_name": "S1"}},
		{"attributes": {"zone_redundant": false, "sku_name": "BC_Gen5_2", "create_mode": "Secondary"}},
		{"region": "westus", "attributes": {"zone_redundant": false, "sku_name": "P1"}},
	] {
		not_zone_redundant.fail == set() with input as world(extra)
		not_zone_redundant.undetermined == set() with input as world(extra)
	}
}

test_in_a_pool if {
	w := {
		"resources": {
			"azurerm_mssql_database": [{"id": "r", "type": "azurerm_mssql_database", "attributes": {"zone_redundant": false}, "unknown": {"elastic_pool_id": ["p.id"]}}],
			"azurerm_mssql_elasticpool": [{"id": "p", "type": "azurerm_mssql_elasticpool", "data": false, "attributes": {"zone_redundant": false, "sku": [{"tier": "Premium"}]}, "unknown": {}}],
		},
		"edges": [{"from": "r", "to": "p", "kind": "member_of"}],
	}
	found := not_zone_redundant.fail with input as w
	{f.resource | some f in found} == {"p"}
	not_zone_redundant.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	every path in ["zone_redundant", "sku_name", "elastic_pool_id", "create_mode"] {
		w := world({"attributes": object.remove({"zone_redundant": false, "sku_name": "GP_Gen5_2"}, [path]), "unknown": {path: ["var.x"]}})
		not_zone_redundant.fail == set() with input as w
		not_zone_redundant.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
