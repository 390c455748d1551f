package rules.azurerm.mssql.backup_local_test

import data.rules.azurerm.mssql.backup_local

world(extra) := {"resources": {"azurerm_mssql_database": [object.union({"id": "r", "type": "azurerm_mssql_database", "zones": [], "zones_known": false, "unknown": {}}, extra)]}}

test_local if {
	found := backup_local.fail with input as world({"attributes": {"storage_account_type": "Local"}})
	found == {{
		"resource": "r",
		"path": "storage_account_type",
		"message": "Losing one datacentre, or the region, destroys the database r together with its backups. storage_account_type = Local keeps them beside it.",
		"related": [],
	}}
}

test_zone if {
	count(backup_local.fail) == 1 with input as world({"attributes": {"storage_account_type": "Zone"}})
}

test_silent if {
	every extra in [
		{"attributes": {"storage_account_type": "Geo"}},
		{"attributes": {"storage_account_type": "GeoZone"}},
		{"attributes": {"storage_account_type": "Local", "create_mode": "Secondary"}},
	] {
		backup_local.fail == set() with input as world(extra)
		backup_local.undetermined == set() with input as world(extra)
	}
}

test_copied if {
	w := object.union(world({"attributes": {"storage_account_type": "Local"}}), {
		"data_sources": {"azurerm_mssql_failover_group": [{"id": "g"}]},
		"edges": [{"from": "r", "to": "g", "kind": "replicates_to"}],
	})
	backup_local.fail == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := world({"attributes": {}, "unknown": {"storage_account_type": ["var.x"]}})
	backup_local.fail == set() with input as w
	backup_local.undetermined == {{"resource": "r", "path": "storage_account_type"}} with input as w
}
