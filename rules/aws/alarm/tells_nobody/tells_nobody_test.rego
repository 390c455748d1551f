package rules.aws.alarm.tells_nobody_test

import data.rules.aws.alarm.tells_nobody

quiet := {"actions_enabled": true, "alarm_actions": [], "insufficient_data_actions": []}

world(attributes, unknown, extra) := object.union(
	{"resources": {"aws_cloudwatch_metric_alarm": [{
		"id": "a",
		"type": "aws_cloudwatch_metric_alarm",
		"group": "prod",
		"attributes": object.union(quiet, attributes),
		"unknown": unknown,
	}]}},
	extra,
)

topic(attributes, unknown) := {
	"data_sources": {"aws_sns_topic": [{"id": "t", "type": "aws_sns_topic", "group": "prod", "data": false, "may_exist": false, "attributes": attributes, "unknown": unknown}]},
	"edges": [{"from": "a", "to": "t", "kind": "notifies"}],
}

test_no_action if {
	found := tells_nobody.fail with input as world({}, {}, {})
	found == {{
		"resource": "a",
		"path": "alarm_actions",
		"message": "Nobody is told when a goes off. Its alarm_actions are empty.",
	}}
	tells_nobody.undetermined == set() with input as world({}, {}, {})
}

test_switched_off if {
	found := tells_nobody.fail with input as world({"actions_enabled": false, "alarm_actions": ["arn:aws:sns:eu-west-1:1:t"]}, {}, {})
	{f.path | some f in found} == {"actions_enabled"}

	# One verdict is enough where there is no action either.
	both := tells_nobody.fail with input as world({"actions_enabled": false}, {}, {})
	{f.path | some f in both} == {"actions_enabled"}
}

test_anybody_may_subscribe if {
	w := world({"alarm_actions": [null]}, {}, {
		"data_sources": {
			"aws_sns_topic": [{"id": "t", "type": "aws_sns_topic", "group": "prod", "data": false, "may_exist": false, "attributes": {}, "unknown": {}}],
			"aws_sns_topic_policy": [{"id": "policy", "type": "aws_sns_topic_policy", "attributes": {}}],
		},
		"edges": [{"from": "a", "to": "t", "kind": "notifies"}, {"from": "policy", "to": "t", "kind": "references"}],
	})
	tells_nobody.fail == set() with input as w
	count(tells_nobody.undetermined) == 1 with input as w
}

test_nobody_subscribed if {
	w := world({"alarm_actions": [null]}, {"alarm_actions[0]": ["aws_sns_topic.t.arn"]}, topic({}, {}))
	found := tells_nobody.fail with input as w
	found == {{
		"resource": "a",
		"path": "alarm_actions",
		"message": "Nobody is told when a goes off. Nobody is subscribed to t.",
		"related": [{"resource": "t", "note": "has no subscription"}],
	}}
	tells_nobody.undetermined == set() with input as w
}

test_somebody_subscribed if {
	w := world({"alarm_actions": [null]}, {}, topic({"subscription": [{"protocol": "email"}]}, {}))
	tells_nobody.fail == set() with input as w
	tells_nobody.undetermined == set() with input as w
}

test_another_action if {
	w := world({"alarm_actions": [null, "arn:aws:automate:eu-west-1:ec2:recover"]}, {}, topic({}, {}))
	tells_nobody.fail == set() with input as w
	tells_nobody.undetermined == set() with input as w
}

test_part_of_a_composite if {
	w := world({}, {}, {
		"data_sources": {"aws_cloudwatch_composite_alarm": [{"id": "c", "type": "aws_cloudwatch_composite_alarm"}]},
		"edges": [{"from": "a", "to": "c", "kind": "notifies"}],
	})
	tells_nobody.fail == set() with input as w
	tells_nobody.undetermined == set() with input as w
}

named(via, needs) := world({"alarm_actions": [null]}, {via: needs}, {"open": [{
	"holder": "a", "kind": "notifies", "via": via,
	"types": ["aws_sns_topic"], "needs": needs,
}]})

test_topic_from_outside if {
	every need in ["var.topic", "data.aws_sns_topic.oncall", "live/prod/data.terraform_remote_state.monitoring"] {
		w := named("alarm_actions[0]", [need])
		tells_nobody.fail == set() with input as w
		tells_nobody.undetermined == set() with input as w
	}
}

test_unknown_is_not_a_finding if {
	action := named("alarm_actions[0]", ["module.topic"])
	list := world({}, {"alarm_actions": ["var.topics"]}, {"open": [{
		"holder": "a", "kind": "notifies", "via": "alarm_actions",
		"types": ["aws_sns_topic"], "needs": ["var.topics"],
	}]})
	composite := world({}, {}, {"open": [{
		"holder": "c", "kind": "notifies", "via": "alarm_rule",
		"types": ["aws_cloudwatch_metric_alarm"], "needs": ["var.rule"],
	}]})
	subscription := world({"alarm_actions": [null]}, {}, topic({}, {"subscription": ["var.topic"]}))
	enabled := world({"actions_enabled": null, "alarm_actions": ["arn:aws:sns:eu-west-1:1:t"]}, {"actions_enabled": ["var.on"]}, {})
	every w in [action, list, composite, subscription, enabled] {
		tells_nobody.fail == set() with input as w
		count(tells_nobody.undetermined) == 1 with input as w
	}
}
