package rules.aws.ec2.unmanaged_instance_test

import data.rules.aws.ec2.unmanaged_instance

instance(attributes) := {"id": "web", "type": "aws_instance", "group": "prod", "may_exist": false, "tags": {}, "attributes": attributes, "unknown": {}}

front(type, attributes) := {"id": "front", "type": type, "may_exist": false, "attributes": attributes, "unknown": {}}

alarm(attributes) := {"id": "alarm", "type": "aws_cloudwatch_metric_alarm", "group": "prod", "attributes": attributes, "unknown": {}}

other := {"id": "other", "type": "aws_instance", "may_exist": false}

to(target) := {"from": "front", "to": target, "kind": "routes_to"}

watched := {"from": "web", "to": "alarm", "kind": "watched_by"}

world(r, others, edges, extra) := object.union({"resources": {"aws_instance": [r]}, "data_sources": {"x": others}, "edges": edges}, extra)

silent(w) if {
	unmanaged_instance.fail == set() with input as w
	unmanaged_instance.undetermined == set() with input as w
}

test_unmanaged_instance if {
	fronts := [front("aws_lb_target_group", {}), front("aws_elb", {}), front("aws_route53_record", {"type": "A"})]
	every f in fronts {
		found := unmanaged_instance.fail with input as world(instance({}), [f], [to("web")], {})
		found == {{
			"resource": "web",
			"message": "When one host is lost, users of front wait until somebody starts another by hand. web is all that answers there, and nothing replaces it.",
			"related": [{"resource": "front", "note": "leads to it alone"}],
		}}
	}
}

test_name_of_an_address if {
	eip := {"id": "eip", "type": "aws_eip", "may_exist": false, "attributes": {}, "unknown": {}}
	edges := [to("eip"), {"from": "eip", "to": "web", "kind": "routes_to"}]
	count(unmanaged_instance.fail) == 1 with input as world(instance({}), [front("aws_route53_record", {"type": "A"}), eip], edges, {})
	silent(world(instance({}), [eip], [edges[1]], {}))
}

test_not_the_only_one if {
	silent(world(instance({}), [front("aws_lb_target_group", {}), other], [to("web"), to("other")], {}))
	silent(world(instance({}), [front("aws_route53_record", {"type": "A", "set_identifier": "blue"})], [to("web")], {}))
	silent(world(instance({}), [front("aws_lb_target_group", {"targets": [{}, {}]})], [to("web")], {}))
}

test_exempt if {
	f := [front("aws_lb_target_group", {})]
	silent(world(instance({"source_dest_check": false}), f, [to("web")], {}))
	silent(world(object.union(instance({}), {"tags": {"Name": "bastion"}}), f, [to("web")], {}))
	silent(world(instance({}), [front("aws_route53_record", {"type": "TXT"})], [to("web")], {}))
	silent(world(instance({}), [], [], {}))
}

test_recovered_by_an_alarm if {
	a := alarm({"metric_name": "StatusCheckFailed_System", "alarm_actions": ["arn:aws:automate:eu-west-1:ec2:recover"]})
	silent(world(instance({}), [front("aws_elb", {}), a], [to("web"), watched], {}))
	told := alarm({"metric_name": "StatusCheckFailed", "alarm_actions": ["arn:aws:sns:eu-west-1:123456789012:x"]})
	count(unmanaged_instance.fail) == 1 with input as world(instance({}), [front("aws_elb", {}), told], [to("web"), watched], {})
}

test_unknown_is_not_a_finding if {
	open := {"open": [{"holder": "front", "kind": "routes_to", "via": "targets[1].target_id", "needs": ["var.second"]}]}
	w := world(instance({}), [front("aws_lb_target_group", {})], [to("web")], open)
	unmanaged_instance.fail == set() with input as w
	unmanaged_instance.undetermined == {{
		"resource": "web",
		"unknown": {{"resource": "front", "path": "targets[1].target_id", "needs": ["var.second"]}},
	}} with input as w
}

test_unknown_action if {
	a := alarm({"metric_name": "StatusCheckFailed"})
	open := {"open": [{"holder": "alarm", "kind": "notifies", "via": "alarm_actions", "needs": ["var.actions"]}]}
	w := world(instance({}), [front("aws_elb", {}), a], [to("web"), watched], open)
	unmanaged_instance.fail == set() with input as w
	unmanaged_instance.undetermined == {{
		"resource": "web",
		"unknown": {{"resource": "alarm", "path": "alarm_actions", "needs": ["var.actions"]}},
	}} with input as w
}
