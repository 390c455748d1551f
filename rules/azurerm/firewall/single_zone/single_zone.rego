# METADATA
# title: Azure Firewall is pinned to one zone
# description: |
#   A firewall that names a single zone has all its instances there. The loss of the zone cuts off
#   everything whose traffic is routed through it, healthy as that may be in the other zones.
#
#   Firewalls of a virtual hub, whose zones the hub decides, are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-firewall
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_firewall]
#   controls: [azure-firewall-zones]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [c72b7fee]
#   remediation:
#     terraform: Set zones = ["1", "2", "3"]. It replaces the firewall.
package rules.azurerm.firewall.single_zone

import data.lib.attr

fail contains {
	"resource": r.id,
	"path": "zones",
	"message": sprintf("Losing the zone %s cuts off everything whose traffic goes through %s. All of its instances are there.", [r.attributes.zones[0], r.id]),
	"related": [],
} if {
	some r in input.resources.azurerm_firewall
	not attr.unknown(r, "zones")
	count(r.attributes.zones) == 1
	attr.equals(r, "sku_name", "AZFW_VNet")
}

undetermined contains {"resource": r.id, "path": "zones"} if {
	some r in input.resources.azurerm_firewall
	attr.unknown(r, "zones")
	not hub(r)
	count({z | some z in r.attributes.zones; z != null}) < 2
}

undetermined contains {"resource": r.id, "path": "sku_name"} if {
	some r in input.resources.azurerm_firewall
	not attr.unknown(r, "zones")
	count(r.attributes.zones) == 1
	attr.unknown(r, "sku_name")
}

hub(r) if r.attributes.sku_name == "AZFW_Hub"
