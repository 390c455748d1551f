package rules.azurerm.firewall.single_zone_test

import data.rules.azurerm.firewall.single_zone

world(attributes, unknown) := {"resources": {"azurerm_firewall": [{
	"id": "r",
	"type": "azurerm_firewall",
	"attributes": attributes,
	"unknown": unknown,
}]}}

silent(w) if {
	single_zone.fail == set() with input as w
	single_zone.undetermined == set() with input as w
}

test_one_zone if {
	found := single_zone.fail with input as world({"zones": ["2"], "sku_name": "AZFW_VNet"}, {})
	found == {{
		"resource": "r",
		"path": "zones",
		"message": "Losing the zone 2 cuts off everything whose traffic goes through r. All of its instances are there.",
		"related": [],
	}}
}

test_zones if {
	every zones in [["1", "2"], []] { silent(world({"zones": zones, "sku_name": "AZFW_VNet"}, {})) }
	silent(world({"sku_name": "AZFW_VNet"}, {}))
}

test_hub if silent(world({"sku_name": "AZFW_Hub"}, {"zones": ["var.x"]}))

test_unknown_is_not_a_finding if {
	z := world({"sku_name": "AZFW_VNet"}, {"zones": ["var.x"]})
	single_zone.fail == set() with input as z
	single_zone.undetermined == {{"resource": "r", "path": "zones"}} with input as z
	s := world({"zones": ["1"]}, {"sku_name": ["var.x"]})
	single_zone.fail == set() with input as s
	single_zone.undetermined == {{"resource": "r", "path": "sku_name"}} with input as s
}
