package rules.aws.backup.selection_empty_test

import data.rules.aws.backup.selection_empty

world(selection, extra) := object.union(
	{"resources": {
		"aws_backup_plan": [{"id": "p", "type": "aws_backup_plan", "group": "prod", "region": "eu-west-1", "attributes": {"selection": selection}, "unknown": {}}],
		"aws_dynamodb_table": [{"id": "t", "type": "aws_dynamodb_table", "group": "prod", "region": "eu-west-1"}],
	}},
	extra,
)

tagged := [{"selection_tag": [{"key": "Backup", "value": "daily"}]}]

test_empty if {
	found := selection_empty.fail with input as world(tagged, {})
	found == {{
		"resource": "p",
		"path": "selection",
		"message": "The plan p backs up nothing: its selections match neither t nor anything else here.",
		"related": [{"resource": "t", "note": "is not selected"}],
	}}
}

test_matched if {
	w := world(tagged, {"edges": [{"from": "t", "to": "p", "kind": "backed_up_by"}]})
	selection_empty.fail == set() with input as w
	selection_empty.undetermined == set() with input as w
}

test_made_by_efs if {
	automatic := [object.union(p, {"attributes": {"name": "aws/efs/automatic-backup-plan", "selection": tagged}}) | some p in world([], {}).resources.aws_backup_plan]
	w := world(tagged, {"resources": {"aws_backup_plan": automatic}})
	selection_empty.fail == set() with input as w
	selection_empty.undetermined == set() with input as w
}

test_for_others if {
	named := world([{"resources": ["arn:aws:dynamodb:eu-west-1:1:table/other"]}], {})
	selection_empty.fail == set() with input as named
	alone := world(tagged, {"resources": {"aws_dynamodb_table": [{"id": "t", "type": "aws_dynamodb_table", "group": "elsewhere"}]}})
	selection_empty.fail == set() with input as alone
}

test_unknown_is_not_a_finding if {
	w := world(tagged, {"open": [{"holder": "p", "kind": "backed_up_by", "via": "selection[0].selection_tag[0].value", "types": ["aws_dynamodb_table", "aws_backup_plan"], "needs": ["var.tag"]}]})
	selection_empty.fail == set() with input as w
	count(selection_empty.undetermined) == 1 with input as w
}
