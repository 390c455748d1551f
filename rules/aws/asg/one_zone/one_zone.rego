# METADATA
# title: Auto Scaling group has all its instances in one zone
# description: |
#   A group whose subnets are all in one availability zone loses every instance with the zone and
#   has nowhere to start others until the zone is back. With a second zone it refills by itself
#   in minutes.
# related_resources:
#   - https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-availability-zone-balanced.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_autoscaling_group]
#   reads: [aws_subnet]
#   controls: [aws-asg-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#     fsbp: [AutoScaling.2]
#   remediation:
#     terraform: List subnets of at least two availability zones in vpc_zone_identifier (or two zones in availability_zones). Existing instances stay; new ones balance over the zones.
#     cloudformation: List subnets of at least two availability zones in VPCZoneIdentifier (or two zones in AvailabilityZones). Existing instances stay; new ones balance over the zones.
package rules.aws.asg.one_zone

import data.lib.attr
import data.lib.graph
import data.lib.traffic
import data.lib.zone

fail contains {
	"resource": r.id,
	"path": placing(r),
	"message": sprintf("Losing one zone takes all of %s down until the zone is back%s. Its instances can only start in %s.", [r.id, traffic.leads(r), place]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_autoscaling_group
	place := zone.only(r, named(r))
	not exempt(r)
	not cluster_unknown(r)
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in input.resources.aws_autoscaling_group
	not exempt(r)
	unknown := zone.unknown(r, named(r), {"vpc_zone_identifier", "availability_zones"})
}

undetermined contains {"resource": r.id, "path": "placement_group"} if {
	some r in input.resources.aws_autoscaling_group
	zone.only(r, named(r))
	not exempt(r)
	cluster_unknown(r)
}

default placing(_) := "vpc_zone_identifier"

placing(r) := "availability_zones" if attr.is_set(r, "availability_zones")

default named(_) := []

named(r) := r.attributes.vpc_zone_identifier

exempt(r) if attr.equals(r, "max_size", 0)

# Instances of a cluster placement group are in one zone on purpose.
exempt(r) if clustered(r)

# One group for each zone, which is how stateful nodes are bound to their volumes.
exempt(r) if {
	others := object.keys(tiers[tier(r)]) - {z | some z in r.zones}
	count(others) > 0
}

exempt(r) if {
	some front in graph.sources(r.id, "routes_to")
	some sibling in graph.targets(front.id, "routes_to")
	sibling.type == "aws_autoscaling_group"
	some z in sibling.zones
	not z in r.zones
}

clustered(r) if {
	some group in placement_groups(r)
	attr.equals(group, "strategy", "cluster")
}

cluster_unknown(r) if {
	attr.unknown(r, "placement_group")
	count(placement_groups(r)) == 0
}

placement_groups(r) := [g | some g in graph.targets(r.id, "references"); g.type == "aws_placement_group"]

# Zones by the block that declares groups, whatever their keys; made once, in linear time.
tiers := object.union_n([{tier(r): {z: true}} |
	some r in input.resources.aws_autoscaling_group
	some z in r.zones
])

tier(r) := regex.replace(concat(" ", [r.group, r.id]), `\[[^\]]*\]`, "")
