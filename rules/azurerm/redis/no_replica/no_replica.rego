# METADATA
# title: Azure Redis cache is one node without a replica
# description: |
#   The Basic tier, and a managed Redis without high availability, is one virtual machine without an
#   SLA. Its loss, and every patch of it, empties the cache and stops its users for minutes.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-cache-for-redis/cache-high-availability
#   - https://learn.microsoft.com/en-us/azure/redis/high-availability
# custom:
#   severity: high
#   theme: spof
#   types: [azurerm_redis_cache, azurerm_managed_redis]
#   controls: [azure-redis-sku-basic, azure-managed-redis-ha]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set sku_name = "Standard" or "Premium" with its family (azurerm_redis_cache; Basic scales up in place, without going back), or high_availability_enabled = true (azurerm_managed_redis; replaces the cache).
package rules.azurerm.redis.no_replica

import data.lib.attr
import data.lib.say

message := "Losing or patching the one node of %s empties the cache and stops its users for minutes%s. It has no replica and no SLA."

fail contains {
	"resource": r.id,
	"path": "sku_name",
	"message": sprintf(message, [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_redis_cache
	attr.equals(r, "sku_name", "Basic")
}

fail contains {
	"resource": r.id,
	"path": "high_availability_enabled",
	"message": sprintf(message, [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_managed_redis
	attr.is_false(r, "high_availability_enabled")
}

undetermined contains {"resource": r.id, "path": "sku_name"} if {
	some r in input.resources.azurerm_redis_cache
	attr.unknown(r, "sku_name")
}

undetermined contains {"resource": r.id, "path": "high_availability_enabled"} if {
	some r in input.resources.azurerm_managed_redis
	attr.unknown(r, "high_availability_enabled")
}
