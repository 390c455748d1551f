# METADATA
# title: Cosmos DB account in one region is not zone redundant
# description: |
#   Without zone redundancy all replicas of the data are in one datacentre or zone. Its loss takes the
#   account down until the zone is back, for there is no other region.
#
#   Accounts with a second region are not judged: there, zones add little, as Azure says. Neither are
#   serverless accounts, which Azure places by itself, nor regions without zones.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-cosmos-db-nosql
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_cosmosdb_account]
#   controls: [azure-cosmos-zone-redundant]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [921631f6]
#   remediation:
#     terraform: Set zone_redundant = true in geo_location (an existing region has to be removed and added again, for which the account needs a second one), or add a geo_location.
package rules.azurerm.cosmosdb.not_zone_redundant

import data.lib.attr
import data.lib.azure
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "geo_location[0].zone_redundant",
	"message": sprintf("Losing one zone takes %s down until the zone is back%s. Its only region is not zone redundant.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_cosmosdb_account
	not uncounted(r)
	count(r.attributes.geo_location) == 1
	r.attributes.geo_location[0].zone_redundant == false
	not zoneless(r)
	not serverless(r)
	not attr.unknown(r, "capabilities")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_cosmosdb_account
	not several(r)
	not r.attributes.geo_location[0].zone_redundant == true
	not zoneless(r)
	not serverless(r)
	some path in {"geo_location[0].zone_redundant", "capabilities"}
	attr.unknown(r, path)
}

several(r) if {
	not uncounted(r)
	count(r.attributes.geo_location) > 1
}

zoneless(r) if azure.zoneless({"region": lower(replace(r.attributes.geo_location[0].location, " ", ""))})

serverless(r) if "EnableServerless" in {c.name | some c in r.attributes.capabilities}

uncounted(r) if {
	some path, _ in r.unknown
	path in {"", "geo_location"}
}
