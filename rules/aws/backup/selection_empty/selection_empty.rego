# METADATA
# title: Backup selection matches nothing
# description: |
#   The plan runs every night and backs up nothing: no resource beside it has the tags, or an ARN,
#   that its selections ask for. It is noticed on the day of the restore. Plans for resources that
#   are configured elsewhere, those with nothing beside them to back up, and the plan that EFS makes
#   for automatic backups are not judged.
# related_resources:
#   - https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
# custom:
#   severity: medium
#   theme: backup
#   profiles: [strict, production, development]
#   types: [aws_backup_plan]
#   reads: [aws_db_instance, aws_rds_cluster, aws_dynamodb_table, aws_efs_file_system, aws_ebs_volume, aws_instance, aws_s3_bucket]
#   controls: [aws-backup-selection-empty]
#   frameworks:
#     well_architected: [REL09-BP03]
#   remediation:
#     terraform: Give the resources the tag that selection_tag asks for, or name their ARNs in resources of the aws_backup_selection.
#     cloudformation: Give the resources the tag that ListOfTags asks for, or name their ARNs in Resources of the AWS::Backup::BackupSelection.
package rules.aws.backup.selection_empty

import data.lib.absent
import data.lib.attr
import data.lib.say

fail contains {
	"resource": p.id,
	"path": "selection",
	"message": sprintf("The plan %s backs up nothing: its selections match neither %s nor anything else here.", [p.id, say.names(beside)]),
	"related": [{"resource": id, "note": "is not selected"} | some id in array.slice(beside, 0, 3)],
} if {
	some p in input.resources.aws_backup_plan
	judged(p)
	not attr.unknown(p, "selection")
	absent.certain_source(p, "backed_up_by")
	beside := candidates(p)
	count(beside) > 0
}

undetermined contains {
	"resource": p.id,
	"message": sprintf("Cannot tell whether the selections of the plan %s match anything.", [p.id]),
	"unknown": unknown,
} if {
	some p in input.resources.aws_backup_plan
	judged(p)
	count(candidates(p)) > 0
	unknown := absent.unknown_source(p, "backed_up_by")
}

judged(p) if {
	count(p.attributes.selection) > 0
	not elsewhere(p)
	not automatic(p)
}

# What EFS makes for automatic backups in every account; nobody can delete it.
automatic(p) if startswith(p.attributes.name, "aws/")

# It names something that is configured elsewhere.
elsewhere(p) if {
	some selection in p.attributes.selection
	some resource in selection.resources
	is_string(resource)
	not regex.match(`[*?]`, resource)
}

# What could be backed up and is deployed together with the plan.
candidates(p) := sort({r.id | some r in stores; r.group == p.group; not away(r, p)})

away(r, p) if r.region != p.region

stores contains r if some r in input.resources.aws_db_instance

stores contains r if some r in input.resources.aws_rds_cluster

stores contains r if some r in input.resources.aws_dynamodb_table

stores contains r if some r in input.resources.aws_efs_file_system

stores contains r if some r in input.resources.aws_ebs_volume

stores contains r if some r in input.resources.aws_instance

stores contains r if some r in input.resources.aws_s3_bucket
