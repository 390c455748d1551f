package rules.aws.cloudformation.deletes_data_test

import data.rules.aws.cloudformation.deletes_data

table(attributes, unknown) := {"resources": {"aws_dynamodb_table": [{
	"id": "app/Carts", "type": "aws_dynamodb_table", "group": "app", "may_exist": false, "data": false,
	"attributes": attributes, "unknown": unknown,
}]}}

silent(w) if {
	deletes_data.fail == set() with input as w
	deletes_data.undetermined == set() with input as w
}

test_deleted if {
	found := deletes_data.fail with input as table({"deletion_policy": "Delete", "update_replace_policy": "Delete"}, {})
	found == {{
		"resource": "app/Carts",
		"path": "deletion_policy",
		"message": "Removing it from the template, or deleting the stack, deletes app/Carts with its data, and nothing is kept.",
		"related": [],
	}}
}

test_replaced if {
	found := deletes_data.fail with input as table({"deletion_policy": "Retain", "update_replace_policy": "Delete"}, {})
	{f.path | some f in found} == {"update_replace_policy"}
}

test_silent if {
	every attributes in [
		{"deletion_policy": "Retain", "update_replace_policy": "Retain"},
		{"deletion_policy": "Delete", "update_replace_policy": "Delete", "deletion_protection_enabled": true},
		{"deletion_policy": "Delete", "update_replace_policy": "Delete", "point_in_time_recovery": [{"enabled": true}]},
		{}, # a language without stacks
	] {
		silent(table(attributes, {}))
	}
	silent(table({}, {"point_in_time_recovery": ["var.recovery"]}))
}

test_unknown_is_not_a_finding if {
	every path in ["deletion_policy", "update_replace_policy", "deletion_protection_enabled", "point_in_time_recovery"] {
		w := table(object.remove({"deletion_policy": "Delete", "update_replace_policy": "Delete"}, [path]), {path: ["parameter X"]})
		deletes_data.fail == set() with input as w
		deletes_data.undetermined == {{"resource": "app/Carts", "path": path}} with input as w
	}
}
