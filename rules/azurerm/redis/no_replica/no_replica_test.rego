package rules.azurerm.redis.no_replica_test

import data.rules.azurerm.redis.no_replica

world(attributes, unknown) := {"resources": {"azurerm_redis_cache": [{
	"id": "r",
	"type": "azurerm_redis_cache",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_basic if {
	found := no_replica.fail with input as world({"sku_name": "Basic"}, {})
	found == {{
		"resource": "r",
		"path": "sku_name",
		"message": "Losing or patching the one node of r empties the cache and stops its users for minutes. It has no replica and no SLA.",
		"related": [],
	}}
}

test_standard if {
	no_replica.fail == set() with input as world({"sku_name": "Standard"}, {})
	no_replica.undetermined == set() with input as world({"sku_name": "Standard"}, {})
}

test_managed if {
	w := {"resources": {"azurerm_managed_redis": [{"id": "m", "type": "azurerm_managed_redis", "attributes": {"high_availability_enabled": false}, "unknown": {}}]}}
	found := no_replica.fail with input as w
	{f.path | some f in found} == {"high_availability_enabled"}
}

test_unknown_is_not_a_finding if {
	w := world({}, {"sku_name": ["var.sku"]})
	no_replica.fail == set() with input as w
	no_replica.undetermined == {{"resource": "r", "path": "sku_name"}} with input as w
}
