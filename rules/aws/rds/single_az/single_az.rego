# METADATA
# title: RDS DB instance runs in one zone without a standby
# description: |
#   Without a standby in a second zone, the loss of the zone, of the host or of the volume takes the
#   database down until somebody restores it from a backup, which takes about an hour. The same
#   holds for every patch that needs a restart.
#
#   Read replicas, members of clusters, and SQL Server Express and Web, which have no Multi-AZ, are
#   not judged. SQL Server with the option Mirroring in its option group has its standby there.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_SQLServerMultiAZ.html
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
	not hidden_options(r)
	every path in decisive { not attr.unknown(r, path) }
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_db_instance
	not attr.is_true(r, "multi_az")
	not exempt(r)
	some path in (decisive | {"multi_az"})
	attr.unknown(r, path)
}

undetermined contains {"resource": r.id, "path": "option_group_name", "needs": needs} if {
	some r in input.resources.aws_db_instance
	attr.is_false(r, "multi_az")
	not exempt(r)
	needs := hidden_options(r)
}

# Attributes that can exempt an instance.
decisive := {"engine", "replicate_source_db"}

# A replica is itself a copy, and its source is what has to survive.
exempt(r) if attr.is_set(r, "replicate_source_db")

exempt(r) if count(graph.sources(r.id, "replicates_to")) > 0

# Members of a cluster; editions that have no Multi-AZ.
exempt(r) if attr.has_prefix(r, "engine", {"aurora", "docdb", "neptune", "sqlserver-ex", "sqlserver-web"})

# The older way to a standby of SQL Server.
exempt(r) if {
	attr.has_prefix(r, "engine", {"sqlserver-"})
	some group in option_groups(r)
	some option in group.attributes.option
	is_string(option.option_name)
	contains(lower(option.option_name), "mirroring")
}

# What to supply to know the options of SQL Server; AWS's own groups have none.
hidden_options(r) := needs if {
	attr.has_prefix(r, "engine", {"sqlserver-"})
	not attr.not_set(r, "option_group_name")
	not attr.has_prefix(r, "option_group_name", {"default:"})
	named := {"options of the option group" | count(option_groups(r)) == 0}
	inside := {need | some group in option_groups(r); some need in attr.needs(group, "option")}
	needs := named | inside
	count(needs) > 0
}

option_groups(r) := [g | some g in graph.targets(r.id, "references"); g.type == "aws_db_option_group"]
