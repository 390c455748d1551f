# METADATA
# title: AKS node pool is not spread over zones
# description: |
#   All nodes of a pool in one zone are lost together, and what runs on them with them. A pool that names no
#   zones is regional: Azure places its nodes where it likes, which may be one zone.
#
#   Pools of spot machines, and regions without zones, are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/availability-zones
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_kubernetes_cluster, azurerm_kubernetes_cluster_node_pool]
#   controls: [azure-aks-zones]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: ["4f63619f"]
#   remediation:
#     terraform: Set zones = ["1", "2", "3"] of the node pool. It replaces the nodes; temporary_name_for_rotation keeps the cluster.
package rules.azurerm.kubernetes.one_zone

import data.lib.attr
import data.lib.azure

fail contains {
	"resource": r.id,
	"path": "default_node_pool[0].zones",
	"message": sprintf("Losing one zone may take all system nodes of %s down, and with them its DNS and ingress. %s.", [r.id, why(zones)]),
	"related": [],
} if {
	some r in input.resources.azurerm_kubernetes_cluster
	zones := object.get(r.attributes, ["default_node_pool", 0, "zones"], null)
	few(zones)
	not attr.unknown(r, "default_node_pool[0].zones")
	not azure.zoneless(r)
}

fail contains {
	"resource": r.id,
	"path": "zones",
	"message": sprintf("Losing one zone may take everything down that runs on the nodes of %s. %s.", [r.id, why(zones)]),
	"related": [],
} if {
	some r in input.resources.azurerm_kubernetes_cluster_node_pool
	zones := object.get(r.attributes, "zones", null)
	few(zones)
	attr.equals(r, "priority", "Regular")
	not attr.unknown(r, "zones")
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": "default_node_pool[0].zones"} if {
	some r in input.resources.azurerm_kubernetes_cluster
	attr.unknown(r, "default_node_pool[0].zones")
	not spread(object.get(r.attributes, ["default_node_pool", 0, "zones"], []))
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_kubernetes_cluster_node_pool
	not spread(object.get(r.attributes, "zones", []))
	not attr.equals(r, "priority", "Spot")
	not azure.zoneless(r)
	some path in {"zones", "priority"}
	attr.unknown(r, path)
}

few(null)

few(zones) if {
	is_array(zones)
	count(zones) < 2
}

# Some zones are known, and they suffice.
spread(zones) if count({z | some z in zones; z != null}) > 1

why(null) := "They name no zones"

why(zones) := "They name no zones" if zones == []

why(zones) := sprintf("They are all in zone %s", [zones[0]]) if {
	is_array(zones)
	count(zones) == 1
}
