# METADATA
# title: Memcached cluster has all its nodes in one zone
# description: |
#   Memcached has no replicas: what a lost node held is gone and its requests go to what stands
#   behind the cache. Nodes in one zone, or one node alone, are lost all at once, and the database
#   behind meets the whole load with a cold cache.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/FaultTolerance.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_elasticache_cluster]
#   reads: [aws_elasticache_subnet_group]
#   controls: [aws-memcached-single-node, aws-memcached-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set num_cache_nodes = 2 or more and az_mode = "cross-az", with subnets in two zones or more.
#     cloudformation: "Set NumCacheNodes to 2 or more and AZMode: cross-az, with subnets in two zones or more."
package rules.aws.elasticache.memcached_one_zone

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": cause.path,
	"message": sprintf("Losing %s empties the whole cache %s at once and sends all its load to what stands behind%s. %s", [cause.loss, r.id, say.dependants(r), cause.why]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_elasticache_cluster
	attr.equals(r, "engine", "memcached")
	cause := confined(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_elasticache_cluster
	attr.equals(r, "engine", "memcached")
	not confined(r)
	some path in {"num_cache_nodes", "az_mode", "preferred_availability_zones"}
	attr.unknown(r, path)
	not spread(r)
}

undetermined contains {"resource": r.id, "path": "engine"} if {
	some r in input.resources.aws_elasticache_cluster
	attr.unknown(r, "engine")
	confined(r)
	attr.not_set(r, "replication_group_id")
}

confined(r) := {"path": "num_cache_nodes", "loss": "one node", "why": "It has one node."} if {
	attr.equals(r, "num_cache_nodes", 1)
} else := {"path": "subnet_group_name", "loss": "one zone", "why": sprintf("All subnets of %s are in the zone %s.", [group.id, group.zones[0]])} if {
	some group in graph.targets(r.id, "placed_in")
	group.zones_known
	count(group.zones) == 1
} else := {"path": "preferred_availability_zones", "loss": "one zone", "why": sprintf("All its nodes are asked for in the zone %s.", [r.zones[0]])} if {
	attr.is_set(r, "preferred_availability_zones")
	r.zones_known
	count(r.zones) == 1
} else := {"path": "az_mode", "loss": "one zone", "why": "Its az_mode keeps all nodes in one zone."} if {
	attr.equals(r, "az_mode", "single-az")
	attr.not_set(r, "preferred_availability_zones")
}

# Cross-AZ needs two nodes, and two zones in the list.
spread(r) if {
	attr.equals(r, "az_mode", "cross-az")
	attr.not_set(r, "preferred_availability_zones")
}

spread(r) if {
	attr.is_set(r, "preferred_availability_zones")
	count(r.zones) > 1
}
