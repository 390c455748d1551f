# METADATA
# title: Redis or Valkey cache has no replica that takes over
# description: |
#   Without a replica, the loss of a node loses everything that the cache holds and stops its users
#   until a new node is up. With a replica but without automatic failover, writes stop until
#   somebody promotes it.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
# custom:
#   severity: high
#   theme: cache
#   types: [aws_elasticache_replication_group, aws_elasticache_cluster]
#   controls: [aws-elasticache-no-replicas, aws-elasticache-automatic-failover, aws-elasticache-single-node-redis]
#   frameworks:
#     well_architected: [REL10-BP01, REL11-BP02]
#     fsbp: [ElastiCache.3]
#   remediation:
#     terraform: Set num_cache_clusters = 2 or more (replicas_per_node_group = 1 or more when sharded) and automatic_failover_enabled = true. A single aws_elasticache_cluster becomes an aws_elasticache_replication_group.
#     cloudformation: "Set NumCacheClusters (ReplicasPerNodeGroup when sharded) to 2 nodes a shard or more and AutomaticFailoverEnabled: true. A single AWS::ElastiCache::CacheCluster becomes an AWS::ElastiCache::ReplicationGroup."
package rules.aws.elasticache.no_replica

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": defect.path,
	"message": sprintf(defect.message, [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_elasticache_replication_group
	not secondary(r)
	not attr.unknown(r, "global_replication_group_id")
	defect := weak(r)
}

fail contains {
	"resource": r.id,
	"path": "engine",
	"message": sprintf(alone, [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_elasticache_cluster
	attr.has_prefix(r, "engine", {"redis", "valkey"})
	attr.not_set(r, "replication_group_id")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_elasticache_replication_group
	not secondary(r)
	not sound(r)
	not weak_whatever(r)
	some path in decisive
	attr.unknown(r, path)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether the shards of %s have replicas: replicas_per_node_group is not set, and AWS documents no default for it.", [r.id]),
	"unknown": {{"resource": r.id, "path": "replicas_per_node_group", "needs": ["replicas_per_node_group"]}},
} if {
	some r in input.resources.aws_elasticache_replication_group
	not secondary(r)
	attr.is_set(r, "num_node_groups")
	attr.not_set(r, "replicas_per_node_group")
	attr.not_set(r, "node_group_configuration")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_elasticache_cluster
	count(graph.targets(r.id, "member_of")) == 0
	not attr.has_prefix(r, "engine", {"memcached"})
	not attr.is_set(r, "replication_group_id")
	some path in {"engine", "replication_group_id"}
	attr.unknown(r, path)
}

decisive := {"num_cache_clusters", "num_node_groups", "replicas_per_node_group", "automatic_failover_enabled", "global_replication_group_id"}

alone := "Losing the one node of %s loses all that it holds and stops its users until a new node is up%s. It has no replica."

weak(r) := {"path": "num_cache_clusters", "message": alone} if {
	attr.equals(r, "num_cache_clusters", 1)
	count(graph.sources(r.id, "member_of")) == 0
} else := {
	"path": sharded,
	"message": "Losing one node of %s loses a shard of the data and stops its users until a new node is up%s. Its shards have no replica.",
} if {
	sharded := bare(r)
} else := {
	"path": "automatic_failover_enabled",
	"message": "Losing the primary node of %s stops all writes until someone promotes a replica by hand%s. Automatic failover is off.",
} if {
	attr.is_false(r, "automatic_failover_enabled")
	replicated(r)
}

# The attribute that leaves a shard without a replica.
bare(r) := "replicas_per_node_group" if {
	attr.equals(r, "replicas_per_node_group", 0)
} else := "node_group_configuration" if {
	some shard in r.attributes.node_group_configuration
	shard.replica_count == 0
}

weak_whatever(r) if {
	weak(r)
	not attr.unknown(r, "global_replication_group_id")
}

replicated(r) if attr.greater_than(r, "num_cache_clusters", 1)

replicated(r) if count(graph.sources(r.id, "member_of")) > 0

# The service refuses automatic failover without a replica, except in cluster mode.
sound(r) if {
	attr.is_true(r, "automatic_failover_enabled")
	attr.not_set(r, "num_node_groups")
	not attr.equals(r, "num_cache_clusters", 1)
}

sound(r) if attr.greater_than(r, "replicas_per_node_group", 0)

# A secondary of a global datastore inherits from its primary.
secondary(r) if attr.is_set(r, "global_replication_group_id")

secondary(r) if count(graph.targets(r.id, "member_of")) > 0
