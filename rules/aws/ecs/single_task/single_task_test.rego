package rules.aws.ecs.single_task_test

import data.rules.aws.ecs.single_task

service(attributes, unknown) := {
	"id": "api",
	"type": "aws_ecs_service",
	"group": "prod",
	"attributes": object.union({"load_balancer": [{}], "scheduling_strategy": "REPLICA"}, attributes),
	"unknown": unknown,
}

world(r, targets, extra) := object.union(
	{
		"resources": {"aws_ecs_service": [r], "aws_appautoscaling_target": targets},
		"edges": [{"from": "api", "to": t.id, "kind": "scaled_by"} | some t in targets],
	},
	extra,
)

scaling(attributes, unknown) := {"id": "scaling", "type": "aws_appautoscaling_target", "may_exist": false, "attributes": attributes, "unknown": unknown}

one := service({"desired_count": 1}, {})

silent(w) if {
	single_task.fail == set() with input as w
	single_task.undetermined == set() with input as w
}

test_single_task if {
	found := single_task.fail with input as world(one, [], {})
	found == {{
		"resource": "api",
		"path": "desired_count",
		"message": "Every crash or lost host fails all requests until another task has started. api runs one task.",
		"related": [],
	}}
}

test_no_task if {
	found := single_task.fail with input as world(service({"desired_count": 0}, {}), [], {})
	{f.message | some f in found} == {"No request is answered. api runs no task, and nothing scales it."}
}

test_two_tasks if silent(world(service({"desired_count": 2}, {}), [], {}))

test_scaled if {
	silent(world(one, [scaling({"min_capacity": 2}, {})], {}))
	silent(world(one, [scaling({"min_capacity": 0}, {})], {}))
	count(single_task.fail) == 1 with input as world(one, [scaling({"min_capacity": 1}, {})], {})
}

test_daemon_or_worker if {
	silent(world(service({"desired_count": 0, "scheduling_strategy": "DAEMON"}, {}), [], {}))
	silent(world(service({"desired_count": 1, "load_balancer": []}, {}), [], {}))
}

test_unknown_is_not_a_finding if {
	w := world(service({}, {"desired_count": ["var.tasks"]}), [], {})
	single_task.fail == set() with input as w
	single_task.undetermined == {{"resource": "api", "path": "desired_count"}} with input as w
}

test_unknown_scaling if {
	w := world(one, [scaling({}, {"min_capacity": ["var.min"]})], {})
	single_task.fail == set() with input as w
	single_task.undetermined == {{"resource": "api", "unknown": {{"resource": "scaling", "path": "min_capacity"}}}} with input as w
	missing := world(one, [], {"missing": {"prod": ["module.scaling"]}})
	single_task.fail == set() with input as missing
	single_task.undetermined == {{"resource": "api", "unknown": {{"needs": ["module.scaling"]}}}} with input as missing
}
