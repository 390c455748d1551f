package rules.aws.s3.replication_unversioned_test

import data.rules.aws.s3.replication_unversioned as rule

on := {"versioning_configuration": [{"status": "Enabled"}]}

bucket(id, attributes, unknown) := {"id": id, "type": "aws_s3_bucket", "group": "prod", "data": false, "may_exist": false, "attributes": attributes, "unknown": unknown}

from(attributes) := bucket("a", object.union({"replication_configuration": [{}]}, attributes), {})

world(buckets) := {
	"resources": {"aws_s3_bucket": buckets},
	"edges": [{"from": "a", "to": b.id, "kind": "replicates_to"} | some b in buckets; b.id != "a"],
}

silent(w) if {
	rule.fail == set() with input as w
	rule.undetermined == set() with input as w
}

test_destination if {
	found := rule.fail with input as world([from(on), bucket("b", {}, {})])
	found == {{
		"resource": "a",
		"path": "replication_configuration",
		"message": "Losing a loses all that was written since its replication stopped. b keeps no versions, and without them S3 copies nothing.",
		"related": [{"resource": "b", "note": "keeps no versions"}],
	}}
}

test_source if {
	count(rule.fail) == 1 with input as world([from({}), bucket("b", on, {})])
	count(rule.fail) == 1 with input as world([from({"versioning_configuration": [{"status": "Suspended"}]}), bucket("b", on, {})])
}

test_versioned if {
	silent(world([from(on), bucket("b", on, {})]))
	silent(world([from(on), bucket("b", {"object_lock_enabled": true}, {})]))
	silent(world([from(on)]))
	silent(world([bucket("a", {}, {})]))
	silent(world([from(on), object.union(bucket("b", {}, {}), {"data": true})]))
}

test_unknown_is_not_a_finding if {
	w := world([from(on), bucket("b", {}, {"versioning_configuration": ["var.versioning"]})])
	rule.fail == set() with input as w
	count(rule.undetermined) == 1 with input as w
	missing := object.union(world([from(on), bucket("b", {}, {})]), {"missing": {"prod": ["module.versioning"]}})
	rule.fail == set() with input as missing
	count(rule.undetermined) == 1 with input as missing
}
