# METADATA
# title: S3 bucket keeps no versions
# description: |
#   Without versioning an overwrite or a delete is final, whether it was a slip, a faulty release or
#   an attacker; neither replication nor AWS Backup works on such a bucket either.
#
#   Buckets whose objects all expire soon (logs, temporary files) are not judged, nor websites that
#   only redirect, nor buckets with object lock, which turns versioning on.
# related_resources:
#   - https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
# custom:
#   severity: high
#   theme: backup
#   types: [aws_s3_bucket]
#   controls: [aws-s3-versioning]
#   frameworks:
#     well_architected: [REL09-BP01]
#     fsbp: [S3.14]
#   params:
#     temporary_days:
#       default: 365
#       description: A bucket in which every object expires within so many days holds logs or temporary files
#   remediation:
#     terraform: Add an aws_s3_bucket_versioning with status = "Enabled", and a lifecycle rule that expires old versions.
#     cloudformation: "Set VersioningConfiguration: {Status: Enabled}, and add a lifecycle rule that expires old versions."
package rules.aws.s3.versioning_off

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("What is overwritten or deleted in %s is lost for good%s. Versioning is %s.", [r.id, say.dependants(r), state(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.aws_s3_bucket
	not exempt(r)
	not versioned(r)
	not attr.unknown(r, "versioning_configuration")
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("Cannot tell whether %s keeps versions of what is overwritten or deleted.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_s3_bucket
	not exempt(r)
	not versioned(r)
	not attr.unknown(r, "versioning_configuration")
	count(doubts(r)) > 0
}

undetermined contains {"resource": r.id, "path": path(r)} if {
	some r in input.resources.aws_s3_bucket
	not exempt(r)
	not versioned(r)
	attr.unknown(r, "versioning_configuration")
}

versioned(r) if r.attributes.versioning_configuration[_].status == "Enabled"

# Object lock cannot be without versions.
exempt(r) if attr.is_true(r, "object_lock_enabled")

exempt(r) if count(r.attributes.object_lock_configuration) > 0

# Everything in it is temporary.
exempt(r) if {
	some rule in r.attributes.lifecycle_configuration[_].rule
	rule.status == "Enabled"
	rule.expiration[_].days <= input.params.temporary_days
	every key in ["prefix"] { blank(rule, key) }
	every filter in object.get(rule, "filter", []) {
		every key in ["prefix", "and", "tag", "object_size_greater_than", "object_size_less_than"] { blank(filter, key) }
	}
}

# The same in the block of provider 3.
exempt(r) if {
	some rule in r.attributes.lifecycle_rule
	rule.enabled == true
	rule.expiration[_].days <= input.params.temporary_days
	every key in ["prefix", "tags"] { blank(rule, key) }
}

# A website that only redirects has no objects.
exempt(r) if count(r.attributes.website_configuration[_].redirect_all_requests_to) > 0

exempt(r) if {
	some rule in r.attributes.website_configuration[_].routing_rule
	blank(rule, "condition")
}

exempt(r) if count(r.attributes.website[_].redirect_all_requests_to) > 0

blank(o, key) if object.get(o, key, null) in [null, "", [], {}]

state(r) := lower(r.attributes.versioning_configuration[0].status) if {
	count(r.attributes.versioning_configuration) > 0
} else := "off"

path(r) := "versioning_configuration[0].status" if count(r.attributes.versioning_configuration) > 0

else := "versioning_configuration"

doubts(r) := ((own | website) | lifecycle) | missing if {
	own := {{"resource": r.id, "path": p} |
		some p in ["object_lock_enabled", "object_lock_configuration"]
		attr.unknown(r, p)
	}
	website := {{"resource": r.id, "path": "website_configuration", "needs": r.unknown.website_configuration} | r.unknown.website_configuration}
	lifecycle := {{"resource": r.id, "path": p} |
		some p, _ in r.unknown
		regex.match(`^lifecycle_(configuration|rule)($|\[)`, p)
		not regex.match(`noncurrent|transition|abort|\.id$`, p)
	}
	missing := {{"needs": [name]} | state(r) == "off"; some name in graph.missing(r.group)}
}
