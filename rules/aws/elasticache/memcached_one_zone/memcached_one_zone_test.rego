package rules.aws.elasticache.memcached_one_zone_test

import data.rules.aws.elasticache.memcached_one_zone

world(attributes, unknown) := {"resources": {"aws_elasticache_cluster": [{
	"id": "r",
	"type": "aws_elasticache_cluster",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_one_node if {
	found := memcached_one_zone.fail with input as world({"engine": "memcached", "num_cache_nodes": 1, "az_mode": "single-az"}, {})
	found == {{
		"resource": "r",
		"path": "num_cache_nodes",
		"message": "Losing one node empties the whole cache r at once and sends all its load to what stands behind. It has one node.",
		"related": [],
	}}
}

test_single_az if {
	found := memcached_one_zone.fail with input as world({"engine": "memcached", "num_cache_nodes": 3, "az_mode": "single-az"}, {})
	{f.path | some f in found} == {"az_mode"}
}

test_silent if {
	every attributes in [
		{"engine": "memcached", "num_cache_nodes": 2, "az_mode": "cross-az"},
		{"engine": "redis", "num_cache_nodes": 1, "az_mode": "single-az"},
	] {
		w := world(attributes, {})
		memcached_one_zone.fail == set() with input as w
		memcached_one_zone.undetermined == set() with input as w
	}
}

test_unknown_is_not_a_finding if {
	every path in ["az_mode", "preferred_availability_zones", "engine"] {
		w := world(object.remove({"engine": "memcached", "num_cache_nodes": 2, "az_mode": "single-az"}, [path]), {path: ["var.x"]})
		memcached_one_zone.fail == set() with input as w
		memcached_one_zone.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
