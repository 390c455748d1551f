# METADATA
# title: Auto Scaling group behind a load balancer runs a single instance
# description: |
#   When the only server fails, or its zone does, every request fails until the group has started
#   another and it answers, which takes minutes, and every replacement of the image does the same.
# related_resources:
#   - https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_autoscaling_group]
#   reads: [aws_lb_target_group, aws_elb]
#   controls: [aws-asg-min-size]
#   frameworks:
#     well_architected: [REL10-BP01, REL11-BP05]
#   remediation:
#     terraform: Set min_size and desired_capacity to 2 or more, with max_size above, and subnets of two zones.
#     cloudformation: Set MinSize and DesiredCapacity to 2 or more, with MaxSize above, and subnets of two zones.
package rules.aws.asg.single_instance

import data.lib.attr
import data.lib.graph
import data.lib.traffic

fail contains {
	"resource": r.id,
	"path": deciding(r),
	"message": sprintf("One server lost means no service for the minutes until another has started%s. %s runs a single instance.", [traffic.leads(r), r.id]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_autoscaling_group
	alone(r)
	serving(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_autoscaling_group
	not several(r)
	serving(r)
	some path in {"desired_capacity", "min_size", "schedule"}
	attr.unknown(r, path)
	not settled(r, path)
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in input.resources.aws_autoscaling_group
	alone(r)
	not serving(r)
	unknown := held(r) | {part | some front in fronts(r); count(others(r, front)) == 0; some part in held(front)}
	count(unknown) > 0
}

# Runs one instance when nothing is wrong and the load is low.
alone(r) if {
	one(r)
	not grows(r)
	not attr.unknown(r, "schedule")
	not traffic.administrative(r)
}

one(r) if size(r) == 1

one(r) if {
	attr.equals(r, "max_size", 1)
	not size(r)
}

several(r) if size(r) != 1

several(r) if attr.greater_than(r, "min_size", 1)

several(r) if grows(r)

several(r) if traffic.administrative(r)

size(r) := r.attributes.desired_capacity

size(r) := r.attributes.min_size if attr.not_set(r, "desired_capacity")

# Unknown, but what is known decides.
settled(r, path) if {
	path in {"min_size", "desired_capacity"}
	one(r)
}

default deciding(_) := "desired_capacity"

deciding(r) := "max_size" if attr.equals(r, "max_size", 1)

deciding(r) := "min_size" if {
	attr.not_set(r, "desired_capacity")
	not attr.equals(r, "max_size", 1)
}

# A schedule that starts more for the hours of work.
grows(r) if {
	some s in r.attributes.schedule
	some key in {"min_size", "desired_capacity"}
	s[key] > 1
}

# Something sends it requests and has nowhere else to send them.
serving(r) if {
	some front in fronts(r)
	count(others(r, front)) == 0
	count(held(front)) == 0
}

fronts(r) := [f | some f in graph.sources(r.id, "routes_to"); f.type in {"aws_lb_target_group", "aws_elb"}; not f.may_exist]

others(r, front) := [o | some o in graph.targets(front.id, "routes_to"); o.id != r.id]

# What it may be attached to, or what else may be registered there.
held(r) := {{"resource": r.id, "path": o.via, "needs": o.needs} | some o in graph.held(r.id, "routes_to")}
