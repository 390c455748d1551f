# METADATA
# title: DynamoDB table can be restored to no point in time
# description: |
#   Without point-in-time recovery, and without a plan of AWS Backup, a wrong delete or a faulty
#   release that overwrites items is final. Replicas of a global table are no backup: they take over
#   every write within a second. Point-in-time recovery of one replica, or a plan that covers one, is
#   enough to restore from.
#
#   Lock tables of Terraform (hash key LockID) and tables that are being restored are not judged.
# related_resources:
#   - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
# custom:
#   severity: high
#   theme: backup
#   types: [aws_dynamodb_table]
#   reads: [aws_backup_plan]
#   controls: [aws-dynamodb-pitr, aws-dynamodb-in-backup-plan]
#   frameworks:
#     well_architected: [REL09-BP01, REL09-BP03]
#     fsbp: [DynamoDB.2]
#   remediation:
#     terraform: "Add point_in_time_recovery { enabled = true }. It changes nothing for readers and writers, and keeps 35 days."
#     cloudformation: "Set PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}. It changes nothing for readers and writers, and keeps 35 days."
package rules.aws.dynamodb.no_pitr

import data.lib.absent
import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("What is deleted or overwritten in %s is lost for good%s. It has no point-in-time recovery and no backup plan%s.", [r.id, say.dependants(r), replicas(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_dynamodb_table
	not exempt(r)
	not recoverable(r)
	every p in decisive { not attr.unknown(r, p) }
	absent.certain(r, "backed_up_by")
	every c in copies(r) { absent.certain(c, "backed_up_by") }
}

undetermined contains {"resource": r.id, "path": place(r, p)} if {
	some r in input.resources.aws_dynamodb_table
	not exempt(r)
	not recoverable(r)
	not covered(r)
	not covered_elsewhere(r)
	some p in decisive
	attr.unknown(r, p)
}

undetermined contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("Cannot tell whether a backup plan covers %s, which has no point-in-time recovery.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_dynamodb_table
	not exempt(r)
	not recoverable(r)
	every p in decisive { not attr.unknown(r, p) }
	not covered(r)
	not covered_elsewhere(r)
	unknown := {part |
		some x in array.concat([r], copies(r))
		some part in absent.unknown(x, "backed_up_by")
	}
	count(unknown) > 0
}

decisive := {"point_in_time_recovery", "replica", "hash_key", "restore_source_name"}

# The table itself, or a copy of it, can be restored.
recoverable(r) if r.attributes.point_in_time_recovery[_].enabled == true

recoverable(r) if r.attributes.replica[_].point_in_time_recovery == true

covered(r) if {
	not absent.certain(r, "backed_up_by")
	not absent.unknown(r, "backed_up_by")
}

covered_elsewhere(r) if {
	some c in copies(r)
	covered(c)
}

# What an account has in other regions of a global table is a table of its own there; code has replicas only.
copies(r) := [c |
	count(r.attributes.replica) > 0
	is_string(r.attributes.name)
	some c in input.resources.aws_dynamodb_table
	c.id != r.id
	c.attributes.name == r.attributes.name
	c.account == r.account
	some x in r.attributes.replica
	x.region_name == c.region
]

# Locks are worthless after the run that took them.
exempt(r) if attr.equals(r, "hash_key", "LockID")

# Recovery is turned on after a restore.
exempt(r) if attr.is_set(r, "restore_source_name")

place(r, "point_in_time_recovery") := path(r)

place(_, p) := p if p != "point_in_time_recovery"

path(r) := "point_in_time_recovery[0].enabled" if count(r.attributes.point_in_time_recovery) > 0

else := "point_in_time_recovery"

replicas(r) := sprintf("; its %d replicas repeat every mistake", [count(r.attributes.replica)]) if count(r.attributes.replica) > 1

replicas(r) := "; its replica repeats every mistake" if count(r.attributes.replica) == 1

replicas(r) := "" if not r.attributes.replica[0]
