package rules.aws.rds.backup_disabled_test

import data.rules.aws.rds.backup_disabled

db(attributes, unknown) := {"resources": {
	"aws_db_instance": [{"id": "db", "type": "aws_db_instance", "group": "prod", "attributes": attributes, "unknown": unknown}],
	"aws_backup_plan": [{"id": "plan", "type": "aws_backup_plan", "group": "prod", "may_exist": false}],
}}

silent(w) if {
	backup_disabled.fail == set() with input as w
	backup_disabled.undetermined == set() with input as w
}

test_no_backups if {
	w := db({"backup_retention_period": 0, "engine": "postgres"}, {})
	backup_disabled.fail == {{
		"resource": "db",
		"path": "backup_retention_period",
		"message": "What is deleted or corrupted in db is lost for good. Its automated backups are off (retention 0 days), so there is nothing to restore.",
		"related": [],
	}} with input as w
	backup_disabled.undetermined == set() with input as w
}

test_backups if {
	silent(db({"backup_retention_period": 1}, {"engine": ["var.engine"]}))
}

test_roles if {
	silent(db({"backup_retention_period": 0, "replicate_source_db": "main"}, {}))
	silent(db({"backup_retention_period": 0, "engine": "aurora-mysql"}, {}))
	silent(object.union(
		db({"backup_retention_period": 0}, {"replicate_source_db": ["aws_db_instance.b.identifier"]}),
		{"edges": [{"from": "plan", "to": "db", "kind": "replicates_to"}]},
	))
}

covered := {"edges": [{"from": "db", "to": "plan", "kind": "backed_up_by"}]}

test_backup_plan if {
	silent(object.union(db({"backup_retention_period": 0}, {}), covered))
}

test_missing_module_cannot_turn_backups_on if {
	w := object.union(db({"backup_retention_period": 0}, {}), {"missing": {"prod": ["module.vpc"]}})
	count(backup_disabled.fail) == 1 with input as w
}

test_plan_that_may_exist if {
	base := object.union(db({"backup_retention_period": 0}, {}), covered)
	w := json.patch(base, [{"op": "replace", "path": "resources/aws_backup_plan/0/may_exist", "value": true}])
	backup_disabled.fail == set() with input as w
	backup_disabled.undetermined == {{"resource": "db", "path": "backup_retention_period", "unknown": {{"resource": "plan"}}}} with input as w
}

test_open_selection if {
	w := object.union(
		db({"backup_retention_period": 0}, {}),
		{"open": [{"holder": "plan", "kind": "backed_up_by", "via": "selection[0].resources", "needs": ["var.arns"]}]},
	)
	backup_disabled.fail == set() with input as w
	count(backup_disabled.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	days := db({}, {"backup_retention_period": ["var.days"]})
	backup_disabled.fail == set() with input as days
	backup_disabled.undetermined == {{"resource": "db", "path": "backup_retention_period", "unknown": set()}} with input as days
	every path in ["engine", "replicate_source_db"] {
		w := db({"backup_retention_period": 0}, {path: ["var.x"]})
		backup_disabled.fail == set() with input as w
		backup_disabled.undetermined == {{"resource": "db", "path": "backup_retention_period", "unknown": {{"resource": "db", "path": path}}}} with input as w
	}
}
