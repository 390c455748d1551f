# METADATA
# title: S3 replication has a bucket without versioning at one end
# description: |
#   Replication works between versioned buckets only. With versioning off, or suspended, at either
#   end S3 refuses the rule, or stops copying without an error: the copy stays as old as that day.
#
#   A destination that is configured elsewhere is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html
# custom:
#   severity: high
#   theme: replication
#   profiles: [strict, production, development]
#   types: [aws_s3_bucket]
#   controls: [aws-s3-replication-target-versioning]
#   frameworks:
#     well_architected: [REL09-BP01]
#   remediation:
#     terraform: Add an aws_s3_bucket_versioning with status = "Enabled" to the bucket, and let the replication depend on it.
#     cloudformation: "Set VersioningConfiguration: {Status: Enabled} on both buckets."
package rules.aws.s3.replication_unversioned

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "replication_configuration",
	"message": sprintf("Losing %s loses all that was written since its replication stopped%s. %s %s no versions, and without them S3 copies nothing.", [r.id, say.dependants(r), say.names(plain), verb(plain)]),
	"related": array.concat([{"resource": id, "note": "keeps no versions"} | some id in plain; id != r.id], say.related_dependants(r)),
} if {
	some r in input.resources.aws_s3_bucket
	count(r.attributes.replication_configuration) > 0
	plain := [b.id | some b in ends(r); unversioned(b)]
	count(plain) > 0
}

undetermined contains {
	"resource": r.id,
	"path": "replication_configuration",
	"message": sprintf("Cannot tell whether both ends of the replication of %s keep versions.", [r.id]),
	"unknown": unknown,
} if {
	some r in input.resources.aws_s3_bucket
	count(r.attributes.replication_configuration) > 0
	count([b | some b in ends(r); unversioned(b)]) == 0
	unknown := {part |
		some b in ends(r)
		not versioned(b)
		some part in doubts(b)
	}
	count(unknown) > 0
}

ends(r) := array.concat([r], [d | some d in graph.targets(r.id, "replicates_to"); not d.data; not d.may_exist])

versioned(b) if b.attributes.versioning_configuration[_].status == "Enabled"

# Object lock turns versioning on.
versioned(b) if attr.is_true(b, "object_lock_enabled")

unversioned(b) if {
	not versioned(b)
	count(doubts(b)) == 0
}

doubts(b) := {{"resource": b.id, "path": path} |
	some path in {"versioning_configuration", "object_lock_enabled"}
	attr.unknown(b, path)
} | {{"needs": [name]} | some name in graph.missing(b.group)}

default verb(_) := "keeps"

verb(list) := "keep" if count(list) > 1
