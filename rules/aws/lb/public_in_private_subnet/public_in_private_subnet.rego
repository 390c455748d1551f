# METADATA
# title: Internet-facing load balancer has a node in a subnet that the internet does not reach
# description: |
#   An internet-facing balancer needs a route to an internet gateway in each of its subnets. In a
#   subnet whose default route leads to a NAT gateway, a transit gateway or a peering, the answers
#   never arrive: clients that are given the address of that node time out.
#
#   A subnet without a default route is not judged, as the route may be added elsewhere, nor one
#   that leads to an appliance or an endpoint in front of the internet gateway.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html
#   - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-igw-internet-access.html
# custom:
#   severity: high
#   theme: load-balancing
#   profiles: [strict, production, development]
#   types: [aws_lb]
#   reads: [aws_subnet, aws_route_table]
#   controls: [aws-nlb-internet-facing-private-subnet]
#   frameworks:
#     well_architected: [REL02-BP01]
#   remediation:
#     terraform: List public subnets in subnets (route tables with 0.0.0.0/0 to an aws_internet_gateway), or set internal = true. A change of internal replaces the balancer.
#     cloudformation: "List public subnets in Subnets (route tables with 0.0.0.0/0 to an AWS::EC2::InternetGateway), or set Scheme: internal. A change of Scheme replaces the balancer."
package rules.aws.lb.public_in_private_subnet

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "subnets",
	"message": sprintf("Clients that are sent to its node in %s never get an answer from %s: it faces the internet, and their default route leads to %s.", [say.names(ids), r.id, say.names(sort(exits))]),
	"related": [{"resource": s.id, "note": "has no way back to the internet"} | some s in array.slice(private, 0, 3)],
} if {
	some r in input.resources.aws_lb
	attr.is_false(r, "internal")
	attr.differs(r, "load_balancer_type", "gateway")
	private := [s | some s in subnets(r); not s.may_exist; inward(s)]
	ids := [s.id | some s in private]
	count(ids) > 0
	exits := {name | some s in private; some name in names(s)}
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_lb
	not attr.is_true(r, "internal")
	not attr.equals(r, "load_balancer_type", "gateway")
	some s in subnets(r)
	inward(s)
	some path in {"internal", "load_balancer_type"}
	attr.unknown(r, path)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether the internet reaches every subnet of %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_lb
	attr.is_false(r, "internal")
	count([s | some s in subnets(r); inward(s)]) == 0
	unknown := {{"resource": t.id, "path": path} |
		some s in subnets(r)
		some t in tables(s)
		some i, route in t.attributes.route
		route.cidr_block == "0.0.0.0/0"
		count([k | some k in outward_keys; leads(t, i, k)]) > 0
		count([k | some k in inward_keys; leads(t, i, k)]) > 0
		some path in [sprintf("route[%d].gateway_id", [i])]
	}
	count(unknown) > 0
}

subnets(r) := [s | some s in graph.targets(r.id, "placed_in"); s.type == "aws_subnet"]

# The table that it names, and no main table, which others may change.
tables(s) := [t | some t in graph.targets(s.id, "references"); t.type == "aws_route_table"]

# Its default route certainly leads elsewhere than to the internet gateway.
inward(s) if count(names(s)) > 0

names(s) := {exit_name[k] |
	some t in tables(s)
	not t.data
	some i, route in t.attributes.route
	route.cidr_block == "0.0.0.0/0"
	some k in inward_keys
	leads(t, i, k)
	every other in outward_keys { not leads(t, i, other) }
}

leads(t, i, key) if {
	value := t.attributes.route[i][key]
	is_string(value)
	value != ""
}

leads(t, i, key) if attr.unknown(t, sprintf("route[%d].%s", [i, key]))

inward_keys := object.keys(exit_name)

exit_name := {
	"nat_gateway_id": "a NAT gateway",
	"transit_gateway_id": "a transit gateway",
	"vpc_peering_connection_id": "a peering",
}

outward_keys := {"carrier_gateway_id", "core_network_arn", "gateway_id", "instance_id", "local_gateway_id", "network_interface_id", "vpc_endpoint_id"}
