package rules.aws.elasticache.no_alarm_test

import data.rules.aws.elasticache.no_alarm

world(edges, open) := {
	"resources": {
		"aws_elasticache_replication_group": [{"id": "r", "type": "aws_elasticache_replication_group", "group": "prod", "attributes": {}, "unknown": {}}],
		"aws_cloudwatch_metric_alarm": [{"id": "alarm", "type": "aws_cloudwatch_metric_alarm", "group": "prod"}],
	},
	"data_sources": {"other": [{"id": "other", "type": "other", "attributes": {}, "unknown": {}}]},
	"edges": array.concat(edges, []),
	"open": open,
}

test_no_alarm if {
	found := no_alarm.fail with input as world([], [])
	found == {{
		"resource": "r",
		"message": "Users notice first when r runs out of memory or CPU. No alarm watches it.",
		"related": [],
	}}
	no_alarm.undetermined == set() with input as world([], [])
}

test_alarm if {
	w := world([{"from": "r", "to": "alarm", "kind": "watched_by"}], [])
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == set() with input as w
}

test_watched_node if {
	w := world(
		[
			{"from": "other", "to": "r", "kind": "member_of"},
			{"from": "other", "to": "alarm", "kind": "watched_by"},
		],
		[],
	)
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == set() with input as w
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
