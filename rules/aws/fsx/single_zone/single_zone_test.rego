package rules.aws.fsx.single_zone_test

import data.rules.aws.fsx.single_zone

types := ["aws_fsx_windows_file_system", "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system"]

files(type, attributes, unknown) := {"resources": {type: [{
	"id": "a",
	"type": type,
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_single_zone if {
	every type in types {
		every deployment in ["SINGLE_AZ_1", "SINGLE_AZ_2", "SINGLE_AZ_HA_2"] {
			found := single_zone.fail with input as files(type, {"deployment_type": deployment}, {})
			found == {{
				"resource": "a",
				"path": "deployment_type",
				"message": "Losing one zone takes the files of a away until someone restores a backup. It has no standby in a second zone.",
				"related": [],
			}}
		}
	}
}

test_two_zones if {
	every type in types {
		world := files(type, {"deployment_type": "MULTI_AZ_1"}, {})
		single_zone.fail == set() with input as world
		single_zone.undetermined == set() with input as world
	}
}

test_unknown_is_not_a_finding if {
	every type in types {
		world := files(type, {}, {"deployment_type": ["var.type"]})
		single_zone.fail == set() with input as world
		single_zone.undetermined == {{"resource": "a", "path": "deployment_type"}} with input as world
	}
}
