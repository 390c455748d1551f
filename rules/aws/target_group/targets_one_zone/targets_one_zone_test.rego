package rules.aws.target_group.targets_one_zone_test

import data.rules.aws.target_group.targets_one_zone

instance(id, zones) := {
	"id": id, "type": "aws_instance", "may_exist": false, "attributes": {}, "unknown": {},
	"zones": zones, "zones_known": count(zones) > 0,
}

world(attributes, targets) := {
	"resources": {"aws_lb_target_group": [{"id": "tg", "type": "aws_lb_target_group", "group": "prod", "attributes": attributes, "unknown": {}}]},
	"data_sources": {"x": targets},
	"edges": [{"from": "tg", "to": t.id, "kind": "routes_to"} | some t in targets],
}

silent(w) if {
	targets_one_zone.fail == set() with input as w
	targets_one_zone.undetermined == set() with input as w
}

test_one_zone if {
	found := targets_one_zone.fail with input as world({}, [instance("a", ["x"]), instance("b", ["x"])])
	found == {{
		"resource": "tg",
		"message": "Losing zone x fails every request to tg. All of its instances are there: a and b.",
		"related": [{"resource": "a", "note": "is in x"}, {"resource": "b", "note": "is in x"}],
	}}
}

test_two_zones if silent(world({}, [instance("a", ["x"]), instance("b", ["y"])]))

test_judged_elsewhere if {
	silent(world({}, [instance("a", ["x"])]))
	silent(world({}, [instance("a", ["x"]), instance("b", ["x"]), object.union(instance("g", []), {"type": "aws_autoscaling_group"})]))
	silent(world({"target_type": "alb"}, [instance("a", ["x"]), instance("b", ["x"])]))
}

doubt(w) if {
	targets_one_zone.fail == set() with input as w
	count(targets_one_zone.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world({}, [instance("a", ["x"]), instance("b", [])]))
	doubt(world({}, [instance("a", ["x"]), object.union(instance("b", ["y"]), {"may_exist": true})]))
	doubt(world({"targets": [{"target_id": "i-0123"}]}, [instance("a", ["x"]), instance("b", ["x"])]))
	two := world({}, [instance("a", ["x"]), instance("b", ["x"])])
	doubt(object.union(two, {"missing": {"prod": ["module.more"]}}))
	doubt(object.union(two, {"open": [{"holder": "tg", "kind": "routes_to", "via": "targets[0].target_id", "needs": ["var.more"]}]}))
}

test_targets_named_by_the_id_of_an_instance if {
	a := instance("arn:aws:ec2:eu-west-1:123456789012:instance/i-0a", ["x"])
	b := instance("arn:aws:ec2:eu-west-1:123456789012:instance/i-0b", ["x"])
	count(targets_one_zone.fail) == 1 with input as world({"targets": [{"target_id": "i-0a"}, {"target_id": "i-0b"}]}, [a, b])
	doubt(world({"targets": [{"target_id": "i-0a"}, {"target_id": "i-0b"}, {"target_id": "i-0c"}]}, [a, b]))
}
