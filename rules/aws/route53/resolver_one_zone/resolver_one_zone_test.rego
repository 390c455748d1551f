package rules.aws.route53.resolver_one_zone_test

import data.rules.aws.route53.resolver_one_zone

endpoint(zones, known, attributes) := {"resources": {"aws_route53_resolver_endpoint": [{
	"id": "dns",
	"type": "aws_route53_resolver_endpoint",
	"zones": zones,
	"zones_known": known,
	"attributes": attributes,
	"unknown": {},
}]}}

test_one_zone if {
	found := resolver_one_zone.fail with input as endpoint(["a"], true, {"direction": "OUTBOUND"})
	found == {{
		"resource": "dns",
		"path": "ip_address",
		"message": "Losing one zone ends the forwarding of names through dns. All its addresses are in a.",
	}}
	twice := [{"subnet_id": "subnet-1"}, {"subnet_id": "subnet-1"}]
	count(resolver_one_zone.fail) == 1 with input as endpoint([], false, {"ip_address": twice})
}

test_two_zones if {
	resolver_one_zone.fail == set() with input as endpoint(["a", "b"], true, {})
	resolver_one_zone.fail == set() with input as endpoint([], false, {"ip_address": [{"subnet_id": "subnet-1"}, {"subnet_id": "subnet-2"}]})
}

test_unknown_is_not_a_finding if {
	open := {"open": [{"holder": "dns", "kind": "placed_in", "via": "ip_address[0].subnet_id", "needs": ["var.subnets"]}]}
	w := object.union(endpoint([], false, {}), open)
	resolver_one_zone.fail == set() with input as w
	resolver_one_zone.undetermined == {{
		"resource": "dns",
		"unknown": {{"resource": "dns", "path": "ip_address[0].subnet_id", "needs": ["var.subnets"]}},
	}} with input as w
}
