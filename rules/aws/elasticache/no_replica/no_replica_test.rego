package rules.aws.elasticache.no_replica_test

import data.rules.aws.elasticache.no_replica

world(attributes, unknown) := {"resources": {"aws_elasticache_replication_group": [{
	"id": "r",
	"type": "aws_elasticache_replication_group",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_alone if {
	found := no_replica.fail with input as world({"num_cache_clusters": 1, "automatic_failover_enabled": false}, {})
	found == {{
		"resource": "r",
		"path": "num_cache_clusters",
		"message": "Losing the one node of r loses all that it holds and stops its users until a new node is up. It has no replica.",
		"related": [],
	}}
}

test_sharded if {
	found := no_replica.fail with input as world({"num_node_groups": 2, "replicas_per_node_group": 0, "automatic_failover_enabled": true}, {})
	{f.path | some f in found} == {"replicas_per_node_group"}
}

test_no_failover if {
	found := no_replica.fail with input as world({"num_cache_clusters": 2, "automatic_failover_enabled": false}, {})
	{f.path | some f in found} == {"automatic_failover_enabled"}
}

test_sound if {
	every attributes in [
		{"num_cache_clusters": 2, "automatic_failover_enabled": true},
		{"num_node_groups": 2, "replicas_per_node_group": 1, "automatic_failover_enabled": true},
		{"num_cache_clusters": 1, "automatic_failover_enabled": false, "global_replication_group_id": "g"},
	] {
		w := world(attributes, {})
		no_replica.fail == set() with input as w
		no_replica.undetermined == set() with input as w
	}
}

test_replica_of_its_own if {
	w := object.union(world({"num_cache_clusters": 1, "automatic_failover_enabled": true}, {}), {
		"data_sources": {"aws_elasticache_cluster": [{"id": "second", "type": "aws_elasticache_cluster"}]},
		"edges": [{"from": "second", "to": "r", "kind": "member_of"}],
	})
	no_replica.fail == set() with input as w
}

test_undocumented_default if {
	w := world({"num_node_groups": 2, "automatic_failover_enabled": true}, {})
	no_replica.fail == set() with input as w
	count(no_replica.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	every path in ["num_cache_clusters", "automatic_failover_enabled", "global_replication_group_id"] {
		w := world(object.remove({"num_cache_clusters": 2, "automatic_failover_enabled": false}, [path]), {path: ["var.x"]})
		no_replica.fail == set() with input as w
		no_replica.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
