package rules.azurerm.flexible_server.no_standby_test

import data.rules.azurerm.flexible_server.no_standby

world(attributes, unknown) := {"resources": {"azurerm_postgresql_flexible_server": [{
	"id": "r",
	"type": "azurerm_postgresql_flexible_server",
	"region": "westeurope",
	"attributes": object.union({"sku_name": "GP_Standard_D2s_v3"}, attributes),
	"unknown": unknown,
}]}}

silent(w) if {
	no_standby.fail == set() with input as w
	no_standby.undetermined == set() with input as w
}

test_none if {
	found := no_standby.fail with input as world({}, {})
	found == {{
		"resource": "r",
		"path": "high_availability",
		"message": "Losing the one machine of r takes the database down until it is replaced, and losing its zone until a backup is restored. It has no standby.",
		"related": [],
	}}
}

test_same_zone if {
	found := no_standby.fail with input as world({"high_availability": [{"mode": "SameZone"}]}, {})
	{f.path | some f in found} == {"high_availability[0].mode"}
}

test_same_zone_where_there_are_none if {
	w := world({"high_availability": [{"mode": "SameZone"}]}, {})
	silent(json.patch(w, [{"op": "replace", "path": "resources/azurerm_postgresql_flexible_server/0/region", "value": "ukwest"}]))
}

test_redundant if silent(world({"high_availability": [{"mode": "ZoneRedundant"}]}, {}))

test_burstable if silent(world({"sku_name": "B_Standard_B1ms"}, {}))

test_replica if silent(world({"create_mode": "Replica"}, {}))

test_mysql if {
	w := {"resources": {"azurerm_mysql_flexible_server": [{"id": "m", "type": "azurerm_mysql_flexible_server", "attributes": {"high_availability": []}, "unknown": {}}]}}
	count(no_standby.fail) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	every path in {"high_availability[0].mode", "sku_name", "create_mode"} {
		w := world({}, {path: ["var.x"]})
		no_standby.fail == set() with input as w
		no_standby.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
