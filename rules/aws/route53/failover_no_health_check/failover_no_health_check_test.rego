package rules.aws.route53.failover_no_health_check_test

import data.rules.aws.route53.failover_no_health_check

record(attributes, unknown) := {"resources": {"aws_route53_record": [{"id": "shop", "type": "aws_route53_record", "attributes": attributes, "unknown": unknown}]}}

primary := {"failover_routing_policy": [{"type": "PRIMARY"}]}

silent(w) if {
	failover_no_health_check.fail == set() with input as w
	failover_no_health_check.undetermined == set() with input as w
}

test_no_health_check if {
	found := failover_no_health_check.fail with input as record(primary, {})
	found == {{
		"resource": "shop",
		"path": "health_check_id",
		"message": "When what shop leads to fails, users are still sent there: Route 53 has no health check for it, takes it for healthy and never uses the secondary record.",
	}}
	alias := object.union(primary, {"alias": [{"evaluate_target_health": false}]})
	count(failover_no_health_check.fail) == 1 with input as record(alias, {})
}

test_checked if {
	silent(record(object.union(primary, {"health_check_id": "abc"}), {}))
	silent(record(object.union(primary, {"alias": [{"evaluate_target_health": true}]}), {}))
	silent(object.union(record(primary, {"health_check_id": ["aws_route53_health_check.shop.id"]}), {
		"data_sources": {"aws_route53_health_check": [{"id": "check"}]},
		"edges": [{"from": "shop", "to": "check", "kind": "watched_by"}],
	}))
}

test_other_records if {
	silent(record({}, {}))
	silent(record({"failover_routing_policy": [{"type": "SECONDARY"}]}, {}))
}

test_unknown_is_not_a_finding if {
	every path in ["health_check_id", "alias[0].evaluate_target_health"] {
		w := record(primary, {path: ["var.x"]})
		failover_no_health_check.fail == set() with input as w
		failover_no_health_check.undetermined == {{"resource": "shop", "path": path}} with input as w
	}
	w := record({}, {"failover_routing_policy[0].type": ["var.type"]})
	failover_no_health_check.fail == set() with input as w
	failover_no_health_check.undetermined == {{"resource": "shop", "path": "failover_routing_policy[0].type"}} with input as w
}
