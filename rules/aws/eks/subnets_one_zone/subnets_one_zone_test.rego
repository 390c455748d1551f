package rules.aws.eks.subnets_one_zone_test

import data.rules.aws.eks.subnets_one_zone

cluster(zones, known, attributes) := {"resources": {"aws_eks_cluster": [{
	"id": "main",
	"type": "aws_eks_cluster",
	"zones": zones,
	"zones_known": known,
	"attributes": attributes,
	"unknown": {},
}]}}

test_one_zone if {
	found := subnets_one_zone.fail with input as cluster(["a"], true, {})
	found == {{
		"resource": "main",
		"path": "vpc_config[0].subnet_ids",
		"message": "The cluster main cannot be created, or loses its control plane with one zone: its only subnets are in a, and EKS asks for two zones.",
	}}
}

test_two_zones if {
	subnets_one_zone.fail == set() with input as cluster(["a", "b"], true, {})
	subnets_one_zone.undetermined == set() with input as cluster(["a", "b"], true, {})
}

test_unknown_is_not_a_finding if {
	open := {"open": [{"holder": "main", "kind": "placed_in", "via": "vpc_config[0].subnet_ids", "needs": ["var.subnets"]}]}
	w := object.union(cluster([], false, {}), open)
	subnets_one_zone.fail == set() with input as w
	subnets_one_zone.undetermined == {{
		"resource": "main",
		"unknown": {{"resource": "main", "path": "vpc_config[0].subnet_ids", "needs": ["var.subnets"]}},
	}} with input as w
}
