# METADATA
# title: Auto Scaling group that may grow has nothing that makes it grow
# description: |
#   The group has room between its smallest and largest size, but no policy and no schedule moves
#   it: it stays at one size until somebody changes it by hand, and under load requests queue up
#   or fail while the room stays unused.
# related_resources:
#   - https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
# custom:
#   severity: medium
#   theme: scaling
#   types: [aws_autoscaling_group]
#   controls: [aws-asg-no-scaling-policy]
#   frameworks:
#     well_architected: [REL07-BP01, REL07-BP03]
#   remediation:
#     terraform: Add an aws_autoscaling_policy of type TargetTrackingScaling with autoscaling_group_name = the group, or set max_size = min_size where the size is meant to be fixed.
#     cloudformation: Add an AWS::AutoScaling::ScalingPolicy of type TargetTrackingScaling with AutoScalingGroupName = the group, or set MaxSize to MinSize where the size is meant to be fixed.
package rules.aws.asg.no_scaling_policy

import data.lib.attr
import data.lib.graph
import data.lib.traffic

fail contains {
	"resource": r.id,
	"message": sprintf("Under load %s does not grow%s. It may have up to %d instances, but no policy and no schedule ever adds one to the %d it starts with.", [r.id, traffic.leads(r), r.attributes.max_size, start(r)]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_autoscaling_group
	growable(r)
	not moved(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether anything makes %s grow under load.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_autoscaling_group
	not fixed(r)
	not moved(r)
	count(doubts(r)) > 0
}

growable(r) if {
	start(r) < r.attributes.max_size
	not fixed(r)
}

fixed(r) if r.attributes.min_size >= r.attributes.max_size

fixed(r) if r.attributes.desired_capacity >= r.attributes.max_size

fixed(r) if r.attributes.max_size < 2

start(r) := r.attributes.desired_capacity

start(r) := r.attributes.min_size if attr.not_set(r, "desired_capacity")

# Something in the configuration, or known to work on it, sets the size.
moved(r) if {
	some policy in r.attributes.scaling_policy
	certain(r, "scaling_policy")
	object.get(policy, "enabled", true) != false
	not forecast_only(policy)
}

moved(r) if {
	count(r.attributes.schedule) > 0
	certain(r, "schedule")
}

moved(r) if count(graph.targets(r.id, "scaled_by")) > 0

# Capacity of an ECS cluster, or what a scaling plan names.
moved(r) if {
	some user in graph.sources(r.id, "references")
	user.type in {"aws_ecs_capacity_provider", "aws_autoscalingplans_scaling_plan"}
	not user.may_exist
}

# Nodes of Kubernetes are added by its own autoscaler.
moved(r) if {
	some key in ({t.key | some t in r.attributes.tag} | {k | some k, _ in r.tags})
	regex.match(`^(k8s\.io|kubernetes\.io|karpenter\.sh|eks)[/:]`, key)
}

forecast_only(policy) if {
	policy.policy_type == "PredictiveScaling"
	some c in policy.predictive_scaling_configuration
	c.mode == "ForecastOnly"
}

certain(r, name) if not name in object.keys(r.unknown)

doubts(r) := {{"resource": r.id, "path": path} |
	some path in {"min_size", "max_size", "desired_capacity", "scaling_policy", "schedule", "tag"}
	path in object.keys(r.unknown)
} | {{"needs": [name]} | some name in graph.missing(r.group)}
