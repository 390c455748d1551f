# METADATA
# title: EKS cluster can shrink to fewer than two nodes
# description: |
#   With one node every workload of the cluster is on one server in one zone: its failure, and every
#   update of its image, stops all of them until another node has started. The smallest sizes of
#   all node groups of a cluster count together.
#
#   Clusters with nodes that no node group describes are not judged: Auto Mode, Fargate, Karpenter,
#   groups of one's own.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_eks_node_group]
#   reads: [aws_eks_cluster, aws_autoscaling_group]
#   controls: [aws-eks-nodegroup-min-size]
#   frameworks:
#     well_architected: [REL11-BP05]
#     aprl: [005ccbbd, 7f7ae535]
#   remediation:
#     terraform: Set scaling_config.min_size to 2 or more, with subnets of two zones. It changes the group in place.
#     cloudformation: Set ScalingConfig.MinSize to 2 or more (it is 1 when absent), with subnets of two zones. It changes the group in place.
package rules.aws.eks.single_node

import data.lib.attr
import data.lib.graph

fail contains {
	"resource": r.id,
	"path": "scaling_config[0].min_size",
	"message": sprintf("One node lost stops every workload of %s until another has started. %s may shrink to %d.", [cluster(r), subject(r), total(r)]),
	"related": [{"resource": p.id, "note": "counts as well"} | some p in peers(r); p.id != r.id],
} if {
	some r in input.resources.aws_eks_node_group
	largest(r)
	total(r) < 2
	not elsewhere(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s can shrink to one node.", [cluster(r)]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_eks_node_group
	largest(r)
	total(r) < 2
	not elsewhere(r)
	count(doubts(r)) > 0
}

# The one that is told, of all node groups of the cluster.
largest(r) if {
	ranked := sort([[0 - smallest(p), p.id] | some p in peers(r)])
	ranked[0][1] == r.id
}

# What certainly stays.
total(r) := sum([smallest(p) | some p in peers(r); not p.may_exist])

default smallest(_) := 0

smallest(p) := size if {
	size := p.attributes.scaling_config[0].min_size
	is_number(size)
}

subject(r) := r.id if count(peers(r)) == 1

subject(r) := sprintf("Its %d node groups together", [count(peers(r))]) if count(peers(r)) > 1

doubts(r) := sizes(r) | (unclear(r) | {{"needs": [name]} | some name in graph.missing(r.group)})

sizes(r) := {{"resource": p.id} | some p in peers(r); p.may_exist} | {{"resource": p.id, "path": "scaling_config[0].min_size"} |
	some p in peers(r)
	attr.unknown(p, "scaling_config[0].min_size")
}

# Node groups that may be of this cluster.
unclear(r) := ({{"resource": r.id, "path": "cluster_name"} |
	count(graph.targets(r.id, "member_of")) == 0
	attr.unknown(r, "cluster_name")
} | {{"needs": [sprintf("the cluster %s, which is not here", [object.get(r.attributes, "cluster_name", "of its group")])]} |
	count(graph.targets(r.id, "member_of")) == 0
	not attr.unknown(r, "cluster_name")
}) | {{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in array.slice(graph.open("member_of", "aws_eks_cluster"), 0, 5)
	graph.get(o.holder).group == r.group
	o.holder != r.id
}

# Nodes that no node group describes.
elsewhere(r) if {
	some c in graph.targets(r.id, "member_of")
	some config in c.attributes.compute_config
	config.enabled == true
}

elsewhere(r) if {
	some c in graph.targets(r.id, "member_of")
	some user in graph.sources(c.id, "references")
	regex.match(`(?i)aws_eks_fargate_profile|karpenter`, concat(" ", [user.type, user.id]))
}

elsewhere(r) if {
	some x in array.concat([r], array.concat(graph.targets(r.id, "member_of"), graph.targets(r.id, "placed_in")))
	some key, _ in x.tags
	contains(key, "karpenter.sh/")
}

elsewhere(r) if r.group in own_nodes

# Roots with Auto Scaling groups that join a cluster.
own_nodes contains g.group if {
	some g in input.resources.aws_autoscaling_group
	some key in ({t.key | some t in g.attributes.tag} | object.keys(object.get(g, "tags", {})))
	startswith(key, "kubernetes.io/cluster/")
}

peers(r) := [graph.get(id) | some id, _ in by_cluster[key(r)]]

# Node groups by cluster; made once, in linear time.
by_cluster := object.union_n([{key(r): {r.id: true}} | some r in input.resources.aws_eks_node_group])

key(r) := graph.targets(r.id, "member_of")[0].id

key(r) := r.id if count(graph.targets(r.id, "member_of")) == 0

cluster(r) := graph.targets(r.id, "member_of")[0].id

cluster(r) := "its cluster" if count(graph.targets(r.id, "member_of")) == 0
