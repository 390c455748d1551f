# METADATA
# title: ECS service behind a load balancer runs fewer than two tasks
# description: |
#   With a single task every crash, host failure and loss of a zone fails all requests until ECS has
#   started another and it passes its health check. With none, no request is ever answered.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-options.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_ecs_service]
#   reads: [aws_appautoscaling_target]
#   controls: [aws-ecs-service-desired-count]
#   frameworks:
#     well_architected: [REL10-BP01, REL11-BP02]
#   remediation:
#     terraform: Set desired_count to 2 or more (it is 0 when absent), or add an aws_appautoscaling_target with min_capacity of 2 or more.
#     cloudformation: Set DesiredCount to 2 or more (a new service has 1 when absent), or add an AWS::ApplicationAutoScaling::ScalableTarget with MinCapacity of 2 or more.
package rules.aws.ecs.single_task

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.traffic

fail contains {
	"resource": r.id,
	"path": "desired_count",
	"message": message(r),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_ecs_service
	r.attributes.desired_count < 2
	serves(r)
	exposed(r)
	count(doubts(r)) == 0
}

undetermined contains {"resource": r.id, "path": "desired_count"} if {
	some r in input.resources.aws_ecs_service
	attr.unknown(r, "desired_count")
	serves(r)
	exposed(r)
}

undetermined contains {"resource": r.id, "unknown": doubts(r)} if {
	some r in input.resources.aws_ecs_service
	r.attributes.desired_count < 2
	serves(r)
	exposed(r)
	count(doubts(r)) > 0
}

message(r) := sprintf("Every crash or lost host fails all requests until another task has started%s. %s runs one task.", [traffic.leads(r), r.id]) if r.attributes.desired_count == 1

message(r) := sprintf("No request is answered%s. %s runs no task, and nothing scales it.", [traffic.leads(r), r.id]) if r.attributes.desired_count == 0

# Requests wait for it: a worker that takes them from a queue catches up by itself.
serves(r) if count(r.attributes.load_balancer) > 0

serves(r) if count(graph.sources(r.id, "routes_to")) > 0

exposed(r) if {
	not attr.equals(r, "scheduling_strategy", "DAEMON")
	not scaled(r)
}

# Kept at two or more; a service that scales from none is meant to.
scaled(r) if {
	some target in graph.targets(r.id, "scaled_by")
	not target.may_exist
	attr.differs(target, "min_capacity", 1)
}

doubts(r) := own(r) | {part | some part in absent.unknown(r, "scaled_by")}

own(r) := {{"resource": r.id, "path": "scheduling_strategy"} |
	attr.unknown(r, "scheduling_strategy")
} | {{"resource": target.id, "path": "min_capacity"} |
	some target in graph.targets(r.id, "scaled_by")
	attr.unknown(target, "min_capacity")
}
