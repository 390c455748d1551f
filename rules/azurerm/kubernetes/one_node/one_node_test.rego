package rules.azurerm.kubernetes.one_node_test

import data.rules.azurerm.kubernetes.one_node

cluster(pool, unknown) := {"resources": {"azurerm_kubernetes_cluster": [{
	"id": "r",
	"type": "azurerm_kubernetes_cluster",
	"attributes": {"default_node_pool": [pool]},
	"unknown": unknown,
}]}}

pool(attributes, unknown) := {"resources": {"azurerm_kubernetes_cluster_node_pool": [{
	"id": "p",
	"type": "azurerm_kubernetes_cluster_node_pool",
	"attributes": object.union({"priority": "Regular", "auto_scaling_enabled": false}, attributes),
	"unknown": unknown,
}]}}

silent(w) if {
	one_node.fail == set() with input as w
	one_node.undetermined == set() with input as w
}

test_system_pool if {
	found := one_node.fail with input as cluster({"node_count": 1}, {})
	found == {{
		"resource": "r",
		"path": "default_node_pool[0].node_count",
		"message": "One node lost takes the DNS and all other system services of r down until another has started. Its system pool keeps a single node.",
		"related": [],
	}}
}

test_absent_is_one if {
	every w in [cluster({}, {}), cluster({"node_count": null}, {}), pool({}, {})] {
		found := one_node.fail with input as w
		count(found) == 1
	}
}

test_autoscaler if {
	found := one_node.fail with input as pool({"auto_scaling_enabled": true, "min_count": 1, "node_count": 3}, {})
	{f.path | some f in found} == {"min_count"}
	silent(pool({"auto_scaling_enabled": true, "min_count": 2}, {"node_count": ["var.x"]}))
}

test_enough if {
	silent(cluster({"node_count": 2}, {}))
	silent(pool({"node_count": 2}, {}))
}

test_zero if silent(pool({"auto_scaling_enabled": true, "min_count": 0}, {}))

test_spot if silent(pool({"priority": "Spot", "node_count": 1}, {}))

test_unknown_is_not_a_finding if {
	c := cluster({}, {"default_node_pool[0].node_count": ["var.x"]})
	one_node.fail == set() with input as c
	one_node.undetermined == {{"resource": "r", "path": "default_node_pool[0].node_count"}} with input as c
	p := pool({}, {"node_count": ["var.x"]})
	one_node.fail == set() with input as p
	one_node.undetermined == {{"resource": "p", "path": "node_count"}} with input as p
}
