# METADATA
# title: Auto Scaling group behind a load balancer does not replace servers that fail its health check
# description: |
#   With health checks of type EC2 a group asks whether the machine runs, not whether it answers. A
#   server whose process has died or hangs is taken out of the balancer and stays in the group: the
#   capacity is lost until somebody notices, and when it happens to all servers nothing restarts them.
# related_resources:
#   - https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
# custom:
#   severity: high
#   theme: health-check
#   types: [aws_autoscaling_group]
#   reads: [aws_lb_target_group, aws_elb]
#   controls: [aws-asg-elb-health-check]
#   frameworks:
#     well_architected: [REL11-BP01, REL11-BP03]
#     fsbp: [AutoScaling.1]
#   remediation:
#     terraform: Set health_check_type = "ELB" and health_check_grace_period to the seconds that a new server needs to answer. No instance is replaced by the change itself.
#     cloudformation: "Set HealthCheckType: ELB and HealthCheckGracePeriod to the seconds that a new server needs to answer (it is 0 when absent)."
package rules.aws.asg.ec2_health_check

import data.lib.attr
import data.lib.graph
import data.lib.traffic

fail contains {
	"resource": r.id,
	"path": "health_check_type",
	"message": sprintf("Servers of %s that hang or answer with errors are never replaced%s. The group checks the machine (%s), not the answer.", [r.id, traffic.leads(r), r.attributes.health_check_type]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_autoscaling_group
	blind(r)
	attached(r)
}

undetermined contains {"resource": r.id, "path": "health_check_type"} if {
	some r in input.resources.aws_autoscaling_group
	attr.unknown(r, "health_check_type")
	attached(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.aws_autoscaling_group
	blind(r)
	not attached(r)
	some path in attachments
	attr.unknown(r, path)
}

blind(r) if {
	attr.is_set(r, "health_check_type")
	not attr.unknown(r, "health_check_type")
	not contains(r.attributes.health_check_type, "ELB")
	not attr.equals(r, "max_size", 0)
}

attachments := {"target_group_arns", "load_balancers", "traffic_source"}

# What it is attached to may itself be unknown, as long as it is something.
attached(r) if {
	some front in graph.sources(r.id, "routes_to")
	front.type in {"aws_lb_target_group", "aws_elb"}
	not front.may_exist
}

attached(r) if count(r.attributes.target_group_arns) > count(maybe(r, "target_group_arns"))

attached(r) if count(r.attributes.load_balancers) > count(maybe(r, "load_balancers"))

# An attachment that may not exist leaves its list unknown as a whole.
maybe(r, path) := r.attributes[path] if path in object.keys(r.unknown)

maybe(r, path) := [] if not path in object.keys(r.unknown)
