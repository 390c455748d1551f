# METADATA
# title: SQS queue has no CloudWatch alarm
# description: |
#   When the consumer of a queue stops or falls behind, nothing fails: messages wait, then expire.
#   Only the age of the oldest message shows it.
# related_resources:
#   - https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
# custom:
#   severity: medium
#   theme: monitoring
#   types: [aws_sqs_queue]
#   reads: [aws_cloudwatch_metric_alarm]
#   controls: [aws-monitor-sqs-no-alarm]
#   frameworks:
#     well_architected: [REL06-BP01, REL11-BP01]
#   remediation:
#     terraform: Add an aws_cloudwatch_metric_alarm in the namespace AWS/SQS with dimensions = { QueueName = … }, on ApproximateAgeOfOldestMessage first, and alarm_actions that reach somebody.
#     cloudformation: Add an AWS::CloudWatch::Alarm in the namespace AWS/SQS with the dimension QueueName, on ApproximateAgeOfOldestMessage first, and AlarmActions that reach somebody.
package rules.aws.sqs.no_alarm

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Messages in %s wait and then expire unseen when %s stops or falls behind. No alarm watches it, nor its dead-letter queue.", [r.id, say.names(users(r))]),
	"related": [{"resource": id, "note": "works on it"} | some id in array.slice(users(r), 0, 3)],
} if {
	some r in input.resources.aws_sqs_queue
	count(users(r)) > 0
	not dead_letters(r)
	absent.certain(r, "watched_by")
	not watched_behind(r)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether an alarm watches %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_sqs_queue
	count(users(r)) > 0
	not dead_letters(r)
	unknown := absent.unknown(r, "watched_by")
	not watched_behind(r)
}

# Who reads it, or at least mentions it. A queue without them here is somebody else's to watch.
users(r) := sort({u.id | some u in array.concat(graph.targets(r.id, "routes_to"), graph.sources(r.id, "depends_on_data"))})

# Another queue sends here what it could not deliver: it is judged with that one.
dead_letters(r) if {
	some q in graph.sources(r.id, "references")
	redrives(q)
}

watched_behind(r) if {
	redrives(r)
	some q in graph.targets(r.id, "references")
	q.type == "aws_sqs_queue"
	count(graph.targets(q.id, "watched_by")) > 0
}

redrives(q) if {
	q.type == "aws_sqs_queue"
	not attr.not_set(q, "redrive_policy")
}
