package rules.aws.efs.no_backup_test

import data.rules.aws.efs.no_backup

files(attributes, unknown) := {"resources": {
	"aws_efs_file_system": [{"id": "files", "type": "aws_efs_file_system", "group": "prod", "attributes": attributes, "unknown": unknown}],
	"aws_backup_plan": [{"id": "plan", "type": "aws_backup_plan", "group": "prod", "may_exist": false}],
}}

silent(w) if {
	no_backup.fail == set() with input as w
	no_backup.undetermined == set() with input as w
}

test_no_backup if {
	w := files({}, {})
	no_backup.fail == {{
		"resource": "files",
		"path": "backup_policy",
		"message": "Files that are deleted or encrypted on files are lost for good. It has no backup policy, and no backup plan selects it.",
		"related": [],
	}} with input as w
	no_backup.undetermined == set() with input as w
}

test_policy if {
	silent(files({"backup_policy": [{"status": "ENABLED"}]}, {"availability_zone_name": ["var.x"]}))
	count(no_backup.fail) == 1 with input as files({"backup_policy": [{"status": "DISABLED"}]}, {})
}

test_plan if {
	silent(object.union(files({}, {"backup_policy": ["var.x"]}), {"edges": [{"from": "files", "to": "plan", "kind": "backed_up_by"}]}))
}

test_one_zone_has_it_by_default if {
	silent(files({"availability_zone_name": "eu-west-1a"}, {}))
	count(no_backup.fail) == 1 with input as files({"availability_zone_name": "eu-west-1a", "backup_policy": [{"status": "DISABLED"}]}, {})
}

test_copy if {
	silent(object.union(files({}, {}), {"edges": [{"from": "plan", "to": "files", "kind": "replicates_to"}]}))
}

test_unknown_is_not_a_finding if {
	every path in ["backup_policy[0].status", "availability_zone_name"] {
		w := files({}, {path: ["var.x"]})
		no_backup.fail == set() with input as w
		count(no_backup.undetermined) == 1 with input as w
	}
	missing := object.union(files({}, {}), {"missing": {"prod": ["module.backup"]}})
	no_backup.fail == set() with input as missing
	count(no_backup.undetermined) == 1 with input as missing
}
