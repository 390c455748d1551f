# METADATA
# title: EFS file system can be reached in one zone only
# description: |
#   A One Zone file system (availability_zone_name) keeps its data in a single zone: when that zone
#   is lost the files are out of reach, and a destroyed zone destroys them. A regional file system
#   whose mount targets are all in one zone survives, but nobody can reach it from another.
# related_resources:
#   - https://docs.aws.amazon.com/efs/latest/ug/features.html
#   - https://docs.aws.amazon.com/efs/latest/ug/manage-fs-access.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_efs_file_system]
#   controls: [aws-efs-one-zone, aws-efs-mount-targets-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Leave availability_zone_name out (it replaces the file system, so copy the files first), and add an aws_efs_mount_target in a subnet of each zone that is in use.
#     cloudformation: Leave AvailabilityZoneName out (it replaces the file system, so copy the files first), and add an AWS::EFS::MountTarget in a subnet of each zone that is in use.
package rules.aws.efs.one_zone

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "availability_zone_name",
	"message": sprintf("Losing zone %s takes the files of %s away, perhaps for good%s. It is a One Zone file system.", [r.attributes.availability_zone_name, r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_efs_file_system
	attr.is_set(r, "availability_zone_name")
}

fail contains {
	"resource": r.id,
	"path": "mount_target[0].subnet_id",
	"message": sprintf("Losing %s cuts everybody off from the files of %s%s. Its mount targets are all in that zone.", [zone(r), r.id, say.dependants(r)]),
	"related": array.concat(say.related_dependants(r), [{"resource": s.id, "note": "is where it can be mounted"} | some s in subnets(r)]),
} if {
	some r in input.resources.aws_efs_file_system
	attr.not_set(r, "availability_zone_name")
	mounted_in_one(r)
	count(doubts(r)) == 0
}

undetermined contains {"resource": r.id, "path": "availability_zone_name"} if {
	some r in input.resources.aws_efs_file_system
	attr.unknown(r, "availability_zone_name")
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s has mount targets in more than one zone.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_efs_file_system
	attr.not_set(r, "availability_zone_name")
	count(certain_zones(r)) < 2
	mountable(r)
	count(doubts(r)) > 0
}

mounted_in_one(r) if count(r.attributes.mount_target) == 1

mounted_in_one(r) if {
	count(r.attributes.mount_target) > 1
	count(certain_zones(r)) == 1
}

mountable(r) if count(r.attributes.mount_target) > 0

mountable(r) if attr.unknown(r, "mount_target")

zone(r) := sprintf("zone %s", [z]) if {
	some z in certain_zones(r)
	not startswith(z, "?")
} else := "the one zone of its mount target"

subnets(r) := [s | some s in graph.targets(r.id, "placed_in"); s.type == "aws_subnet"]

certain_zones(r) := {z | some s in subnets(r); not s.may_exist; some z in s.zones}

# Of a single mount target the zone does not matter.
doubts(r) := (edges | zoneless) | missing if {
	held := [o | count(r.attributes.mount_target) != 1; some o in graph.held(r.id, "placed_in")]
	more := {{"resource": r.id, "path": "mount_target", "needs": r.unknown.mount_target} | r.unknown.mount_target}
	edges := more | {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in held}
	zoneless := {{"resource": s.id, "path": "availability_zone", "needs": zone_needs(s)} |
		count(r.attributes.mount_target) > 1
		some s in subnets(r)
		not s.zones_known
	}
	missing := {{"needs": [name]} | some name in graph.missing(r.group)}
}

zone_needs(s) := needs if {
	needs := attr.needs(s, "availability_zone")
	count(needs) > 0
} else := [sprintf("%s.availability_zone", [s.id])]
