# METADATA
# title: Azure SQL database keeps its backups in its own region
# description: |
#   Local and Zone storage hold the backups next to the database. The loss of the region takes both,
#   and with local storage the loss of one datacentre can. Only Geo and GeoZone keep a copy in the
#   paired region, from which the database can be restored.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/automated-backups-overview
# custom:
#   severity: medium
#   theme: multi-region
#   types: [azurerm_mssql_database]
#   controls: [azure-sql-db-backup-redundancy]
#   frameworks:
#     well_architected: [REL09-BP01, REL13-BP02]
#     aprl: [15e2712c]
#   remediation:
#     terraform: Set storage_account_type = "Geo" (the default) or "GeoZone". It changes in place and applies to future backups. Accept the finding where data must not leave the region.
package rules.azurerm.mssql.backup_local

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "storage_account_type",
	"message": sprintf("Losing %s destroys the database %s together with its backups%s. storage_account_type = %s keeps them beside it.", [place[kind], r.id, say.dependants(r), kind]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_mssql_database
	kind := r.attributes.storage_account_type
	place[kind]
	not copied(r)
	not attr.unknown(r, "create_mode")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_mssql_database
	not attr.has_prefix(r, "storage_account_type", {"Geo"})
	not copied(r)
	some path in {"storage_account_type", "create_mode"}
	attr.unknown(r, path)
}

place := {"Local": "one datacentre, or the region,", "Zone": "the region"}

# Another copy of the data is elsewhere, or this is one.
copied(r) if count(graph.targets(r.id, "replicates_to")) > 0

copied(r) if r.attributes.create_mode in {"Secondary", "OnlineSecondary"}
