package rules.aws.opensearch.one_zone_test

import data.rules.aws.opensearch.one_zone

domain(type, config, unknown) := {"resources": {type: [{
	"id": "a",
	"type": type,
	"attributes": {"cluster_config": [config]},
	"unknown": unknown,
}]}}

off := {"zone_awareness_enabled": false, "multi_az_with_standby_enabled": false}

test_one_zone if {
	every type in ["aws_opensearch_domain", "aws_elasticsearch_domain"] {
		found := one_zone.fail with input as domain(type, {"zone_awareness_enabled": false}, {})
		found == {{
			"resource": "a",
			"path": "cluster_config[0].zone_awareness_enabled",
			"message": "Losing one zone stops all searching and indexing in a until the zone is back. Its data nodes are all in one zone.",
			"related": [],
		}}
	}
}

test_several_zones if {
	every name in ["zone_awareness_enabled", "multi_az_with_standby_enabled"] {
		world := domain("aws_opensearch_domain", object.union(off, {name: true}), {})
		one_zone.fail == set() with input as world
		one_zone.undetermined == set() with input as world
	}
}

test_unknown_is_not_a_finding if {
	every name in ["zone_awareness_enabled", "multi_az_with_standby_enabled"] {
		path := sprintf("cluster_config[0].%s", [name])
		world := domain("aws_opensearch_domain", object.remove(off, [name]), {path: ["var.x"]})
		one_zone.fail == set() with input as world
		one_zone.undetermined == {{"resource": "a", "path": path}} with input as world
	}
}

test_unknown_configuration_is_not_a_finding if {
	world := {"resources": {"aws_opensearch_domain": [{
		"id": "a",
		"type": "aws_opensearch_domain",
		"attributes": {},
		"unknown": {"cluster_config": ["var.config"]},
	}]}}
	one_zone.fail == set() with input as world
	count(one_zone.undetermined) > 0 with input as world
}
