# METADATA
# title: DB subnet group lies in one zone
# description: |
#   RDS places instances, standbys and readers in the subnets of their group only. With all of them
#   in one zone there is no other to go to: the loss of that zone takes down every database of the
#   group, Multi-AZ cannot be turned on, and RDS refuses such a group in most regions.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_db_subnet_group]
#   controls: [aws-rds-subnet-group-azs]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Add subnets of two other zones to subnet_ids. The group is changed in place.
#     cloudformation: Add subnets of two other zones to SubnetIds. The group is changed in place.
package rules.aws.rds.subnets_one_zone

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "subnet_ids",
	"message": sprintf("Losing %s takes down %s, and there is no subnet in another zone to fail over to.", [zone(r), say.names(users(r))]),
	"related": [{"resource": s.id, "note": "is in that zone"} | some s in subnets(r)],
} if {
	some r in input.resources.aws_db_subnet_group
	one_zone(r)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether the subnets of %s are in more than one zone.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_db_subnet_group
	not one_zone(r)
	count(r.zones) < 2
	count(doubts(r)) > 0
}

one_zone(r) if {
	r.zones_known
	count(r.zones) == 1
}

# A single subnet, in whatever zone.
one_zone(r) if {
	count(r.attributes.subnet_ids) == 1
	not r.unknown.subnet_ids
	single(r)
}

# An unknown element may be a whole list that Terraform 0.11 wraps in another.
single(r) if is_string(r.attributes.subnet_ids[0])

single(r) if {
	count(graph.held(r.id, "placed_in")) == 0
	count(subnets(r)) == 1
	every s in subnets(r) { not s.may_exist }
}

zone(r) := sprintf("zone %s", [r.zones[0]]) if {
	count(r.zones) == 1
	not startswith(r.zones[0], "?")
} else := "the one zone of its subnets"

users(r) := [u.id | some u in graph.sources(r.id, "placed_in")] if {
	count(graph.sources(r.id, "placed_in")) > 0
} else := [sprintf("every database in %s", [r.id])]

subnets(r) := [s | some s in graph.targets(r.id, "placed_in"); s.type == "aws_subnet"]

# The subnets that are unknown, and the zones of those that are known; of a zone that is
# not set AWS decides, and of a literal ID nothing is known.
doubts(r) := ((own | perhaps) | zones) | literal if {
	own := {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in graph.held(r.id, "placed_in")}
	perhaps := {{"resource": s.id} | some s in subnets(r); s.may_exist}
	zones := {{"resource": s.id, "path": "availability_zone", "needs": zone_needs(s)} | some s in subnets(r); not s.zones_known}
	literal := {{"needs": [sprintf("the zone of %s", [id])]} |
		some id in r.attributes.subnet_ids
		is_string(id)
		startswith(id, "subnet-")
	}
}

zone_needs(s) := needs if {
	needs := attr.needs(s, "availability_zone")
	count(needs) > 0
} else := [sprintf("%s.availability_zone", [s.id])]
