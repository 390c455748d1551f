package rules.aws.rds.backup_one_region_test

import data.rules.aws.rds.backup_one_region as rule

thing(id, type, region) := {"id": id, "type": type, "group": "prod", "region": region, "may_exist": false, "attributes": {}, "unknown": {}}

db := object.union(thing("db", "aws_db_instance", "eu-west-1"), {"attributes": {"backup_retention_period": 7}})

world(subject, others, edges, extra) := object.union(
	{
		"resources": {"aws_db_instance": [r | some r in [subject]; r.type == "aws_db_instance"], "aws_rds_cluster": [r | some r in [subject]; r.type == "aws_rds_cluster"], "other": others},
		"edges": [{"from": e[0], "kind": e[1], "to": e[2]} | some e in edges],
	},
	extra,
)

silent(w) if {
	rule.fail == set() with input as w
	rule.undetermined == set() with input as w
}

doubt(w) if {
	rule.fail == set() with input as w
	count(rule.undetermined) == 1 with input as w
}

plan := thing("plan", "aws_backup_plan", "eu-west-1")

planned := [["db", "backed_up_by", "plan"], ["plan", "replicates_to", "vault"]]

test_one_region if {
	w := world(db, [], [], {})
	rule.fail == {{
		"resource": "db",
		"message": "Losing region eu-west-1 loses db together with all its backups. None of them is copied to another region.",
		"related": [],
	}} with input as w
	rule.undetermined == set() with input as w
}

test_copy_in_the_same_region if {
	near := world(db, [plan, thing("vault", "aws_backup_vault", "eu-west-1")], planned, {})
	count(rule.fail) == 1 with input as near
	rule.undetermined == set() with input as near
	replica := world(db, [thing("replica", "aws_db_instance", "eu-west-1")], [["db", "replicates_to", "replica"]], {})
	count(rule.fail) == 1 with input as replica
}

test_copies if {
	silent(world(db, [plan, thing("vault", "aws_backup_vault", "us-east-1")], planned, {}))
	silent(world(db, [thing("replica", "aws_db_instance", "us-east-1")], [["db", "replicates_to", "replica"]], {}))
	silent(world(object.union(db, {"attributes": {"automated_backups_replication": [{"region": "us-east-1"}]}}), [], [], {}))
	arn := object.union(plan, {"attributes": {"rule": [{"copy_action": [{"destination_vault_arn": "arn:aws:backup:us-east-1:1:backup-vault:v"}]}]}})
	silent(world(db, [arn], [["db", "backed_up_by", "plan"]], {}))
	cluster := thing("cluster", "aws_rds_cluster", "eu-west-1")
	members := [["cluster", "member_of", "global"], ["second", "member_of", "global"]]
	silent(world(cluster, [thing("global", "aws_rds_global_cluster", "global"), thing("second", "aws_rds_cluster", "us-east-1")], members, {}))
}

test_roles if {
	silent(world(object.union(db, {"attributes": {"replicate_source_db": "main"}}), [], [], {}))
	silent(world(object.union(db, {"attributes": {"engine": "aurora-mysql"}}), [], [], {}))
	silent(world(object.union(db, {"attributes": {"backup_retention_period": 0}}), [], [], {}))
}

test_unknown_is_not_a_finding if {
	doubt(world(object.union(db, {"unknown": {"automated_backups_replication": ["var.arn"]}}), [], [], {}))
	doubt(world(object.union(db, {"unknown": {"engine": ["var.engine"]}}), [], [], {}))
	doubt(world(object.union(db, {"attributes": {"automated_backups_replication": [{}]}}), [], [], {}))
	doubt(world(object.remove(db, ["region"]), [plan, thing("vault", "aws_backup_vault", "us-east-1")], planned, {}))
	doubt(world(db, [plan, object.remove(thing("vault", "aws_backup_vault", ""), ["region"])], planned, {}))
	doubt(world(db, [plan, object.union(thing("vault", "aws_backup_vault", "us-east-1"), {"may_exist": true})], planned, {}))
	doubt(world(db, [], [], {"missing": {"prod": ["module.backup"]}}))
	doubt(world(db, [], [], {"open": [{"holder": "plan", "kind": "backed_up_by", "via": "selection", "needs": ["var.x"]}]}))
	doubt(world(db, [plan], [["db", "backed_up_by", "plan"]], {"open": [{"holder": "plan", "kind": "replicates_to", "via": "rule", "types": ["aws_backup_vault"], "needs": ["var.x"]}]}))
	doubt(world(object.union(thing("cluster", "aws_rds_cluster", "eu-west-1"), {"attributes": {"global_cluster_identifier": "users"}}), [], [], {}))
}

test_unknown_vault_is_not_a_finding if {
	unknown := object.union(plan, {"attributes": {"rule": [{"copy_action": [{"destination_vault_arn": null}]}]}})
	doubt(world(db, [unknown], [["db", "backed_up_by", "plan"]], {"open": [{"holder": "plan", "kind": "replicates_to", "via": "rule[0].copy_action[0].destination_vault_arn", "needs": ["var.arn"]}]}))
}

test_unknown_region_without_any_copy if {
	w := world(object.remove(db, ["region"]), [], [], {})
	count(rule.fail) == 1 with input as w
}
