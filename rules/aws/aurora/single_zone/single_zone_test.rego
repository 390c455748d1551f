package rules.aws.aurora.single_zone_test

import data.rules.aws.aurora.single_zone

cluster(attributes, unknown) := {"id": "cluster", "type": "aws_rds_cluster", "group": "prod", "attributes": attributes, "unknown": unknown}

aurora := cluster({"engine": "aurora-mysql"}, {})

instance(id, zones) := {"id": id, "type": "aws_rds_cluster_instance", "zones": zones, "zones_known": count(zones) > 0, "may_exist": false, "attributes": {}, "unknown": {}}

world(c, instances, extra) := object.union(
	{
		"resources": {"aws_rds_cluster": [c], "aws_rds_cluster_instance": instances},
		"edges": [{"from": i.id, "to": "cluster", "kind": "member_of"} | some i in instances],
	},
	extra,
)

silent(w) if {
	single_zone.fail == set() with input as w
	single_zone.undetermined == set() with input as w
}

message(w) := m if {
	single_zone.undetermined == set() with input as w
	found := single_zone.fail with input as w
	some f in found
	m := f.message
	count(found) == 1
}

test_single_instance if {
	w := world(aurora, [instance("a", [])], {})
	single_zone.fail == {{
		"resource": "cluster",
		"message": "Losing the zone of its instance stops cluster until a new instance is created (about 10 min). It has a single instance and no reader to fail over to.",
		"related": [{"resource": "a", "note": "is an instance of it"}],
	}} with input as w
}

test_one_zone if {
	message(world(aurora, [instance("a", ["eu-west-1a"]), instance("b", ["eu-west-1a"])], {})) == "Losing zone eu-west-1a stops cluster until a new instance is created (about 10 min). All of its 2 instances are in that zone."
}

test_no_instance if {
	message(world(aurora, [], {})) == "Nobody can connect to cluster. It has no instance, and one takes about 10 min to create."
}

test_spread if {
	silent(world(aurora, [instance("a", ["eu-west-1a"]), instance("b", ["eu-west-1b"])], {}))
	silent(world(aurora, [instance("a", []), instance("b", [])], {}))
	silent(world(aurora, [instance("a", ["eu-west-1a"]), instance("b", [])], {"missing": {"prod": ["module.x"]}}))
}

test_exempt if {
	silent(world(cluster({"engine": "postgres", "db_cluster_instance_class": "db.m6gd.large"}, {}), [], {}))
	silent(world(cluster({"engine": "aurora", "engine_mode": "serverless"}, {}), [], {}))
	silent(world(cluster({"engine": "aurora-postgresql", "cluster_scalability_type": "limitless"}, {}), [], {}))
	silent(world(cluster({"engine": "aurora-mysql", "global_cluster_identifier": "users"}, {}), [], {}))
	silent(world(cluster({"engine": "neptune"}, {}), [], {}))
}

doubt(w) if {
	single_zone.fail == set() with input as w
	count(single_zone.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	one := [instance("a", [])]
	doubt(world(cluster({}, {"engine": ["var.engine"]}), one, {}))
	doubt(world(cluster({"engine": "aurora-mysql"}, {"engine_mode": ["var.mode"]}), one, {}))
	doubt(world(cluster({"engine": "aurora-mysql"}, {"db_cluster_instance_class": ["var.class"]}), [], {}))
	doubt(world(aurora, [object.union(instance("a", []), {"may_exist": true})], {}))
	doubt(world(aurora, array.concat(one, [object.union(instance("b", []), {"may_exist": true})]), {}))
	doubt(world(aurora, [instance("a", ["eu-west-1a"]), object.union(instance("b", []), {"unknown": {"availability_zone": ["var.zone"]}})], {}))
	doubt(world(aurora, one, {"missing": {"prod": ["module.x"]}}))
	doubt(world(aurora, one, {"open": [{"holder": "x", "kind": "member_of", "via": "cluster_identifier", "types": ["aws_rds_cluster"], "needs": ["var.cluster"]}]}))
}
