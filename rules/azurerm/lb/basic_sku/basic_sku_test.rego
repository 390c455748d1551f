package rules.azurerm.lb.basic_sku_test

import data.rules.azurerm.lb.basic_sku

world(attributes, unknown) := {"resources": {"azurerm_lb": [{"id": "lb", "type": "azurerm_lb", "attributes": attributes, "unknown": unknown}]}}

test_basic if {
	found := basic_sku.fail with input as world({"sku": "Basic"}, {})
	found == {{
		"resource": "lb",
		"path": "sku",
		"message": "lb can be switched off at any time, and is lost with one datacentre: the Basic SKU was retired on 30 September 2025, has no SLA and no zones.",
		"related": [],
	}}
	behind := {"data_sources": {"x": [{"id": "vm"}]}, "edges": [{"from": "lb", "to": "vm", "kind": "routes_to"}]}
	with_members := basic_sku.fail with input as object.union(world({"sku": "Basic"}, {}), behind)
	{f.related | some f in with_members} == {[{"resource": "vm", "note": "is reached through it"}]}
}

test_standard if {
	every sku in ["Standard", "Gateway"] {
		basic_sku.fail == set() with input as world({"sku": sku}, {})
		basic_sku.undetermined == set() with input as world({"sku": sku}, {})
	}
}

test_unknown_is_not_a_finding if {
	w := world({}, {"sku": ["var.sku"]})
	basic_sku.fail == set() with input as w
	basic_sku.undetermined == {{"resource": "lb", "path": "sku"}} with input as w
}
