# METADATA
# title: Azure SQL failover group has its partner in the same region
# description: |
#   A failover group exists to survive the loss of a region. With both servers in one region it is
#   lost with them, while everybody counts on it.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/failover-group-sql-db
# custom:
#   severity: high
#   theme: multi-region
#   profiles: [strict, production, development]
#   types: [azurerm_mssql_failover_group]
#   reads: [azurerm_mssql_server]
#   controls: [azure-sql-failover-group-same-region]
#   frameworks:
#     well_architected: [REL13-BP02]
#   remediation:
#     terraform: Give the partner azurerm_mssql_server a location in another region, preferably the pair of the first.
package rules.azurerm.mssql.failover_same_region

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": g.id,
	"path": "partner_server",
	"message": sprintf("Losing the region %s takes the failover group %s down with both servers%s. Its partner %s is in the region of %s.", [partner.region, g.id, protected(g), partner.id, primary.id]),
	"related": [{"resource": partner.id, "note": "is the partner"}, {"resource": primary.id, "note": "is the primary"}],
} if {
	some g in input.resources.azurerm_mssql_failover_group
	some partner in graph.targets(g.id, "replicates_to")
	some primary in servers(g)
	partner.region == primary.region
}

undetermined contains {
	"resource": g.id,
	"message": sprintf("Cannot tell whether the failover group %s survives the loss of a region: the region of %s is not known.", [g.id, say.names([s.id | some s in lost])]),
	"unknown": {{"resource": s.id, "path": "location", "needs": needs} |
		some s in lost
		needs := location(s)
	},
} if {
	some g in input.resources.azurerm_mssql_failover_group
	lost := [s | some s in array.concat(servers(g), graph.targets(g.id, "replicates_to")); not s.region]
	count(lost) > 0
}

undetermined contains {"resource": g.id, "path": path} if {
	some g in input.resources.azurerm_mssql_failover_group
	some path in unresolved(g)
}

servers(g) := [s | some s in graph.sources(g.id, "replicates_to"); s.type == "azurerm_mssql_server"]

unresolved(g) := {"server_id" | count(servers(g)) == 0; attr.unknown(g, "server_id")} | {"partner_server" |
	count(graph.targets(g.id, "replicates_to")) == 0
	attr.unknown(g, "partner_server")
}

location(s) := attr.needs(s, "location") if attr.unknown(s, "location")

location(s) := {"location"} if not attr.unknown(s, "location")

protected(g) := "" if count(_databases(g)) == 0

protected(g) := sprintf("; %s in it", [say.names(_databases(g))]) if count(_databases(g)) > 0

_databases(g) := [d.id | some d in graph.sources(g.id, "replicates_to"); d.type == "azurerm_mssql_database"]
