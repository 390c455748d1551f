package rules.aws.rds.no_alarm_test

import data.rules.aws.rds.no_alarm

world(extra) := object.union(
	{"resources": {
		"aws_db_instance": [{"id": "db", "type": "aws_db_instance", "group": "prod"}],
		"aws_cloudwatch_metric_alarm": [{"id": "alarm", "type": "aws_cloudwatch_metric_alarm", "group": "prod"}],
	}},
	extra,
)

test_no_alarm if {
	found := no_alarm.fail with input as world({})
	found == {{
		"resource": "db",
		"message": "Users notice first when db runs out of disk, connections or CPU. No alarm watches it.",
		"related": [],
	}}
	no_alarm.undetermined == set() with input as world({})
}

test_alarm if {
	w := world({"edges": [{"from": "db", "to": "alarm", "kind": "watched_by"}]})
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := world({"open": [{"holder": "alarm", "kind": "watched_by", "via": "dimensions", "needs": ["var.db"]}]})
	no_alarm.fail == set() with input as w
	no_alarm.undetermined == {{
		"resource": "db",
		"message": "Cannot tell whether an alarm watches db.",
		"unknown": {{"resource": "alarm", "path": "dimensions", "needs": ["var.db"]}},
	}} with input as w
}
