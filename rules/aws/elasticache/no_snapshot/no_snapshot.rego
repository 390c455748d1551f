# METADATA
# title: Redis or Valkey cache keeps no snapshots
# description: |
#   Replicas repeat a deletion or a corruption at once. Without automatic snapshots nothing is left
#   to go back to, and sessions, queues or counters that live only here are gone.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups.html
# custom:
#   severity: medium
#   theme: backup
#   types: [aws_elasticache_replication_group, aws_elasticache_cluster, aws_elasticache_serverless_cache]
#   controls: [aws-elasticache-snapshot-retention, aws-elasticache-serverless-snapshots]
#   frameworks:
#     well_architected: [REL09-BP01]
#     fsbp: [ElastiCache.1]
#   remediation:
#     terraform: Set snapshot_retention_limit = 7 or more (days). Accept the finding where the cache holds nothing that cannot be computed again.
#     cloudformation: Set SnapshotRetentionLimit to 7 or more (days). Accept the finding where the cache holds nothing that cannot be computed again.
package rules.aws.elasticache.no_snapshot

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "snapshot_retention_limit",
	"message": sprintf("What is deleted or corrupted in %s cannot be brought back%s. No automatic snapshots are kept.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in caches
	attr.equals(r, "snapshot_retention_limit", 0)
	not exempt(r)
	every path in decisive(r) { not attr.unknown(r, path) }
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in caches
	not attr.greater_than(r, "snapshot_retention_limit", 0)
	not exempt(r)
	some path in (decisive(r) | {"snapshot_retention_limit"})
	attr.unknown(r, path)
}

caches contains r if some r in input.resources.aws_elasticache_replication_group

caches contains r if some r in input.resources.aws_elasticache_cluster

caches contains r if some r in input.resources.aws_elasticache_serverless_cache

# Attributes that can exempt a cache. The smallest old node type is too rare to ask for.
decisive(r) := {"engine", "replication_group_id"} if r.type == "aws_elasticache_cluster"

decisive(r) := {"global_replication_group_id"} if r.type == "aws_elasticache_replication_group"

decisive(r) := {"engine"} if r.type == "aws_elasticache_serverless_cache"

# Memcached keeps no data; the smallest old nodes cannot make snapshots.
exempt(r) if attr.has_prefix(r, "engine", {"memcached"})

exempt(r) if attr.equals(r, "node_type", "cache.t1.micro")

# Members of a group and secondaries of a global datastore are copies of another.
exempt(r) if count(graph.targets(r.id, "member_of")) > 0

exempt(r) if {
	r.type == "aws_elasticache_cluster"
	attr.is_set(r, "replication_group_id")
}

exempt(r) if {
	r.type == "aws_elasticache_replication_group"
	attr.is_set(r, "global_replication_group_id")
}
