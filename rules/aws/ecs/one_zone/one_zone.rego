# METADATA
# title: ECS service has all its subnets in one zone
# description: |
#   Tasks of a service with networking of its own (awsvpc, all of Fargate) start only in its subnets.
#   With subnets in one zone the loss of that zone stops every task, and ECS has nowhere to start
#   others. With a second zone it starts them there by itself.
#
#   Not judged: one service for each zone, and services in host or bridge networking, which are where
#   the instances of the cluster are.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-definition-parameters.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_ecs_service]
#   reads: [aws_subnet]
#   controls: [aws-ecs-service-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Add a subnet of a second availability zone to network_configuration.subnets. It changes the service in place, as a new deployment.
#     cloudformation: Add a subnet of a second availability zone to NetworkConfiguration.AwsvpcConfiguration.Subnets. It changes the service in place, as a new deployment.
package rules.aws.ecs.one_zone

import data.lib.attr
import data.lib.graph
import data.lib.traffic
import data.lib.zone

fail contains {
	"resource": r.id,
	"path": "network_configuration[0].subnets",
	"message": sprintf("Losing one zone stops every task of %s until the zone is back%s. Its only subnets are in %s.", [r.id, traffic.leads(r), place]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_ecs_service
	place := zone.only(r, named(r))
	not exempt(r)
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in input.resources.aws_ecs_service
	not exempt(r)
	unknown := zone.unknown(r, named(r), {"network_configuration"})
}

default named(_) := []

named(r) := r.attributes.network_configuration[0].subnets

# Runs nothing, and nothing starts it.
exempt(r) if {
	attr.equals(r, "desired_count", 0)
	count(graph.targets(r.id, "scaled_by")) == 0
	attr.equals(r, "scheduling_strategy", "REPLICA")
	count(graph.sources(r.id, "routes_to")) == 0
}

# One service for each zone.
exempt(r) if count(object.keys(tiers[tier(r)]) - {z | some z in r.zones}) > 0

exempt(r) if {
	some front in graph.sources(r.id, "routes_to")
	some sibling in graph.targets(front.id, "routes_to")
	sibling.type == "aws_ecs_service"
	some z in sibling.zones
	not z in r.zones
}

# Zones by the block that declares services, whatever their keys; made once, in linear time.
tiers := object.union_n([{tier(r): {z: true}} |
	some r in input.resources.aws_ecs_service
	some z in r.zones
])

tier(r) := regex.replace(concat(" ", [r.group, r.id]), `\[[^\]]*\]`, "")
