package rules.aws.lb.one_zone_test

import data.rules.aws.lb.one_zone

balancer(type, zones, known, attributes) := {"resources": {type: [{
	"id": "front",
	"type": type,
	"zones": zones,
	"zones_known": known,
	"attributes": attributes,
	"unknown": {},
}]}}

test_one_zone if {
	every type in ["aws_lb", "aws_elb"] {
		found := one_zone.fail with input as balancer(type, ["a"], true, {})
		found == {{
			"resource": "front",
			"path": "subnets",
			"message": "Losing one zone makes everything behind front unreachable. It answers only in a.",
			"related": [],
		}}
	}
}

test_line_to_change if {
	found := one_zone.fail with input as balancer("aws_elb", ["a"], true, {"availability_zones": ["a"]})
	{f.path | some f in found} == {"availability_zones"}
	mapped := one_zone.fail with input as balancer("aws_lb", ["a"], true, {"subnet_mapping": [{"subnet_id": "s"}]})
	{f.path | some f in mapped} == {"subnet_mapping"}
}

test_two_zones if {
	one_zone.fail == set() with input as balancer("aws_lb", ["a", "b"], true, {})
}

test_outpost if {
	one_zone.fail == set() with input as balancer("aws_lb", ["a"], true, {"customer_owned_ipv4_pool": "pool"})
}

test_unknown_is_not_a_finding if {
	open := {"open": [{"holder": "front", "kind": "placed_in", "via": "subnets", "needs": ["var.subnets"]}]}
	w := object.union(balancer("aws_lb", ["a"], false, {}), open)
	one_zone.fail == set() with input as w
	one_zone.undetermined == {{
		"resource": "front",
		"unknown": {{"resource": "front", "path": "subnets", "needs": ["var.subnets"]}},
	}} with input as w
}
