# METADATA
# title: FSx file system is in one zone
# description: |
#   A Single-AZ file system is out of reach when its zone is lost, until somebody restores the last
#   backup into another zone. A Multi-AZ file system has a standby in a second zone that takes over
#   within a minute or so.
#
#   FSx for Lustre has no Multi-AZ and is not judged.
# related_resources:
#   - https://docs.aws.amazon.com/fsx/latest/WindowsGuide/high-availability-multiAZ.html
#   - https://docs.aws.amazon.com/fsx/latest/ONTAPGuide/high-availability-AZ.html
#   - https://docs.aws.amazon.com/fsx/latest/OpenZFSGuide/availability-durability.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_fsx_windows_file_system, aws_fsx_ontap_file_system, aws_fsx_openzfs_file_system]
#   controls: [aws-fsx-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#     fsbp: [FSx.3, FSx.4, FSx.5]
#   remediation:
#     terraform: Set deployment_type = "MULTI_AZ_1" (ONTAP also "MULTI_AZ_2") with subnets in two zones and preferred_subnet_id. It replaces the file system, so make it beside the old one and copy the files.
#     cloudformation: "Set DeploymentType: MULTI_AZ_1 (ONTAP also MULTI_AZ_2) with subnets in two zones and PreferredSubnetId. It replaces the file system, so make it beside the old one and copy the files."
package rules.aws.fsx.single_zone

import data.lib.attr
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "deployment_type",
	"message": sprintf("Losing one zone takes the files of %s away until someone restores a backup%s. It has no standby in a second zone.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in file_systems
	attr.has_prefix(r, "deployment_type", {"SINGLE_AZ"})
}

undetermined contains {"resource": r.id, "path": "deployment_type"} if {
	some r in file_systems
	attr.unknown(r, "deployment_type")
}

file_systems contains r if some r in input.resources.aws_fsx_windows_file_system

file_systems contains r if some r in input.resources.aws_fsx_ontap_file_system

file_systems contains r if some r in input.resources.aws_fsx_openzfs_file_system
