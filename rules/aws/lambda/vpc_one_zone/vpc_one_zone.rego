# METADATA
# title: Lambda function in a VPC has all its subnets in one zone
# description: |
#   A function that is attached to a VPC runs where its subnets are. With subnets in one zone only,
#   it stops with that zone; a function outside any VPC runs in several zones by itself.
# related_resources:
#   - https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_lambda_function]
#   reads: [aws_subnet]
#   controls: [aws-lambda-vpc-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#     fsbp: [Lambda.5]
#   remediation:
#     terraform: Add a subnet of a second availability zone to vpc_config.subnet_ids. Two subnets of one zone do not help.
#     cloudformation: Add a subnet of a second availability zone to VpcConfig.SubnetIds. Two subnets of one zone do not help.
package rules.aws.lambda.vpc_one_zone

import data.lib.traffic
import data.lib.zone

fail contains {
	"resource": r.id,
	"path": "vpc_config[0].subnet_ids",
	"message": sprintf("Losing one zone stops %s until the zone is back%s. Its only subnets are in %s.", [r.id, traffic.leads(r), place]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_lambda_function
	place := zone.only(r, named(r))
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in input.resources.aws_lambda_function
	unknown := zone.unknown(r, named(r), {"vpc_config"})
}

default named(_) := []

named(r) := r.attributes.vpc_config[0].subnet_ids
