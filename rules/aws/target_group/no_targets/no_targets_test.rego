package rules.aws.target_group.no_targets_test

import data.rules.aws.target_group.no_targets

group(attributes, unknown) := {"id": "tg", "type": "aws_lb_target_group", "group": "prod", "tags": {}, "attributes": attributes, "unknown": unknown}

balancer := {"id": "lb", "type": "aws_lb", "may_exist": false}

to(target) := {"from": "tg", "to": target, "kind": "routes_to"}

world(r, others, edges, extra) := object.union(
	{
		"resources": {"aws_lb_target_group": [r], "aws_eks_cluster": []},
		"data_sources": {"x": array.concat([balancer], others)},
		"edges": array.concat([{"from": "lb", "to": "tg", "kind": "routes_to"}], edges),
	},
	extra,
)

silent(w) if {
	no_targets.fail == set() with input as w
	no_targets.undetermined == set() with input as w
}

test_no_targets if {
	found := no_targets.fail with input as world(group({}, {}), [], [], {})
	found == {{
		"resource": "tg",
		"message": "Requests that lb sends to tg fail: nothing in this configuration registers a target there.",
		"related": [{"resource": "lb", "note": "forwards to it"}],
	}}
}

test_registered if {
	silent(world(group({}, {}), [{"id": "web", "type": "aws_instance", "may_exist": false}], [to("web")], {}))
	silent(world(group({"targets": [{"target_id": "10.0.0.1"}]}, {}), [], [], {}))
}

test_nobody_forwards_to_it if {
	silent(object.union(world(group({}, {}), [], [], {}), {"edges": []}))
}

test_controllers if {
	silent(world(object.union(group({}, {}), {"tags": {"elbv2.k8s.aws/cluster": "main"}}), [], [], {}))
	silent(world(group({}, {}), [{"id": "x", "type": "kubernetes_manifest"}], [{"from": "x", "to": "tg", "kind": "references"}], {}))
	silent(world(group({"target_type": "ip"}, {}), [], [], {"resources": {
		"aws_lb_target_group": [group({"target_type": "ip"}, {})],
		"aws_eks_cluster": [{"id": "main", "group": "prod"}],
	}}))
	count(no_targets.fail) == 1 with input as world(group({}, {}), [{"id": "x", "type": "aws_cloudwatch_metric_alarm"}], [{"from": "x", "to": "tg", "kind": "references"}], {})
}

cannot_tell(needs) := {{"resource": "tg", "message": "Cannot tell whether anything registers in tg, to which lb forwards.", "unknown": needs}}

test_unknown_is_not_a_finding if {
	w := world(group({}, {"targets": ["var.group"]}), [], [], {})
	no_targets.fail == set() with input as w
	no_targets.undetermined == cannot_tell({{"resource": "tg", "path": "targets"}}) with input as w
}

test_service_with_an_unknown_group if {
	w := world(group({}, {}), [{"id": "api", "type": "aws_ecs_service", "group": "services"}], [], {"open": [
		{"holder": "api", "kind": "routes_to", "via": "load_balancer[0].target_group_arn", "types": ["aws_lb_target_group"], "needs": ["var.group"]},
		{"holder": "lb", "kind": "routes_to", "via": "listener[0]", "types": ["aws_lb_target_group"], "needs": ["var.other"]},
	]})
	no_targets.fail == set() with input as w
	no_targets.undetermined == cannot_tell({{"resource": "api", "path": "load_balancer[0].target_group_arn", "needs": ["var.group"]}}) with input as w
}

test_service_of_another_root if {
	open := {"open": [{"holder": "api", "kind": "routes_to", "via": "load_balancer[0].target_group_arn", "types": ["aws_lb_target_group"], "needs": ["module.balancer"]}]}
	count(no_targets.fail) == 1 with input as world(group({}, {}), [{"id": "api", "type": "aws_ecs_service", "group": "services"}], [], open)
	count(no_targets.undetermined) == 1 with input as world(group({}, {}), [{"id": "api", "type": "aws_ecs_service", "group": "prod"}], [], open)
}

test_target_that_may_exist if {
	w := world(group({}, {}), [{"id": "web", "type": "aws_instance", "may_exist": true}], [to("web")], {})
	no_targets.fail == set() with input as w
	no_targets.undetermined == cannot_tell({{"resource": "web"}}) with input as w
}

test_missing_module if {
	w := world(group({}, {}), [], [], {"missing": {"prod": ["module.service"]}})
	no_targets.fail == set() with input as w
	no_targets.undetermined == cannot_tell({{"needs": ["module.service"]}}) with input as w
}
