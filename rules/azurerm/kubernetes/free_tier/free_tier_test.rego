package rules.azurerm.kubernetes.free_tier_test

import data.rules.azurerm.kubernetes.free_tier

world(attributes, unknown) := {"resources": {"azurerm_kubernetes_cluster": [{
	"id": "r",
	"type": "azurerm_kubernetes_cluster",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_free if {
	found := free_tier.fail with input as world({"sku_tier": "Free"}, {})
	found == {{
		"resource": "r",
		"path": "sku_tier",
		"message": "In an incident nothing may be deployed, scaled or moved off a lost node of r. Its API server is of the Free tier, without an SLA.",
		"related": [],
	}}
}

test_paid if {
	every tier in ["Standard", "Premium"] {
		free_tier.fail == set() with input as world({"sku_tier": tier}, {})
		free_tier.undetermined == set() with input as world({"sku_tier": tier}, {})
	}
}

test_unknown_is_not_a_finding if {
	w := world({}, {"sku_tier": ["var.x"]})
	free_tier.fail == set() with input as w
	free_tier.undetermined == {{"resource": "r", "path": "sku_tier"}} with input as w
}
