package rules.aws.lambda.vpc_one_zone_test

import data.rules.aws.lambda.vpc_one_zone

function(zones, known, attributes) := {"resources": {"aws_lambda_function": [{
	"id": "f",
	"type": "aws_lambda_function",
	"zones": zones,
	"zones_known": known,
	"attributes": attributes,
	"unknown": {},
}]}}

test_one_zone if {
	found := vpc_one_zone.fail with input as function(["a"], true, {})
	found == {{
		"resource": "f",
		"path": "vpc_config[0].subnet_ids",
		"message": "Losing one zone stops f until the zone is back. Its only subnets are in a.",
		"related": [],
	}}
}

test_one_subnet_of_an_unknown_zone if {
	found := vpc_one_zone.fail with input as function([], false, {"vpc_config": [{"subnet_ids": ["subnet-1"]}]})
	count(found) == 1
}

test_two_zones_or_no_vpc if {
	vpc_one_zone.fail == set() with input as function(["a", "b"], true, {})
	vpc_one_zone.fail == set() with input as function([], false, {})
	vpc_one_zone.undetermined == set() with input as function([], false, {})
	vpc_one_zone.fail == set() with input as function([], false, {"vpc_config": [{"subnet_ids": []}]})
}

test_unknown_is_not_a_finding if {
	open := {"open": [{"holder": "f", "kind": "placed_in", "via": "vpc_config[0].subnet_ids", "needs": ["var.subnets"]}]}
	w := object.union(function([], false, {}), open)
	vpc_one_zone.fail == set() with input as w
	vpc_one_zone.undetermined == {{
		"resource": "f",
		"unknown": {{"resource": "f", "path": "vpc_config[0].subnet_ids", "needs": ["var.subnets"]}},
	}} with input as w
}
