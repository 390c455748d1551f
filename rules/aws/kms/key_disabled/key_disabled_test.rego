package rules.aws.kms.key_disabled_test

import data.rules.aws.kms.key_disabled

world(attributes, unknown, user, kind) := {
	"resources": {"aws_kms_key": [{"id": "key", "type": "aws_kms_key", "group": "prod", "attributes": attributes, "unknown": unknown}]},
	"data_sources": {"x": [user]},
	"edges": [{"from": user.id, "to": "key", "kind": kind}],
}

db := {"id": "db", "type": "aws_db_instance", "may_exist": false, "data": false}

silent(w) if {
	key_disabled.fail == set() with input as w
	key_disabled.undetermined == set() with input as w
}

test_disabled if {
	found := key_disabled.fail with input as world({"is_enabled": false}, {}, db, "encrypted_by")
	found == {{
		"resource": "key",
		"path": "is_enabled",
		"message": "What db stores can be neither read nor written: it is encrypted with key, which is disabled.",
		"related": [{"resource": "db", "note": "is encrypted with it"}],
	}}
	stream := object.union(db, {"type": "aws_kinesis_stream"})
	count(key_disabled.fail) == 1 with input as world({"is_enabled": false}, {}, stream, "references")
}

test_enabled if silent(world({"is_enabled": true}, {}, db, "encrypted_by"))

test_unused if {
	every type in ["aws_kms_alias", "aws_iam_role_policy", "aws_sqs_queue_policy"] {
		silent(world({"is_enabled": false}, {}, object.union(db, {"type": type}), "references"))
	}
}

test_unknown_is_not_a_finding if {
	w := world({}, {"is_enabled": ["var.on"]}, db, "encrypted_by")
	key_disabled.fail == set() with input as w
	key_disabled.undetermined == {{"resource": "key", "path": "is_enabled"}} with input as w
	perhaps := world({"is_enabled": false}, {}, object.union(db, {"may_exist": true}), "encrypted_by")
	key_disabled.fail == set() with input as perhaps
	count(key_disabled.undetermined) == 1 with input as perhaps
}
