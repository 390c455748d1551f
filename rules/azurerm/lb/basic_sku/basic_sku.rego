# METADATA
# title: Azure load balancer has the retired Basic SKU
# description: |
#   A Basic load balancer has no SLA and no zones, and takes machines of one availability set or scale
#   set only. Microsoft retired it on 30 September 2025: what still runs is without support and may
#   be switched off.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/load-balancer/skus
#   - https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-basic-upgrade-guidance
# custom:
#   severity: high
#   theme: load-balancing
#   types: [azurerm_lb]
#   controls: [azure-lb-sku-basic]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [38c3bca1]
#   remediation:
#     terraform: Set sku = "Standard" on the azurerm_lb and on its azurerm_public_ip. Both are replaced; the upgrade module of Microsoft keeps the address.
package rules.azurerm.lb.basic_sku

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "sku",
	"message": sprintf("%s can be switched off at any time%s, and is lost with one datacentre: the Basic SKU was retired on 30 September 2025, has no SLA and no zones.", [r.id, behind(r)]),
	"related": [{"resource": m.id, "note": "is reached through it"} | some m in array.slice(graph.targets(r.id, "routes_to"), 0, 3)],
} if {
	some r in input.resources.azurerm_lb
	attr.equals(r, "sku", "Basic")
}

undetermined contains {"resource": r.id, "path": "sku"} if {
	some r in input.resources.azurerm_lb
	attr.unknown(r, "sku")
}

behind(r) := "" if count(graph.targets(r.id, "routes_to")) == 0

behind(r) := sprintf(" (with it %s)", [say.names([m.id | some m in graph.targets(r.id, "routes_to")])]) if count(graph.targets(r.id, "routes_to")) > 0
