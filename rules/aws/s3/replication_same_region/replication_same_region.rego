# METADATA
# title: S3 bucket is replicated only into its own region
# description: |
#   The bucket looks replicated, but the copy is lost, or out of reach, together with the region.
#   Same-region replication has its uses, such as to collect logs: a destination that receives from
#   several buckets is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
# custom:
#   severity: medium
#   theme: multi-region
#   types: [aws_s3_bucket]
#   controls: [aws-s3-replication-same-region]
#   frameworks:
#     well_architected: [REL13-BP02]
#     fsbp: [S3.7]
#   remediation:
#     terraform: Replicate to a bucket whose provider, or argument region, is another region. A replica rule copies new objects only; use S3 Batch Replication for those that exist.
#     cloudformation: Replicate to a bucket of a stack in another region. A replica rule copies new objects only; use S3 Batch Replication for those that exist.
package rules.aws.s3.replication_same_region

import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("Losing region %s loses %s together with its copy%s. It is replicated only to %s, in the same region.", [r.region, r.id, say.dependants(r), say.names(copies)]),
	"related": array.concat([{"resource": id, "note": "is the copy"} | some id in copies], say.related_dependants(r)),
} if {
	some r in input.resources.aws_s3_bucket
	copies := [d.id | some d in destinations(r); d.region == r.region; not collects(d)]
	count(copies) > 0
	not elsewhere(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s is replicated to another region.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_s3_bucket
	not elsewhere(r)
	count(doubts(r)) > 0
}

destinations(r) := graph.targets(r.id, "replicates_to")

elsewhere(r) if {
	some d in destinations(r)
	d.region != r.region
	not d.may_exist
}

collects(d) if count(graph.sources(d.id, "replicates_to")) > 1

path(r) := "replication_configuration[0].rule[0].destination[0].bucket" if {
	count(r.attributes.replication_configuration[0].rule) == 1
} else := "replication_configuration[0].rule" if {
	r.attributes.replication_configuration[0].rule
} else := "replication_configuration"

# Where the copies go; the ARN of a bucket does not tell its region.
doubts(r) := ((perhaps | places) | literal) | edges if {
	perhaps := {{"resource": d.id} | some d in destinations(r); d.may_exist}
	places := {{"needs": [sprintf("the region of %s", [x.id])]} |
		count(destinations(r)) > 0
		some x in array.concat([r], destinations(r))
		not x.region
	}
	literal := {{"needs": [sprintf("the configuration of the bucket %s, in the same scan", [name])]} |
		arn := r.attributes.replication_configuration[_].rule[_].destination[_].bucket
		is_string(arn)
		name := split(arn, ":")[5]
		not name in {d.attributes.bucket | some d in destinations(r)}
	}
	edges := {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in graph.held(r.id, "replicates_to")}
}
