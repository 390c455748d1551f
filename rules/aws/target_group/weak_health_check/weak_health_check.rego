# METADATA
# title: Target group's health check is off, or takes errors for health
# description: |
#   A balancer takes a server out when its health check fails. A check that is off, that only opens a
#   connection to a service that speaks HTTP, or that accepts every error the service answers with
#   keeps broken servers in, and users get their share of the errors.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
# custom:
#   severity: medium
#   theme: health-check
#   types: [aws_lb_target_group]
#   controls: [aws-lb-target-group-health-check]
#   frameworks:
#     well_architected: [REL11-BP01]
#   remediation:
#     terraform: In health_check, set enabled = true, protocol = "HTTP" with the path of a page that fails when the service cannot work, and a matcher of success codes such as "200" or "200,401".
#     cloudformation: "Set HealthCheckEnabled: true, HealthCheckProtocol: HTTP with the path of a page that fails when the service cannot work, and a Matcher of success codes such as \"200\" or \"200,401\"."
package rules.aws.target_group.weak_health_check

import data.lib.attr
import data.lib.traffic

fail contains {
	"resource": r.id,
	"path": weak.path,
	"message": sprintf("Users get errors from broken servers behind %s%s: %s.", [r.id, traffic.leads(r), weak.why]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_lb_target_group
	not attr.equals(r, "target_type", "lambda")
	some check in r.attributes.health_check
	some weak in weaknesses(r, check)
	not attr.unknown(r, "target_type")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_lb_target_group
	not attr.equals(r, "target_type", "lambda")
	some path in {"health_check[0].enabled", "health_check[0].matcher"}
	attr.unknown(r, path)
}

undetermined contains {"resource": r.id, "path": "target_type"} if {
	some r in input.resources.aws_lb_target_group
	attr.unknown(r, "target_type")
	some check in r.attributes.health_check
	count(weaknesses(r, check)) > 0
}

weaknesses(_, check) := {{
	"path": "health_check[0].enabled",
	"why": "its health check is off, so none is ever taken out",
}} if {
	check.enabled == false
}

weaknesses(r, check) := tcp(r, check) | accepting(check) if check.enabled == true

tcp(r, check) := {{
	"path": "health_check[0].protocol",
	"why": "its health check only opens a connection, which a server that answers every request with an error still accepts",
} |
	check.protocol == "TCP"
	r.attributes.protocol in {"HTTP", "HTTPS"}
}

# A range that covers all client errors, or any server error.
accepting(check) := {{
	"path": "health_check[0].matcher",
	"why": sprintf("its health check takes %s for health, so a server that answers with those errors stays in", [part]),
} |
	some part in split(replace(check.matcher, " ", ""), ",")
	regex.match(`^(\d{3}-)?(499|5\d\d)$`, part)
}
