package rules.aws.ecs.one_zone_test

import data.rules.aws.ecs.one_zone

service(id, zones, known, attributes) := {
	"id": id, "type": "aws_ecs_service", "group": "prod",
	"zones": zones, "zones_known": known,
	"attributes": object.union({"desired_count": 2, "scheduling_strategy": "REPLICA"}, attributes), "unknown": {},
}

world(services, extra) := object.union({"resources": {"aws_ecs_service": services}}, extra)

silent(w) if {
	one_zone.fail == set() with input as w
	one_zone.undetermined == set() with input as w
}

test_one_zone if {
	found := one_zone.fail with input as world([service("api", ["a"], true, {})], {})
	found == {{
		"resource": "api",
		"path": "network_configuration[0].subnets",
		"message": "Losing one zone stops every task of api until the zone is back. Its only subnets are in a.",
		"related": [],
	}}
	literal := service("api", [], false, {"network_configuration": [{"subnets": ["subnet-1"]}]})
	count(one_zone.fail) == 1 with input as world([literal], {})
}

test_two_zones if {
	silent(world([service("api", ["a", "b"], true, {})], {}))
	silent(world([service("api", [], false, {})], {}))
}

test_one_service_for_each_zone if {
	silent(world([service(`api["x"]`, ["a"], true, {}), service(`api["y"]`, ["b"], true, {})], {}))
	behind := {
		"data_sources": {"x": [{"id": "tg", "type": "aws_lb_target_group"}]},
		"edges": [{"from": "tg", "to": id, "kind": "routes_to"} | some id in ["blue", "green"]],
	}
	silent(world([service("blue", ["a"], true, {}), service("green", ["b"], true, {})], behind))
}

test_runs_nothing if silent(world([service("api", ["a"], true, {"desired_count": 0})], {}))

test_unknown_is_not_a_finding if {
	open := {"open": [{"holder": "api", "kind": "placed_in", "via": "network_configuration[0].subnets", "needs": ["var.subnets"]}]}
	w := world([service("api", [], false, {})], open)
	one_zone.fail == set() with input as w
	one_zone.undetermined == {{
		"resource": "api",
		"unknown": {{"resource": "api", "path": "network_configuration[0].subnets", "needs": ["var.subnets"]}},
	}} with input as w
}
