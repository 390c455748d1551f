package rules.azurerm.recovery_services_vault.local_only_test

import data.rules.azurerm.recovery_services_vault.local_only

world(attributes, unknown) := {"resources": {"azurerm_recovery_services_vault": [{"id": "v", "type": "azurerm_recovery_services_vault", "attributes": attributes, "unknown": unknown}]}}

test_local if {
	found := local_only.fail with input as world({"storage_mode_type": "LocallyRedundant"}, {})
	found == {{
		"resource": "v",
		"path": "storage_mode_type",
		"message": "Losing one datacentre can take machines and their backups at once. v keeps all copies in one: its storage is locally redundant.",
	}}
}

test_redundant if {
	every mode in ["GeoRedundant", "ZoneRedundant"] {
		local_only.fail == set() with input as world({"storage_mode_type": mode}, {})
	}
}

test_unknown_is_not_a_finding if {
	w := world({}, {"storage_mode_type": ["var.mode"]})
	local_only.fail == set() with input as w
	local_only.undetermined == {{"resource": "v", "path": "storage_mode_type"}} with input as w
}
