# METADATA
# title: Subnets of several zones leave through one NAT gateway in one zone
# description: |
#   A zonal NAT gateway is lost with its zone. Private subnets in other zones that leave through it
#   lose the internet with it: calls to other companies, package and image downloads, AWS services
#   without an endpoint in the network. What runs there is otherwise healthy, so nothing fails over.
# related_resources:
#   - https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
#   - https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_nat_gateway]
#   reads: [aws_subnet, aws_route_table]
#   controls: [aws-nat-single-gateway, aws-nat-cross-az-route]
#   frameworks:
#     well_architected: [REL02-BP01, REL10-BP01]
#   remediation:
#     terraform: Create a NAT gateway in each zone and give the private subnets of each zone a route table that leads to it, or set availability_mode = "regional" (one gateway that spans the zones). The terraform-aws-modules VPC does the first with single_nat_gateway = false and one_nat_gateway_per_az = true.
#     cloudformation: Create an AWS::EC2::NatGateway in each zone and give the private subnets of each zone a route table that leads to it, or set AvailabilityMode to regional (one gateway that spans the zones).
package rules.aws.nat.single_zone

import data.lib.attr
import data.lib.graph
import data.lib.say
import data.lib.zone

fail contains {
	"resource": r.id,
	"path": "count",
	"message": sprintf(
		"Losing %s cuts the internet for private subnets in %d zones (%s): %s leave through %s alone, which is in %s.",
		[place(r), count(zones(r)), say.names(sort(zones(r))), say.names(served_ids(r)), r.id, place(r)],
	),
	"related": [{"resource": s.id, "note": "loses the internet with it"} | some s in array.slice(served(r), 0, 3)],
} if {
	some r in input.resources.aws_nat_gateway
	attr.equals(r, "availability_mode", "zonal")
	count(zones(r)) > 1
}

undetermined contains {"resource": r.id, "path": "availability_mode"} if {
	some r in input.resources.aws_nat_gateway
	attr.unknown(r, "availability_mode")
	count(zones(r)) > 1
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether subnets of several zones leave through %s.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_nat_gateway
	not attr.differs(r, "availability_mode", "zonal")
	count(zones(r)) < 2
	count(doubts(r)) > 0
}

served(r) := [s | some s in graph.sources(r.id, "egress_via"); s.type == "aws_subnet"]

served_ids(r) := [s.id | some s in served(r)]

# The zones of subnets that certainly exist.
zones(r) := {z |
	some s in served(r)
	not s.may_exist
	some z in s.zones
}

# What to supply to know whether there is one zone more.
doubts(r) := {part |
	some s in served(r)
	some part in doubts_of(r, s)
} | open_routes(r)

doubts_of(_, s) := {{"resource": s.id}} if s.may_exist

doubts_of(r, s) := {{"resource": s.id, "path": "availability_zone", "needs": zone_needs(s)}} if {
	not s.may_exist
	not s.zones_known
	count(served(r)) > 1
}

zone_needs(s) := attr.needs(s, "availability_zone") if attr.unknown(s, "availability_zone")

zone_needs(s) := {sprintf("%s.availability_zone", [s.id])} if not attr.unknown(s, "availability_zone")

# Routes of the same root whose gateway is unknown.
open_routes(r) := {{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in graph.open("egress_via", "aws_nat_gateway")
	graph.get(o.holder).group == r.group
}

default place(_) := "the zone of its subnet"

place(r) := zone.only(r, [])
