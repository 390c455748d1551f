package rules.aws.sqs.no_alarm_test

import data.rules.aws.sqs.no_alarm

world(edges, open) := {
	"resources": {
		"aws_sqs_queue": [{"id": "r", "type": "aws_sqs_queue", "group": "prod", "attributes": {}, "unknown": {}}],
		"aws_cloudwatch_metric_alarm": [{"id": "alarm", "type": "aws_cloudwatch_metric_alarm", "group": "prod"}],
	},
	"data_sources": {"aws_lambda_function": [{"id": "fn", "type": "aws_lambda_function"}]},
	"edges": array.concat(edges, [{"from": "r", "to": "fn", "kind": "routes_to"}]),
	"open": open,
}

test_no_alarm if {
	found := no_alarm.fail with input as world([], [])
	found == {{
		"resource": "r",
		"message": "Messages in r wait and then expire unseen when fn stops or falls behind. No alarm watches it, nor its dead-letter queue.",
		"related": [{"resource": "fn", "note": "works on it"}],
	}}
	no_alarm.undetermined == set() with input as world([], [])
}

test_alarm if {
	w := world([{"from": "r", "to": "alarm", "kind": "watched_by"}], [])
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == set() with input as w
}

test_dead_letter_queue_is_watched if {
	w := object.union(world([], []), {
		"resources": {"aws_sqs_queue": [
			{"id": "r", "type": "aws_sqs_queue", "group": "prod", "attributes": {"redrive_policy": "{}"}, "unknown": {}},
			{"id": "dead", "type": "aws_sqs_queue", "group": "prod", "attributes": {}, "unknown": {}},
		]},
		"edges": [
			{"from": "r", "to": "fn", "kind": "routes_to"},
			{"from": "dead", "to": "fn", "kind": "routes_to"},
			{"from": "r", "to": "dead", "kind": "references"},
			{"from": "dead", "to": "alarm", "kind": "watched_by"},
		],
	})
	no_alarm.fail == set() with input as w
}

test_nobody_works_on_it if {
	w := object.union(world([], []), {"edges": []})
	no_alarm.fail == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := world([], [{"holder": "alarm", "kind": "watched_by", "via": "dimensions", "needs": ["var.x"]}])
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == {{
		"resource": "r",
		"message": "Cannot tell whether an alarm watches r.",
		"unknown": {{"resource": "alarm", "path": "dimensions", "needs": ["var.x"]}},
	}} with input as w
}
