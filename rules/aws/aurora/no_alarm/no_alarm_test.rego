package rules.aws.aurora.no_alarm_test

import data.rules.aws.aurora.no_alarm

world(edges, open) := {
	"resources": {
		"aws_rds_cluster": [{"id": "r", "type": "aws_rds_cluster", "group": "prod", "attributes": {}, "unknown": {}}],
		"aws_cloudwatch_metric_alarm": [{"id": "alarm", "type": "aws_cloudwatch_metric_alarm", "group": "prod"}],
	},
	"data_sources": {"other": [{"id": id, "type": "other", "attributes": {}, "unknown": {}} | some id in ["instance", "other"]]},
	"edges": array.concat(edges, [{"from": "instance", "to": "r", "kind": "member_of"}]),
	"open": open,
}

test_no_alarm if {
	found := no_alarm.fail with input as world([], [])
	found == {{
		"resource": "r",
		"message": "Users notice first when r runs out of connections, memory or CPU. No alarm watches it or one of its instances.",
		"related": [],
	}}
	no_alarm.undetermined == set() with input as world([], [])
}

test_alarm if {
	w := world([{"from": "r", "to": "alarm", "kind": "watched_by"}], [])
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == set() with input as w
}

test_watched_instance if {
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

test_no_instance if {
	w := object.union(world([], []), {"edges": []})
	no_alarm.fail == set() with input as w
	serverless := json.patch(w, [{"op": "add", "path": "resources/aws_rds_cluster/0/attributes/engine_mode", "value": "serverless"}])
	count(no_alarm.fail) == 1 with input as serverless
}
