# METADATA
# title: Aurora Limitless shard group keeps no standby
# description: |
#   Each shard of an Aurora Limitless database computes in one zone. Without compute redundancy the
#   loss of that zone, or of a host, stops the shard until another one is started, and queries that
#   touch its part of the data fail. The data itself is in three zones.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/limitless-create-shard-group.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_rds_shard_group]
#   controls: [aws-aurora-limitless-redundancy]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set compute_redundancy = 1 (a standby in a second zone) or 2 (standbys in two more zones). Each standby costs as much as its shard.
#     cloudformation: "Set ComputeRedundancy: 1 (a standby in a second zone) or 2 (standbys in two more zones). Each standby costs as much as its shard."
package rules.aws.aurora.shards_without_standby

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "compute_redundancy",
	"message": sprintf("Losing one zone stops the shards of %s that compute there until others are started%s. They have no standby.", [r.id, dependants(r)]),
	"related": [part | some c in graph.targets(r.id, "member_of"); some part in say.related_dependants(c)],
} if {
	some r in input.resources.aws_rds_shard_group
	attr.equals(r, "compute_redundancy", 0)
}

undetermined contains {"resource": r.id, "path": "compute_redundancy"} if {
	some r in input.resources.aws_rds_shard_group
	attr.unknown(r, "compute_redundancy")
}

# Who works with the cluster works with its shards.
dependants(r) := concat("", [say.dependants(c) | some c in graph.targets(r.id, "member_of")])
