# METADATA
# title: Load balancer has all its subnets in one zone
# description: |
#   A load balancer answers from the zones of its subnets. With subnets in one zone only, the loss
#   of that zone takes the address away, and with it every healthy server in the other zones.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_lb, aws_elb]
#   reads: [aws_subnet]
#   controls: [aws-lb-single-az, aws-elb-classic-single-az]
#   frameworks:
#     well_architected: [REL02-BP01, REL10-BP01]
#     fsbp: [ELB.10, ELB.13]
#   remediation:
#     terraform: Add a subnet of a second availability zone to subnets (subnet_mapping, or availability_zones of a classic balancer). For a network load balancer with an Elastic IP in subnet_mapping, this may replace it.
#     cloudformation: Add a subnet of a second availability zone to Subnets (SubnetMappings, or AvailabilityZones of a classic balancer).
package rules.aws.lb.one_zone

import data.lib.attr
import data.lib.traffic
import data.lib.zone

fail contains {
	"resource": r.id,
	"path": placing(r),
	"message": sprintf("Losing one zone makes everything behind %s unreachable%s. It answers only in %s.", [r.id, traffic.leads(r), place]),
	"related": traffic.related(r),
} if {
	some r in balancers
	place := zone.only(r, named(r))
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in balancers
	unknown := zone.unknown(r, named(r), {"subnets", "subnet_mapping", "availability_zones"})
}

balancers contains r if {
	some r in input.resources.aws_lb
	not attr.is_set(r, "customer_owned_ipv4_pool") # an Outpost is one zone
}

balancers contains r if some r in input.resources.aws_elb

default placing(_) := "subnets"

placing(r) := "availability_zones" if attr.is_set(r, "availability_zones")

placing(r) := "subnet_mapping" if attr.is_set(r, "subnet_mapping")

default named(_) := []

named(r) := r.attributes.subnets
