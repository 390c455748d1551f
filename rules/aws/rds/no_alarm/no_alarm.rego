# METADATA
# title: RDS DB instance has no CloudWatch alarm
# description: |
#   Nobody is told when the disk fills up, the connections run out or the CPU is saturated. Each of
#   these stops a database hours after the first sign, and users are the first to notice.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/creating_alarms.html
# custom:
#   severity: medium
#   theme: monitoring
#   types: [aws_db_instance]
#   reads: [aws_cloudwatch_metric_alarm]
#   controls: [aws-monitor-rds-no-alarm]
#   frameworks:
#     well_architected: [REL06-BP01, REL11-BP01]
#   remediation:
#     terraform: Add an aws_cloudwatch_metric_alarm in the namespace AWS/RDS with dimensions = { DBInstanceIdentifier = … }, on FreeStorageSpace first, and alarm_actions that reach somebody.
#     cloudformation: Add an AWS::CloudWatch::Alarm in the namespace AWS/RDS with the dimension DBInstanceIdentifier, on FreeStorageSpace first, and AlarmActions that reach somebody.
package rules.aws.rds.no_alarm

import data.lib.absent
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Users notice first when %s runs out of disk, connections or CPU%s. No alarm watches it.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_db_instance
	absent.certain(r, "watched_by")
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether an alarm watches %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_db_instance
	unknown := absent.unknown(r, "watched_by")
}
