# METADATA
# title: Site-to-site VPN ends at a single device
# description: |
#   Both tunnels of a VPN connection end at one customer gateway. When that device, or its line, is
#   down, the other network is out of reach: AWS keeps its two ends up for nothing. A second
#   connection to a second device takes over by itself.
#
#   A VPN that backs up Direct Connect is not judged, nor gateways with several connections, which
#   may lead to several sites.
# related_resources:
#   - https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-redundant-connection.html
# custom:
#   severity: medium
#   theme: spof
#   types: [aws_vpn_connection]
#   reads: [aws_dx_gateway, aws_dx_connection]
#   controls: [aws-vpn-single-connection]
#   frameworks:
#     well_architected: [REL02-BP02]
#   remediation:
#     terraform: Add an aws_customer_gateway for a second device and an aws_vpn_connection to it at the same gateway, both with BGP (static_routes_only = false), so that routes move by themselves.
#     cloudformation: Add an AWS::EC2::CustomerGateway for a second device and an AWS::EC2::VPNConnection to it at the same gateway, both with BGP, so that routes move by themselves.
package rules.aws.vpn.single_connection

import data.lib.attr
import data.lib.estate
import data.lib.graph

fail contains {
	"resource": r.id,
	"path": "customer_gateway_id",
	"message": sprintf("One device or line lost cuts the other network off: %s is the only VPN connection here, and both of its tunnels end at %s.", [r.id, device(r)]),
} if {
	some r in input.resources.aws_vpn_connection
	alone(r)
	not beside_direct_connect(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s is the only VPN connection to the other network.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_vpn_connection
	alone(r)
	not beside_direct_connect(r)
	count(doubts(r)) > 0
}

alone(r) if {
	count(certain_of_group[r.group]) == 1
	r.id in certain_of_group[r.group]
}

alone(r) if {
	r.may_exist
	not certain_of_group[r.group]
}

certain_of_group[r.group] contains r.id if {
	some r in input.resources.aws_vpn_connection
	not r.may_exist
}

of_group[r.group] contains r if some r in input.resources.aws_vpn_connection

beside_direct_connect(r) if estate.of(r) in direct_connect

direct_connect contains estate.of(d) if some d in input.resources.aws_dx_connection

direct_connect contains estate.of(d) if some d in input.resources.aws_dx_gateway

device(r) := ends[0].id if {
	ends := [g | some g in graph.targets(r.id, "references"); g.type == "aws_customer_gateway"]
	count(ends) > 0
} else := r.attributes.customer_gateway_id if {
	attr.is_set(r, "customer_gateway_id")
} else := "one customer gateway"

# Another root may add connections to a gateway that is not of this one.
doubts(r) := ({{"resource": r.id, "path": path} |
	some path in {"transit_gateway_id", "vpn_gateway_id"}
	attr.unknown(r, path)
	not here(r)
} | {{"resource": v.id} | some v in of_group[r.group]; v.may_exist}) | ({{"needs": [name]} | some name in graph.missing(r.group)} | estate.hidden(r, perhaps))

perhaps := {"aws_dx_connection", "aws_dx_gateway", "aws_vpn_connection"}

here(r) if {
	some g in graph.targets(r.id, "references")
	regex.match(`^aws_(ec2_transit|vpn)_gateway$|^AWS::EC2::TransitGateway$`, g.type)
}
