package rules.aws.lb.public_in_private_subnet_test

import data.rules.aws.lb.public_in_private_subnet as rule

world(attributes, unknown, route, routes_unknown) := {
	"resources": {"aws_lb": [{"id": "lb", "type": "aws_lb", "attributes": attributes, "unknown": unknown}]},
	"data_sources": {"x": [
		{"id": "s", "type": "aws_subnet", "may_exist": false},
		{"id": "t", "type": "aws_route_table", "data": false, "attributes": {"route": [route]}, "unknown": routes_unknown},
	]},
	"edges": [
		{"from": "lb", "to": "s", "kind": "placed_in"},
		{"from": "s", "to": "t", "kind": "references"},
	],
}

public := {"internal": false, "load_balancer_type": "network"}

nat := {"cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}

silent(w) if {
	rule.fail == set() with input as w
	rule.undetermined == set() with input as w
}

test_private if {
	found := rule.fail with input as world(public, {}, nat, {})
	found == {{
		"resource": "lb",
		"path": "subnets",
		"message": "Clients that are sent to its node in s never get an answer from lb: it faces the internet, and their default route leads to a NAT gateway.",
		"related": [{"resource": "s", "note": "has no way back to the internet"}],
	}}
	computed := world(public, {}, {"cidr_block": "0.0.0.0/0"}, {"route[0].transit_gateway_id": ["aws_ec2_transit_gateway.t.id"]})
	count(rule.fail) == 1 with input as computed
}

test_public if {
	silent(world(public, {}, {"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}, {}))
	silent(world(public, {}, {"cidr_block": "0.0.0.0/0", "vpc_endpoint_id": "vpce-1"}, {}))
	silent(world(public, {}, {"cidr_block": "10.0.0.0/8", "transit_gateway_id": "tgw-1"}, {}))
}

test_internal if {
	silent(world({"internal": true, "load_balancer_type": "application"}, {}, nat, {}))
	silent(world({"internal": false, "load_balancer_type": "gateway"}, {}, nat, {}))
}

test_unknown_is_not_a_finding if {
	w := world({"load_balancer_type": "network"}, {"internal": ["var.internal"]}, nat, {})
	rule.fail == set() with input as w
	rule.undetermined == {{"resource": "lb", "path": "internal"}} with input as w
	route := world(public, {}, {"cidr_block": "0.0.0.0/0"}, {"route[0].gateway_id": ["var.r"], "route[0].nat_gateway_id": ["var.r"]})
	rule.fail == set() with input as route
	count(rule.undetermined) == 1 with input as route
}
