# METADATA
# title: Load balancer has no CloudWatch alarm
# description: |
#   Errors, slow answers and unhealthy targets show at the load balancer first. Without an alarm on
#   it, users are the ones who report that a service is down.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
# custom:
#   severity: medium
#   theme: monitoring
#   types: [aws_lb, aws_elb]
#   reads: [aws_cloudwatch_metric_alarm]
#   controls: [aws-monitor-alb-no-alarm]
#   frameworks:
#     well_architected: [REL06-BP01, REL11-BP01]
#   remediation:
#     terraform: Add an aws_cloudwatch_metric_alarm with dimensions = { LoadBalancer = aws_lb.….arn_suffix }, on HTTPCode_ELB_5XX_Count or UnHealthyHostCount first, and alarm_actions that reach somebody.
#     cloudformation: Add an AWS::CloudWatch::Alarm with the dimension LoadBalancer (its LoadBalancerFullName), on HTTPCode_ELB_5XX_Count or UnHealthyHostCount first, and AlarmActions that reach somebody.
package rules.aws.lb.no_alarm

import data.lib.absent
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Users notice first when %s answers with errors or has no healthy target left%s. No alarm watches it.", [r.id, serving(r)]),
} if {
	some r in balancers
	absent.certain(r, "watched_by")
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether an alarm watches %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in balancers
	unknown := absent.unknown(r, "watched_by")
}

balancers contains r if some r in input.resources.aws_lb

balancers contains r if some r in input.resources.aws_elb

serving(r) := "" if count(_members(r)) == 0

serving(r) := sprintf("; %s is behind it", [say.names(_members(r))]) if count(_members(r)) == 1

serving(r) := sprintf("; %s are behind it", [say.names(_members(r))]) if count(_members(r)) > 1

_members(r) := [m.id | some m in graph.reach(r.id, ["routes_to"]); m.type != "aws_lb_target_group"]
