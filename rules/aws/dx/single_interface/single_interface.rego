# METADATA
# title: Gateway is reached over a single Direct Connect connection
# description: |
#   A virtual interface lives on one connection. A gateway with one interface, or with several on the
#   same connection, is cut off when that connection, or the device at its end, is down for
#   maintenance or for good.
#
#   Where a site-to-site VPN ends at the same virtual private gateway, it is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html
#   - https://docs.aws.amazon.com/directconnect/latest/UserGuide/disaster-recovery-resiliency.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_dx_gateway, aws_vpn_gateway]
#   reads: [aws_dx_private_virtual_interface, aws_dx_transit_virtual_interface, aws_dx_hosted_private_virtual_interface_accepter, aws_dx_hosted_transit_virtual_interface_accepter, aws_vpn_connection]
#   controls: [aws-dx-single-vif]
#   frameworks:
#     well_architected: [REL02-BP02]
#   remediation:
#     terraform: Add a virtual interface to the gateway on a connection at another location.
#     cloudformation: Add a virtual interface to the gateway on a connection at another location.
package rules.aws.dx.single_interface

import data.lib.estate
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("One connection lost separates the networks: %s %s over it, and nothing else.", [r.id, reached(r)]),
	"related": [{"resource": v.id, "note": "is its interface"} | some v in interfaces(r)],
} if {
	some r in gateways
	count(interfaces(r)) > 0
	count(connections(r)) == 1
	not backed(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s is reached over more than one Direct Connect connection.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in gateways
	count(interfaces(r)) > 0
	count(connections(r)) < 2
	not backed(r)
	count(doubts(r)) > 0
}

gateways contains r if some r in input.resources.aws_dx_gateway

gateways contains r if some r in input.resources.aws_vpn_gateway

interfaces(r) := [v | some v in graph.sources(r.id, "member_of"); startswith(v.type, "aws_dx_")]

reached(r) := sprintf("has its interface %s", [interfaces(r)[0].id]) if count(interfaces(r)) == 1

reached(r) := sprintf("has its interfaces %s", [say.names([v.id | some v in interfaces(r)])]) if count(interfaces(r)) > 1

# What certainly carries it, one name for each.
connections(r) := {name | some v in interfaces(r); not v.may_exist; name := carrier(v)} | lone(r)

# A single interface has one connection, known or not.
lone(r) := {v.id | some v in interfaces(r); not v.may_exist; not carrier(v)} if count(interfaces(r)) == 1

lone(r) := set() if count(interfaces(r)) != 1

carrier(v) := graph.targets(v.id, "placed_in")[0].id

carrier(v) := v.attributes.connection_id if {
	count(graph.targets(v.id, "placed_in")) == 0
	is_string(v.attributes.connection_id)
}

# The connection of an interface that another account owns is not here.
carrier(v) := v.id if endswith(v.type, "_accepter")

backed(r) if {
	some v in graph.sources(r.id, "member_of")
	v.type == "aws_vpn_connection"
}

doubts(r) := ({{"resource": v.id} | some v in interfaces(r); v.may_exist} | {{"resource": v.id, "path": "connection_id"} |
	count(interfaces(r)) > 1
	some v in interfaces(r)
	not carrier(v)
}) | ({{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in array.slice(graph.open("member_of", r.type), 0, 5)
	estate.of(graph.get(o.holder)) == estate.of(r)
} | {{"needs": [name]} | some name in graph.missing(r.group)})
