package rules.aws.route53.failover_unpaired_test

import data.rules.aws.route53.failover_unpaired

record(id, type) := {
	"id": id, "type": "aws_route53_record", "group": "prod", "may_exist": false, "unknown": {},
	"attributes": {"name": "shop.example.com", "type": "A", "failover_routing_policy": [{"type": type}]},
}

zone := {"id": "z", "type": "aws_route53_zone", "group": "prod", "data": false}

world(records, its_zone, extra) := object.union(
	{
		"resources": {"aws_route53_record": records},
		"data_sources": {"x": [its_zone]},
		"edges": [{"from": r.id, "to": "z", "kind": "member_of"} | some r in records],
	},
	extra,
)

test_unpaired if {
	found := failover_unpaired.fail with input as world([record("a", "PRIMARY")], zone, {})
	found == {{
		"resource": "a",
		"path": "failover_routing_policy",
		"message": "When what a leads to fails, users have nowhere else to go: shop.example.com has a PRIMARY record and no SECONDARY one.",
	}}
	other := object.union(record("b", "SECONDARY"), {"attributes": {"name": "other.example.com"}})
	count(failover_unpaired.fail) == 2 with input as world([record("a", "PRIMARY"), other], zone, {})
}

test_paired if {
	w := world([record("a", "PRIMARY"), object.union(record("b", "SECONDARY"), {"attributes": {"name": "Shop.example.com."}})], zone, {})
	failover_unpaired.fail == set() with input as w
	failover_unpaired.undetermined == set() with input as w
}

test_simple_record if {
	simple := {"id": "a", "type": "aws_route53_record", "group": "prod", "may_exist": false, "attributes": {"name": "x", "type": "A"}, "unknown": {}}
	w := world([simple], zone, {})
	failover_unpaired.fail == set() with input as w
	failover_unpaired.undetermined == set() with input as w
}

doubt(w) if {
	failover_unpaired.fail == set() with input as w
	count(failover_unpaired.undetermined) > 0 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world([record("a", "PRIMARY")], object.union(zone, {"data": true}), {}))
	doubt(world([record("a", "PRIMARY")], zone, {"missing": {"prod": ["module.dns"]}}))
	doubt(world([record("a", "PRIMARY"), object.union(record("b", "SECONDARY"), {"may_exist": true})], zone, {}))
	doubt(world([object.union(record("a", "PRIMARY"), {"unknown": {"failover_routing_policy[0].type": ["var.role"]}})], zone, {}))
	doubt(world([object.union(record("a", "PRIMARY"), {"unknown": {"name": ["var.name"]}})], zone, {}))
}
