package rules.aws.eks.single_node_test

import data.rules.aws.eks.single_node

nodes(id, size) := {
	"id": id, "type": "aws_eks_node_group", "group": "prod", "may_exist": false, "tags": {},
	"attributes": {"scaling_config": [{"min_size": size}]}, "unknown": {},
}

cluster := {"id": "main", "type": "aws_eks_cluster", "group": "prod", "tags": {}, "attributes": {}, "unknown": {}}

world(groups, extra) := object.union(
	{
		"resources": {"aws_eks_node_group": groups, "aws_eks_cluster": [cluster], "aws_autoscaling_group": []},
		"edges": [{"from": g.id, "to": "main", "kind": "member_of"} | some g in groups],
	},
	extra,
)

silent(w) if {
	single_node.fail == set() with input as w
	single_node.undetermined == set() with input as w
}

test_single_node if {
	found := single_node.fail with input as world([nodes("a", 1)], {})
	found == {{
		"resource": "a",
		"path": "scaling_config[0].min_size",
		"message": "One node lost stops every workload of main until another has started. a may shrink to 1.",
		"related": [],
	}}
	one_of_two := single_node.fail with input as world([nodes("a", 0), nodes("b", 1)], {})
	{[f.resource, f.related] | some f in one_of_two} == {["b", [{"resource": "a", "note": "counts as well"}]]}
}

test_two_nodes if {
	silent(world([nodes("a", 2)], {}))
	silent(world([nodes("a", 1), nodes("b", 1)], {}))
}

test_other_nodes if {
	auto := object.union(cluster, {"attributes": {"compute_config": [{"enabled": true}]}})
	silent(world([nodes("a", 1)], {"resources": {"aws_eks_node_group": [nodes("a", 1)], "aws_eks_cluster": [auto]}}))
	tagged := object.union(cluster, {"tags": {"karpenter.sh/discovery": "main"}})
	silent(world([nodes("a", 1)], {"resources": {"aws_eks_node_group": [nodes("a", 1)], "aws_eks_cluster": [tagged]}}))
	profile := {
		"data_sources": {"x": [{"id": "f", "type": "aws_eks_fargate_profile"}]},
		"edges": [{"from": "a", "to": "main", "kind": "member_of"}, {"from": "f", "to": "main", "kind": "references"}],
	}
	silent(world([nodes("a", 1)], profile))
	own := {"id": "g", "group": "prod", "attributes": {"tag": [{"key": "kubernetes.io/cluster/main"}]}}
	silent(world([nodes("a", 1)], {"resources": {"aws_eks_node_group": [nodes("a", 1)], "aws_eks_cluster": [cluster], "aws_autoscaling_group": [own]}}))
}

doubt(w) if {
	single_node.fail == set() with input as w
	count(single_node.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	unsized := object.union(nodes("a", 1), {"attributes": {"scaling_config": [{"min_size": null}]}, "unknown": {"scaling_config[0].min_size": ["var.min"]}})
	doubt(world([unsized], {}))
	doubt(world([nodes("a", 1), object.union(nodes("b", 1), {"may_exist": true})], {}))
	doubt(world([nodes("a", 1)], {"missing": {"prod": ["module.nodes"]}}))
	doubt(object.union(world([nodes("a", 1)], {}), {"edges": []}))
}

test_own_nodes_by_tags if {
	own := {"id": "own", "group": "prod", "tags": {"kubernetes.io/cluster/main": "owned"}, "attributes": {}, "unknown": {}}
	w := world([nodes("a", 1)], {})
	silent(object.union(w, {"resources": object.union(w.resources, {"aws_autoscaling_group": [own]})}))
}
