# METADATA
# title: Primary failover record has no health check
# description: |
#   Route 53 moves a name to its secondary record when the primary one is unhealthy. Without a health
#   check, and without evaluating the target of an alias, the primary always counts as healthy:
#   the failover never happens, and the secondary is there for nothing.
# related_resources:
#   - https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-configuring.html
# custom:
#   severity: high
#   theme: health-check
#   profiles: [strict, production, development]
#   types: [aws_route53_record]
#   reads: [aws_route53_health_check]
#   controls: [aws-route53-failover-no-health-check]
#   frameworks:
#     well_architected: [REL11-BP02]
#   remediation:
#     terraform: Set health_check_id to an aws_route53_health_check of what the record leads to, or evaluate_target_health = true in its alias (not for CloudFront).
#     cloudformation: "Set HealthCheckId to an AWS::Route53::HealthCheck of what the record leads to, or EvaluateTargetHealth: true in AliasTarget (not for CloudFront)."
package rules.aws.route53.failover_no_health_check

import data.lib.attr
import data.lib.graph

fail contains {
	"resource": r.id,
	"path": "health_check_id",
	"message": sprintf("When what %s leads to fails, users are still sent there: Route 53 has no health check for it, takes it for healthy and never uses the secondary record.", [r.id]),
} if {
	some r in input.resources.aws_route53_record
	r.attributes.failover_routing_policy[0].type == "PRIMARY"
	unchecked(r)
	every path in decisive { not open(r, path) }
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_route53_record
	possible(r)
	unchecked(r)
	some path in decisive
	open(r, path)
}

decisive := {"health_check_id", "alias[0].evaluate_target_health", "failover_routing_policy[0].type"}

# A check whose ID is not known yet is a check.
open(r, path) if {
	attr.unknown(r, path)
	count(graph.targets(r.id, "watched_by")) == 0
}

possible(r) if r.attributes.failover_routing_policy[0].type == "PRIMARY"

possible(r) if attr.unknown(r, "failover_routing_policy[0].type")

unchecked(r) if {
	not attr.is_set(r, "health_check_id")
	count(graph.targets(r.id, "watched_by")) == 0
	not evaluates(r)
}

evaluates(r) if {
	some alias in r.attributes.alias
	alias.evaluate_target_health == true
}
