# METADATA
# title: S3 replication leaves out the objects that the bucket encrypts with KMS
# description: |
#   S3 replicates objects that are encrypted with a KMS key only where the rule selects them and
#   names a key at the destination. Otherwise it skips them without an error: the copy looks healthy
#   and is empty of everything that the bucket encrypts by default.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
# custom:
#   severity: high
#   theme: replication
#   profiles: [strict, production, development]
#   types: [aws_s3_bucket]
#   controls: [aws-s3-replication-kms]
#   frameworks:
#     well_architected: [REL09-BP01]
#   remediation:
#     terraform: "Set source_selection_criteria { sse_kms_encrypted_objects { status = \"Enabled\" } } and destination { encryption_configuration { replica_kms_key_id } } with a key of the destination's region, and allow the role to use both keys. Existing objects need S3 Batch Replication."
#     cloudformation: "Set SourceSelectionCriteria.SseKmsEncryptedObjects.Status: Enabled and Destination.EncryptionConfiguration.ReplicaKmsKeyID with a key of the destination's region, and allow the role to use both keys. Existing objects need S3 Batch Replication."
package rules.aws.s3.replication_skips_encrypted

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": deciding(path, rule),
	"message": sprintf("Losing %s loses its objects%s: it encrypts them with KMS, and its replication rule%s skips those.", [r.id, say.dependants(r), called(rule)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_s3_bucket
	encrypted(r)
	some path, rule in rules_of(r)
	not off(rule)
	not selects(rule)
	not attr.unknown(r, sprintf("%s.source_selection_criteria", [path]))
	not attr.unknown(r, sprintf("%s.status", [path]))
}

undetermined contains {"resource": r.id, "path": sprintf("%s.%s", [path, name])} if {
	some r in input.resources.aws_s3_bucket
	encrypted(r)
	some path, rule in rules_of(r)
	not off(rule)
	not selects(rule)
	some name in {"source_selection_criteria", "status"}
	attr.unknown(r, sprintf("%s.%s", [path, name]))
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_s3_bucket
	not encrypted(r)
	some at, rule in rules_of(r)
	not off(rule)
	not selects(rule)
	not attr.unknown(r, sprintf("%s.source_selection_criteria", [at]))
	some path in algorithm_paths(r)
}

undetermined contains {"resource": r.id, "path": name} if {
	some r in input.resources.aws_s3_bucket
	encrypted(r)
	name := "replication_configuration"
	name in object.keys(r.unknown)
}

encrypted(r) if {
	some rule in r.attributes.server_side_encryption_configuration[_].rule
	some default_key in rule.apply_server_side_encryption_by_default
	default_key.sse_algorithm in {"aws:kms", "aws:kms:dsse"}
}

# Where the algorithm stands, if it is unknown; the key may be.
algorithm_paths(r) := {path |
	some path, _ in r.unknown
	regex.match(`^server_side_encryption_configuration(\[\d+\](\.rule(\[\d+\](\.apply_server_side_encryption_by_default(\[\d+\](\.sse_algorithm)?)?)?)?)?)?$`, path)
}

# Rules by path; the block of provider 3 calls them rules.
rules_of(r) := {sprintf("replication_configuration[0].%s[%d]", [name, i]): rule |
	some name in ["rule", "rules"]
	some i, rule in r.attributes.replication_configuration[0][name]
}

deciding(path, rule) := sprintf("%s.source_selection_criteria[0].sse_kms_encrypted_objects[0].status", [path]) if {
	rule.source_selection_criteria[0].sse_kms_encrypted_objects[0].status
} else := path

off(rule) if rule.status == "Disabled"

selects(rule) if rule.source_selection_criteria[_].sse_kms_encrypted_objects[_].status == "Enabled"

selects(rule) if rule.source_selection_criteria[_].sse_kms_encrypted_objects[_].enabled == true

default called(_) := ""

called(rule) := sprintf(" %s", [rule.id]) if is_string(rule.id)
