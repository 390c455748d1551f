package rules.azurerm.redis.not_zone_redundant_test

import data.rules.azurerm.redis.not_zone_redundant

world(extra) := {"resources": {"azurerm_redis_cache": [object.union({"id": "r", "type": "azurerm_redis_cache", "zones": [], "zones_known": false, "unknown": {}}, extra)]}}

test_pinned if {
	found := not_zone_redundant.fail with input as world({"zones": ["1"], "zones_known": true, "attributes": {"sku_name": "Premium", "zones": ["1"]}})
	found == {{
		"resource": "r",
		"path": "zones",
		"message": "Losing the zone 1 takes the cache r down with its replica. Both are pinned there.",
		"related": [],
	}}
}

test_silent if {
	every extra in [
		{"zones": ["1", "2"], "zones_known": true, "attributes": {"sku_name": "Premium", "zones": ["1", "2"]}},
		{"attributes": {"sku_name": "Standard"}},
		{"attributes": {"sku_name": "Basic"}},
		{"region": "ukwest", "attributes": {"sku_name": "Premium"}},
	] {
		not_zone_redundant.fail == set() with input as world(extra)
		not_zone_redundant.undetermined == set() with input as world(extra)
	}
}

test_left_to_the_service if {
	w := world({"attributes": {"sku_name": "Premium"}})
	not_zone_redundant.fail == set() with input as w
	count(not_zone_redundant.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	w := world({"attributes": {"sku_name": "Premium"}, "unknown": {"zones": ["var.zones"]}})
	not_zone_redundant.fail == set() with input as w
	not_zone_redundant.undetermined == {{"resource": "r", "path": "zones"}} with input as w
}
