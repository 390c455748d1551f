package rules.aws.dynamodb.no_pitr_test

import data.rules.aws.dynamodb.no_pitr

table(attributes, unknown) := {"resources": {
	"aws_dynamodb_table": [{"id": "table", "type": "aws_dynamodb_table", "group": "prod", "attributes": attributes, "unknown": unknown}],
	"aws_backup_plan": [{"id": "plan", "type": "aws_backup_plan", "group": "prod", "may_exist": false}],
}}

silent(w) if {
	no_pitr.fail == set() with input as w
	no_pitr.undetermined == set() with input as w
}

test_no_recovery if {
	w := table({"hash_key": "id"}, {})
	no_pitr.fail == {{
		"resource": "table",
		"path": "point_in_time_recovery",
		"message": "What is deleted or overwritten in table is lost for good. It has no point-in-time recovery and no backup plan.",
		"related": [],
	}} with input as w
	no_pitr.undetermined == set() with input as w
}

test_recovery_turned_off if {
	w := table({"hash_key": "id", "point_in_time_recovery": [{"enabled": false}], "replica": [{"region_name": "a"}]}, {})
	no_pitr.fail == {{
		"resource": "table",
		"path": "point_in_time_recovery[0].enabled",
		"message": "What is deleted or overwritten in table is lost for good. It has no point-in-time recovery and no backup plan; its replica repeats every mistake.",
		"related": [],
	}} with input as w
}

test_recoverable if {
	silent(table({"point_in_time_recovery": [{"enabled": true}]}, {"hash_key": ["var.x"]}))
	silent(table({"replica": [{"point_in_time_recovery": false}, {"point_in_time_recovery": true}]}, {}))
}

# As it is read from an account: a table in each region.
global(edges) := {
	"resources": {
		"aws_dynamodb_table": [
			{
				"id": "here", "type": "aws_dynamodb_table", "group": "1/a", "account": "1", "region": "a",
				"attributes": {"name": "orders", "hash_key": "id", "replica": [{"region_name": "b"}]}, "unknown": {},
			},
			{
				"id": "there", "type": "aws_dynamodb_table", "group": "1/b", "account": "1", "region": "b",
				"attributes": {"name": "orders", "hash_key": "id", "replica": [{"region_name": "a"}]}, "unknown": {},
			},
		],
		"aws_backup_plan": [{"id": "plan", "type": "aws_backup_plan", "group": "1/a", "may_exist": false}],
	},
	"edges": edges,
}

test_plan_covers_one_replica if {
	silent(global([{"from": "here", "to": "plan", "kind": "backed_up_by"}]))
	{f.resource | some f in no_pitr.fail} == {"here", "there"} with input as global([])
	open := object.union(global([]), {"missing": {"1/b": ["backup:ListBackupPlans"]}})
	no_pitr.fail == set() with input as open
	{f.resource | some f in no_pitr.undetermined} == {"here", "there"} with input as open
}

test_roles if {
	silent(table({"hash_key": "LockID"}, {}))
	silent(table({"restore_source_name": "orders"}, {}))
}

test_backup_plan if {
	silent(object.union(table({}, {"point_in_time_recovery": ["var.x"]}), {"edges": [{"from": "table", "to": "plan", "kind": "backed_up_by"}]}))
}

test_unknown_is_not_a_finding if {
	every path in ["point_in_time_recovery[0].enabled", "replica", "hash_key", "restore_source_name"] {
		w := table({}, {path: ["var.x"]})
		no_pitr.fail == set() with input as w
		count(no_pitr.undetermined) == 1 with input as w
	}
	open := object.union(table({}, {}), {"missing": {"prod": ["module.backup"]}})
	no_pitr.fail == set() with input as open
	no_pitr.undetermined == {{
		"resource": "table",
		"path": "point_in_time_recovery",
		"message": "Cannot tell whether a backup plan covers table, which has no point-in-time recovery.",
		"unknown": {{"needs": ["module.backup"]}},
	}} with input as open
}
