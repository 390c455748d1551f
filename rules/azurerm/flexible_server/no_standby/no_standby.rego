# METADATA
# title: PostgreSQL or MySQL flexible server has no standby in another zone
# description: |
#   A server without high availability is one machine in one zone. Its loss takes the database down
#   until the machine is replaced, and the loss of the zone until the zone is back or somebody
#   restores a backup elsewhere. A standby in the same zone (SameZone) survives the first and not the
#   second.
#
#   Burstable servers, which cannot have a standby, and read replicas are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-azure-database-postgresql
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-azure-database-mysql
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_postgresql_flexible_server, azurerm_mysql_flexible_server]
#   controls: [azure-postgres-ha, azure-mysql-ha]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [ca87914f, "88856605"]
#   remediation:
#     terraform: Add high_availability { mode = "ZoneRedundant" }. It replaces a MySQL server that was created without; in a region without zones, mode = "SameZone" is the best there is.
package rules.azurerm.flexible_server.no_standby

import data.lib.attr
import data.lib.azure
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "high_availability",
	"message": sprintf("Losing the one machine of %s takes the database down until it is replaced, and losing its zone until a backup is restored%s. It has no standby.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in servers
	alone(r)
	not attr.unknown(r, "high_availability")
	decided(r)
}

fail contains {
	"resource": r.id,
	"path": "high_availability[0].mode",
	"message": sprintf("Losing one zone takes the database %s down together with its standby%s. Both are in that zone.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in servers
	mode(r) == "SameZone"
	not attr.unknown(r, "high_availability[0].mode")
	not azure.zoneless(r)
	decided(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in servers
	not burstable(r)
	not replica(r)
	not redundant(r)
	not settled(r)
	some path in {"high_availability[0].mode", "sku_name", "create_mode"}
	attr.unknown(r, path)
}

servers contains r if some r in input.resources.azurerm_postgresql_flexible_server

servers contains r if some r in input.resources.azurerm_mysql_flexible_server

mode(r) := r.attributes.high_availability[0].mode

redundant(r) if mode(r) == "ZoneRedundant"

alone(r) if attr.not_set(r, "high_availability")

alone(r) if attr.equals(r, "high_availability", [])

# A standby in the same zone is all that a region without zones offers.
settled(r) if {
	mode(r) == "SameZone"
	azure.zoneless(r)
}

decided(r) if {
	not burstable(r)
	not replica(r)
	every path in {"sku_name", "create_mode"} { not attr.unknown(r, path) }
}

burstable(r) if startswith(r.attributes.sku_name, "B_")

# MySQL and PostgreSQL replicas are copies; what they are copies of has to survive.
replica(r) if r.attributes.create_mode == "Replica"
