package rules.aws.s3.versioning_off_test

import data.rules.aws.s3.versioning_off

bucket(attributes, unknown) := {
	"resources": {"aws_s3_bucket": [{"id": "bucket", "type": "aws_s3_bucket", "group": "prod", "attributes": attributes, "unknown": unknown}]},
	"params": {"temporary_days": 365},
}

silent(w) if {
	versioning_off.fail == set() with input as w
	versioning_off.undetermined == set() with input as w
}

fails(w) if {
	count(versioning_off.fail) == 1 with input as w
	versioning_off.undetermined == set() with input as w
}

test_never_versioned if {
	w := bucket({}, {})
	versioning_off.fail == {{
		"resource": "bucket",
		"path": "versioning_configuration",
		"message": "What is overwritten or deleted in bucket is lost for good. Versioning is off.",
		"related": [],
	}} with input as w
	versioning_off.undetermined == set() with input as w
}

test_suspended if {
	w := object.union(bucket({"versioning_configuration": [{"status": "Suspended"}]}, {}), {"missing": {"prod": ["module.x"]}})
	versioning_off.fail == {{
		"resource": "bucket",
		"path": "versioning_configuration[0].status",
		"message": "What is overwritten or deleted in bucket is lost for good. Versioning is suspended.",
		"related": [],
	}} with input as w
}

test_versioned if {
	silent(bucket({"versioning_configuration": [{"status": "Enabled"}]}, {"lifecycle_configuration": ["var.x"]}))
}

test_object_lock if {
	silent(bucket({"object_lock_enabled": true}, {}))
	silent(bucket({"object_lock_configuration": [{"object_lock_enabled": "Enabled"}]}, {}))
}

expiring(rule) := bucket({"lifecycle_configuration": [{"rule": [object.union({"status": "Enabled", "expiration": [{"days": 30}]}, rule)]}]}, {})

test_temporary if {
	silent(expiring({}))
	silent(expiring({"prefix": ""}))
	silent(expiring({"filter": [{"prefix": null}]}))
	silent(expiring({"filter": [{"prefix": "", "tag": [], "and": null}]}))
	silent(bucket({"lifecycle_rule": [{"enabled": true, "expiration": [{"days": 30}]}]}, {}))
}

test_redirection if {
	silent(bucket({"website_configuration": [{"redirect_all_requests_to": [{"host_name": "x"}]}]}, {}))
	silent(bucket({"website_configuration": [{"routing_rule": [{"condition": [], "redirect": [{"host_name": "x"}]}]}]}, {}))
	silent(bucket({"website": [{"redirect_all_requests_to": "https://x"}]}, {}))
	fails(bucket({"website_configuration": [{"routing_rule": [{"condition": [{"key_prefix_equals": "old/"}], "redirect": [{"host_name": "x"}]}]}]}, {}))
}

test_not_temporary if {
	fails(expiring({"status": "Disabled"}))
	fails(expiring({"prefix": "tmp/"}))
	fails(expiring({"filter": [{"prefix": "tmp/"}]}))
	fails(expiring({"filter": [{"tag": [{"key": "tmp"}]}]}))
	fails(expiring({"expiration": [{"days": 3650}]}))
	fails(bucket({"lifecycle_rule": [{"enabled": true, "prefix": "tmp/", "expiration": [{"days": 30}]}]}, {}))
}

test_unknown_is_not_a_finding if {
	every path in ["versioning_configuration", "object_lock_enabled", "lifecycle_configuration", "lifecycle_configuration[0].rule[0].expiration[0].days"] {
		w := bucket({}, {path: ["var.x"]})
		versioning_off.fail == set() with input as w
		count(versioning_off.undetermined) == 1 with input as w
	}
	missing := object.union(bucket({}, {}), {"missing": {"prod": ["module.x"]}})
	versioning_off.fail == set() with input as missing
	count(versioning_off.undetermined) == 1 with input as missing
}

test_what_does_not_decide if {
	fails(bucket({}, {"lifecycle_configuration[0].rule[0].transition[0].days": ["var.x"], "lifecycle_configuration[0].rule[0].id": ["var.y"]}))
}
