# METADATA
# title: Aurora cluster has its instances in one zone
# description: |
#   Aurora keeps the data in three zones, but it answers only where it has an instance. With a single
#   instance, or with all of them in one zone, the loss of that zone stops the cluster until a new
#   instance is created, about ten minutes at best; with a reader in another zone it fails over in
#   under a minute. availability_zones of the cluster is about storage and changes nothing.
#
#   Not judged: Multi-AZ DB clusters (db_cluster_instance_class), Serverless v1, Limitless, and the
#   members of a global database that have no instance on purpose.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_rds_cluster]
#   reads: [aws_rds_cluster_instance]
#   controls: [aws-aurora-single-instance, aws-aurora-instances-same-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#     fsbp: [RDS.15]
#   remediation:
#     terraform: Add a second aws_rds_cluster_instance, and leave availability_zone out or give each another zone. A reader in a second zone costs as much as the writer.
#     cloudformation: Add a second AWS::RDS::DBInstance with the DBClusterIdentifier, and leave AvailabilityZone out or give each another zone. A reader in a second zone costs as much as the writer.
package rules.aws.aurora.single_zone

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("%s%s. %s", [consequence(m), say.dependants(r), m.why]),
	"related": array.concat(say.related_dependants(r), [{"resource": i.id, "note": "is an instance of it"} | some i in members(r)]),
} if {
	some r in input.resources.aws_rds_cluster
	not exempt(r)
	m := weakness(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s has instances in more than one zone.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_rds_cluster
	not exempt(r)
	not spread(r)
	count(doubts(r)) > 0
}

weakness(r) := {"r": r.id, "lost": "the zone of its instance", "why": "It has a single instance and no reader to fail over to."} if count(members(r)) == 1

weakness(r) := {"r": r.id, "lost": sprintf("zone %s", [zones(r)[0]]), "why": sprintf("All of its %d instances are in that zone.", [count(members(r))])} if {
	count(members(r)) > 1
	count(zones(r)) == 1
	not spread(r)
}

weakness(r) := {"r": r.id, "why": "It has no instance, and one takes about 10 min to create."} if {
	count(members(r)) == 0
	attr.not_set(r, "global_cluster_identifier")
	count(graph.targets(r.id, "member_of")) == 0
}

consequence(m) := sprintf("Losing %s stops %s until a new instance is created (about 10 min)", [m.lost, m.r]) if m.lost

consequence(m) := sprintf("Nobody can connect to %s", [m.r]) if not m.lost

members(r) := [i | some i in graph.sources(r.id, "member_of"); i.type == "aws_rds_cluster_instance"]

zones(r) := sort({z | some i in members(r); some z in i.zones})

# Certainly in two zones, or left to AWS, which spreads them.
spread(r) if {
	present := [i | some i in members(r); not i.may_exist]
	count(present) > 1
	places := {z | some i in present; some z in i.zones} | {i.id | some i in present; anywhere(i)}
	count(places) > 1
}

anywhere(i) if {
	not i.zones_known
	attr.not_set(i, "availability_zone")
}

# Three instances in three zones are implied.
exempt(r) if attr.is_set(r, "db_cluster_instance_class")

exempt(r) if attr.equals(r, "engine_mode", "serverless")

exempt(r) if attr.equals(r, "cluster_scalability_type", "limitless")

exempt(r) if {
	attr.is_set(r, "engine")
	not attr.has_prefix(r, "engine", {"aurora"})
}

doubts(r) := ((own | perhaps) | zoneless) | (edges | missing) if {
	own := {{"resource": r.id, "path": path} |
		some path in ["engine", "engine_mode", "db_cluster_instance_class", "cluster_scalability_type"]
		attr.unknown(r, path)
	}
	headless := {{"resource": r.id, "path": "global_cluster_identifier"} |
		count(members(r)) == 0
		attr.unknown(r, "global_cluster_identifier")
	}
	perhaps := headless | {{"resource": i.id} | some i in members(r); i.may_exist}
	zoneless := {{"resource": i.id, "path": "availability_zone"} |
		count(members(r)) > 1
		some i in members(r)
		attr.unknown(i, "availability_zone")
	}
	edges := {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in array.slice(absent.open("member_of", r), 0, 5)}
	missing := {{"needs": [name]} | some name in graph.missing(r.group)}
}
