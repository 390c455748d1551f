package rules.aws.s3.replication_same_region_test

import data.rules.aws.s3.replication_same_region as rule

bucket(id, region) := {"id": id, "type": "aws_s3_bucket", "region": region, "may_exist": false, "attributes": {"bucket": id}, "unknown": {}}

to(arn) := {"attributes": {"replication_configuration": [{"rule": [{"destination": [{"bucket": arn}]}]}]}}

a := object.union(bucket("a", "eu-west-1"), to("arn:aws:s3:::b"))

world(buckets, pairs, extra) := object.union(
	{
		"resources": {"aws_s3_bucket": buckets},
		"edges": [{"from": p[0], "to": p[1], "kind": "replicates_to"} | some p in pairs],
	},
	extra,
)

silent(w) if {
	rule.fail == set() with input as w
	rule.undetermined == set() with input as w
}

test_same_region if {
	w := world([a, bucket("b", "eu-west-1")], [["a", "b"]], {})
	rule.fail == {{
		"resource": "a",
		"path": "replication_configuration[0].rule[0].destination[0].bucket",
		"message": "Losing region eu-west-1 loses a together with its copy. It is replicated only to b, in the same region.",
		"related": [{"resource": "b", "note": "is the copy"}],
	}} with input as w
	rule.undetermined == set() with input as w
}

test_other_region if {
	silent(world([a, bucket("b", "us-east-1")], [["a", "b"]], {}))
	silent(world([a, bucket("b", "eu-west-1"), bucket("c", "us-east-1")], [["a", "b"], ["a", "c"]], {}))
	silent(world([bucket("a", "eu-west-1")], [], {}))
}

test_collected if {
	silent(world([a, bucket("b", "eu-west-1"), bucket("c", "eu-west-1")], [["a", "b"], ["c", "b"]], {}))
}

doubt(w) if {
	rule.fail == set() with input as w
	count(rule.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world([a, object.remove(bucket("b", ""), ["region"])], [["a", "b"]], {}))
	doubt(world([object.remove(a, ["region"]), bucket("b", "us-east-1")], [["a", "b"]], {}))
	doubt(world([a, object.union(bucket("b", "eu-west-1"), {"may_exist": true})], [["a", "b"]], {}))
	doubt(world([a], [], {}))
	doubt(world([bucket("a", "eu-west-1")], [], {"open": [{"holder": "a", "kind": "replicates_to", "via": "replication_configuration", "needs": ["var.x"]}]}))
}
