# METADATA
# title: EC2 instance that nothing replaces is all that answers behind a balancer or a name
# description: |
#   The only server behind a load balancer or a DNS name is an instance of its own. EC2 can restart
#   it after a fault of the host hardware, but nothing starts another when its system does not come
#   up, its volume is damaged, somebody terminates it or its zone is lost: users wait for a human.
# related_resources:
#   - https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_withstand_component_failures_auto_healing_system.html
#   - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-recover.html
# custom:
#   severity: high
#   theme: spof
#   types: [aws_instance]
#   reads: [aws_lb_target_group, aws_elb, aws_route53_record, aws_eip, aws_cloudwatch_metric_alarm]
#   controls: [aws-ec2-instance-no-asg, aws-ec2-instance-no-lb, aws-lb-single-target]
#   frameworks:
#     well_architected: [REL11-BP02, REL11-BP03]
#     aprl: [273f6b30]
#   remediation:
#     terraform: Start it from an aws_autoscaling_group with subnets of two zones (min_size = 1 heals itself, 2 survives) that registers with the balancer. Where that cannot be, add an aws_cloudwatch_metric_alarm on StatusCheckFailed_System with the action arn:aws:automate:REGION:ec2:recover.
#     cloudformation: Start it from an AWS::AutoScaling::AutoScalingGroup with subnets of two zones that registers with the balancer. Where that cannot be, add an AWS::CloudWatch::Alarm on StatusCheckFailed_System with the action arn:aws:automate:REGION:ec2:recover.
package rules.aws.ec2.unmanaged_instance

import data.lib.attr
import data.lib.graph
import data.lib.say
import data.lib.traffic

fail contains {
	"resource": r.id,
	"message": sprintf("When one host is lost, users of %s wait until somebody starts another by hand. %s is all that answers there, and nothing replaces it.", [say.names(ids(entries(r))), r.id]),
	"related": [{"resource": id, "note": "leads to it alone"} | some id in array.slice(ids(entries(r)), 0, 3)],
} if {
	some r in input.resources.aws_instance
	count(entries(r)) > 0
	not exempt(r)
	count(doubts(r)) == 0
}

undetermined contains {"resource": r.id, "unknown": doubts(r)} if {
	some r in input.resources.aws_instance
	count(candidates(r)) > 0
	not exempt(r)
	count(doubts(r)) > 0
}

# What leads to r and to nothing else, as far as is known.
candidates(r) := [f | some f in fronts(r); not shared(r, f)]

# The same, certainly.
entries(r) := [f | some f in candidates(r); count(held(f)) == 0; not f.may_exist]

doubts(r) := alarms(r) | {part |
	count(entries(r)) == 0
	some f in candidates(r)
	some part in (held(f) | {{"resource": f.id} | f.may_exist})
}

fronts(r) := [f |
	some f in array.concat(direct(r), [record | some eip in direct(r); eip.type == "aws_eip"; some record in direct(eip)])
	leads(f)
]

direct(r) := graph.sources(r.id, "routes_to")

leads(f) if f.type in {"aws_lb_target_group", "aws_elb"}

leads(f) if {
	f.type == "aws_route53_record"
	f.attributes.type in {"A", "AAAA", "CNAME"}
}

# A record set of several members, or a front that leads elsewhere as well.
shared(_, f) if attr.is_set(f, "set_identifier")

shared(_, f) if count(f.attributes.records) > 1

shared(_, f) if count(f.attributes.targets) > 1

shared(_, f) if count([o | some o in graph.targets(f.id, "routes_to"); not o.may_exist]) > 1

held(f) := {{"resource": f.id, "path": o.via, "needs": o.needs} | some o in graph.held(f.id, "routes_to")}

exempt(r) if traffic.administrative(r)

# It forwards packets: a NAT instance or an appliance.
exempt(r) if attr.is_false(r, "source_dest_check")

exempt(r) if {
	some alarm in status_alarms(graph.targets(r.id, "watched_by"))
	recovers(alarm)
}

# Alarms that may recover it, but for what is unknown of them.
alarms(r) := {{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in graph.open("watched_by", "aws_instance")
	alarm := graph.get(o.holder)
	count(status_alarms([alarm])) == 1
	alarm.group == r.group
	recovers(alarm)
} | {{"resource": alarm.id, "path": "alarm_actions", "needs": o.needs} |
	some alarm in status_alarms(graph.targets(r.id, "watched_by"))
	some o in graph.held(alarm.id, "notifies")
}

recovers(alarm) if {
	some action in alarm.attributes.alarm_actions
	is_string(action)
	endswith(action, "ec2:recover")
}

status_alarms(list) := [a |
	some a in list
	a.type == "aws_cloudwatch_metric_alarm"
	startswith(a.attributes.metric_name, "StatusCheckFailed")
]

ids(list) := sort({f.id | some f in list})
