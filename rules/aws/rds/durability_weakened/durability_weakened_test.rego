package rules.aws.rds.durability_weakened_test

import data.rules.aws.rds.durability_weakened

group(family, parameters, unknown) := {
	"id": "g", "type": "aws_db_parameter_group",
	"attributes": {"family": family, "parameter": parameters}, "unknown": unknown,
}

db := {"id": "db", "type": "aws_db_instance", "attributes": {}, "unknown": {}}

world(g, user) := {
	"resources": {"aws_db_parameter_group": [g], "aws_rds_cluster_parameter_group": []},
	"data_sources": {"x": [user]},
	"edges": [{"from": user.id, "to": "g", "kind": "references"}],
}

silent(w) if {
	durability_weakened.fail == set() with input as w
	durability_weakened.undetermined == set() with input as w
}

flush(value) := [{"name": "max_connections", "value": "500"}, {"name": "innodb_flush_log_at_trx_commit", "value": value}]

test_weakened if {
	found := durability_weakened.fail with input as world(group("mysql8.4", flush("2"), {}), db)
	found == {{
		"resource": "g",
		"path": "parameter[1].value",
		"message": "A crash or failover of db loses commits that were confirmed before it: innodb_flush_log_at_trx_commit is 2 in g.",
		"related": [{"resource": "db", "note": "uses it"}],
	}}
	every p in [{"name": "synchronous_commit", "value": "off"}, {"name": "fsync", "value": 0}, {"name": "sync_binlog", "value": "0"}] {
		count(durability_weakened.fail) == 1 with input as world(group("x", [p], {}), db)
	}
}

test_durable if {
	silent(world(group("mysql8.4", flush("1"), {}), db))
	silent(world(group("mysql8.4", flush(1), {}), db))
	silent(world(group("postgres17", [{"name": "synchronous_commit", "value": "local"}], {}), db))
	silent(world(group("aurora-mysql8.0", [{"name": "sync_binlog", "value": "0"}], {}), db))
}

test_not_in_use if {
	silent(world(group("mysql8.4", flush("2"), {}), object.union(db, {"type": "aws_ssm_parameter"})))
	silent(world(group("mysql8.4", flush("2"), {}), object.union(db, {"attributes": {"replicate_source_db": "main"}})))
}

test_unknown_is_not_a_finding if {
	w := world(group("mysql8.4", [{"name": "sync_binlog"}], {"parameter[0].value": ["var.sync"]}), db)
	durability_weakened.fail == set() with input as w
	durability_weakened.undetermined == {{"resource": "g", "path": "parameter[0].value"}} with input as w
	all := world(group("mysql8.4", [], {"parameter": ["var.parameters"]}), db)
	durability_weakened.fail == set() with input as all
	durability_weakened.undetermined == {{"resource": "g", "path": "parameter"}} with input as all
	silent(world(group("mysql8.4", [{"name": "max_connections"}], {"parameter[0].value": ["var.max"]}), db))
}
