# METADATA
# title: OpenSearch domain runs in one zone
# description: |
#   A domain without zone awareness has all data nodes in one zone, and a domain with one data node
#   cannot be anywhere else. When the zone is lost nobody can search or index, and what came after
#   the last automatic snapshot may be lost. With zone awareness the replicas of an index are in
#   other zones than its primaries.
# related_resources:
#   - https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_opensearch_domain, aws_elasticsearch_domain]
#   controls: [aws-opensearch-zone-awareness]
#   frameworks:
#     well_architected: [REL10-BP01]
#     fsbp: [Opensearch.6, ES.6]
#   remediation:
#     terraform: Set zone_awareness_enabled = true in cluster_config with instance_count = 3 and zone_awareness_config { availability_zone_count = 3 }, and give it a subnet in each zone. Indices need at least one replica.
#     cloudformation: "Set ZoneAwarenessEnabled: true in ClusterConfig with InstanceCount: 3 and ZoneAwarenessConfig.AvailabilityZoneCount: 3, and give it a subnet in each zone. Indices need at least one replica."
package rules.aws.opensearch.one_zone

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": aware,
	"message": sprintf("Losing one zone stops all searching and indexing in %s until the zone is back%s. Its data nodes are all in one zone.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in domains
	r.attributes.cluster_config[0].zone_awareness_enabled == false
	not attr.unknown(r, standby)
	not spread(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in domains
	not spread(r)
	not r.attributes.cluster_config[0].zone_awareness_enabled
	some path in {aware, standby}
	attr.unknown(r, path)
}

aware := "cluster_config[0].zone_awareness_enabled"

standby := "cluster_config[0].multi_az_with_standby_enabled"

# It implies zone awareness.
spread(r) if r.attributes.cluster_config[0].multi_az_with_standby_enabled == true

domains contains r if some r in input.resources.aws_opensearch_domain

domains contains r if some r in input.resources.aws_elasticsearch_domain
