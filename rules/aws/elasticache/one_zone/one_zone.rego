# METADATA
# title: Redis or Valkey cache can have all its nodes in one zone
# description: |
#   Replicas in the zone of the primary are lost with it. Only Multi-AZ, with subnets in two zones
#   or more, makes ElastiCache place a replica elsewhere and fail over to it.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_elasticache_replication_group, aws_elasticache_serverless_cache]
#   reads: [aws_elasticache_subnet_group]
#   controls: [aws-elasticache-multi-az, aws-elasticache-preferred-azs, aws-elasticache-subnet-group-azs, aws-elasticache-serverless-subnets]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set multi_az_enabled = true with automatic_failover_enabled = true, and give the subnet group subnets in two zones or more.
#     cloudformation: "Set MultiAZEnabled: true with AutomaticFailoverEnabled: true, and give the subnet group subnets in two zones or more."
package rules.aws.elasticache.one_zone

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": cause.path,
	"message": sprintf("Losing one zone can take all of %s down, replicas included%s. %s", [r.id, say.dependants(r), cause.why]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_elasticache_replication_group
	replicated(r)
	cause := confined(r)
}

fail contains {
	"resource": r.id,
	"path": "subnet_ids",
	"message": sprintf("Losing the zone %s takes %s down%s. Its subnets are all there.", [r.zones[0], r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_elasticache_serverless_cache
	r.zones_known
	count(r.zones) == 1
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_elasticache_replication_group
	not single(r)
	not confined(r)
	not spread(r)
	some path in {"multi_az_enabled", "preferred_cache_cluster_azs"}
	attr.unknown(r, path)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_elasticache_replication_group
	not single(r)
	not replicated(r)
	confined(r)
	count(graph.targets(r.id, "member_of")) == 0 # a secondary of a global datastore is sized by its primary
	some path in {"num_cache_clusters", "replicas_per_node_group"}
	attr.unknown(r, path)
}

replicated(r) if attr.greater_than(r, "num_cache_clusters", 1)

replicated(r) if attr.greater_than(r, "replicas_per_node_group", 0)

replicated(r) if {
	some shard in r.attributes.node_group_configuration
	shard.replica_count > 0
}

replicated(r) if count(graph.sources(r.id, "member_of")) > 0

# One node has one zone whatever is set; that it is alone is another finding.
single(r) if {
	attr.equals(r, "num_cache_clusters", 1)
	count(graph.sources(r.id, "member_of")) == 0
}

single(r) if attr.equals(r, "replicas_per_node_group", 0)

confined(r) := {"path": "subnet_group_name", "why": sprintf("All subnets of %s are in the zone %s.", [group.id, group.zones[0]])} if {
	some group in graph.targets(r.id, "placed_in")
	group.zones_known
	count(group.zones) == 1
} else := {"path": "preferred_cache_cluster_azs", "why": sprintf("All its nodes are asked for in the zone %s.", [r.zones[0]])} if {
	attr.is_set(r, "preferred_cache_cluster_azs")
	r.zones_known
	count(r.zones) == 1
} else := {"path": "multi_az_enabled", "why": "Multi-AZ is off, so nothing keeps a replica in a second zone."} if {
	attr.is_false(r, "multi_az_enabled")
	not attr.unknown(r, "preferred_cache_cluster_azs")
	not placed(r)
}

# Somebody chose two zones and lets the replica take over.
placed(r) if {
	attr.is_true(r, "automatic_failover_enabled")
	attr.is_set(r, "preferred_cache_cluster_azs")
	count(r.zones) > 1
}

spread(r) if attr.is_true(r, "multi_az_enabled")

spread(r) if placed(r)
