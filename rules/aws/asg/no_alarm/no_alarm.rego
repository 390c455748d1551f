# METADATA
# title: Auto Scaling group has no CloudWatch alarm
# description: |
#   A group that cannot start instances, or whose instances are saturated or fail their checks,
#   replaces and retries in silence. Without an alarm on it, or on the load balancer in front, users
#   are the first to notice.
# related_resources:
#   - https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-cloudwatch-monitoring.html
# custom:
#   severity: medium
#   theme: monitoring
#   types: [aws_autoscaling_group]
#   reads: [aws_cloudwatch_metric_alarm]
#   controls: [aws-monitor-asg-no-alarm]
#   frameworks:
#     well_architected: [REL06-BP01, REL11-BP01]
#   remediation:
#     terraform: Add an aws_cloudwatch_metric_alarm with dimensions = { AutoScalingGroupName = … }, on GroupInServiceInstances (enabled_metrics) or CPUUtilization first, and alarm_actions that reach somebody.
#     cloudformation: Add an AWS::CloudWatch::Alarm with the dimension AutoScalingGroupName, on GroupInServiceInstances (MetricsCollection) or CPUUtilization first, and AlarmActions that reach somebody.
package rules.aws.asg.no_alarm

import data.lib.absent
import data.lib.attr
import data.lib.graph

fail contains {
	"resource": r.id,
	"message": sprintf("Users notice first when %s runs out of healthy instances or of CPU. No alarm watches it, nor a load balancer in front of it.", [r.id]),
} if {
	some r in input.resources.aws_autoscaling_group
	not on_demand(r)
	absent.certain(r, "watched_by")
	not watched_in_front(r)
	count(graph.held(r.id, "routes_to")) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether an alarm watches %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_autoscaling_group
	not on_demand(r)
	unknown := absent.unknown(r, "watched_by")
	not watched_in_front(r)
}

# It is not known what sends it traffic, and that may be watched.
undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether a load balancer that an alarm watches is in front of %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_autoscaling_group
	not on_demand(r)
	absent.certain(r, "watched_by")
	not watched_in_front(r)
	unknown := {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in graph.held(r.id, "routes_to")}
	count(unknown) > 0
}

# What sends it traffic is watched: its failing shows there.
watched_in_front(r) if {
	some front in graph.reached_from(r.id, ["routes_to"])
	count(graph.targets(front.id, "watched_by")) > 0
}

# It is empty until somebody starts it, and nothing sends it requests: nobody waits for it.
on_demand(r) if {
	attr.equals(r, "min_size", 0)
	attr.equals(r, "desired_capacity", 0)
	count(graph.reached_from(r.id, ["routes_to"])) == 0
}

on_demand(r) if attr.equals(r, "max_size", 0)
