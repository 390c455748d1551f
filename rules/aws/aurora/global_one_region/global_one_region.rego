# METADATA
# title: Aurora global database has its clusters in one region
# description: |
#   A global database is paid for to survive the loss of a region, by a secondary cluster in another
#   one. With all its clusters in one region there is nothing to fail over to.
#
#   The secondary may be configured where this scan does not look; that is why it is no more than
#   medium.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html
# custom:
#   severity: medium
#   theme: multi-region
#   types: [aws_rds_global_cluster]
#   reads: [aws_rds_cluster]
#   controls: [aws-aurora-global-single-region]
#   frameworks:
#     well_architected: [REL13-BP02]
#   remediation:
#     terraform: Add an aws_rds_cluster with the same global_cluster_identifier and a provider (or the argument region) of another region, with instances of its own or without (headless).
#     cloudformation: Add an AWS::RDS::DBCluster with the same GlobalClusterIdentifier in a stack of another region.
package rules.aws.aurora.global_one_region

import data.lib.graph
import data.lib.need
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Losing region %s loses the global database %s: %s %s there, and no cluster of it is elsewhere.", [place, r.id, say.names(ids), being(ids)]),
	"related": [{"resource": id, "note": "is a cluster of it"} | some id in array.slice(ids, 0, 3)],
} if {
	some r in input.resources.aws_rds_global_cluster
	some place in regions(r)
	count(regions(r)) == 1
	count(doubts(r)) == 0
	ids := [c.id | some c in clusters(r)]
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether the global database %s has a cluster in a second region.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_rds_global_cluster
	count(clusters(r)) > 0
	count(regions(r)) < 2
	count(doubts(r)) > 0
}

clusters(r) := [c | some c in graph.sources(r.id, "member_of"); c.type == "aws_rds_cluster"]

regions(r) := {c.region | some c in clusters(r); not c.may_exist; c.region}

default being(_) := "is"

being(ids) := "are" if count(ids) > 1

doubts(r) := (places(r) | open(r)) | {{"needs": [name]} | some name in graph.missing(r.group)}

places(r) := {{"resource": c.id} | some c in clusters(r); c.may_exist} | {{"needs": [sprintf("region of %s", [c.id])]} |
	some c in clusters(r)
	not c.region
}

# Clusters that may be of it: of its root, or of one that is given its name.
open(r) := {{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in array.slice(graph.open("member_of", r.type), 0, 5)
	possible(r, o)
}

possible(r, o) if graph.get(o.holder).group == r.group

possible(_, o) if {
	some n in o.needs
	need.outside(n)
}
