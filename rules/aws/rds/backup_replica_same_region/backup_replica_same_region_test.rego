package rules.aws.rds.backup_replica_same_region_test

import data.rules.aws.rds.backup_replica_same_region as rule

db(attributes) := {"resources": {"aws_db_instance": [object.union({"id": "db", "type": "aws_db_instance", "unknown": {}}, attributes)]}}

copy_in(region) := {"attributes": {"automated_backups_replication": [{"region": region}]}}

test_same_region if {
	w := db(object.union({"region": "eu-west-1"}, copy_in("eu-west-1")))
	rule.fail == {{
		"resource": "db",
		"path": "automated_backups_replication[0]",
		"message": "Losing region eu-west-1 loses db and the copy of its backups together. The replication of its automated backups ends in the same region.",
		"related": [],
	}} with input as w
	rule.undetermined == set() with input as w
}

test_other_region if {
	w := db(object.union({"region": "eu-west-1"}, copy_in("eu-central-1")))
	rule.fail == set() with input as w
	rule.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := db(copy_in("eu-west-1"))
	rule.fail == set() with input as w
	rule.undetermined == {{"resource": "db", "path": "automated_backups_replication[0]", "needs": ["the region of db"]}} with input as w
	neither := db({"attributes": {"automated_backups_replication": [{}]}})
	rule.fail == set() with input as neither
	count(rule.undetermined) == 1 with input as neither
}

satellite(attributes) := {"resources": {"aws_db_instance_automated_backups_replication": [object.union(
	{"id": "copy", "type": "aws_db_instance_automated_backups_replication", "region": "eu-west-1", "unknown": {}},
	attributes,
)]}}

test_source_elsewhere if {
	same := satellite({"attributes": {"source_db_instance_arn": "arn:aws:rds:eu-west-1:1:db:x"}})
	count(rule.fail) == 1 with input as same
	other := satellite({"attributes": {"source_db_instance_arn": "arn:aws:rds:us-east-1:1:db:x"}})
	rule.fail == set() with input as other
	rule.undetermined == set() with input as other
	unknown := satellite({"attributes": {}, "unknown": {"source_db_instance_arn": ["var.arn"]}})
	rule.fail == set() with input as unknown
	count(rule.undetermined) == 1 with input as unknown
}
