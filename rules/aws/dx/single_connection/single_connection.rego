# METADATA
# title: Direct Connect ends in a single location
# description: |
#   A Direct Connect connection is one cable to one device in one building. Work on the device, a cut
#   cable or the loss of the location separates the networks until it is repaired. Several
#   connections, or a group of links (LAG), in the same location share its fate.
#
#   Where a site-to-site VPN is configured beside it as a backup, it is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/directconnect/latest/UserGuide/disaster-recovery-resiliency.html
#   - https://aws.amazon.com/directconnect/resiliency-recommendation/
# custom:
#   severity: high
#   theme: spof
#   types: [aws_dx_connection, aws_dx_lag]
#   reads: [aws_vpn_connection]
#   controls: [aws-dx-single-connection]
#   frameworks:
#     well_architected: [REL02-BP02]
#     aprl: [4d703025]
#   remediation:
#     terraform: Order an aws_dx_connection at a second location, with its own virtual interface. Two connections at each of two locations are what AWS asks for its 99.99 % SLA.
#     cloudformation: Order an AWS::DirectConnect::Connection at a second location, with its own virtual interface. Two connections at each of two locations are what AWS asks for its 99.99 % SLA.
package rules.aws.dx.single_connection

import data.lib.attr
import data.lib.estate
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "location",
	"message": sprintf("Losing the location %s separates the networks until it is repaired: %s %s there, and nothing leads elsewhere.", [place, say.names(ids), ending(ids)]),
	"related": [{"resource": id, "note": "ends there as well"} | some id in ids; id != r.id],
} if {
	some r in links
	first(r)
	some place in locations
	count(locations) == 1
	not backed(r)
	count(doubts(r)) == 0
	ids := sort({l.id | some l in links})
}

undetermined contains {
	"resource": r.id,
	"message": "Cannot tell whether Direct Connect ends in more than one location.",
	"unknown": doubts(r),
} if {
	some r in links
	first(r)
	count(locations) < 2
	not backed(r)
	count(doubts(r)) > 0
}

links contains r if some r in input.resources.aws_dx_connection

links contains r if some r in input.resources.aws_dx_lag

# The one that is told: a location is not a property of one link.
first(r) if r.id == leader

leader := min({l.id | some l in links})

locations := {l.attributes.location | some l in links; not l.may_exist; is_string(l.attributes.location)}

default ending(_) := "ends"

ending(ids) := "end" if count(ids) > 1

backed(r) if estate.of(r) in backed_estates

backed_estates contains estate.of(v) if {
	some v in input.resources.aws_vpn_connection
	not v.may_exist
}

doubts(r) := {{"resource": l.id, "path": "location"} |
	some l in links
	attr.unknown(l, "location")
} | ({{"resource": l.id} | some l in links; l.may_exist} | ({{"needs": [name]} | some name in graph.missing(r.group)} | estate.hidden(r, perhaps)))

perhaps := {"aws_dx_connection", "aws_dx_lag", "aws_vpn_connection"}
