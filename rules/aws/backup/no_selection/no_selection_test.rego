package rules.aws.backup.no_selection_test

import data.rules.aws.backup.no_selection

world(attributes, unknown, extra) := object.union(
	{"resources": {
		"aws_backup_plan": [{"id": "p", "type": "aws_backup_plan", "group": "prod", "region": "eu-west-1", "attributes": attributes, "unknown": unknown}],
		"aws_dynamodb_table": [{"id": "t", "type": "aws_dynamodb_table", "group": "prod", "region": "eu-west-1"}],
	}},
	extra,
)

test_none if {
	found := no_selection.fail with input as world({}, {}, {})
	found == {{
		"resource": "p",
		"message": "Nothing is backed up by the plan p, not t either: it has no selection.",
		"related": [{"resource": "t", "note": "is not in the plan"}],
	}}
}

test_some if {
	w := world({"selection": [{"resources": ["*"]}]}, {}, {})
	no_selection.fail == set() with input as w
	no_selection.undetermined == set() with input as w
}

doubt(w) if {
	no_selection.fail == set() with input as w
	count(no_selection.undetermined) == 1 with input as w
}

test_made_by_efs if {
	w := world({"name": "aws/efs/automatic-backup-plan"}, {}, {})
	no_selection.fail == set() with input as w
	no_selection.undetermined == set() with input as w
}

test_elsewhere if {
	doubt(world({}, {}, {"resources": {
		"aws_backup_plan": [{"id": "p", "type": "aws_backup_plan", "group": "prod", "region": "eu-west-1", "attributes": {}, "unknown": {}}],
		"aws_dynamodb_table": [{"id": "t", "type": "aws_dynamodb_table", "group": "shop", "region": "eu-west-1"}],
	}}))
	doubt(world({}, {}, {"missing": {"prod": ["module.selection"]}}))
}

test_unknown_is_not_a_finding if {
	w := world({}, {"selection": ["var.plan"]}, {})
	no_selection.fail == set() with input as w
	no_selection.undetermined == {{"resource": "p", "path": "selection"}} with input as w
}
