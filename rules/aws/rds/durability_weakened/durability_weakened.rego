# METADATA
# title: Database parameter gives up durability of committed data
# description: |
#   With these parameters a database confirms a commit before it is on disk. A crash, or a failover,
#   then loses what was confirmed in the last second or more, and nobody learns which orders are
#   gone: innodb_flush_log_at_trx_commit and sync_binlog other than 1 (MySQL, MariaDB),
#   synchronous_commit or fsync off (PostgreSQL).
#
#   Only parameter groups that a database uses are judged; a read replica may relax them.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_BestPractices.html
#   - https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html#sysvar_innodb_flush_log_at_trx_commit
#   - https://www.postgresql.org/docs/current/wal-async-commit.html
# custom:
#   severity: high
#   theme: replication
#   types: [aws_db_parameter_group, aws_rds_cluster_parameter_group]
#   reads: [aws_db_instance, aws_rds_cluster, aws_rds_cluster_instance]
#   controls: [aws-rds-durability-parameters]
#   frameworks:
#     well_architected: [REL09-BP01]
#   remediation:
#     terraform: Remove the parameter, or set it to the engine's default (1, 1, on). It takes effect without a restart.
#     cloudformation: Remove the parameter from Parameters, or set it to the engine's default (1, 1, on). It takes effect without a restart.
package rules.aws.rds.durability_weakened

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": sprintf("parameter[%d].value", [i]),
	"message": sprintf("A crash or failover of %s loses commits that were confirmed before it: %s is %v in %s.", [say.names(users(r)), p.name, p.value, r.id]),
	"related": [{"resource": id, "note": "uses it"} | some id in array.slice(users(r), 0, 3)],
} if {
	some r in groups
	count(users(r)) > 0
	some i, p in r.attributes.parameter
	weak(r, p.name, lower(sprintf("%v", [p.value])))
	not attr.unknown(r, sprintf("parameter[%d].value", [i]))
	not attr.unknown(r, sprintf("parameter[%d].name", [i]))
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in groups
	count(users(r)) > 0
	some i, p in r.attributes.parameter
	some key in {"name", "value"}
	path := sprintf("parameter[%d].%s", [i, key])
	attr.unknown(r, path)
	possible(r, i, p, key)
}

undetermined contains {"resource": r.id, "path": "parameter"} if {
	some r in groups
	count(users(r)) > 0
	"parameter" in object.keys(r.unknown)
}

groups contains r if some r in input.resources.aws_db_parameter_group

groups contains r if some r in input.resources.aws_rds_cluster_parameter_group

# Databases that others read from, not their replicas.
users(r) := [u.id |
	some u in graph.sources(r.id, "references")
	u.type in {"aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance"}
	not replica(u)
]

replica(u) if attr.is_set(u, "replicate_source_db")

replica(u) if {
	some source in graph.sources(u.id, "replicates_to")
	source.type == "aws_db_instance"
}

weak(_, "innodb_flush_log_at_trx_commit", value) if value != "1"

weak(r, "sync_binlog", value) if {
	value != "1"
	not attr.has_prefix(r, "family", {"aurora"})
}

weak(_, "synchronous_commit", value) if value in {"off", "0", "false"}

weak(_, "fsync", value) if value in {"off", "0", "false"}

possible(r, i, p, "value") if {
	p.name in names
	not attr.unknown(r, sprintf("parameter[%d].name", [i]))
}

possible(_, _, _, "name")

names := {"fsync", "innodb_flush_log_at_trx_commit", "sync_binlog", "synchronous_commit"}
