# METADATA
# title: Application gateway is pinned to one zone
# description: |
#   A gateway that names a single zone has all its instances there. The loss of the zone cuts every
#   user off from what is behind it, healthy as it may be in the other zones.
#
#   The v1 SKUs have no zones and are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-application-gateway-v2
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_application_gateway]
#   controls: [azure-appgw-zones]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [c9c00f2a]
#   remediation:
#     terraform: Set zones = ["1", "2", "3"]. It replaces the gateway.
package rules.azurerm.application_gateway.single_zone

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "zones",
	"message": sprintf("Losing the zone %s cuts every user off from %s%s. All of its instances are there.", [zone, r.id, behind(r)]),
	"related": [{"resource": m.id, "note": "is reached through it"} | some m in array.slice(graph.targets(r.id, "routes_to"), 0, 3)],
} if {
	some r in input.resources.azurerm_application_gateway
	not attr.unknown(r, "zones")
	count(r.attributes.zones) == 1
	zone := r.attributes.zones[0]
}

undetermined contains {"resource": r.id, "path": "zones"} if {
	some r in input.resources.azurerm_application_gateway
	attr.unknown(r, "zones")
	count({z | some z in r.attributes.zones}) < 2
}

behind(r) := "" if count(graph.targets(r.id, "routes_to")) == 0

behind(r) := sprintf(", and so from %s", [say.names([m.id | some m in graph.targets(r.id, "routes_to")])]) if count(graph.targets(r.id, "routes_to")) > 0
