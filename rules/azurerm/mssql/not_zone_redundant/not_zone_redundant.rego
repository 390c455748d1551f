# METADATA
# title: Azure SQL database or elastic pool is not zone redundant
# description: |
#   Without zone redundancy all replicas of a database are in one datacentre. Its loss takes the
#   database down until the zone is back, or until somebody restores a backup elsewhere.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/high-availability-sla-local-zone-redundancy
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_mssql_database, azurerm_mssql_elasticpool]
#   controls: [azure-sql-db-zone-redundant]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [c0085c32]
#   remediation:
#     terraform: Set zone_redundant = true on the database, or on the elastic pool that it is in (General Purpose, Business Critical, Premium; Hyperscale with read_replica_count of 1 or more, at creation only).
package rules.azurerm.mssql.not_zone_redundant

import data.lib.attr
import data.lib.azure
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "zone_redundant",
	"message": sprintf("Losing one zone takes the database %s down until the zone is back or a backup is restored%s. It is not zone redundant.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_mssql_database
	attr.is_false(r, "zone_redundant")
	attr.not_set(r, "elastic_pool_id")
	able(r)
	not secondary(r)
	not azure.zoneless(r)
	every path in {"sku_name", "create_mode"} { not attr.unknown(r, path) }
}

fail contains {
	"resource": p.id,
	"path": "zone_redundant",
	"message": sprintf("Losing one zone takes every database in the elastic pool %s down until the zone is back or a backup is restored%s. The pool is not zone redundant.", [p.id, inside(members)]),
	"related": [{"resource": id, "note": "is in the pool"} | some id in array.slice(members, 0, 3)],
} if {
	some p in input.resources.azurerm_mssql_elasticpool
	attr.is_false(p, "zone_redundant")
	not attr.unknown(p, "sku")
	p.attributes.sku[0].tier in {"Premium", "GeneralPurpose", "BusinessCritical", "Hyperscale"}
	not azure.zoneless(p)
	members := [m.id | some m in graph.sources(p.id, "member_of"); m.type == "azurerm_mssql_database"]
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_mssql_database
	not attr.is_true(r, "zone_redundant")
	not attr.is_set(r, "elastic_pool_id")
	count(pools(r)) == 0
	not unable(r)
	not secondary(r)
	not azure.zoneless(r)
	some path in {"zone_redundant", "sku_name", "elastic_pool_id", "create_mode"}
	attr.unknown(r, path)
}

undetermined contains {
	"resource": r.id,
	"path": "elastic_pool_id",
	"message": sprintf("Cannot tell whether %s survives the loss of a zone: its elastic pool decides, and that is not in what was scanned.", [r.id]),
	"unknown": {{"resource": r.id, "path": "elastic_pool_id", "needs": ["elastic_pool_id"]}},
} if {
	some r in input.resources.azurerm_mssql_database
	attr.is_set(r, "elastic_pool_id")
	count(pools(r)) == 0
	not azure.zoneless(r)
}

undetermined contains {"resource": p.id, "path": path} if {
	some p in input.resources.azurerm_mssql_elasticpool
	not attr.is_true(p, "zone_redundant")
	not azure.zoneless(p)
	some path in {"zone_redundant", "sku"}
	attr.unknown(p, path)
}

pools(r) := [p | some p in graph.targets(r.id, "member_of"); p.type == "azurerm_mssql_elasticpool"; not p.data]

inside([]) := ""

inside(ids) := sprintf("; it holds %s", [say.names(ids)]) if count(ids) > 0

# Without a name the service takes General Purpose.
able(r) if attr.not_set(r, "sku_name")

able(r) if regex.match(`^(GP_|BC_|HS_|P[0-9])`, r.attributes.sku_name)

unable(r) if not regex.match(`^(GP_|BC_|HS_|P[0-9])`, r.attributes.sku_name)

# A geo-replica is itself a copy, and what it is a copy of has to survive.
secondary(r) if r.attributes.create_mode in {"Secondary", "OnlineSecondary"}
