package rules.azurerm.service_plan.not_zone_balanced_test

import data.rules.azurerm.service_plan.not_zone_balanced

world(attributes, unknown) := {"resources": {"azurerm_service_plan": [{
	"id": "r",
	"type": "azurerm_service_plan",
	"region": "westeurope",
	"attributes": object.union({"sku_name": "P1v3", "zone_balancing_enabled": false}, attributes),
	"unknown": unknown,
}]}}

silent(w) if {
	not_zone_balanced.fail == set() with input as w
	not_zone_balanced.undetermined == set() with input as w
}

test_one_zone if {
	found := not_zone_balanced.fail with input as world({}, {})
	found == {{
		"resource": "r",
		"path": "zone_balancing_enabled",
		"message": "Losing one zone may take every app of r down. The plan is not spread over zones.",
		"related": [],
	}}
}

test_names_its_apps if {
	graph := {"data_sources": {"x": [{"id": "web"}]}, "edges": [{"from": "web", "to": "r", "kind": "member_of"}]}
	found := not_zone_balanced.fail with input as object.union(world({}, {}), graph)
	{f.message | some f in found} == {"Losing one zone may take every app of r down; it runs web. The plan is not spread over zones."}
}

test_skus if {
	every sku in ["P0v3", "P1v2", "P2v4", "P1mv3", "I1v2", "I1mv2", "EP1", "WS2"] {
		count(not_zone_balanced.fail) == 1 with input as world({"sku_name": sku}, {})
	}
	every sku in ["F1", "B1", "S1", "Y1", "FC1", "I1", "SHARED"] { silent(world({"sku_name": sku}, {})) }
}

test_balanced if silent(world({"zone_balancing_enabled": true}, {"sku_name": ["var.sku"]}))

test_region_without_zones if {
	w := world({}, {})
	silent(json.patch(w, [{"op": "replace", "path": "resources/azurerm_service_plan/0/region", "value": "ukwest"}]))
}

test_unknown_is_not_a_finding if {
	every path in {"zone_balancing_enabled", "sku_name"} {
		w := json.remove(world({}, {path: ["var.x"]}), [concat("/", ["resources/azurerm_service_plan/0/attributes", path])])
		not_zone_balanced.fail == set() with input as w
		not_zone_balanced.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
