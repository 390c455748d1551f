package rules.aws.aurora.global_one_region_test

import data.rules.aws.aurora.global_one_region

cluster(id, region) := {"id": id, "type": "aws_rds_cluster", "group": "prod", "region": region, "may_exist": false}

world(clusters, extra) := object.union(
	{
		"resources": {
			"aws_rds_global_cluster": [{"id": "g", "type": "aws_rds_global_cluster", "group": "prod", "attributes": {}, "unknown": {}}],
			"aws_rds_cluster": clusters,
		},
		"edges": [{"from": c.id, "to": "g", "kind": "member_of"} | some c in clusters],
	},
	extra,
)

silent(w) if {
	global_one_region.fail == set() with input as w
	global_one_region.undetermined == set() with input as w
}

test_one_region if {
	found := global_one_region.fail with input as world([cluster("a", "eu-west-1")], {})
	found == {{
		"resource": "g",
		"message": "Losing region eu-west-1 loses the global database g: a is there, and no cluster of it is elsewhere.",
		"related": [{"resource": "a", "note": "is a cluster of it"}],
	}}
	count(global_one_region.fail) == 1 with input as world([cluster("a", "eu-west-1"), cluster("b", "eu-west-1")], {})
}

test_two_regions if {
	silent(world([cluster("a", "eu-west-1"), cluster("b", "us-east-1")], {}))
	silent(world([], {}))
}

doubt(w) if {
	global_one_region.fail == set() with input as w
	count(global_one_region.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world([cluster("a", "eu-west-1"), object.remove(cluster("b", ""), ["region"])], {}))
	doubt(world([cluster("a", "eu-west-1"), object.union(cluster("b", "us-east-1"), {"may_exist": true})], {}))
	doubt(world([cluster("a", "eu-west-1")], {"missing": {"prod": ["module.secondary"]}}))
	doubt(world([cluster("a", "eu-west-1")], {"open": [{"holder": "x", "kind": "member_of", "via": "global_cluster_identifier", "types": ["aws_rds_global_cluster"], "needs": ["var.global"]}]}))
}
