package rules.aws.rds.subnets_one_zone_test

import data.rules.aws.rds.subnets_one_zone

subnet(id, zones, unknown) := {"id": id, "type": "aws_subnet", "zones": zones, "zones_known": count(zones) > 0, "may_exist": false, "unknown": unknown}

group(ids, extra, subnets) := {
	"resources": {
		"aws_db_subnet_group": [object.union({"id": "group", "type": "aws_db_subnet_group", "attributes": {"subnet_ids": ids}, "unknown": {}}, extra)],
		"aws_subnet": subnets,
		"aws_db_instance": [{"id": "db"}],
	},
	"edges": array.concat([{"from": "group", "to": s.id, "kind": "placed_in"} | some s in subnets], [{"from": "db", "to": "group", "kind": "placed_in"}]),
}

test_one_zone if {
	w := group([null, null], {"zones": ["eu-west-1a"], "zones_known": true}, [subnet("a", ["eu-west-1a"], {}), subnet("b", ["eu-west-1a"], {})])
	subnets_one_zone.fail == {{
		"resource": "group",
		"path": "subnet_ids",
		"message": "Losing zone eu-west-1a takes down db, and there is no subnet in another zone to fail over to.",
		"related": [{"resource": "a", "note": "is in that zone"}, {"resource": "b", "note": "is in that zone"}],
	}} with input as w
	subnets_one_zone.undetermined == set() with input as w
}

test_single_subnet if {
	w := group(["subnet-1"], {"zones": [], "zones_known": false}, [])
	count(subnets_one_zone.fail) == 1 with input as w
	subnets_one_zone.undetermined == set() with input as w
}

test_two_zones if {
	w := group([null, null], {"zones": ["?0", "?1"], "zones_known": false}, [subnet("a", ["?0"], {}), subnet("b", ["?1"], {})])
	subnets_one_zone.fail == set() with input as w
	subnets_one_zone.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := group([null, null], {"zones": ["eu-west-1a"], "zones_known": false}, [subnet("a", ["eu-west-1a"], {}), subnet("b", [], {"availability_zone": ["var.zone"]})])
	subnets_one_zone.fail == set() with input as w
	subnets_one_zone.undetermined == {{
		"resource": "group",
		"message": "Cannot tell whether the subnets of group are in more than one zone.",
		"unknown": {{"resource": "b", "path": "availability_zone", "needs": {"var.zone"}}},
	}} with input as w
}

test_unknown_subnets if {
	w := object.union(
		group([], {"zones": [], "zones_known": false, "unknown": {"subnet_ids": ["var.ids"]}}, []),
		{"open": [{"holder": "group", "kind": "placed_in", "via": "subnet_ids", "needs": ["var.ids"]}]},
	)
	subnets_one_zone.fail == set() with input as w
	count(subnets_one_zone.undetermined) == 1 with input as w
}

test_wrapped_list_of_terraform_0_11 if {
	w := object.union(
		group([null], {"zones": [], "zones_known": false, "unknown": {"subnet_ids[0]": ["data.x"]}}, []),
		{"open": [{"holder": "group", "kind": "placed_in", "via": "subnet_ids[0]", "needs": ["data.x"]}]},
	)
	subnets_one_zone.fail == set() with input as w
	count(subnets_one_zone.undetermined) == 1 with input as w
}

test_single_known_subnet if {
	w := group([null], {"zones": [], "zones_known": false, "unknown": {"subnet_ids[0]": ["aws_subnet.a.id"]}}, [subnet("a", [], {})])
	count(subnets_one_zone.fail) == 1 with input as w
}
