package rules.aws.s3.replication_skips_encrypted_test

import data.rules.aws.s3.replication_skips_encrypted as rule

kms := {"server_side_encryption_configuration": [{"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms"}]}]}]}

copying(r) := {"replication_configuration": [{"rule": [object.union({"id": "all", "status": "Enabled"}, r)]}]}

selecting := {"source_selection_criteria": [{"sse_kms_encrypted_objects": [{"status": "Enabled"}]}]}

world(attributes, unknown) := {"resources": {"aws_s3_bucket": [{"id": "a", "type": "aws_s3_bucket", "attributes": attributes, "unknown": unknown}]}}

silent(w) if {
	rule.fail == set() with input as w
	rule.undetermined == set() with input as w
}

test_skipped if {
	found := rule.fail with input as world(object.union(kms, copying({})), {})
	found == {{
		"resource": "a",
		"path": "replication_configuration[0].rule[0]",
		"message": "Losing a loses its objects: it encrypts them with KMS, and its replication rule all skips those.",
		"related": [],
	}}
	old := {"replication_configuration": [{"rules": [{"status": "Enabled", "source_selection_criteria": [{"sse_kms_encrypted_objects": [{"enabled": false}]}]}]}]}
	count(rule.fail) == 1 with input as world(object.union(kms, old), {})
}

test_selected if {
	silent(world(object.union(kms, copying(selecting)), {}))
	old := {"replication_configuration": [{"rules": [{"status": "Enabled", "source_selection_criteria": [{"sse_kms_encrypted_objects": [{"enabled": true}]}]}]}]}
	silent(world(object.union(kms, old), {}))
}

test_nothing_to_skip if {
	silent(world(copying({}), {}))
	silent(world(kms, {}))
	silent(world(object.union(kms, copying({"status": "Disabled"})), {}))
	aes := {"server_side_encryption_configuration": [{"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}]}]}
	silent(world(object.union(aes, copying({})), {}))
}

doubt(w) if {
	rule.fail == set() with input as w
	count(rule.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	every path in [
		"replication_configuration[0].rule[0].source_selection_criteria[0].sse_kms_encrypted_objects[0].status",
		"replication_configuration[0].rule[0].status",
	] {
		doubt(world(object.union(kms, copying({})), {path: ["var.x"]}))
	}
	doubt(world(copying({}), {"server_side_encryption_configuration[0].rule[0].apply_server_side_encryption_by_default[0].sse_algorithm": ["var.x"]}))
	silent(world(copying({}), {"server_side_encryption_configuration[0].rule[0].apply_server_side_encryption_by_default[0].kms_master_key_id": ["var.x"]}))
	doubt(world(kms, {"replication_configuration": ["var.x"]}))
}
