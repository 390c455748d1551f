package rules.aws.eks.nodes_one_zone_test

import data.rules.aws.eks.nodes_one_zone

nodes(id, zones) := {
	"id": id,
	"type": "aws_eks_node_group",
	"group": "prod",
	"may_exist": false,
	"zones": zones,
	"zones_known": true,
	"attributes": {"cluster_name": "main"},
	"unknown": {},
}

world(groups, extra) := object.union({"resources": {"aws_eks_node_group": groups}}, extra)

member(groups, cluster) := {
	"data_sources": {"aws_eks_cluster": [{"id": "cluster", "type": "aws_eks_cluster", "attributes": cluster}], "aws_eks_fargate_profile": [{"id": "fargate", "type": "aws_eks_fargate_profile"}]},
	"edges": [{"from": g.id, "to": "cluster", "kind": "member_of"} | some g in groups],
}

test_one_zone if {
	found := nodes_one_zone.fail with input as world([nodes("n", ["a"])], {})
	found == {{
		"resource": "n",
		"path": "subnet_ids",
		"message": "Losing one zone stops every workload on main until the zone is back. All its nodes, those of n too, are in a.",
	}}
}

test_a_group_for_each_zone if {
	groups := [nodes("n", ["a"]), nodes("m", ["b"])]
	nodes_one_zone.fail == set() with input as world(groups, member(groups, {}))
	nodes_one_zone.fail == set() with input as world(groups, {})
	same := [nodes("n", ["a"]), nodes("m", ["a"])]
	count(nodes_one_zone.fail) == 2 with input as world(same, member(same, {}))
}

test_nodes_that_no_group_describes if {
	groups := [nodes("n", ["a"])]
	count(nodes_one_zone.fail) == 1 with input as world(groups, member(groups, {}))
	nodes_one_zone.fail == set() with input as world(groups, member(groups, {"compute_config": [{"enabled": true}]}))
	w := world(groups, member(groups, {}))
	edge := {"from": "fargate", "to": "cluster", "kind": "references"}
	nodes_one_zone.fail == set() with input as object.union(w, {"edges": array.concat(w.edges, [edge])})
}

test_unknown_is_not_a_finding if {
	unknown := object.union(nodes("n", []), {"zones_known": false})
	open := {"open": [{"holder": "n", "kind": "placed_in", "via": "subnet_ids", "needs": ["var.subnets"]}]}
	needed := {"resource": "n", "path": "subnet_ids", "needs": ["var.subnets"]}
	nodes_one_zone.fail == set() with input as world([unknown, nodes("m", ["a"])], open)
	nodes_one_zone.undetermined == {
		{"resource": "n", "unknown": {needed}},
		{"resource": "m", "unknown": {needed}},
	} with input as world([unknown, nodes("m", ["a"])], open)
}

test_group_that_may_exist if {
	groups := [nodes("n", ["a"]), object.union(nodes("m", ["b"]), {"may_exist": true})]
	nodes_one_zone.fail == set() with input as world(groups, {})
	some verdict in nodes_one_zone.undetermined with input as world(groups, {})
	verdict == {"resource": "n", "unknown": {{"resource": "m"}}}
}

test_unknown_cluster if {
	n := object.union(object.remove(nodes("n", ["a"]), ["attributes"]), {"attributes": {}, "unknown": {"cluster_name": ["var.cluster"]}})
	nodes_one_zone.fail == set() with input as world([n], {})
	nodes_one_zone.undetermined == {{"resource": "n", "unknown": {{"resource": "n", "path": "cluster_name"}}}} with input as world([n], {})
}
