# METADATA
# title: Backup plan has no selection
# description: |
#   A plan says when and how long; its selections say what. Without one it backs up nothing, and
#   nothing reports that. It is noticed on the day of the restore.
#
#   Where nothing beside the plan could be backed up, its selection may be configured elsewhere:
#   that is reported as undetermined. The plan that EFS makes for automatic backups is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
# custom:
#   severity: high
#   theme: backup
#   profiles: [strict, production, development]
#   types: [aws_backup_plan]
#   reads: [aws_db_instance, aws_rds_cluster, aws_dynamodb_table, aws_efs_file_system, aws_ebs_volume, aws_instance, aws_s3_bucket]
#   controls: [aws-backup-plan-no-selection]
#   frameworks:
#     well_architected: [REL09-BP03]
#   remediation:
#     terraform: Add an aws_backup_selection with plan_id = the plan and a selection_tag, or the ARNs, of what it has to back up.
#     cloudformation: Add an AWS::Backup::BackupSelection with BackupPlanId = the plan and ListOfTags, or Resources, of what it has to back up.
package rules.aws.backup.no_selection

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": p.id,
	"message": sprintf("Nothing is backed up by the plan %s, not %s either: it has no selection.", [p.id, say.names(beside)]),
	"related": [{"resource": id, "note": "is not in the plan"} | some id in array.slice(beside, 0, 3)],
} if {
	some p in input.resources.aws_backup_plan
	none(p)
	count(graph.missing(p.group)) == 0
	beside := candidates(p)
	count(beside) > 0
}

undetermined contains {
	"resource": p.id,
	"message": sprintf("Cannot tell whether the plan %s backs up anything: no selection of it is in this configuration.", [p.id]),
	"unknown": {{"needs": [name]} | some name in elsewhere(p)},
} if {
	some p in input.resources.aws_backup_plan
	none(p)
	count(elsewhere(p)) > 0
}

undetermined contains {"resource": p.id, "path": "selection"} if {
	some p in input.resources.aws_backup_plan
	count(object.get(p.attributes, "selection", [])) == 0
	attr.unknown(p, "selection")
}

none(p) if {
	not automatic(p)
	count(object.get(p.attributes, "selection", [])) == 0
	not attr.unknown(p, "selection")
}

# What EFS makes for automatic backups in every account; nobody can delete it.
automatic(p) if startswith(p.attributes.name, "aws/")

elsewhere(p) := graph.missing(p.group) if count(graph.missing(p.group)) > 0

elsewhere(p) := ["a selection in another configuration"] if {
	count(graph.missing(p.group)) == 0
	count(candidates(p)) == 0
}

# What could be backed up, is deployed together with the plan, and no other plan covers.
candidates(p) := ids if {
	ids := beside[[p.group, region(p)]]
} else := []

# Made once for all plans of a root and region.
beside[place] := sort({r.id | some r in uncovered[place[0]]; near(r, place[1])}) if some place in places

places := {[p.group, region(p)] | some p in input.resources.aws_backup_plan}

uncovered[group] contains r if {
	some group, members in stores
	some r in members
	count(graph.targets(r.id, "backed_up_by")) == 0
}

near(_, "")

near(r, at) if region(r) in {at, ""}

default region(_) := ""

region(r) := r.region

stores[r.group] contains r if some r in input.resources.aws_db_instance

stores[r.group] contains r if some r in input.resources.aws_rds_cluster

stores[r.group] contains r if some r in input.resources.aws_dynamodb_table

stores[r.group] contains r if some r in input.resources.aws_efs_file_system

stores[r.group] contains r if some r in input.resources.aws_ebs_volume

stores[r.group] contains r if some r in input.resources.aws_instance

stores[r.group] contains r if some r in input.resources.aws_s3_bucket
