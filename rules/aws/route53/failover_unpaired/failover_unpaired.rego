# METADATA
# title: Failover record has no counterpart
# description: |
#   Failover routing needs a primary and a secondary record of the same name and type. With one alone
#   there is nothing to fail over to: while it is unhealthy, Route 53 answers with it all the same,
#   or with nothing.
#
#   In a zone that is configured elsewhere the counterpart may be too: that is undetermined.
# related_resources:
#   - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-failover.html
# custom:
#   severity: high
#   theme: multi-region
#   profiles: [strict, production, development]
#   types: [aws_route53_record]
#   reads: [aws_route53_zone]
#   controls: [aws-route53-failover-pair]
#   frameworks:
#     well_architected: [REL11-BP02]
#   remediation:
#     terraform: Add an aws_route53_record of the same name and type with the other failover_routing_policy and its own set_identifier, or use simple routing.
#     cloudformation: Add an AWS::Route53::RecordSet of the same Name and Type with the other Failover and its own SetIdentifier, or use simple routing.
package rules.aws.route53.failover_unpaired

import data.lib.attr
import data.lib.graph

fail contains {
	"resource": r.id,
	"path": "failover_routing_policy",
	"message": sprintf("When what %s leads to fails, users have nowhere else to go: %s has a %s record and no %s one.", [r.id, r.attributes.name, mine, other]),
} if {
	some r in input.resources.aws_route53_record
	mine := role(r)
	other := counterpart[mine]
	unpaired(r, other)
	count(doubts(r, other)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s has a counterpart for its failover.", [r.id]),
	"unknown": doubts(r, other),
} if {
	some r in input.resources.aws_route53_record
	other := counterpart[role(r)]
	unpaired(r, other)
	count(doubts(r, other)) > 0
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_route53_record
	count(r.attributes.failover_routing_policy) > 0
	some path in {"failover_routing_policy[0].type", "name", "type"}
	attr.unknown(r, path)
}

counterpart := {"PRIMARY": "SECONDARY", "SECONDARY": "PRIMARY"}

role(r) := r.attributes.failover_routing_policy[0].type if not attr.unknown(r, "failover_routing_policy[0].type")

unpaired(r, other) if {
	not attr.unknown(r, "name")
	not attr.unknown(r, "type")
	not [key(r), other] in roles
}

roles := {[key(r), role(r)] |
	some r in input.resources.aws_route53_record
	not r.may_exist
}

key(r) := [zone(r), trim_right(lower(r.attributes.name), "."), r.attributes.type]

zone(r) := zones[0].id if {
	zones := graph.targets(r.id, "member_of")
	count(zones) > 0
} else := object.get(r.attributes, "zone_id", "")

doubts(r, other) := (elsewhere(r, other) | perhaps(r)) | {{"needs": [name]} | some name in graph.missing(r.group)}

# Another configuration has the zone, and may have the counterpart.
elsewhere(r, other) := {{"needs": [sprintf("the %s record of %s", [other, r.attributes.name])]} | not own_zone(r)}

own_zone(r) if {
	some z in graph.targets(r.id, "member_of")
	not z.data
	z.group == r.group
}

# Records of the root that may be the counterpart.
perhaps(r) := {part | some part in array.slice(few[r.group], 0, 5); part.resource != r.id}

few[group] := [part | some part in parts] if some group, parts in hazy

hazy[r.group] contains {"resource": r.id} if {
	some r in input.resources.aws_route53_record
	r.may_exist
	count(r.attributes.failover_routing_policy) > 0
}

hazy[r.group] contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_route53_record
	count(r.attributes.failover_routing_policy) > 0
	some path in {"failover_routing_policy[0].type", "name", "type"}
	attr.unknown(r, path)
}

hazy[r.group] contains {"resource": r.id, "path": "failover_routing_policy"} if {
	some r in input.resources.aws_route53_record
	"failover_routing_policy" in object.keys(r.unknown)
}
