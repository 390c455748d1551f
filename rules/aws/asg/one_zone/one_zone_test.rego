package rules.aws.asg.one_zone_test

import data.rules.aws.asg.one_zone

group(id, zones, known, attributes) := {
	"id": id,
	"type": "aws_autoscaling_group",
	"group": "prod",
	"zones": zones,
	"zones_known": known,
	"attributes": attributes,
	"unknown": {},
}

world(groups, extra) := object.union({"resources": {"aws_autoscaling_group": groups}}, extra)

test_one_zone if {
	found := one_zone.fail with input as world([group("web", ["a"], true, {})], {})
	found == {{
		"resource": "web",
		"path": "vpc_zone_identifier",
		"message": "Losing one zone takes all of web down until the zone is back. Its instances can only start in a.",
		"related": [],
	}}
}

test_two_zones if {
	one_zone.fail == set() with input as world([group("web", ["a", "b"], true, {})], {})
}

test_zone_named_directly if {
	found := one_zone.fail with input as world([group("web", ["a"], true, {"availability_zones": ["a"]})], {})
	{f.path | some f in found} == {"availability_zones"}
}

test_one_group_for_each_zone if {
	groups := [group(`db["x"]`, ["a"], true, {}), group(`db["y"]`, ["b"], true, {})]
	one_zone.fail == set() with input as world(groups, {})
	same := [group(`db["x"]`, ["a"], true, {}), group(`db["y"]`, ["a"], true, {})]
	count(one_zone.fail) == 2 with input as world(same, {})
}

test_sibling_behind_the_same_target_group if {
	groups := [group("blue", ["a"], true, {}), group("green", ["b"], true, {})]
	w := object.union(world(groups, {}), {
		"data_sources": {"aws_lb_target_group": [{"id": "tg", "type": "aws_lb_target_group"}]},
		"edges": [{"from": "tg", "to": id, "kind": "routes_to"} | some id in ["blue", "green"]],
	})
	one_zone.fail == set() with input as w
}

test_cluster_placement_group if {
	w := world([group("hpc", ["a"], true, {"placement_group": "pg"})], {
		"data_sources": {"aws_placement_group": [{"id": "pg", "type": "aws_placement_group", "attributes": {"strategy": "cluster"}, "unknown": {}}]},
		"edges": [{"from": "hpc", "to": "pg", "kind": "references"}],
	})
	one_zone.fail == set() with input as w
}

test_empty_group if {
	one_zone.fail == set() with input as world([group("off", ["a"], true, {"max_size": 0})], {})
}

test_unknown_is_not_a_finding if {
	open := {"open": [{"holder": "web", "kind": "placed_in", "via": "vpc_zone_identifier", "needs": ["var.subnets"]}]}
	w := world([group("web", ["a"], false, {})], open)
	one_zone.fail == set() with input as w
	one_zone.undetermined == {{
		"resource": "web",
		"unknown": {{"resource": "web", "path": "vpc_zone_identifier", "needs": ["var.subnets"]}},
	}} with input as w
	placed := object.union(group("web", ["a"], true, {}), {"unknown": {"placement_group": ["var.pg"]}})
	one_zone.fail == set() with input as world([placed], {})
	one_zone.undetermined == {{"resource": "web", "path": "placement_group"}} with input as world([placed], {})
}
