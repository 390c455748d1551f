# METADATA
# title: ExpressRoute gateway is not zone redundant
# description: |
#   A gateway of the SKUs Standard, HighPerformance or UltraPerformance has its instances wherever Azure placed
#   them, which may be one zone. Its loss cuts the network off from what is behind the circuit.
#
#   VPN gateways are not judged: Azure is moving VpnGw1 to VpnGw5 to their zone-redundant SKUs by itself.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/expressroute/gateway-migration
#   - https://learn.microsoft.com/en-us/azure/vpn-gateway/about-zone-redundant-vnet-gateways
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_virtual_network_gateway]
#   controls: [azure-vpngw-zone-sku]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [bbe668b7]
#   remediation:
#     terraform: Set sku to ErGw1AZ, ErGw2AZ or ErGw3AZ, after a migration in the portal or as a second gateway; the change replaces the gateway.
package rules.azurerm.virtual_network_gateway.not_zone_redundant

import data.lib.attr
import data.lib.azure

fail contains {
	"resource": r.id,
	"path": "sku",
	"message": sprintf("Losing one zone may cut the network off from what is behind the ExpressRoute gateway %s. The SKU %s is not spread over zones.", [r.id, r.attributes.sku]),
	"related": [],
} if {
	some r in input.resources.azurerm_virtual_network_gateway
	attr.equals(r, "type", "ExpressRoute")
	not attr.unknown(r, "sku")
	r.attributes.sku in {"Standard", "HighPerformance", "UltraPerformance"}
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": "sku"} if {
	some r in input.resources.azurerm_virtual_network_gateway
	attr.equals(r, "type", "ExpressRoute")
	attr.unknown(r, "sku")
	not azure.zoneless(r)
}

# The names of both types overlap in Standard and HighPerformance.
undetermined contains {"resource": r.id, "path": "type"} if {
	some r in input.resources.azurerm_virtual_network_gateway
	attr.unknown(r, "type")
	r.attributes.sku in {"Standard", "HighPerformance", "UltraPerformance"}
	not azure.zoneless(r)
}
