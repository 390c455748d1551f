# METADATA
# title: Load balancer has all its registered instances in one zone
# description: |
#   The balancer spans zones, the instances behind it do not: when their zone is lost it has nowhere
#   to send requests. Unlike an Auto Scaling group, registered instances are not started elsewhere.
#
#   Groups with a single instance, and targets that scale by themselves, are judged by other rules;
#   functions and balancers as targets are not judged.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html
# custom:
#   severity: high
#   theme: multi-az
#   types: [aws_lb_target_group, aws_elb]
#   reads: [aws_instance, aws_subnet]
#   controls: [aws-lb-targets-single-az]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Place half of the instances in a subnet of a second availability zone, or run them in an aws_autoscaling_group with subnets of two zones.
#     cloudformation: Place half of the instances in a subnet of a second availability zone, or run them in an AWS::AutoScaling::AutoScalingGroup with subnets of two zones.
package rules.aws.target_group.targets_one_zone

import data.lib.attr
import data.lib.graph
import data.lib.say
import data.lib.traffic

fail contains {
	"resource": r.id,
	"message": sprintf("Losing zone %s fails every request to %s%s. All of its instances are there: %s.", [place, r.id, traffic.leads(r), say.names(ids(r))]),
	"related": array.concat(traffic.related(r), [{"resource": id, "note": sprintf("is in %s", [place])} | some id in array.slice(ids(r), 0, 3)]),
} if {
	some r in groups
	count(instances(r)) > 1
	not spread(r)
	zones := {z | some i in instances(r); some z in i.zones}
	count(zones) == 1
	some place in zones
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether the instances behind %s are in more than one zone.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in groups
	count(instances(r)) > 1
	not spread(r)
	count(doubts(r)) > 0
}

groups contains r if {
	some r in input.resources.aws_lb_target_group
	not zoneless(r)
}

groups contains r if some r in input.resources.aws_elb

zoneless(r) if r.attributes.target_type in {"alb", "lambda"}

targets(r) := graph.targets(r.id, "routes_to")

instances(r) := [t | some t in targets(r); t.type == "aws_instance"]

ids(r) := [i.id | some i in instances(r)]

# Two zones for certain, or targets that bring their own zones.
spread(r) if count({z | some i in instances(r); not i.may_exist; some z in i.zones}) > 1

spread(r) if {
	some t in targets(r)
	t.type != "aws_instance"
	not t.may_exist
}

# What to supply to know whether a target is in another zone.
doubts(r) := (placed(r) | own(r)) | (foreign(r) | {{"needs": [name]} | some name in graph.missing(r.group)})

placed(r) := {{"resource": t.id} | some t in targets(r); t.may_exist} | {{"resource": i.id, "path": "availability_zone", "needs": needs(i)} |
	some i in instances(r)
	not i.may_exist
	not i.zones_known
}

own(r) := {{"resource": r.id, "path": o.via, "needs": o.needs} | some o in graph.held(r.id, "routes_to")}

# Targets that are named by an ID or address alone.
foreign(r) := {{"needs": [sprintf("zone of %s", [t.target_id])]} |
	some i, t in r.attributes.targets
	is_string(t.target_id)
	not r.unknown[sprintf("targets[%d].target_id", [i])]
	not here(r, t.target_id)
}

# Of what runs, the ID ends the ARN.
here(r, id) if {
	some t in targets(r)
	endswith(t.id, sprintf("/%s", [id]))
}

needs(i) := {sprintf("zone of %s", [i.id])} if {
	not attr.unknown(i, "subnet_id")
	not attr.unknown(i, "availability_zone")
}

else := attr.needs(i, "subnet_id") | attr.needs(i, "availability_zone")
