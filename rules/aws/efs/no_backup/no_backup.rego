# METADATA
# title: EFS file system has no backup
# description: |
#   Without its backup policy, and without a plan of AWS Backup that selects it, a deleted or
#   encrypted file is lost for good. Replication to another file system is no backup: deletions
#   follow within minutes. The policy is off unless it is set, except on One Zone file systems.
#
#   File systems that are themselves the copy of another are not judged.
# related_resources:
#   - https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
# custom:
#   severity: medium
#   theme: backup
#   types: [aws_efs_file_system]
#   reads: [aws_backup_plan]
#   controls: [aws-efs-backup]
#   frameworks:
#     well_architected: [REL09-BP03]
#     fsbp: [EFS.2, EFS.7]
#   remediation:
#     terraform: "Add an aws_efs_backup_policy with backup_policy { status = \"ENABLED\" }: daily backups, kept for 35 days."
#     cloudformation: "Set BackupPolicy: {Status: ENABLED}: daily backups, kept for 35 days."
package rules.aws.efs.no_backup

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("Files that are deleted or encrypted on %s are lost for good%s. It has no backup policy, and no backup plan selects it.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_efs_file_system
	not exempt(r)
	every p in decisive { not attr.unknown(r, p) }
	absent.certain(r, "backed_up_by")
}

undetermined contains {"resource": r.id, "path": place(r, p)} if {
	some r in input.resources.aws_efs_file_system
	not exempt(r)
	not covered(r)
	some p in decisive
	attr.unknown(r, p)
}

undetermined contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("Cannot tell whether a backup plan selects %s, which has no backup policy.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_efs_file_system
	not exempt(r)
	every p in decisive { not attr.unknown(r, p) }
	unknown := absent.unknown(r, "backed_up_by")
}

decisive := {"backup_policy", "availability_zone_name"}

exempt(r) if r.attributes.backup_policy[_].status == "ENABLED"

# On by default.
exempt(r) if {
	attr.is_set(r, "availability_zone_name")
	attr.not_set(r, "backup_policy")
}

# The backups of a copy are those of its source.
exempt(r) if count(graph.sources(r.id, "replicates_to")) > 0

covered(r) if {
	not absent.certain(r, "backed_up_by")
	not absent.unknown(r, "backed_up_by")
}

place(r, "backup_policy") := path(r)

place(_, p) := p if p != "backup_policy"

path(r) := "backup_policy[0].status" if count(r.attributes.backup_policy) > 0

else := "backup_policy"
