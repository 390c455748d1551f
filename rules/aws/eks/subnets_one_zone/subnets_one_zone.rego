# METADATA
# title: EKS cluster has its control plane subnets in one zone
# description: |
#   EKS places the network interfaces of the control plane in the subnets of the cluster and refuses
#   to create a cluster whose subnets are in fewer than two zones. If it could, the loss of the zone
#   would part the nodes from the control plane: nothing is started, moved or scaled any more.
# related_resources:
#   - https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_eks_cluster]
#   reads: [aws_subnet]
#   controls: [aws-eks-cluster-subnets]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Add a subnet of a second availability zone to vpc_config.subnet_ids. It changes the cluster in place.
#     cloudformation: Add a subnet of a second availability zone to ResourcesVpcConfig.SubnetIds.
package rules.aws.eks.subnets_one_zone

import data.lib.zone

fail contains {
	"resource": r.id,
	"path": "vpc_config[0].subnet_ids",
	"message": sprintf("The cluster %s cannot be created, or loses its control plane with one zone: its only subnets are in %s, and EKS asks for two zones.", [r.id, place]),
} if {
	some r in input.resources.aws_eks_cluster
	place := zone.only(r, named(r))
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in input.resources.aws_eks_cluster
	unknown := zone.unknown(r, named(r), {"vpc_config"})
}

default named(_) := []

named(r) := r.attributes.vpc_config[0].subnet_ids
