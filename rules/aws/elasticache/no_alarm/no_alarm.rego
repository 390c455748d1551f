# METADATA
# title: ElastiCache cache has no CloudWatch alarm
# description: |
#   A cache that is full evicts, one whose CPU is saturated answers late, and a replica that lags
#   hands over stale data. All of it shows in metrics long before the database behind is overrun.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html
# custom:
#   severity: low
#   theme: monitoring
#   types: [aws_elasticache_replication_group, aws_elasticache_cluster, aws_elasticache_serverless_cache]
#   reads: [aws_cloudwatch_metric_alarm]
#   controls: [aws-monitor-elasticache-no-alarm]
#   frameworks:
#     well_architected: [REL06-BP01, REL11-BP01]
#   remediation:
#     terraform: Add an aws_cloudwatch_metric_alarm in the namespace AWS/ElastiCache for each node (CacheClusterId = "GROUP-001", …; serverless = clusterId), on EngineCPUUtilization or DatabaseMemoryUsagePercentage first, and alarm_actions that reach somebody.
#     cloudformation: Add an AWS::CloudWatch::Alarm in the namespace AWS/ElastiCache for each node (CacheClusterId), on EngineCPUUtilization or DatabaseMemoryUsagePercentage first, and AlarmActions that reach somebody.
package rules.aws.elasticache.no_alarm

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Users notice first when %s runs out of memory or CPU%s. No alarm watches it.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in caches
	absent.certain(r, "watched_by")
	not watched_member(r)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether an alarm watches %s.", [r.id]),
	"unknown": unknown,
} if {
	some r in caches
	unknown := absent.unknown(r, "watched_by")
	not watched_member(r)
}

caches contains r if some r in input.resources.aws_elasticache_replication_group

# The nodes of a group are judged with it.
caches contains r if {
	some r in input.resources.aws_elasticache_cluster
	attr.not_set(r, "replication_group_id")
}

caches contains r if some r in input.resources.aws_elasticache_serverless_cache

watched_member(r) if {
	some m in graph.sources(r.id, "member_of")
	count(graph.targets(m.id, "watched_by")) > 0
}
