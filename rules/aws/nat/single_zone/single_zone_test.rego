package rules.aws.nat.single_zone_test

import data.rules.aws.nat.single_zone

gateway(attributes, unknown) := {
	"id": "nat",
	"type": "aws_nat_gateway",
	"group": "prod",
	"zones": ["z1"],
	"zones_known": true,
	"attributes": attributes,
	"unknown": unknown,
}

subnet(id, zones) := {"id": id, "type": "aws_subnet", "group": "prod", "may_exist": false, "zones": zones, "zones_known": count(zones) > 0, "attributes": {}, "unknown": {}}

world(nat, subnets, extra) := object.union(
	{
		"resources": {"aws_nat_gateway": [nat], "aws_subnet": subnets},
		"edges": [{"from": s.id, "to": "nat", "kind": "egress_via"} | some s in subnets],
	},
	extra,
)

zonal := gateway({"availability_mode": "zonal"}, {})

three := [subnet("a", ["z1"]), subnet("b", ["z2"]), subnet("c", ["z3"])]

test_single_zone if {
	found := single_zone.fail with input as world(zonal, three, {})
	found == {{
		"resource": "nat",
		"path": "count",
		"message": "Losing z1 cuts the internet for private subnets in 3 zones (z1, z2 and z3): a, b and c leave through nat alone, which is in z1.",
		"related": [{"resource": id, "note": "loses the internet with it"} | some id in ["a", "b", "c"]],
	}}
	single_zone.undetermined == set() with input as world(zonal, three, {})
}

test_regional if {
	w := world(gateway({"availability_mode": "regional"}, {}), three, {})
	single_zone.fail == set() with input as w
	single_zone.undetermined == set() with input as w
}

test_one_for_each_zone if {
	w := world(zonal, [subnet("a", ["z1"]), subnet("d", ["z1"])], {})
	single_zone.fail == set() with input as w
	single_zone.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := world(gateway({}, {"availability_mode": ["var.mode"]}), three, {})
	single_zone.fail == set() with input as w
	single_zone.undetermined == {{"resource": "nat", "path": "availability_mode"}} with input as w
}

cannot_tell(needs) := {{"resource": "nat", "message": "Cannot tell whether subnets of several zones leave through nat.", "unknown": needs}}

test_unknown_zone if {
	w := world(zonal, [subnet("a", ["z1"]), subnet("b", [])], {})
	single_zone.fail == set() with input as w
	single_zone.undetermined == cannot_tell({{"resource": "b", "path": "availability_zone", "needs": {"b.availability_zone"}}}) with input as w
}

test_subnet_that_may_exist if {
	w := world(zonal, [subnet("a", ["z1"]), object.union(subnet("b", ["z2"]), {"may_exist": true})], {})
	single_zone.fail == set() with input as w
	single_zone.undetermined == cannot_tell({{"resource": "b"}}) with input as w
}

test_route_to_an_unknown_gateway if {
	open := {
		"open": [{"holder": "table", "kind": "egress_via", "via": "route[0].nat_gateway_id", "needs": ["var.nat"]}],
		"data_sources": {"aws_route_table": [{"id": "table", "type": "aws_route_table", "group": "prod"}]},
	}
	w := world(zonal, [subnet("a", ["z1"])], open)
	single_zone.fail == set() with input as w
	single_zone.undetermined == cannot_tell({{"resource": "table", "path": "route[0].nat_gateway_id", "needs": ["var.nat"]}}) with input as w
}
