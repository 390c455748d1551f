# METADATA
# title: Azure SQL managed instance is not zone redundant
# description: |
#   Without zone redundancy all nodes of a managed instance are in one datacentre. Its loss takes
#   every database on it down until the datacentre is back, or until somebody fails over to, or
#   restores into, another region.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-sql/managed-instance/high-availability-sla-local-zone-redundancy
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_mssql_managed_instance]
#   controls: [azure-sqlmi-zone-redundant]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [f8f834a9]
#   remediation:
#     terraform: Set zone_redundant_enabled = true, with storage_account_type = "ZRS" or "GZRS". It changes the instance in place, which takes hours.
package rules.azurerm.mssql.instance_not_zone_redundant

import data.lib.attr
import data.lib.azure
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "zone_redundant_enabled",
	"message": sprintf("Losing one datacentre takes every database on %s down until it is back or somebody restores them elsewhere%s. All of its nodes are there.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_mssql_managed_instance
	attr.is_false(r, "zone_redundant_enabled")
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": "zone_redundant_enabled"} if {
	some r in input.resources.azurerm_mssql_managed_instance
	attr.unknown(r, "zone_redundant_enabled")
	not azure.zoneless(r)
}
