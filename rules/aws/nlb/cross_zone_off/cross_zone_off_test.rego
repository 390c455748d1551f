package rules.aws.nlb.cross_zone_off_test

import data.rules.aws.nlb.cross_zone_off

balancer(attributes, unknown) := {
	"id": "lb",
	"type": "aws_lb",
	"zones": ["a", "b"],
	"zones_known": true,
	"attributes": object.union({"load_balancer_type": "network", "enable_cross_zone_load_balancing": false}, attributes),
	"unknown": unknown,
}

group(attributes, unknown) := {"id": "tg", "type": "aws_lb_target_group", "attributes": attributes, "unknown": unknown}

instance(id, zones) := {"id": id, "type": "aws_instance", "may_exist": false, "zones": zones, "zones_known": count(zones) > 0, "attributes": {}, "unknown": {}}

world(lb, tg, instances) := {
	"resources": {"aws_lb": [lb], "aws_lb_target_group": [tg], "aws_instance": instances},
	"edges": array.concat(
		[{"from": "lb", "to": "tg", "kind": "routes_to"}],
		[{"from": "tg", "to": i.id, "kind": "routes_to"} | some i in instances],
	),
}

uneven := [instance("i", ["a"]), instance("j", ["a"]), instance("k", ["b"])]

test_uneven if {
	found := cross_zone_off.fail with input as world(balancer({}, {}), group({}, {}), uneven)
	found == {{
		"resource": "lb",
		"path": "enable_cross_zone_load_balancing",
		"message": "Each target of tg in b takes 2 times the load of one in a: lb gives every zone the same share, and they have 1 and 2 targets.",
		"related": [{"resource": "tg", "note": "has the unequal targets"}],
	}}
}

fixed := {"subnet_mapping": [{"allocation_id": "eip-1"}, {"allocation_id": "eip-2"}]}

test_zone_without_a_target if {
	found := cross_zone_off.fail with input as world(balancer(fixed, {}), group({}, {}), [instance("i", ["a"])])
	{f.message | some f in found} == {"Clients of the address of lb in b get no answer: it sends each zone's requests to targets of that zone, and tg has none there."}
	cross_zone_off.fail == set() with input as world(balancer({}, {}), group({}, {}), [instance("i", ["a"])])
}

test_even if {
	every w in [
		world(balancer({}, {}), group({}, {}), [instance("i", ["a"]), instance("j", ["b"])]),
		world(balancer(fixed, {}), group({}, {}), [instance("i", ["a"]), instance("j", ["b"])]),
		world(balancer({}, {}), group({"load_balancing_cross_zone_enabled": "true"}, {}), uneven),
		world(balancer({"enable_cross_zone_load_balancing": true}, {}), group({}, {}), uneven),
		world(balancer({"load_balancer_type": "application"}, {}), group({}, {}), uneven),
		world(balancer({"dns_record_client_routing_policy": "availability_zone_affinity"}, {}), group({}, {}), uneven),
	] {
		cross_zone_off.fail == set() with input as w
		cross_zone_off.undetermined == set() with input as w
	}
}

test_unknown_is_not_a_finding if {
	lb := balancer({"enable_cross_zone_load_balancing": null}, {"enable_cross_zone_load_balancing": ["var.cross"]})
	w := world(lb, group({}, {}), uneven)
	cross_zone_off.fail == set() with input as w
	cross_zone_off.undetermined == {{"resource": "lb", "path": "enable_cross_zone_load_balancing"}} with input as w
}

test_unknown_override if {
	w := world(balancer({}, {}), group({}, {"load_balancing_cross_zone_enabled": ["var.cross"]}), uneven)
	cross_zone_off.fail == set() with input as w
	cross_zone_off.undetermined == {{
		"resource": "lb",
		"unknown": {{"resource": "tg", "path": "load_balancing_cross_zone_enabled"}},
	}} with input as w
}

test_unknown_zone_of_a_target if {
	w := world(balancer({}, {}), group({}, {}), [instance("i", ["a"]), instance("j", [])])
	cross_zone_off.fail == set() with input as w
	cross_zone_off.undetermined == {{
		"resource": "lb",
		"unknown": {{"resource": "j", "path": "availability_zone", "needs": {"j.availability_zone"}}},
	}} with input as w
}
