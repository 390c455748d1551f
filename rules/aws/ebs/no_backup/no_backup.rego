# METADATA
# title: EBS volume has no backup
# description: |
#   An EBS volume is in one zone and on few disks. Without snapshots on a schedule, whether by AWS
#   Backup or by a lifecycle policy (DLM), the loss of the volume or of its content is final.
#
#   Volumes for temporary data (by name: scratch, swap, tmp, cache, docker, build agents) are not judged, nor those whose
#   instance is backed up as a whole.
# related_resources:
#   - https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html
#   - https://docs.aws.amazon.com/aws-backup/latest/devguide/whatisbackup.html
# custom:
#   severity: medium
#   theme: backup
#   types: [aws_ebs_volume]
#   reads: [aws_dlm_lifecycle_policy, aws_backup_plan, aws_instance]
#   controls: [aws-ebs-in-backup-plan]
#   frameworks:
#     well_architected: [REL09-BP01, REL09-BP03]
#     fsbp: [EC2.28]
#   remediation:
#     terraform: Select the volume, by tag or ARN, in an aws_backup_selection, or give it the tag that an aws_dlm_lifecycle_policy asks for.
#     cloudformation: Select the volume, by tag or ARN, in an AWS::Backup::BackupSelection, or give it the tag that an AWS::DLM::LifecyclePolicy asks for.
package rules.aws.ebs.no_backup

import data.lib.absent
import data.lib.attr
import data.lib.estate
import data.lib.graph
import data.lib.say
import data.lib.traffic

fail contains {
	"resource": r.id,
	"message": sprintf("Losing the volume %s, or what is on it, is final%s. No backup plan and no snapshot policy here covers it.", [r.id, use(r)]),
	"related": [{"resource": i.id, "note": "has it attached"} | some i in instances(r)],
} if {
	some r in input.resources.aws_ebs_volume
	judged(r)
	absent.certain(r, "backed_up_by")
	every i in instances(r) { absent.certain(i, "backed_up_by") }
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether the volume %s is backed up.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_ebs_volume
	judged(r)
	count([i | some i in instances(r); covered(i)]) == 0
	not covered(r)
	unknown := {part | some part in absent.unknown(r, "backed_up_by")} | ({part |
		some i in instances(r)
		some part in absent.unknown(i, "backed_up_by")
	} | doubts(r))
	count(unknown) > 0
}

covered(r) if {
	some p in graph.targets(r.id, "backed_up_by")
	not p.may_exist
}

judged(r) if {
	not temporary(r)
	not snapshotted(r)
}

temporary(r) if {
	names := array.concat([regex.replace(r.id, `^.*/`, "")], [v | some v in object.get(r, "tags", {})])
	regex.match(`(?i)scratch|swap|te?mp([^a-z]|$)|cache|docker`, concat(" ", names))
}

# What a machine that only builds has on it can be made again.
temporary(r) if traffic.administrative(r)

instances(r) := [i | some i in graph.targets(r.id, "member_of"); i.type == "aws_instance"]

use(r) := sprintf("; %s works with it", [say.names([i.id | some i in instances(r)])]) if count(instances(r)) == 1

use(r) := "" if count(instances(r)) == 0

use(r) := sprintf("; %s work with it", [say.names([i.id | some i in instances(r)])]) if count(instances(r)) > 1

# Covered by a lifecycle policy: all volumes, or those with one of its tags.
snapshotted(r) if {
	some x in array.concat([r], instances(r))
	some key, value in x.tags
	[key, value, kind(x)] in asked
}

snapshotted(_) if count(everything) > 0

kind(x) := "VOLUME" if x.type == "aws_ebs_volume"

kind(x) := "INSTANCE" if x.type == "aws_instance"

active contains p if {
	some p in input.resources.aws_dlm_lifecycle_policy
	attr.equals(p, "state", "ENABLED")
}

asked := {[key, value, type] |
	some p in active
	some details in p.attributes.policy_details
	some key, value in details.target_tags
	some type in details.resource_types
}

everything contains p.id if {
	some p in active
	attr.is_set(p, "default_policy")
}

doubts(r) := policies(r) | (snapshots(r) | estate.hidden(r, {"aws_dlm_lifecycle_policy"}))

policies(r) := {part |
	some part in array.slice(hazy[r.group], 0, 5)
} | {{"resource": x.id, "path": "tags"} |
	count(input.resources.aws_dlm_lifecycle_policy) > 0
	some x in array.concat([r], instances(r))
	attr.unknown(x, "tags")
}

# A script, or another tool: something makes snapshots of it, or did.
snapshots(r) := {{"resource": r.id, "path": "latest_snapshot"} |
	attr.unknown(r, "latest_snapshot")
} | {{"needs": [sprintf("what makes its snapshots (the latest is of %s)", [substring(made, 0, 10)])]} |
	made := r.attributes.latest_snapshot
}

# Policies of which it is unknown what they cover, by root.
hazy[group] := [part | some part in parts] if some group, parts in unclear

unclear[p.group] contains {"resource": p.id, "path": path} if {
	some p in input.resources.aws_dlm_lifecycle_policy
	some path in {"state", "default_policy", "policy_details[0].target_tags", "policy_details[0].resource_types"}
	attr.unknown(p, path)
}
