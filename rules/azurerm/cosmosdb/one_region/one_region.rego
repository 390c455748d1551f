# METADATA
# title: Cosmos DB account has a single region
# description: |
#   The loss of the one region takes the account down for as long as it lasts; what is left is a backup
#   that support restores elsewhere.
#
#   Serverless accounts, which can have only one region, are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-cosmos-db-nosql
# custom:
#   severity: medium
#   theme: multi-region
#   types: [azurerm_cosmosdb_account]
#   controls: [azure-cosmos-multi-region]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: ["43663217"]
#   remediation:
#     terraform: Add a geo_location of another region with failover_priority = 1, and automatic_failover_enabled = true.
package rules.azurerm.cosmosdb.one_region

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "geo_location",
	"message": sprintf("Losing the region %s takes %s down for as long as it lasts%s. It has no other region.", [region(r), r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_cosmosdb_account
	not uncounted(r)
	count(r.attributes.geo_location) == 1
	not serverless(r)
	not attr.unknown(r, "capabilities")
}

undetermined contains {"resource": r.id, "path": "geo_location"} if {
	some r in input.resources.azurerm_cosmosdb_account
	uncounted(r)
	not serverless(r)
}

undetermined contains {"resource": r.id, "path": "capabilities"} if {
	some r in input.resources.azurerm_cosmosdb_account
	not uncounted(r)
	count(r.attributes.geo_location) == 1
	not serverless(r)
	attr.unknown(r, "capabilities")
}

region(r) := r.attributes.geo_location[0].location if not attr.unknown(r, "geo_location[0].location")

region(r) := "of the account" if attr.unknown(r, "geo_location[0].location")

serverless(r) if "EnableServerless" in {c.name | some c in r.attributes.capabilities}

# How many regions there are is unknown.
uncounted(r) if {
	some path, _ in r.unknown
	path in {"", "geo_location"}
}
