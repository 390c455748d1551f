package rules.aws.elasticache.no_snapshot_test

import data.rules.aws.elasticache.no_snapshot

world(attributes, unknown) := {"resources": {"aws_elasticache_replication_group": [{
	"id": "r",
	"type": "aws_elasticache_replication_group",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_none if {
	found := no_snapshot.fail with input as world({"engine": "valkey", "snapshot_retention_limit": 0}, {})
	found == {{
		"resource": "r",
		"path": "snapshot_retention_limit",
		"message": "What is deleted or corrupted in r cannot be brought back. No automatic snapshots are kept.",
		"related": [],
	}}
}

test_silent if {
	every attributes in [
		{"snapshot_retention_limit": 7},
		{"snapshot_retention_limit": 0, "global_replication_group_id": "g"},
		{"snapshot_retention_limit": 0, "node_type": "cache.t1.micro"},
	] {
		w := world(attributes, {})
		no_snapshot.fail == set() with input as w
		no_snapshot.undetermined == set() with input as w
	}
}

test_unknown_is_not_a_finding if {
	every path in ["snapshot_retention_limit", "global_replication_group_id"] {
		w := world(object.remove({"snapshot_retention_limit": 0}, [path]), {path: ["var.x"]})
		no_snapshot.fail == set() with input as w
		no_snapshot.undetermined == {{"resource": "r", "path": path}} with input as w
	}
}
