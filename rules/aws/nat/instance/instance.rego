# METADATA
# title: Subnets leave through one NAT instance
# description: |
#   A NAT instance is a single server: when it fails, is patched or loses its zone, everything that
#   leaves through it loses the internet until somebody replaces it and moves the routes. What runs
#   there is otherwise healthy, so nothing fails over.
#
#   Several such instances beside each other (one for each zone, a pair of firewalls) are not judged.
# related_resources:
#   - https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-comparison.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_instance]
#   reads: [aws_subnet]
#   controls: [aws-nat-instance]
#   frameworks:
#     well_architected: [REL02-BP01]
#   remediation:
#     terraform: Replace it with an aws_nat_gateway in each zone, or one with availability_mode = "regional", and lead the routes there.
#     cloudformation: Replace it with an AWS::EC2::NatGateway in each zone, or one with AvailabilityMode regional, and lead the routes there.
package rules.aws.nat.instance

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Losing one server cuts the internet for %s until somebody replaces it: they leave through the instance %s alone.", [say.names(ids(r)), r.id]),
	"related": [{"resource": id, "note": "loses the internet with it"} | some id in array.slice(ids(r), 0, 3)],
} if {
	some r in input.resources.aws_instance
	attr.is_false(r, "source_dest_check")
	count(served(r)) > 0
	not paired(r)
}

undetermined contains {"resource": r.id, "path": "source_dest_check"} if {
	some r in input.resources.aws_instance
	attr.unknown(r, "source_dest_check")
	count(served(r)) > 0
	not paired(r)
}

served(r) := [s | some s in graph.sources(r.id, "egress_via"); s.type == "aws_subnet"; not s.may_exist]

ids(r) := [s.id | some s in served(r)]

# Another one of its root routes as well, for other subnets or in its place.
paired(r) if count(routers[r.group]) > 1

routers[r.group] contains r.id if {
	some r in input.resources.aws_instance
	attr.is_false(r, "source_dest_check")
}
