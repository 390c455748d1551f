# METADATA
# title: Stack deletes a data store and its data
# description: |
#   CloudFormation deletes what a template no longer has, and what an update replaces: a new name, another
#   key schema or a setting that cannot be changed in place is enough. By default it deletes the data with it.
#   DeletionPolicy decides over the first, UpdateReplacePolicy over the second; only of RDS, and only for the
#   first, the default leaves a snapshot.
#
#   Stores with deletion protection, tables with point-in-time recovery (which leaves a backup for 35 days), what AWS
#   Backup covers, and replicas are not judged.
# related_resources:
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
#   - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html
# custom:
#   severity: medium
#   theme: protection
#   types: [aws_dynamodb_table, aws_efs_file_system, aws_db_instance, aws_rds_cluster]
#   controls: [aws-cfn-stateful-deletion-policy]
#   frameworks:
#     well_architected: [REL09-BP01]
#   remediation:
#     terraform: "Terraform has no such policy: set deletion protection, or lifecycle { prevent_destroy = true }."
#     cloudformation: "Set both DeletionPolicy and UpdateReplacePolicy on the resource, to Snapshot for databases and to Retain for tables and file systems. Neither changes anything until it is needed."
package rules.aws.cloudformation.deletes_data

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": path,
	"message": sprintf("%s deletes %s with its data, and nothing is kept%s.", [event[path], r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in stores
	not exempt(r)
	not doubtful(r)
	path := deletes(r)
	absent.certain(r, "backed_up_by")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in stores
	not exempt(r)
	not kept(r)
	some path in decisive
	attr.unknown(r, path)
}

undetermined contains {
	"resource": r.id,
	"path": path,
	"message": sprintf("Cannot tell whether a backup plan covers %s, which its stack can delete.", [r.id]),
	"unknown": unknown,
} if {
	some r in stores
	not exempt(r)
	not doubtful(r)
	path := deletes(r)
	unknown := absent.unknown(r, "backed_up_by")
}

# What a stack deploys has such policies, written or by default.
stores contains r if {
	some r in input.resources.aws_dynamodb_table
	stacked(r)
}

stores contains r if {
	some r in input.resources.aws_efs_file_system
	stacked(r)
}

stores contains r if {
	some r in input.resources.aws_db_instance
	stacked(r)
}

stores contains r if {
	some r in input.resources.aws_rds_cluster
	stacked(r)
}

stacked(r) if attr.is_set(r, "update_replace_policy")

stacked(r) if attr.is_set(r, "deletion_policy")

event := {
	"deletion_policy": "Removing it from the template, or deleting the stack,",
	"update_replace_policy": "An update that replaces it",
}

# The end of the resource first, as its replacement is mended with it.
deletes(r) := "deletion_policy" if attr.equals(r, "deletion_policy", "Delete")

else := "update_replace_policy" if attr.equals(r, "update_replace_policy", "Delete")

kept(r) if {
	some policy in ["Retain", "Snapshot", "RetainExceptOnCreate"]
	attr.equals(r, "deletion_policy", policy)
	attr.equals(r, "update_replace_policy", policy)
}

decisive := {
	"deletion_policy", "update_replace_policy", "deletion_protection", "deletion_protection_enabled", "point_in_time_recovery",
	"backup_policy", "replicate_source_db",
}

doubtful(r) if {
	some path in decisive
	attr.unknown(r, path)
}

exempt(r) if attr.is_true(r, "deletion_protection")

exempt(r) if attr.is_true(r, "deletion_protection_enabled")

exempt(r) if r.attributes.point_in_time_recovery[_].enabled == true

exempt(r) if r.attributes.backup_policy[_].status == "ENABLED"

exempt(r) if attr.is_set(r, "replicate_source_db")

exempt(r) if count(graph.sources(r.id, "replicates_to")) > 0
