# METADATA
# title: RDS backups have no copy in another region
# description: |
#   Automated backups and snapshots stay in the region of their database. When the region is lost,
#   or the account in it, both go together. A copy in another region is any of: the replication of
#   automated backups, a copy action of AWS Backup into a vault there, a replica there, a member of
#   an Aurora global database there.
#
#   Replicas are not judged, their source is; nor is an instance that has no backups at all, of
#   which aws-rds-backup-disabled tells.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
#   - https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html
# custom:
#   severity: medium
#   theme: multi-region
#   types: [aws_db_instance, aws_rds_cluster]
#   controls: [aws-rds-instance-cross-region-backup]
#   frameworks:
#     well_architected: [REL09-BP01, REL13-BP02]
#   remediation:
#     terraform: For an instance add aws_db_instance_automated_backups_replication with a provider of another region; for a cluster select it in an aws_backup_plan whose rule has a copy_action to a vault of another region.
#     cloudformation: For an instance set AutomaticBackupReplicationRegion; for a cluster select it in an AWS::Backup::BackupPlan whose rule has CopyActions to a vault of another region.
package rules.aws.rds.backup_one_region

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Losing %s loses %s together with all its backups%s. None of them is copied to another region.", [region(r), r.id, say.dependants(r)]),
	"related": array.concat(say.related_dependants(r), [{"resource": p.id, "note": "backs it up within the region"} | some p in plans(r)]),
} if {
	some r in databases
	not exempt(r)
	not elsewhere(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether the backups of %s are copied to another region.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in databases
	not exempt(r)
	not elsewhere(r)
	count(doubts(r)) > 0
}

databases contains r if some r in input.resources.aws_db_instance

databases contains r if some r in input.resources.aws_rds_cluster

# A copy itself.
exempt(r) if attr.is_set(r, "replicate_source_db")

exempt(r) if attr.is_set(r, "replication_source_identifier")

exempt(r) if count(graph.sources(r.id, "replicates_to")) > 0

# Members of a cluster, whose backups are the cluster's.
exempt(r) if {
	r.type == "aws_db_instance"
	attr.has_prefix(r, "engine", {"aurora", "docdb", "neptune"})
}

# Nothing that could be copied.
exempt(r) if {
	attr.equals(r, "backup_retention_period", 0)
	count(plans(r)) == 0
}

elsewhere(r) if {
	some at in regions(r)
	at != r.region
}

elsewhere(r) if count(regions(r)) > 1

# The regions in which a copy certainly is.
regions(r) := (replications | resources) | vaults if {
	replications := {x.region | some x in r.attributes.automated_backups_replication}
	resources := {c.region | some c in copies(r); not c.may_exist}
	vaults := {at |
		some plan in plans(r)
		some rule in plan.attributes.rule
		some action in rule.copy_action
		is_string(action.destination_vault_arn)
		at := split(action.destination_vault_arn, ":")[3]
	}
}

# Replicas, vaults of plans that copy, other members of a global database.
copies(r) := array.concat(array.concat(graph.reach(r.id, ["replicates_to"]), vaults), members) if {
	vaults := [vault | some plan in plans(r); some vault in graph.targets(plan.id, "replicates_to")]
	members := [m | some g in globals(r); some m in graph.sources(g.id, "member_of"); m.id != r.id]
}

plans(r) := graph.targets(r.id, "backed_up_by")

globals(r) := [g | some g in graph.targets(r.id, "member_of"); g.type == "aws_rds_global_cluster"]

region(r) := sprintf("region %s", [r.region]) if r.region != ""

else := "its region"

# What could be, or lead to, a copy in another region.
doubts(r) := (((own | perhaps) | places) | edges) | missing if {
	own := {{"resource": r.id, "path": path} |
		some path in ["automated_backups_replication", "engine"]
		attr.unknown(r, path)
	}
	perhaps := {{"resource": c.id} | some c in array.concat(copies(r), plans(r)); c.may_exist}
	places := {{"needs": [what]} | some what in unplaced(r)}
	held := [o | some h in array.concat([r], plans(r)); some kind in ["replicates_to", "backed_up_by"]; some o in graph.held(h.id, kind)]
	open := array.concat(absent.open("replicates_to", r), absent.open("backed_up_by", r))
	edges := {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in array.concat(held, array.slice(open, 0, 5))}
	missing := {{"needs": [name]} | some name in graph.missing(r.group)}
}

# What has to be placed before a copy can be said to be in another region.
unplaced(r) := (targets | sources) | globally if {
	targets := {sprintf("the region of %s", [c.id]) | some c in copies(r); not c.region}
	sources := {sprintf("the region of %s", [r.id]) | not r.region; count(regions(r)) > 0}
	replications := {"the region of its automated backups' replication" | some x in r.attributes.automated_backups_replication; not x.region}
	globally := replications | {"other members of its global database" | in_global(r)}
}

# A secondary cluster mostly belongs to another configuration.
in_global(r) if count(globals(r)) > 0

in_global(r) if not attr.not_set(r, "global_cluster_identifier")
