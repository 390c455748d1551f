# METADATA
# title: Redshift cluster has a single node
# description: |
#   A single node holds the only copy of the data: when its disk or its zone is lost, the cluster is
#   restored from the last snapshot, which takes about an hour and loses what came after it, up to
#   eight hours. With two nodes or more every block has a copy on another node, and a lost node is
#   replaced without a restore.
# related_resources:
#   - https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-clusters.html
#   - https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_redshift_cluster]
#   controls: [aws-redshift-single-node]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set cluster_type = "multi-node" and number_of_nodes = 2 or more. The cluster is resized and can be read meanwhile.
#     cloudformation: "Set ClusterType: multi-node and NumberOfNodes to 2 or more. The cluster is resized and can be read meanwhile."
package rules.aws.redshift.single_node

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": path,
	"message": sprintf("Losing the one node of %s takes it down until a snapshot is restored (about 1 h), and loses up to 8 h of data%s. It has no second node.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_redshift_cluster
	path := alone(r)
	not attr.unknown(r, "multi_az")
	not attr.is_true(r, "multi_az")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_redshift_cluster
	not attr.is_true(r, "multi_az")
	not several(r)
	some path in {"number_of_nodes", "multi_az"}
	attr.unknown(r, path)
}

# The attribute that makes it a single node.
alone(r) := "cluster_type" if {
	attr.equals(r, "cluster_type", "single-node")
} else := "number_of_nodes" if {
	attr.equals(r, "number_of_nodes", 1)
}

several(r) if attr.greater_than(r, "number_of_nodes", 1)
