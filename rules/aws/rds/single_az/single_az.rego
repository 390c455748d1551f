# METADATA
# title: RDS DB instance runs in one zone without a standby
# description: |
#   Without a standby in a second zone, the loss of the zone, of the host or of the volume takes the
#   database down until somebody restores it from a backup, which takes about an hour. The same
#   holds for every patch that needs a restart.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_db_instance]
#   controls: [aws-rds-instance-multi-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#     fsbp: [RDS.5]
#   remediation:
#     terraform: Set multi_az = true. It adds a standby in a second zone without replacing the instance, and doubles its cost.
#     cloudformation: "Set MultiAZ: true. It adds a standby in a second zone without replacing the instance, and doubles its cost."
package rules.aws.rds.single_az

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "multi_az",
	"message": sprintf("Losing one zone takes %s down until someone restores it (about 1 h)%s. It has no standby in a second zone.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_db_instance
	attr.is_false(r, "multi_az")
	not exempt(r)
	every path in decisive { not attr.unknown(r, path) }
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_db_instance
	not attr.is_true(r, "multi_az")
	not exempt(r)
	some path in (decisive | {"multi_az"})
	attr.unknown(r, path)
}

# Attributes that can exempt an instance.
decisive := {"engine", "replicate_source_db"}

# A replica is itself a copy, and its source is what has to survive.
exempt(r) if attr.is_set(r, "replicate_source_db")

exempt(r) if count(graph.sources(r.id, "replicates_to")) > 0

# Members of a cluster; editions that have no Multi-AZ.
exempt(r) if attr.has_prefix(r, "engine", {"aurora", "docdb", "neptune", "sqlserver-ex", "sqlserver-web"})
