# METADATA
# title: Cosmos DB account does not fail over to its other regions by itself
# description: |
#   An account with one write region and service-managed failover off stays without writes for as
#   long as that region is down, although its data is in another region: somebody has to notice and to
#   move the writes by hand.
#
#   Accounts with one region, or that write in all of their regions, have nothing to fail over.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-cosmos-db-nosql
# custom:
#   severity: high
#   theme: automation
#   types: [azurerm_cosmosdb_account]
#   controls: [azure-cosmos-automatic-failover]
#   frameworks:
#     well_architected: [REL11-BP02]
#     aprl: [9cabded7]
#   remediation:
#     terraform: Set automatic_failover_enabled = true, or multiple_write_locations_enabled = true for an application that can resolve conflicts.
package rules.azurerm.cosmosdb.no_failover

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "automatic_failover_enabled",
	"message": sprintf("Losing the write region stops all writes to %s until somebody fails it over by hand%s. Its data is in %d regions, but it does not move the writes by itself.", [r.id, say.dependants(r), regions(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_cosmosdb_account
	attr.is_false(r, "automatic_failover_enabled")
	attr.is_false(r, "multiple_write_locations_enabled")
	not uncounted(r)
	regions(r) > 1
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_cosmosdb_account
	not attr.is_true(r, "automatic_failover_enabled")
	not attr.is_true(r, "multiple_write_locations_enabled")
	not single(r)
	some path in {"automatic_failover_enabled", "multiple_write_locations_enabled"}
	attr.unknown(r, path)
}

undetermined contains {"resource": r.id, "path": "geo_location"} if {
	some r in input.resources.azurerm_cosmosdb_account
	not attr.is_true(r, "automatic_failover_enabled")
	not attr.is_true(r, "multiple_write_locations_enabled")
	uncounted(r)
}

regions(r) := count(r.attributes.geo_location)

single(r) if {
	not uncounted(r)
	regions(r) < 2
}

# How many regions there are is unknown; what is unknown of one of them changes nothing.
uncounted(r) if {
	some path, _ in r.unknown
	path in {"", "geo_location"}
}
