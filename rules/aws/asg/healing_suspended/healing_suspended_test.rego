package rules.aws.asg.healing_suspended_test

import data.rules.aws.asg.healing_suspended

world(attributes, unknown, extra) := object.union(
	{"resources": {"aws_autoscaling_group": [{"id": "web", "type": "aws_autoscaling_group", "attributes": attributes, "unknown": unknown}]}},
	extra,
)

suspended(processes) := {"suspended_processes": processes, "max_size": 4}

silent(w) if {
	healing_suspended.fail == set() with input as w
	healing_suspended.undetermined == set() with input as w
}

test_suspended if {
	found := healing_suspended.fail with input as world(suspended(["ReplaceUnhealthy", "AZRebalance", "HealthCheck"]), {}, {})
	found == {{
		"resource": "web",
		"path": "suspended_processes",
		"message": "What fails in web stays lost until somebody acts: failures are not seen and unhealthy instances are not replaced. Suspended: HealthCheck and ReplaceUnhealthy.",
		"related": [],
	}}
}

test_balanced if {
	alone := world(suspended(["AddToLoadBalancer"]), {}, {})
	silent(alone)
	behind := {"edges": [{"from": "tg", "to": "web", "kind": "routes_to"}], "data_sources": {"x": [{"id": "tg", "type": "aws_lb_target_group"}]}}
	count(healing_suspended.fail) == 1 with input as world(suspended(["AddToLoadBalancer"]), {}, behind)
}

test_harmless if {
	silent(world(suspended([]), {}, {}))
	silent(world(suspended(["AZRebalance", "AlarmNotification", "ScheduledActions"]), {}, {}))
	silent(world({"suspended_processes": ["Launch"], "max_size": 0}, {}, {}))
}

test_unknown_is_not_a_finding if {
	w := world({"max_size": 4}, {"suspended_processes": ["var.suspended"]}, {})
	healing_suspended.fail == set() with input as w
	healing_suspended.undetermined == {{"resource": "web", "path": "suspended_processes"}} with input as w
}
