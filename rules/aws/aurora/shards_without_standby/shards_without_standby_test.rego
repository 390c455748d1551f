package rules.aws.aurora.shards_without_standby_test

import data.rules.aws.aurora.shards_without_standby

world(attributes, unknown) := {"resources": {"aws_rds_shard_group": [{"id": "s", "type": "aws_rds_shard_group", "attributes": attributes, "unknown": unknown}]}}

test_no_standby if {
	found := shards_without_standby.fail with input as world({"compute_redundancy": 0}, {})
	found == {{
		"resource": "s",
		"path": "compute_redundancy",
		"message": "Losing one zone stops the shards of s that compute there until others are started. They have no standby.",
		"related": [],
	}}
}

test_dependants if {
	w := object.union(world({"compute_redundancy": 0}, {}), {
		"data_sources": {"x": [{"id": "c", "type": "aws_rds_cluster"}, {"id": "api", "type": "aws_ecs_service"}]},
		"edges": [{"from": "s", "to": "c", "kind": "member_of"}, {"from": "api", "to": "c", "kind": "depends_on_data"}],
	})
	found := shards_without_standby.fail with input as w
	{f.related | some f in found} == {[{"resource": "api", "note": "depends on it"}]}
}

test_standby if {
	every n in [1, 2] {
		shards_without_standby.fail == set() with input as world({"compute_redundancy": n}, {})
	}
}

test_unknown_is_not_a_finding if {
	w := world({}, {"compute_redundancy": ["var.standbys"]})
	shards_without_standby.fail == set() with input as w
	shards_without_standby.undetermined == {{"resource": "s", "path": "compute_redundancy"}} with input as w
}
