package rules.aws.elasticache.one_zone_test

import data.rules.aws.elasticache.one_zone

world(attributes, unknown) := {"resources": {"aws_elasticache_replication_group": [{
	"id": "r",
	"type": "aws_elasticache_replication_group",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_multi_az_off if {
	found := one_zone.fail with input as world({"num_cache_clusters": 2, "multi_az_enabled": false}, {})
	found == {{
		"resource": "r",
		"path": "multi_az_enabled",
		"message": "Losing one zone can take all of r down, replicas included. Multi-AZ is off, so nothing keeps a replica in a second zone.",
		"related": [],
	}}
}

test_silent if {
	every attributes in [
		{"num_cache_clusters": 1, "multi_az_enabled": false},
		{"num_cache_clusters": 2, "multi_az_enabled": true},
	] {
		w := world(attributes, {})
		one_zone.fail == set() with input as w
		one_zone.undetermined == set() with input as w
	}
}

test_subnets_in_one_zone if {
	w := object.union(world({"num_cache_clusters": 2, "multi_az_enabled": true}, {}), {
		"data_sources": {"aws_elasticache_subnet_group": [{"id": "s", "zones": ["?0"], "zones_known": true}]},
		"edges": [{"from": "r", "to": "s", "kind": "placed_in"}],
	})
	found := one_zone.fail with input as w
	{f.path | some f in found} == {"subnet_group_name"}
}

test_unknown_is_not_a_finding if {
	every path in ["multi_az_enabled", "num_cache_clusters", "preferred_cache_cluster_azs"] {
		w := world(object.remove({"num_cache_clusters": 2, "multi_az_enabled": false}, [path]), {path: ["var.x"]})
		one_zone.fail == set() with input as w
		one_zone.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
