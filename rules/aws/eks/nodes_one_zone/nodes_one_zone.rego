# METADATA
# title: EKS cluster has all nodes of its node groups in one zone
# description: |
#   The control plane of EKS spans zones, the nodes are only where their subnets are. When every
#   node group of a cluster is in the same zone, the loss of that zone stops all workloads, and
#   there is nowhere to move them.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_eks_node_group]
#   reads: [aws_subnet, aws_eks_cluster]
#   controls: [aws-eks-nodegroup-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [4f63619f]
#   remediation:
#     terraform: Add subnets of a second availability zone to subnet_ids (this replaces the node group), or add a node group in another zone.
#     cloudformation: Add subnets of a second availability zone to Subnets (this replaces the node group), or add a node group in another zone.
package rules.aws.eks.nodes_one_zone

import data.lib.attr
import data.lib.graph
import data.lib.zone

fail contains {
	"resource": r.id,
	"path": "subnet_ids",
	"message": sprintf("Losing one zone stops every workload on %s until the zone is back. All its nodes, those of %s too, are in %s.", [cluster(r), r.id, place]),
} if {
	some r in input.resources.aws_eks_node_group
	place := zone.only(r, named(r))
	not elsewhere(r)
	count(doubts(r)) == 0
}

undetermined contains {"resource": r.id, "unknown": doubts(r)} if {
	some r in input.resources.aws_eks_node_group
	not elsewhere(r)
	count(doubts(r)) > 0
}

# What to supply to know whether the nodes of r's cluster are all in the zone of r.
doubts(r) := doubts_of(r, r)

doubts(r) := {part |
	some peer in peers(r)
	some part in doubts_of(r, peer)
} if {
	not doubts_of(r, r)
}

doubts_of(_, peer) := zone.unknown(peer, named(peer), {"subnet_ids"})

doubts_of(r, peer) := {{"resource": peer.id, "path": "subnet_ids", "needs": {zone.only(peer, named(peer))}}} if {
	not peer.zones_known
	peer.id != r.id
}

doubts_of(r, peer) := {{"resource": peer.id}} if {
	peer.may_exist
	peer.zones_known
	peer.zones != r.zones
}

doubts_of(r, peer) := {{"resource": r.id, "path": "cluster_name"}} if {
	peer.id == r.id
	r.zones_known
	count(graph.targets(r.id, "member_of")) == 0
	attr.unknown(r, "cluster_name")
}

# A group for each zone is as good as a group over all zones.
elsewhere(r) if count({z | some peer in peers(r); here(r, peer); some z in peer.zones}) > 1

# Nodes that no node group describes: EKS Auto Mode, Fargate.
elsewhere(r) if {
	some c in graph.targets(r.id, "member_of")
	some config in c.attributes.compute_config
	config.enabled == true
}

elsewhere(r) if {
	some c in graph.targets(r.id, "member_of")
	some profile in graph.sources(c.id, "references")
	profile.type == "aws_eks_fargate_profile"
}

here(r, peer) if peer.id == r.id

here(_, peer) if not peer.may_exist

peers(r) := {r} | {peer | some peer in by_cluster[key(r)]}

# Made once, in linear time: a set looked up by a computed key is made anew for each.
by_cluster := object.union_n([{key(r): {r.id: r}} | some r in input.resources.aws_eks_node_group])

# The cluster, or what names it; groups of one root without either count as one cluster.
key(r) := graph.targets(r.id, "member_of")[0].id

key(r) := [r.group, named_cluster(r)] if count(graph.targets(r.id, "member_of")) == 0

cluster(r) := graph.targets(r.id, "member_of")[0].id

cluster(r) := named_cluster(r) if count(graph.targets(r.id, "member_of")) == 0

default named_cluster(_) := "its cluster"

named_cluster(r) := r.attributes.cluster_name

default named(_) := []

named(r) := r.attributes.subnet_ids
