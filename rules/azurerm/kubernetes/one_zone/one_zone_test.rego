package rules.azurerm.kubernetes.one_zone_test

import data.rules.azurerm.kubernetes.one_zone

cluster(pool, unknown) := {"resources": {"azurerm_kubernetes_cluster": [{
	"id": "r",
	"type": "azurerm_kubernetes_cluster",
	"region": "westeurope",
	"attributes": {"default_node_pool": [pool]},
	"unknown": unknown,
}]}}

pool(attributes, unknown) := {"resources": {"azurerm_kubernetes_cluster_node_pool": [{
	"id": "p",
	"type": "azurerm_kubernetes_cluster_node_pool",
	"region": "westeurope",
	"attributes": object.union({"priority": "Regular"}, attributes),
	"unknown": unknown,
}]}}

silent(w) if {
	one_zone.fail == set() with input as w
	one_zone.undetermined == set() with input as w
}

test_system_nodes if {
	found := one_zone.fail with input as cluster({"zones": ["1"]}, {})
	found == {{
		"resource": "r",
		"path": "default_node_pool[0].zones",
		"message": "Losing one zone may take all system nodes of r down, and with them its DNS and ingress. They are all in zone 1.",
		"related": [],
	}}
}

test_regional if {
	every zones in [{}, {"zones": []}, {"zones": null}] {
		c := one_zone.fail with input as cluster(zones, {})
		count(c) == 1
		found := one_zone.fail with input as pool(zones, {})
		{f.message | some f in found} == {"Losing one zone may take everything down that runs on the nodes of p. They name no zones."}
	}
}

test_spread if {
	silent(cluster({"zones": ["1", "2"]}, {}))
	silent(pool({"zones": ["1", "2", "3"]}, {"priority": ["var.x"]}))
}

test_spot if silent(pool({"priority": "Spot"}, {"zones": ["var.x"]}))

test_region_without_zones if {
	silent(json.patch(pool({}, {}), [{"op": "replace", "path": "resources/azurerm_kubernetes_cluster_node_pool/0/region", "value": "westus"}]))
	silent(json.patch(cluster({}, {}), [{"op": "replace", "path": "resources/azurerm_kubernetes_cluster/0/region", "value": "westus"}]))
}

test_unknown_is_not_a_finding if {
	c := cluster({}, {"default_node_pool[0].zones": ["var.x"]})
	one_zone.fail == set() with input as c
	one_zone.undetermined == {{"resource": "r", "path": "default_node_pool[0].zones"}} with input as c
	p := pool({}, {"zones": ["var.x"]})
	one_zone.fail == set() with input as p
	one_zone.undetermined == {{"resource": "p", "path": "zones"}} with input as p
}
