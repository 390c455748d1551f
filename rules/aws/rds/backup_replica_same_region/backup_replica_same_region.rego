# METADATA
# title: RDS automated backups are replicated into their own region
# description: |
#   The replication of automated backups is there for the loss of a region. A replication that is
#   created in the region of its source protects from nothing, and AWS refuses it: in Terraform it
#   needs the provider, or the argument region, of the other region.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
# custom:
#   severity: medium
#   theme: multi-region
#   types: [aws_db_instance, aws_db_instance_automated_backups_replication]
#   controls: [aws-rds-instance-cross-region-backup]
#   frameworks:
#     well_architected: [REL09-BP01, REL13-BP02]
#   remediation:
#     terraform: Create aws_db_instance_automated_backups_replication with a provider alias of another region (or set region), and with a kms_key_id of that region where the instance is encrypted.
#     cloudformation: Set AutomaticBackupReplicationRegion to another region, and AutomaticBackupReplicationKmsKeyId to a key of that region where the instance is encrypted.
package rules.aws.rds.backup_replica_same_region

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": sprintf("automated_backups_replication[%d]", [i]),
	"message": sprintf("Losing region %s loses %s and the copy of its backups together%s. The replication of its automated backups ends in the same region.", [r.region, r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_db_instance
	some i, replication in r.attributes.automated_backups_replication
	replication.region == r.region
}

undetermined contains {"resource": r.id, "path": sprintf("automated_backups_replication[%d]", [i]), "needs": needs} if {
	some r in input.resources.aws_db_instance
	some i, replication in r.attributes.automated_backups_replication
	needs := array.concat(
		[sprintf("the region of %s", [r.id]) | not r.region],
		["the region of the replication" | not replication.region],
	)
	count(needs) > 0
}

# A replication whose source is of another configuration.
fail contains {
	"resource": r.id,
	"path": "source_db_instance_arn",
	"message": sprintf("Losing region %s loses %s and the copy of its backups together. %s ends in the same region.", [r.region, r.attributes.source_db_instance_arn, r.id]),
} if {
	some r in input.resources.aws_db_instance_automated_backups_replication
	source_region(r) == r.region
}

undetermined contains {"resource": r.id, "path": "source_db_instance_arn", "needs": needs} if {
	some r in input.resources.aws_db_instance_automated_backups_replication
	needs := array.concat(
		["the region of the source" | attr.unknown(r, "source_db_instance_arn")],
		[sprintf("the region of %s", [r.id]) | not r.region],
	)
	count(needs) > 0
}

source_region(r) := split(r.attributes.source_db_instance_arn, ":")[3]
