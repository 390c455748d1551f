package rules.aws.asg.single_instance_test

import data.rules.aws.asg.single_instance

world(attributes, unknown, extra) := object.union(
	{
		"resources": {"aws_autoscaling_group": [{"id": "web", "type": "aws_autoscaling_group", "tags": {}, "attributes": attributes, "unknown": unknown}]},
		"data_sources": {"aws_lb_target_group": [{"id": "tg", "type": "aws_lb_target_group", "may_exist": false}, {"id": "other", "type": "aws_instance"}]},
		"edges": [{"from": "tg", "to": "web", "kind": "routes_to"}],
	},
	extra,
)

single := {"min_size": 1, "max_size": 4}

silent(w) if {
	single_instance.fail == set() with input as w
	single_instance.undetermined == set() with input as w
}

test_single_instance if {
	found := single_instance.fail with input as world(single, {}, {})
	found == {{
		"resource": "web",
		"path": "min_size",
		"message": "One server lost means no service for the minutes until another has started. web runs a single instance.",
		"related": [],
	}}
}

test_line_to_change if {
	found := single_instance.fail with input as world({"min_size": 1, "max_size": 1}, {}, {})
	{f.path | some f in found} == {"max_size"}
	desired := single_instance.fail with input as world({"min_size": 0, "desired_capacity": 1, "max_size": 2}, {}, {})
	{f.path | some f in desired} == {"desired_capacity"}
}

test_several_or_none if {
	silent(world({"min_size": 2, "max_size": 4}, {}, {}))
	silent(world({"min_size": 1, "desired_capacity": 2, "max_size": 4}, {}, {}))
	silent(world({"min_size": 0, "max_size": 1}, {}, {}))
}

test_not_behind_a_balancer if silent(world(single, {}, {"edges": []}))

test_not_the_only_target if {
	silent(world(single, {}, {"edges": [{"from": "tg", "to": id, "kind": "routes_to"} | some id in ["web", "other"]]}))
}

test_more_by_day if silent(world(object.union(single, {"schedule": [{"min_size": 3}]}), {}, {}))

test_unknown_is_not_a_finding if {
	every path in ["min_size", "desired_capacity", "schedule"] {
		w := world(object.remove(single, [path]), {path: ["var.x"]}, {})
		single_instance.fail == set() with input as w
		single_instance.undetermined == {{"resource": "web", "path": path}} with input as w
	}
}

test_only_known_instance if {
	w := world({"min_size": 0, "max_size": 1}, {"desired_capacity": ["var.x"]}, {})
	count(single_instance.fail) == 1 with input as w
	single_instance.undetermined == set() with input as w
}

test_unknown_neighbours if {
	w := world(single, {}, {"open": [{"holder": "tg", "kind": "routes_to", "via": "targets", "needs": ["var.t"]}]})
	single_instance.fail == set() with input as w
	single_instance.undetermined == {{"resource": "web", "unknown": {{"resource": "tg", "path": "targets", "needs": ["var.t"]}}}} with input as w
}
