package rules.aws.asg.no_alarm_test

import data.rules.aws.asg.no_alarm

world(edges, open) := {
	"resources": {
		"aws_autoscaling_group": [{"id": "r", "type": "aws_autoscaling_group", "group": "prod", "attributes": {}, "unknown": {}}],
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
		"message": "Users notice first when r runs out of healthy instances or of CPU. No alarm watches it, nor a load balancer in front of it.",
	}}
	no_alarm.undetermined == set() with input as world([], [])
}

test_alarm if {
	w := world([{"from": "r", "to": "alarm", "kind": "watched_by"}], [])
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == set() with input as w
}

test_watched_in_front if {
	w := world(
		[
			{"from": "other", "to": "r", "kind": "routes_to"},
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

test_on_demand if {
	every attributes in [{"min_size": 0, "desired_capacity": 0, "max_size": 1}, {"max_size": 0}] {
		w := json.patch(world([], []), [{"op": "replace", "path": "resources/aws_autoscaling_group/0/attributes", "value": attributes}])
		no_alarm.fail == set() with input as w
	}
	front := {"from": "other", "to": "r", "kind": "routes_to"}
	w := json.patch(world([front], []), [{"op": "replace", "path": "resources/aws_autoscaling_group/0/attributes", "value": {"min_size": 0, "desired_capacity": 0}}])
	count(no_alarm.fail) == 1 with input as w
}
