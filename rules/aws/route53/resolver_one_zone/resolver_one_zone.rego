# METADATA
# title: Route 53 Resolver endpoint has all its addresses in one zone
# description: |
#   A resolver endpoint answers, or forwards, names between a network and what is outside of it. It
#   needs two addresses, but both may be in one zone; with that zone go all names of the other side,
#   and with them calls of healthy services in other zones.
# related_resources:
#   - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-resolver-endpoint-high-availability.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_route53_resolver_endpoint]
#   reads: [aws_subnet]
#   controls: [aws-resolver-endpoint-azs]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Give one ip_address block a subnet of a second availability zone. It changes the endpoint in place.
#     cloudformation: Give one of IpAddresses a SubnetId of a second availability zone.
package rules.aws.route53.resolver_one_zone

import data.lib.zone

fail contains {
	"resource": r.id,
	"path": "ip_address",
	"message": sprintf("Losing one zone ends the %s of names through %s. All its addresses are in %s.", [direction(r), r.id, place]),
} if {
	some r in input.resources.aws_route53_resolver_endpoint
	place := zone.only(r, named(r))
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in input.resources.aws_route53_resolver_endpoint
	unknown := zone.unknown(r, named(r), {"ip_address"})
}

default direction(_) := "resolution"

direction(r) := "forwarding" if r.attributes.direction == "OUTBOUND"

# Both addresses in one subnet are in one zone, whichever it is.
named(r) := [subnet | some subnet in {a.subnet_id | some a in r.attributes.ip_address}]
