package rules.aws.efs.one_zone_test

import data.rules.aws.efs.one_zone

subnet(id, zones) := {"id": id, "type": "aws_subnet", "zones": zones, "zones_known": count(zones) > 0, "may_exist": false, "unknown": {}}

files(attributes, unknown, subnets) := {
	"resources": {
		"aws_efs_file_system": [{"id": "files", "type": "aws_efs_file_system", "group": "prod", "attributes": attributes, "unknown": unknown}],
		"aws_subnet": subnets,
	},
	"edges": [{"from": "files", "to": s.id, "kind": "placed_in"} | some s in subnets],
}

silent(w) if {
	one_zone.fail == set() with input as w
	one_zone.undetermined == set() with input as w
}

test_one_zone_storage if {
	one_zone.fail == {{
		"resource": "files",
		"path": "availability_zone_name",
		"message": "Losing zone eu-west-1a takes the files of files away, perhaps for good. It is a One Zone file system.",
		"related": [],
	}} with input as files({"availability_zone_name": "eu-west-1a", "mount_target": [{}]}, {}, [])
}

two := {"mount_target": [{}, {}]}

test_mounted_in_one_zone if {
	w := files(two, {}, [subnet("a", ["eu-west-1a"]), subnet("b", ["eu-west-1a"])])
	one_zone.fail == {{
		"resource": "files",
		"path": "mount_target[0].subnet_id",
		"message": "Losing zone eu-west-1a cuts everybody off from the files of files. Its mount targets are all in that zone.",
		"related": [{"resource": "a", "note": "is where it can be mounted"}, {"resource": "b", "note": "is where it can be mounted"}],
	}} with input as w
	one_zone.undetermined == set() with input as w
}

test_single_mount_target if {
	w := files({"mount_target": [{"subnet_id": "subnet-1"}]}, {}, [])
	count(one_zone.fail) == 1 with input as w
	one_zone.undetermined == set() with input as w
}

test_two_zones if {
	silent(files(two, {"mount_target": ["var.more"]}, [subnet("a", ["eu-west-1a"]), subnet("b", ["eu-west-1b"])]))
	silent(files({}, {}, []))
}

doubt(w) if {
	one_zone.fail == set() with input as w
	count(one_zone.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(files({}, {"availability_zone_name": ["var.zone"]}, []))
	doubt(files({}, {"mount_target": ["var.subnets"]}, []))
	doubt(files(two, {}, [subnet("a", ["eu-west-1a"]), subnet("b", [])]))
	doubt(object.union(files({"mount_target": [{}]}, {}, []), {"missing": {"prod": ["module.x"]}}))
}
