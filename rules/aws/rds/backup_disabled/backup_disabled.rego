# METADATA
# title: RDS DB instance has its automated backups off
# description: |
#   Without automated backups there is no point in time to restore: a wrong DELETE, a bad migration
#   or a lost volume is final. Terraform turns them off when backup_retention_period is absent (its
#   default is 0), CloudFormation keeps one day.
#
#   Read replicas, whose source has the backups, and members of clusters are not judged, nor what a
#   plan of AWS Backup covers. An instance that is restored from a snapshot inherits the setting.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
# custom:
#   severity: critical
#   theme: backup
#   types: [aws_db_instance]
#   controls: [aws-rds-instance-backup-disabled]
#   frameworks:
#     well_architected: [REL09-BP01, REL09-BP03]
#     fsbp: [RDS.11]
#   remediation:
#     terraform: Set backup_retention_period to 7 days or more (at most 35). Going from 0 to a number interrupts the instance for a moment.
#     cloudformation: "Set BackupRetentionPeriod to 7 days or more (at most 35). Going from 0 to a number interrupts the instance for a moment."
package rules.aws.rds.backup_disabled

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "backup_retention_period",
	"message": sprintf("What is deleted or corrupted in %s is lost for good%s. Its automated backups are off (retention 0 days), so there is nothing to restore.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_db_instance
	attr.equals(r, "backup_retention_period", 0)
	not exempt(r)
	count(doubts(r)) == 0
}

undetermined contains {"resource": r.id, "path": "backup_retention_period", "unknown": doubts(r)} if {
	some r in input.resources.aws_db_instance
	attr.equals(r, "backup_retention_period", 0)
	not exempt(r)
	count(doubts(r)) > 0
}

undetermined contains {"resource": r.id, "path": "backup_retention_period", "unknown": doubts(r)} if {
	some r in input.resources.aws_db_instance
	attr.unknown(r, "backup_retention_period")
	not exempt(r)
}

# The backups of a replica are those of its source.
exempt(r) if attr.is_set(r, "replicate_source_db")

exempt(r) if count(graph.sources(r.id, "replicates_to")) > 0

# Members of a cluster, which has the backups.
exempt(r) if attr.has_prefix(r, "engine", {"aurora", "docdb", "neptune"})

# AWS Backup makes its own.
exempt(r) if {
	some plan in graph.targets(r.id, "backed_up_by")
	not plan.may_exist
}

# What could exempt it. A module that was not loaded cannot turn automated backups on.
doubts(r) := (own | plans) | selections if {
	own := {{"resource": r.id, "path": path} |
		some path in ["engine", "replicate_source_db"]
		attr.unknown(r, path)
	}
	plans := {{"resource": plan.id} | some plan in graph.targets(r.id, "backed_up_by")}
	open := array.concat(graph.held(r.id, "backed_up_by"), absent.open("backed_up_by", r))
	selections := {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in array.slice(open, 0, 5)}
}
