package lib.zone_test

import data.lib.zone

a := {"id": "a", "type": "aws_subnet", "may_exist": false, "zones": ["z1"], "zones_known": true, "attributes": {}, "unknown": {}}

bare(id) := {"id": id, "type": "aws_subnet", "may_exist": false, "zones": [], "zones_known": false, "attributes": {}, "unknown": {}}

placed(zones, known) := {"id": "g", "type": "t", "zones": zones, "zones_known": known, "attributes": {}, "unknown": {}}

world(subnets, extra) := object.union(
	{
		"resources": {"t": [{"id": "g"}], "aws_subnet": subnets},
		"edges": [{"from": "g", "to": s.id, "kind": "placed_in"} | some s in subnets],
	},
	extra,
)

open := {"open": [{"holder": "g", "kind": "placed_in", "via": "subnets", "needs": ["var.s"]}]}

test_known_zone if {
	zone.only(placed(["z1"], true), []) == "z1" with input as world([a], {})
	not zone.only(placed(["z1", "z2"], true), []) with input as world([a], {})
	not zone.only(placed(["z1"], false), []) with input as world([a], open)
	not zone.unknown(placed(["z1"], true), [], ["subnets"]) with input as world([a], {})
}

test_one_subnet_without_a_zone if {
	zone.only(placed([], false), []) == "the zone of b" with input as world([bare("b")], {})
	zone.only(placed([], false), ["subnet-1"]) == "the zone of subnet-1" with input as world([], {})
	not zone.only(placed([], false), ["subnet-1", "subnet-2"]) with input as world([], {})
	not zone.only(placed([], false), [null]) with input as world([], {})
	not zone.only(placed([], false), []) with input as world([object.union(bare("b"), {"may_exist": true})], {})
	not zone.only(placed([], false), []) with input as world([bare("b"), bare("c")], {})
}

test_unknown_subnets if {
	zone.unknown(placed(["z1"], false), [], ["subnets"]) == {{"resource": "g", "path": "subnets", "needs": ["var.s"]}} with input as world([a], open)
	not zone.unknown(placed(["z1", "z2"], false), [], ["subnets"]) with input as world([a], open)
	r := object.union(placed([], false), {"unknown": {"zones": ["var.z"]}})
	zone.unknown(r, [], ["subnets", "zones"]) == {{"resource": "g", "path": "zones", "needs": {"var.z"}}} with input as world([], {})
}

test_unknown_zones_of_subnets if {
	c := object.union(bare("c"), {"unknown": {"availability_zone": ["var.az"]}})
	d := object.union(bare("d"), {"may_exist": true})
	zone.unknown(placed([], false), [], []) == {
		{"resource": "b", "path": "availability_zone", "needs": {"b.availability_zone"}},
		{"resource": "c", "path": "availability_zone", "needs": {"var.az"}},
		{"resource": "d"},
	} with input as world([bare("b"), c, d], {})
}
