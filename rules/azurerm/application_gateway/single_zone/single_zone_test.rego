package rules.azurerm.application_gateway.single_zone_test

import data.rules.azurerm.application_gateway.single_zone

world(attributes, unknown) := {"resources": {"azurerm_application_gateway": [{"id": "gw", "type": "azurerm_application_gateway", "attributes": attributes, "unknown": unknown}]}}

test_one_zone if {
	found := single_zone.fail with input as world({"zones": ["2"]}, {})
	found == {{
		"resource": "gw",
		"path": "zones",
		"message": "Losing the zone 2 cuts every user off from gw. All of its instances are there.",
		"related": [],
	}}
	behind := {"data_sources": {"x": [{"id": "web"}]}, "edges": [{"from": "gw", "to": "web", "kind": "routes_to"}]}
	with_members := single_zone.fail with input as object.union(world({"zones": ["2"]}, {}), behind)
	{f.related | some f in with_members} == {[{"resource": "web", "note": "is reached through it"}]}
}

test_zones if {
	every attributes in [{"zones": ["1", "2"]}, {"zones": []}, {}] {
		single_zone.fail == set() with input as world(attributes, {})
		single_zone.undetermined == set() with input as world(attributes, {})
	}
}

test_unknown_is_not_a_finding if {
	w := world({}, {"zones": ["var.zones"]})
	single_zone.fail == set() with input as w
	single_zone.undetermined == {{"resource": "gw", "path": "zones"}} with input as w
}
