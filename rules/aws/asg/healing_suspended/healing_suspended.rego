# METADATA
# title: Auto Scaling group has processes of its healing suspended
# description: |
#   A group replaces what fails through its processes. With Launch, Terminate, HealthCheck or
#   ReplaceUnhealthy suspended it does not, and with AddToLoadBalancer suspended new instances get no
#   requests: the group shrinks with every failure until somebody notices.
#
#   AZRebalance is not judged: suspending it keeps two versions side by side.
# related_resources:
#   - https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html
# custom:
#   severity: high
#   theme: automation
#   profiles: [strict, production, development]
#   types: [aws_autoscaling_group]
#   controls: [aws-asg-suspended-processes]
#   frameworks:
#     well_architected: [REL11-BP03]
#   remediation:
#     terraform: Remove the processes from suspended_processes. Suspend them for the time of a maintenance with the API, not in the configuration.
#     cloudformation: Suspended processes are not in templates; resume them with aws autoscaling resume-processes. SuspendProcesses of an AutoScalingRollingUpdate lasts for the update only.
package rules.aws.asg.healing_suspended

import data.lib.attr
import data.lib.graph
import data.lib.say
import data.lib.traffic

fail contains {
	"resource": r.id,
	"path": "suspended_processes",
	"message": sprintf("What fails in %s stays lost until somebody acts%s: %s. Suspended: %s.", [r.id, traffic.leads(r), say.names([consequence[p] | some p in off]), say.names(off)]),
	"related": traffic.related(r),
} if {
	some r in input.resources.aws_autoscaling_group
	not attr.equals(r, "max_size", 0)
	off := sort({p | some p in r.attributes.suspended_processes; counts(r, p)})
	count(off) > 0
}

undetermined contains {"resource": r.id, "path": "suspended_processes"} if {
	some r in input.resources.aws_autoscaling_group
	attr.unknown(r, "suspended_processes")
	not attr.equals(r, "max_size", 0)
	count({p | some p in r.attributes.suspended_processes; counts(r, p)}) == 0
}

consequence := {
	"AddToLoadBalancer": "new instances get no requests",
	"HealthCheck": "failures are not seen",
	"Launch": "no instance is started",
	"ReplaceUnhealthy": "unhealthy instances are not replaced",
	"Terminate": "unhealthy instances are not removed",
}

counts(_, process) if process in {"HealthCheck", "Launch", "ReplaceUnhealthy", "Terminate"}

counts(r, "AddToLoadBalancer") if count(graph.sources(r.id, "routes_to")) > 0
