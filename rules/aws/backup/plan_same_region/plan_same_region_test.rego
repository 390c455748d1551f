package rules.aws.backup.plan_same_region_test

import data.rules.aws.backup.plan_same_region

world(actions, extra) := object.union(
	{
		"resources": {"aws_backup_plan": [{"id": "p", "group": "prod", "region": "eu-west-1", "attributes": {"rule": [{"copy_action": actions}]}, "unknown": {}}]},
		"data_sources": {"aws_backup_vault": [{"id": "near", "region": "eu-west-1"}, {"id": "far", "region": "eu-central-1"}, {"id": "lost"}]},
	},
	extra,
)

to(vault) := {"edges": [{"from": "p", "to": vault, "kind": "replicates_to"}]}

test_no_copy if {
	found := plan_same_region.fail with input as world([], {})
	found == {{
		"resource": "p",
		"path": "rule",
		"message": "Losing eu-west-1 loses every backup of the plan p together with the data. None of its rules copies them anywhere.",
		"related": [],
	}}
}

test_same_region if {
	count(plan_same_region.fail) == 1 with input as world([{}], to("near"))
	count(plan_same_region.fail) == 1 with input as world([{"destination_vault_arn": "arn:aws:backup:eu-west-1:1:backup-vault:v"}], {})
}

test_made_by_efs if {
	automatic := {"aws_backup_plan": [{
		"id": "p", "group": "prod", "region": "eu-west-1", "attributes": {"name": "aws/efs/automatic-backup-plan", "rule": [{}]}, "unknown": {},
	}]}
	idle := world([], {"resources": automatic})
	plan_same_region.fail == set() with input as idle
	files := {"aws_efs_file_system": [{"id": "files", "group": "prod"}]}
	busy := world([], {"resources": object.union(automatic, files), "edges": [{"from": "files", "to": "p", "kind": "backed_up_by"}]})
	count(plan_same_region.fail) == 1 with input as busy
}

test_other_region if {
	every w in [world([{}], to("far")), world([{"destination_vault_arn": "arn:aws:backup:eu-central-1:1:backup-vault:v"}], {})] {
		plan_same_region.fail == set() with input as w
		plan_same_region.undetermined == set() with input as w
	}
}

test_unknown_is_not_a_finding if {
	arn := world([{}], {"open": [{"holder": "p", "kind": "replicates_to", "via": "rule[0].copy_action[0].destination_vault_arn", "needs": ["var.vault"]}]})
	region := world([{}], to("lost"))
	every w in [arn, region] {
		plan_same_region.fail == set() with input as w
		count(plan_same_region.undetermined) == 1 with input as w
	}
}
