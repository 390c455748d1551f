# METADATA
# title: Backup plan keeps its copies in one region
# description: |
#   Recovery points stay in the region of their vault. The loss of the region takes the data and its
#   backups together, unless a rule of the plan copies them to a vault in another.
#
#   The plan that EFS makes for automatic backups is judged only where it backs something up.
# related_resources:
#   - https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html
# custom:
#   severity: medium
#   theme: multi-region
#   types: [aws_backup_plan]
#   reads: [aws_backup_vault]
#   controls: [aws-backup-no-cross-region-copy]
#   frameworks:
#     well_architected: [REL09-BP01, REL13-BP02]
#   remediation:
#     terraform: Add copy_action { destination_vault_arn = … } to a rule, with an aws_backup_vault of a provider for another region.
#     cloudformation: Add CopyActions with the DestinationBackupVaultArn of a vault in another region to a rule.
package rules.aws.backup.plan_same_region

import data.lib.graph
import data.lib.say

fail contains {
	"resource": p.id,
	"path": "rule",
	"message": sprintf("Losing %s loses every backup of the plan %s together with the data%s. %s", [region(p), p.id, protected(p), why]),
	"related": [{"resource": id, "note": "is backed up by it"} | some id in array.slice(_protected(p), 0, 3)],
} if {
	some p in input.resources.aws_backup_plan
	not idle(p)
	count(graph.held(p.id, "replicates_to")) == 0
	count(p.attributes.rule) > 0
	why := stays(p)
}

undetermined contains {
	"resource": p.id,
	"message": sprintf("Cannot tell whether the plan %s copies its backups to another region.", [p.id]),
	"unknown": {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in open},
} if {
	some p in input.resources.aws_backup_plan
	open := graph.held(p.id, "replicates_to")
	count(open) > 0
	not leaves(p)
}

undetermined contains {
	"resource": p.id,
	"message": sprintf("Cannot tell whether the plan %s copies its backups to another region: the region of %s is not known.", [p.id, say.names(nowhere)]),
	"unknown": {{"resource": id, "path": "region", "needs": ["--region"]} | some id in nowhere},
} if {
	some p in input.resources.aws_backup_plan
	not leaves(p)
	copies(p)
	nowhere := [r.id | some r in array.concat([p], graph.targets(p.id, "replicates_to")); not r.region]
	count(nowhere) > 0
}

# EFS makes one in every account where it backed up something once, and nobody can delete it.
idle(p) if {
	startswith(p.attributes.name, "aws/")
	count(_protected(p)) == 0
}

stays(p) := "None of its rules copies them anywhere." if not copies(p)

stays(p) := "Its rules copy them to a vault in the same region." if {
	copies(p)
	every v in graph.targets(p.id, "replicates_to") { v.region == p.region }
	every arn in arns(p) { split(arn, ":")[3] == p.region }
}

leaves(p) if {
	some v in graph.targets(p.id, "replicates_to")
	v.region != p.region
}

leaves(p) if {
	some arn in arns(p)
	split(arn, ":")[3] != p.region
}

copies(p) if count(graph.targets(p.id, "replicates_to")) > 0

copies(p) if {
	some rule in p.attributes.rule
	count(rule.copy_action) > 0
}

# The destinations that are written out.
arns(p) := {arn |
	some rule in p.attributes.rule
	some action in rule.copy_action
	arn := action.destination_vault_arn
	is_string(arn)
	startswith(arn, "arn:")
}

region(p) := p.region

region(p) := "its region" if not p.region

protected(p) := "" if count(_protected(p)) == 0

protected(p) := sprintf("; it protects %s", [say.names(_protected(p))]) if count(_protected(p)) > 0

_protected(p) := [r.id | some r in graph.sources(p.id, "backed_up_by"); r.group == p.group]
