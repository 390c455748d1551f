package rules.aws.asg.no_scaling_policy_test

import data.rules.aws.asg.no_scaling_policy

group(attributes, unknown) := {"resources": {"aws_autoscaling_group": [{
	"id": "web",
	"type": "aws_autoscaling_group",
	"group": "prod",
	"tags": {},
	"attributes": attributes,
	"unknown": unknown,
}]}}

sizes := {"min_size": 2, "max_size": 6}

silent(w) if {
	no_scaling_policy.fail == set() with input as w
	no_scaling_policy.undetermined == set() with input as w
}

test_no_scaling_policy if {
	found := no_scaling_policy.fail with input as group(sizes, {})
	found == {{
		"resource": "web",
		"message": "Under load web does not grow. It may have up to 6 instances, but no policy and no schedule ever adds one to the 2 it starts with.",
		"related": [],
	}}
}

test_fixed_size if {
	silent(group({"min_size": 3, "max_size": 3}, {}))
	silent(group({"min_size": 0, "max_size": 1}, {}))
	silent(group({"min_size": 0, "max_size": 3, "desired_capacity": 3}, {}))
}

test_policy_or_schedule if {
	silent(group(object.union(sizes, {"scaling_policy": [{"enabled": true, "policy_type": "TargetTrackingScaling"}]}), {}))
	silent(group(object.union(sizes, {"schedule": [{"desired_capacity": 4}]}), {}))
}

test_policy_that_does_nothing if {
	every policy in [
		{"enabled": false, "policy_type": "SimpleScaling"},
		{"enabled": true, "policy_type": "PredictiveScaling", "predictive_scaling_configuration": [{"mode": "ForecastOnly"}]},
	] {
		count(no_scaling_policy.fail) == 1 with input as group(object.union(sizes, {"scaling_policy": [policy]}), {})
	}
}

test_scaled_from_elsewhere if {
	every type in ["aws_ecs_capacity_provider", "aws_autoscalingplans_scaling_plan"] {
		silent(object.union(group(sizes, {}), {
			"data_sources": {"x": [{"id": "x", "type": type, "may_exist": false}]},
			"edges": [{"from": "x", "to": "web", "kind": "references"}],
		}))
	}
	silent(group(object.union(sizes, {"tag": [{"key": "k8s.io/cluster-autoscaler/enabled"}]}), {}))
	silent(group(object.union(sizes, {"tag": [{"key": "kubernetes.io/cluster/main"}]}), {}))
}

cannot_tell(needs) := {{"resource": "web", "message": "Cannot tell whether anything makes web grow under load.", "unknown": needs}}

test_unknown_is_not_a_finding if {
	every path in ["min_size", "max_size", "scaling_policy", "schedule", "tag"] {
		w := group(object.remove(sizes, [path]), {path: ["var.x"]})
		no_scaling_policy.fail == set() with input as w
		no_scaling_policy.undetermined == cannot_tell({{"resource": "web", "path": path}}) with input as w
	}
}

test_missing_module if {
	w := object.union(group(sizes, {}), {"missing": {"prod": ["module.scaling"]}})
	no_scaling_policy.fail == set() with input as w
	no_scaling_policy.undetermined == cannot_tell({{"needs": ["module.scaling"]}}) with input as w
}
