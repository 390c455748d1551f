package rules.aws.ebs.no_backup_test

import data.rules.aws.ebs.no_backup

volume(tags, unknown) := {"id": "data", "type": "aws_ebs_volume", "group": "prod", "tags": tags, "attributes": {}, "unknown": unknown}

policy(tags, unknown) := {
	"id": "p", "type": "aws_dlm_lifecycle_policy", "group": "prod", "unknown": unknown,
	"attributes": {"state": "ENABLED", "policy_details": [{"resource_types": ["VOLUME"], "target_tags": tags}]},
}

world(v, policies, extra) := object.union(
	{"resources": {"aws_ebs_volume": [v], "aws_dlm_lifecycle_policy": policies}},
	extra,
)

silent(w) if {
	no_backup.fail == set() with input as w
	no_backup.undetermined == set() with input as w
}

test_no_backup if {
	found := no_backup.fail with input as world(volume({}, {}), [policy({"Snapshot": "daily"}, {})], {})
	found == {{
		"resource": "data",
		"message": "Losing the volume data, or what is on it, is final. No backup plan and no snapshot policy here covers it.",
		"related": [],
	}}
}

test_backed_up if {
	plan := {"data_sources": {"x": [{"id": "plan", "type": "aws_backup_plan", "may_exist": false}]}}
	silent(world(volume({}, {}), [], object.union(plan, {"edges": [{"from": "data", "to": "plan", "kind": "backed_up_by"}]})))
	whole := {
		"data_sources": {"x": [
			{"id": "plan", "type": "aws_backup_plan", "may_exist": false},
			{"id": "i", "type": "aws_instance", "group": "prod", "tags": {}, "unknown": {}, "attributes": {}},
		]},
		"edges": [{"from": "data", "to": "i", "kind": "member_of"}, {"from": "i", "to": "plan", "kind": "backed_up_by"}],
	}
	silent(world(volume({}, {}), [], whole))
	silent(world(volume({"Snapshot": "daily"}, {}), [policy({"Snapshot": "daily"}, {})], {}))
	silent(world(volume({}, {}), [object.union(policy({}, {}), {"attributes": {"default_policy": "VOLUME"}})], {}))
}

test_temporary if {
	silent(world(object.union(volume({}, {}), {"id": "aws_ebs_volume.swap"}), [], {}))
	silent(world(volume({"Name": "build-tmp"}, {}), [], {}))
}

test_unknown_is_not_a_finding if {
	w := world(volume({}, {}), [policy({}, {"policy_details[0].target_tags": ["var.tags"]})], {})
	no_backup.fail == set() with input as w
	no_backup.undetermined == {{
		"resource": "data",
		"message": "Cannot tell whether the volume data is backed up.",
		"unknown": {{"resource": "p", "path": "policy_details[0].target_tags"}},
	}} with input as w
	tagged := world(volume({}, {"tags": ["var.tags"]}), [policy({"Snapshot": "daily"}, {})], {})
	no_backup.fail == set() with input as tagged
	count(no_backup.undetermined) == 1 with input as tagged
}

test_snapshots_of_unknown_origin_are_a_doubt if {
	made := object.union(volume({}, {}), {"attributes": {"latest_snapshot": "2026-11-27T03:00:00Z"}})
	no_backup.fail == set() with input as world(made, [], {})
	found := no_backup.undetermined with input as world(made, [], {})
	{f.unknown | some f in found} == {{{"needs": ["what makes its snapshots (the latest is of 2026-11-27)"]}}}
	unread := volume({}, {"latest_snapshot": ["ec2:DescribeSnapshots (AccessDenied)"]})
	no_backup.fail == set() with input as world(unread, [], {})
	count(no_backup.undetermined) == 1 with input as world(unread, [], {})
}

test_unlisted_policies_are_a_doubt if {
	unseen := {"id": "perhaps", "type": "aws_dlm_lifecycle_policy", "group": "prod", "data": true, "may_exist": true, "needs": ["dlm:GetLifecyclePolicies"]}
	w := world(volume({}, {}), [], {"data_sources": {"x": [unseen]}})
	no_backup.fail == set() with input as w
	count(no_backup.undetermined) == 1 with input as w
}
