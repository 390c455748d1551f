package rules.azurerm.vmss.single_zone_test

import data.rules.azurerm.vmss.single_zone

world(extra) := {"resources": {"azurerm_linux_virtual_machine_scale_set": [object.union({"id": "r", "type": "azurerm_linux_virtual_machine_scale_set", "zones": [], "zones_known": false, "unknown": {}}, extra)]}}

test_none if {
	found := single_zone.fail with input as world({"attributes": {}})
	found == {{
		"resource": "r",
		"path": "zones",
		"message": "Losing one zone can take all machines of r down. It names no zones, so Azure may put all of them in one.",
	}}
}

test_one if {
	count(single_zone.fail) == 1 with input as world({"zones": ["1"], "zones_known": true, "attributes": {"zones": ["1"]}})
}

test_silent if {
	every extra in [
		{"zones": ["1", "2"], "zones_known": true, "attributes": {"zones": ["1", "2"]}},
		{"attributes": {}, "region": "canadaeast"},
		{"attributes": {"proximity_placement_group_id": "p"}},
	] {
		single_zone.fail == set() with input as world(extra)
		single_zone.undetermined == set() with input as world(extra)
	}
}

test_unknown_is_not_a_finding if {
	w := world({"attributes": {}, "unknown": {"zones": ["var.zones"]}})
	single_zone.fail == set() with input as w
	single_zone.undetermined == {{"resource": "r", "path": "zones"}} with input as w
}
