# METADATA
# title: Azure Cache for Redis is pinned to one zone
# description: |
#   The primary and its replica in one zone are lost together. Without zones, the service spreads a
#   Standard cache by itself; for a Premium cache that depends on the API version of the provider.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-cache-for-redis/cache-how-to-zone-redundancy
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_redis_cache]
#   controls: [azure-redis-zones]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [5a44bd30]
#   remediation:
#     terraform: Set zones = ["1", "2", "3"] on a Premium cache (replaces it), or leave zones out on a Standard one.
package rules.azurerm.redis.not_zone_redundant

import data.lib.attr
import data.lib.azure
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "zones",
	"message": sprintf("Losing the zone %s takes the cache %s down with its replica%s. Both are pinned there.", [r.zones[0], r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_redis_cache
	attr.is_set(r, "zones")
	r.zones_known
	count(r.zones) == 1
	attr.differs(r, "sku_name", "Basic")
	not azure.zoneless(r)
}

undetermined contains {
	"resource": r.id,
	"path": "zones",
	"message": sprintf("Cannot tell whether %s survives the loss of a zone: zones is not set, and whether Azure then spreads a Premium cache depends on the version of the provider.", [r.id]),
	"unknown": {{"resource": r.id, "path": "zones", "needs": ["zones"]}},
} if {
	some r in input.resources.azurerm_redis_cache
	attr.equals(r, "sku_name", "Premium")
	attr.not_set(r, "zones")
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_redis_cache
	count(r.zones) < 2
	not attr.equals(r, "sku_name", "Basic")
	not attr.equals(r, "sku_name", "Standard")
	not azure.zoneless(r)
	some path in {"zones", "sku_name"}
	attr.unknown(r, path)
}
