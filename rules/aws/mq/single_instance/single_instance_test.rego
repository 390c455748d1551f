package rules.aws.mq.single_instance_test

import data.rules.aws.mq.single_instance

broker(attributes, unknown) := {"resources": {"aws_mq_broker": [{
	"id": "aws_mq_broker.a",
	"type": "aws_mq_broker",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_single_instance if {
	found := single_instance.fail with input as broker({"deployment_mode": "SINGLE_INSTANCE"}, {})
	found == {{
		"resource": "aws_mq_broker.a",
		"path": "deployment_mode",
		"message": "Losing one zone takes aws_mq_broker.a down until someone makes a new broker. It is a single instance.",
		"related": [],
	}}
}

test_several_zones if {
	every mode in ["ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"] {
		world := broker({"deployment_mode": mode}, {})
		single_instance.fail == set() with input as world
		single_instance.undetermined == set() with input as world
	}
}

test_unknown_is_not_a_finding if {
	world := broker({}, {"deployment_mode": ["var.mode"]})
	single_instance.fail == set() with input as world
	single_instance.undetermined == {{"resource": "aws_mq_broker.a", "path": "deployment_mode"}} with input as world
}
