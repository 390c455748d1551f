# METADATA
# title: Aurora or Multi-AZ DB cluster has no CloudWatch alarm
# description: |
#   Nobody is told when connections run out, replicas lag or the CPU is saturated. Each of these
#   stops a cluster hours after the first sign, and users are the first to notice.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/creating_alarms.html
# custom:
#   severity: medium
#   theme: monitoring
#   types: [aws_rds_cluster]
#   reads: [aws_cloudwatch_metric_alarm, aws_rds_cluster_instance]
#   controls: [aws-monitor-rds-no-alarm]
#   frameworks:
#     well_architected: [REL06-BP01, REL11-BP01]
#   remediation:
#     terraform: Add an aws_cloudwatch_metric_alarm in the namespace AWS/RDS with dimensions = { DBClusterIdentifier = … }, on CPUUtilization or DatabaseConnections first, and alarm_actions that reach somebody.
#     cloudformation: Add an AWS::CloudWatch::Alarm in the namespace AWS/RDS with the dimension DBClusterIdentifier, on CPUUtilization or DatabaseConnections first, and AlarmActions that reach somebody.
package rules.aws.aurora.no_alarm

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Users notice first when %s runs out of connections, memory or CPU%s. No alarm watches it or one of its instances.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_rds_cluster
	not empty(r)
	absent.certain(r, "watched_by")
	not watched_member(r)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether an alarm watches %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_rds_cluster
	not empty(r)
	unknown := absent.unknown(r, "watched_by")
	not watched_member(r)
}

watched_member(r) if {
	some m in graph.sources(r.id, "member_of")
	count(graph.targets(m.id, "watched_by")) > 0
}

# It certainly has no instance: aws-aurora-single-zone tells, and there is nothing to watch yet.
empty(r) if {
	absent.certain_source(r, "member_of")
	attr.not_set(r, "db_cluster_instance_class")
	not attr.equals(r, "engine_mode", "serverless")
}
