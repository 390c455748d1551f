package rules.azurerm.lb.single_zone_test

import data.rules.azurerm.lb.single_zone

world(extra) := {"resources": {"azurerm_lb": [object.union({"id": "r", "type": "azurerm_lb", "zones": [], "zones_known": false, "unknown": {}}, extra)]}}

lb(frontend) := world({"attributes": {"sku": "Standard", "frontend_ip_configuration": [frontend]}})

test_none if {
	found := single_zone.fail with input as lb({"subnet_id": "s"})
	found == {{
		"resource": "r",
		"path": "frontend_ip_configuration[0].zones",
		"message": "Losing one zone can cut every client off from r. The internal frontend has no zones.",
	}}
}

test_one if {
	count(single_zone.fail) == 1 with input as lb({"subnet_id": "s", "zones": ["1"]})
}

test_silent if {
	every frontend in [{"subnet_id": "s", "zones": ["1", "2"]}, {"public_ip_address_id": "p"}] {
		single_zone.fail == set() with input as lb(frontend)
		single_zone.undetermined == set() with input as lb(frontend)
	}
}

test_public_address if {
	w := object.union(lb({"public_ip_address_id": "p"}), {
		"data_sources": {"azurerm_public_ip": [{"id": "p", "type": "azurerm_public_ip", "zones": ["2"], "zones_known": true}]},
		"edges": [{"from": "r", "to": "p", "kind": "placed_in"}],
	})
	count(single_zone.fail) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	path := "frontend_ip_configuration[0].zones"
	w := world({"attributes": {"sku": "Standard", "frontend_ip_configuration": [{"subnet_id": "s"}]}, "unknown": {path: ["var.zones"]}})
	single_zone.fail == set() with input as w
	single_zone.undetermined == {{"resource": "r", "path": path}} with input as w
}
