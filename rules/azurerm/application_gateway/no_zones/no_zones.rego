# METADATA
# title: Application gateway names no zones
# description: |
#   A gateway that was created without zones has its instances wherever Azure placed them, which may
#   be one datacentre, and is cut off with it. Azure spreads what it creates without zones since 2025;
#   older gateways stay as they are. Naming the zones makes it certain.
#
#   The v1 SKUs have no zones and are not judged, nor are regions without zones.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-application-gateway-v2
# custom:
#   severity: medium
#   theme: multi-az
#   types: [azurerm_application_gateway]
#   controls: [azure-appgw-zones]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [c9c00f2a]
#   remediation:
#     terraform: Set zones = ["1", "2", "3"]. It replaces the gateway; set it with the next change that does so anyway if the gateway is younger than 2025.
package rules.azurerm.application_gateway.no_zones

import data.lib.attr
import data.lib.azure
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "zones",
	"message": sprintf("Losing one datacentre may cut every user off from %s%s. It names no zones, and if it was created before 2025 it may lie in one.", [r.id, behind(r)]),
	"related": [{"resource": m.id, "note": "is reached through it"} | some m in array.slice(graph.targets(r.id, "routes_to"), 0, 3)],
} if {
	some r in input.resources.azurerm_application_gateway
	unplaced(r)
	endswith(tier(r), "_v2")
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": "sku[0].tier"} if {
	some r in input.resources.azurerm_application_gateway
	unplaced(r)
	not tier(r)
	attr.unknown(r, "sku[0].tier")
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": "zones"} if {
	some r in input.resources.azurerm_application_gateway
	attr.unknown(r, "zones")
	count({z | some z in r.attributes.zones}) == 0
	not old(r)
	not azure.zoneless(r)
}

unplaced(r) if attr.not_set(r, "zones")

unplaced(r) if attr.equals(r, "zones", [])

# The name tells as well.
tier(r) := r.attributes.sku[0].tier if {
	not attr.unknown(r, "sku[0].tier")
} else := r.attributes.sku[0].name if {
	not attr.unknown(r, "sku[0].name")
}

old(r) if {
	t := tier(r)
	not endswith(t, "_v2")
}

behind(r) := "" if count(graph.targets(r.id, "routes_to")) == 0

behind(r) := sprintf(", and so from %s", [say.names([m.id | some m in graph.targets(r.id, "routes_to")])]) if count(graph.targets(r.id, "routes_to")) > 0
