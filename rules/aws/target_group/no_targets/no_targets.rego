# METADATA
# title: Load balancer forwards to a target group with no target
# description: |
#   A listener sends requests to a target group in which nothing registers, so the balancer answers
#   them itself: with 503 (application) or by dropping the connection (network).
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html
# custom:
#   severity: medium
#   theme: load-balancing
#   profiles: [strict, production, development]
#   types: [aws_lb_target_group]
#   reads: [aws_eks_cluster]
#   controls: [aws-lb-no-targets]
#   frameworks:
#     well_architected: [REL11-BP02]
#   remediation:
#     terraform: Register what serves it (target_group_arns of an aws_autoscaling_group, load_balancer of an aws_ecs_service, an aws_lb_target_group_attachment), or remove the listener's action and the group.
#     cloudformation: Register what serves it (TargetGroupARNs of an Auto Scaling group, LoadBalancers of an ECS service, Targets of the target group), or remove the listener's action and the group.
package rules.aws.target_group.no_targets

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Requests that %s sends to %s fail: nothing in this configuration registers a target there.", [say.names(ids(balancers(r))), r.id]),
	"related": [{"resource": id, "note": "forwards to it"} | some id in array.slice(ids(balancers(r)), 0, 3)],
} if {
	some r in input.resources.aws_lb_target_group
	count(balancers(r)) > 0
	empty(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether anything registers in %s, to which %s forwards.", [r.id, say.names(ids(balancers(r)))]),
	"unknown": doubts(r),
} if {
	some r in input.resources.aws_lb_target_group
	count(balancers(r)) > 0
	empty(r)
	count(doubts(r)) > 0
}

balancers(r) := [b | some b in graph.sources(r.id, "routes_to"); b.type == "aws_lb"; not b.may_exist]

empty(r) if {
	count([t | some t in graph.targets(r.id, "routes_to"); not t.may_exist]) == 0
	not registered(r)
	not controlled(r)
}

registered(r) if {
	count(r.attributes.targets) > 0
	not "targets" in object.keys(r.unknown)
}

# Controllers of Kubernetes register what they run.
controlled(r) if {
	some key in object.keys(r.tags)
	regex.match(`k8s|kubernetes`, key)
}

controlled(r) if {
	r.attributes.target_type == "ip"
	some cluster in input.resources.aws_eks_cluster
	cluster.group == r.group
}

# Whatever else knows its name may register targets: a binding, a deployment, a role
# that is allowed to, a parameter that another system reads.
controlled(r) if {
	some user in graph.sources(r.id, "references")
	not regex.match(`^aws_(lb|alb|lb_.*|alb_.*|cloudwatch_.*|wafv2_.*|route53_.*)$`, user.type)
}

# What to supply to know whether something is registered.
doubts(r) := (({{"resource": t.id} | some t in graph.targets(r.id, "routes_to"); t.may_exist} | {{"resource": r.id, "path": "targets"} |
	attr.unknown(r, "targets")
}) | {{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in absent.open("routes_to", r)
	graph.get(o.holder).type in registrars
}) | {{"needs": [name]} | some name in graph.missing(r.group)}

registrars := {
	"aws_autoscaling_attachment", "aws_autoscaling_group", "aws_autoscaling_traffic_source_attachment",
	"aws_ecs_service", "aws_lb_target_group_attachment",
}

ids(list) := [b.id | some b in list]
