package rules.aws.memorydb.no_replica_test

import data.rules.aws.memorydb.no_replica

cluster(attributes, unknown) := {"resources": {"aws_memorydb_cluster": [{
	"id": "aws_memorydb_cluster.a",
	"type": "aws_memorydb_cluster",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_no_replica if {
	found := no_replica.fail with input as cluster({"num_replicas_per_shard": 0}, {})
	found == {{
		"resource": "aws_memorydb_cluster.a",
		"path": "num_replicas_per_shard",
		"message": "Losing one node of aws_memorydb_cluster.a stops the users of its shard until a new node is up. Its shards have no replica.",
		"related": [],
	}}
}

test_replica if {
	world := cluster({"num_replicas_per_shard": 1}, {})
	no_replica.fail == set() with input as world
	no_replica.undetermined == set() with input as world
}

test_unknown_is_not_a_finding if {
	world := cluster({}, {"num_replicas_per_shard": ["var.replicas"]})
	no_replica.fail == set() with input as world
	no_replica.undetermined == {{"resource": "aws_memorydb_cluster.a", "path": "num_replicas_per_shard"}} with input as world
}
