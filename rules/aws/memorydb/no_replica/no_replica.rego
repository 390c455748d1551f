# METADATA
# title: MemoryDB shard has no replica
# description: |
#   The data is safe in the transaction log, which is kept in several zones. But a shard without a
#   replica has nothing that takes over: when its node or zone is lost, nobody can read or write it
#   until a new node is up and has read the log. With a replica another node takes over in seconds.
# related_resources:
#   - https://docs.aws.amazon.com/memorydb/latest/devguide/autofailover.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_memorydb_cluster]
#   controls: [aws-memorydb-no-replicas]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set num_replicas_per_shard = 1 or more (leave it out for 1), with a subnet group of two zones.
#     cloudformation: Set NumReplicasPerShard to 1 or more (leave it out for 1), with a subnet group of two zones.
package rules.aws.memorydb.no_replica

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "num_replicas_per_shard",
	"message": sprintf("Losing one node of %s stops the users of its shard until a new node is up%s. Its shards have no replica.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_memorydb_cluster
	attr.equals(r, "num_replicas_per_shard", 0)
}

undetermined contains {"resource": r.id, "path": "num_replicas_per_shard"} if {
	some r in input.resources.aws_memorydb_cluster
	attr.unknown(r, "num_replicas_per_shard")
}
