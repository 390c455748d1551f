package rules.aws.asg.ec2_health_check_test

import data.rules.aws.asg.ec2_health_check

group(attributes, unknown) := {"resources": {"aws_autoscaling_group": [{
	"id": "web",
	"type": "aws_autoscaling_group",
	"attributes": attributes,
	"unknown": unknown,
}]}}

behind(w) := object.union(w, {
	"data_sources": {"aws_lb_target_group": [{"id": "tg", "type": "aws_lb_target_group", "may_exist": false}]},
	"edges": [{"from": "tg", "to": "web", "kind": "routes_to"}],
})

test_ec2_health_check if {
	found := ec2_health_check.fail with input as behind(group({"health_check_type": "EC2"}, {}))
	found == {{
		"resource": "web",
		"path": "health_check_type",
		"message": "Servers of web that hang or answer with errors are never replaced. The group checks the machine (EC2), not the answer.",
		"related": [],
	}}
}

test_attached_to_something if {
	count(ec2_health_check.fail) == 1 with input as group({"health_check_type": "EC2", "target_group_arns": ["arn:x"]}, {})
	count(ec2_health_check.fail) == 1 with input as group({"health_check_type": "EC2", "load_balancers": [null]}, {"load_balancers[0]": ["var.elb"]})
}

test_elb_in_a_list if {
	every kind in ["ELB", "EC2,ELB", "ELB,EBS"] {
		ec2_health_check.fail == set() with input as behind(group({"health_check_type": kind}, {}))
	}
}

test_not_behind_a_balancer if {
	w := group({"health_check_type": "EC2", "target_group_arns": []}, {})
	ec2_health_check.fail == set() with input as w
	ec2_health_check.undetermined == set() with input as w
}

test_unknown_is_not_a_finding if {
	w := behind(group({}, {"health_check_type": ["var.check"]}))
	ec2_health_check.fail == set() with input as w
	ec2_health_check.undetermined == {{"resource": "web", "path": "health_check_type"}} with input as w
}

test_unknown_attachment if {
	every w in [
		group({"health_check_type": "EC2"}, {"target_group_arns": ["var.groups"]}),
		group({"health_check_type": "EC2", "target_group_arns": [null]}, {"target_group_arns": ["var.attach"]}),
	] {
		ec2_health_check.fail == set() with input as w
		ec2_health_check.undetermined == {{"resource": "web", "path": "target_group_arns"}} with input as w
	}
}
