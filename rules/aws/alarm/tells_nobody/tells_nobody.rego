# METADATA
# title: CloudWatch alarm tells nobody
# description: |
#   The alarm changes its colour on a page that nobody looks at: it has no action, its actions are
#   switched off, or they go to a topic to which nobody is subscribed. Everybody believes that the
#   tier is watched, and users report the outage.
#
#   An action that a variable or a data source names goes to a topic that lives elsewhere, as an ARN
#   does; whether somebody is subscribed there is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
# custom:
#   severity: medium
#   theme: monitoring
#   profiles: [strict, production, development]
#   types: [aws_cloudwatch_metric_alarm, aws_cloudwatch_composite_alarm]
#   reads: [aws_sns_topic]
#   controls: [aws-alarm-no-action, aws-alarm-actions-disabled, aws-alarm-dangling-action]
#   frameworks:
#     well_architected: [REL06-BP03]
#     fsbp: [CloudWatch.15, CloudWatch.17]
#   remediation:
#     terraform: Set alarm_actions to an aws_sns_topic with an aws_sns_topic_subscription that reaches somebody, and leave actions_enabled at true.
#     cloudformation: "Set AlarmActions to an AWS::SNS::Topic with a subscription that reaches somebody, and leave ActionsEnabled at true."
package rules.aws.alarm.tells_nobody

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.need
import data.lib.say

fail contains {
	"resource": a.id,
	"path": "alarm_actions",
	"message": sprintf(message, [a.id, watched(a), "Its alarm_actions are empty."]),
} if {
	some a in alarms
	idle(a)
	absent.certain(a, "notifies")
}

fail contains {
	"resource": a.id,
	"path": "actions_enabled",
	"message": sprintf(message, [a.id, watched(a), "Its actions are switched off."]),
} if {
	some a in alarms
	attr.is_false(a, "actions_enabled")
	not heard(a)
}

fail contains {
	"resource": a.id,
	"path": "alarm_actions",
	"message": sprintf(message, [a.id, watched(a), sprintf("Nobody is subscribed to %s.", [say.names([t.id | some t in topics(a)])])]),
	"related": [{"resource": t.id, "note": "has no subscription"} | some t in topics(a)],
} if {
	some a in alarms
	topics_only(a)
	count(graph.held(a.id, "notifies")) == 0
	every t in topics(a) { deaf(t) }
}

undetermined contains {
	"resource": a.id,
	"message": sprintf("Cannot tell whether %s tells anybody.", [a.id]),
	"unknown": unknown,
} if {
	some a in alarms
	idle(a)
	unknown := absent.unknown(a, "notifies")
}

undetermined contains {
	"resource": a.id,
	"path": "alarm_actions",
	"message": sprintf("Cannot tell whether %s tells anybody.", [a.id]),
	"unknown": {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in open},
} if {
	some a in alarms
	open := graph.held(a.id, "notifies")
	count(open) > 0
	not elsewhere(a)
	not heard(a)
	every t in topics(a) { deaf(t) }
}

undetermined contains {
	"resource": a.id,
	"message": sprintf("Cannot tell whether somebody is subscribed to %s, which %s notifies.", [say.names([t.id | some t in topics(a)]), a.id]),
	"unknown": doubts,
} if {
	some a in alarms
	topics_only(a)
	every t in topics(a) { not reaches(t) }
	doubts := {d | some t in topics(a); some d in doubt(t)}
	count(doubts) > 0
}

undetermined contains {"resource": a.id, "path": "actions_enabled"} if {
	some a in alarms
	attr.unknown(a, "actions_enabled")
	not heard(a)
}

message := "Nobody is told when %s goes off%s. %s"

alarms contains a if some a in input.resources.aws_cloudwatch_metric_alarm

alarms contains a if some a in input.resources.aws_cloudwatch_composite_alarm

idle(a) if {
	not attr.is_false(a, "actions_enabled")
	attr.equals(a, "alarm_actions", [])
	attr.equals(a, "insufficient_data_actions", [])
	not heard(a)
}

# Another alarm, a health check or a function listens, or something else works with its state: a
# deployment that rolls back, an event rule.
heard(a) if {
	some t in graph.targets(a.id, "notifies")
	t.type != "aws_sns_topic"
}

heard(a) if {
	some s in graph.sources(a.id, "references")
	not s.type in {"aws_cloudwatch_dashboard", "aws_autoscaling_group"}
}

topics(a) := [t | some t in graph.targets(a.id, "notifies"); t.type == "aws_sns_topic"]

# All that it does is to notify topics of this configuration.
topics_only(a) if {
	count(topics(a)) > 0
	not elsewhere(a)
	not heard(a)
	attr.is_true(a, "actions_enabled")
}

elsewhere(a) if count(a.attributes.alarm_actions) > count(topics(a)) + count(graph.held(a.id, "notifies"))

# One certain action whose ARN comes from outside. An unknown list may be empty.
elsewhere(a) if {
	count(topics(a)) == 0
	some o in graph.held(a.id, "notifies")
	startswith(o.via, "alarm_actions[")
	every n in o.needs { need.outside(n) }
}

deaf(t) if {
	not t.data
	not t.may_exist
	attr.not_set(t, "subscription")
	not reaches(t)
	count(opened(t)) == 0
	count(graph.missing(t.group)) == 0
}

# A topic that exists already, that has a subscription, or that a chat client subscribes to.
reaches(t) if t.data

reaches(t) if count(t.attributes.subscription) > 0

reaches(t) if {
	some s in graph.sources(t.id, "references")
	regex.match("chatbot|cloudformation_stack|pagerduty|opsgenie|datadog", s.type)
}

# A policy that lets others subscribe: mail addresses and other accounts often do by hand.
opened(t) := [p.id |
	some p in graph.sources(t.id, "references")
	p.type == "aws_sns_topic_policy"
	not publish_only(p)
]

publish_only(p) if not regex.match(`(?i)sns:(\*|subscribe)`, p.attributes.policy)

doubt(t) := (unsure | policy) | missing if {
	unsure := {{"resource": t.id, "path": "subscription"} | attr.unknown(t, "subscription")}
	policy := {{"resource": t.id, "path": "subscription", "needs": opened(t)} | count(opened(t)) > 0}
	missing := {{"needs": [name]} | some name in graph.missing(t.group)}
}

watched(a) := "" if count(_watched(a)) == 0

watched(a) := sprintf(", the alarm on %s", [say.names(_watched(a))]) if count(_watched(a)) > 0

_watched(a) := [r.id | some r in graph.sources(a.id, "watched_by")]
