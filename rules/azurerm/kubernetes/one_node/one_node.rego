# METADATA
# title: AKS node pool keeps a single node
# description: |
#   A pool of one node, or one whose autoscaler may go down to one, loses everything that runs on it with
#   that node, and during every upgrade that drains it. In the system pool that is the cluster's DNS, without
#   which nothing in the cluster finds anything.
#
#   Pools of spot machines, pools that scale to zero, and pools of the size zero are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/aks/use-system-pools
# custom:
#   severity: high
#   theme: spof
#   types: [azurerm_kubernetes_cluster, azurerm_kubernetes_cluster_node_pool]
#   controls: [azure-aks-system-nodes, azure-aks-user-nodes]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: ["7f7ae535", "005ccbbd"]
#   remediation:
#     terraform: Set node_count, or min_count with auto_scaling_enabled, to 2 or more; 3 for the system pool, one for each zone.
package rules.azurerm.kubernetes.one_node

import data.lib.attr

fail contains {
	"resource": r.id,
	"path": sprintf("default_node_pool[0].%s", [decides(pool)]),
	"message": sprintf("One node lost takes the DNS and all other system services of %s down until another has started. Its system pool keeps a single node.", [r.id]),
	"related": [],
} if {
	some r in input.resources.azurerm_kubernetes_cluster
	pool := r.attributes.default_node_pool[0]
	every name in {"auto_scaling_enabled", decides(pool)} { not attr.unknown(r, sprintf("default_node_pool[0].%s", [name])) }
	kept(pool) == 1
}

fail contains {
	"resource": r.id,
	"path": decides(r.attributes),
	"message": sprintf("One node lost takes everything down that runs on %s until another has started. It keeps a single node.", [r.id]),
	"related": [],
} if {
	some r in input.resources.azurerm_kubernetes_cluster_node_pool
	attr.equals(r, "priority", "Regular")
	every name in {"auto_scaling_enabled", decides(r.attributes)} { not attr.unknown(r, name) }
	kept(r.attributes) == 1
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_kubernetes_cluster
	some name in {"auto_scaling_enabled", decides(object.get(r.attributes, ["default_node_pool", 0], {}))}
	path := sprintf("default_node_pool[0].%s", [name])
	attr.unknown(r, path)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_kubernetes_cluster_node_pool
	not attr.equals(r, "priority", "Spot")
	some path in {"auto_scaling_enabled", decides(r.attributes)}
	attr.unknown(r, path)
}

# The attribute that says how few nodes there may be.
decides(pool) := "min_count" if {
	pool.auto_scaling_enabled == true
} else := "node_count"

# A pool that says nothing has one node.
kept(pool) := n if {
	n := object.get(pool, decides(pool), null)
	is_number(n)
} else := 1
