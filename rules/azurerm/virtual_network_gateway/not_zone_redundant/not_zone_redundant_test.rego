package rules.azurerm.virtual_network_gateway.not_zone_redundant_test

import data.rules.azurerm.virtual_network_gateway.not_zone_redundant

world(attributes, unknown) := {"resources": {"azurerm_virtual_network_gateway": [{
	"id": "r",
	"type": "azurerm_virtual_network_gateway",
	"region": "westeurope",
	"attributes": attributes,
	"unknown": unknown,
}]}}

silent(w) if {
	not_zone_redundant.fail == set() with input as w
	not_zone_redundant.undetermined == set() with input as w
}

test_standard if {
	found := not_zone_redundant.fail with input as world({"type": "ExpressRoute", "sku": "Standard"}, {})
	found == {{
		"resource": "r",
		"path": "sku",
		"message": "Losing one zone may cut the network off from what is behind the ExpressRoute gateway r. The SKU Standard is not spread over zones.",
		"related": [],
	}}
}

test_zones if {
	every sku in ["ErGw1AZ", "ErGw2AZ", "ErGw3AZ", "ErGwScale"] { silent(world({"type": "ExpressRoute", "sku": sku}, {})) }
}

test_vpn if silent(world({"type": "Vpn", "sku": "VpnGw1"}, {}))

test_region_without_zones if {
	w := world({"type": "ExpressRoute", "sku": "Standard"}, {})
	silent(json.patch(w, [{"op": "replace", "path": "resources/azurerm_virtual_network_gateway/0/region", "value": "westus"}]))
}

test_unknown_is_not_a_finding if {
	w := world({"type": "ExpressRoute"}, {"sku": ["var.x"]})
	not_zone_redundant.fail == set() with input as w
	not_zone_redundant.undetermined == {{"resource": "r", "path": "sku"}} with input as w
	t := world({"sku": "Standard"}, {"type": ["var.x"]})
	not_zone_redundant.fail == set() with input as t
	not_zone_redundant.undetermined == {{"resource": "r", "path": "type"}} with input as t
}
