# METADATA
# title: AKS cluster uses the Free tier
# description: |
#   The API server of a Free cluster has no SLA and few resources: under load, or in an incident, nothing can
#   be deployed, scaled or moved off a lost node, just when it is needed. What runs goes on running.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/free-standard-pricing-tiers
# custom:
#   severity: medium
#   theme: spof
#   types: [azurerm_kubernetes_cluster]
#   controls: [azure-aks-uptime-sla]
#   frameworks:
#     well_architected: [REL11-BP04]
#     aprl: ["0611251f"]
#   remediation:
#     terraform: Set sku_tier = "Standard". It changes in place.
package rules.azurerm.kubernetes.free_tier

import data.lib.attr

fail contains {
	"resource": r.id,
	"path": "sku_tier",
	"message": sprintf("In an incident nothing may be deployed, scaled or moved off a lost node of %s. Its API server is of the Free tier, without an SLA.", [r.id]),
	"related": [],
} if {
	some r in input.resources.azurerm_kubernetes_cluster
	attr.equals(r, "sku_tier", "Free")
}

undetermined contains {"resource": r.id, "path": "sku_tier"} if {
	some r in input.resources.azurerm_kubernetes_cluster
	attr.unknown(r, "sku_tier")
}
