package rules.aws.target_group.weak_health_check_test

import data.rules.aws.target_group.weak_health_check

group(check, attributes, unknown) := {"resources": {"aws_lb_target_group": [{
	"id": "tg",
	"type": "aws_lb_target_group",
	"attributes": object.union({"health_check": [object.union({"enabled": true}, check)], "protocol": "HTTP"}, attributes),
	"unknown": unknown,
}]}}

silent(w) if {
	weak_health_check.fail == set() with input as w
	weak_health_check.undetermined == set() with input as w
}

test_accepts_errors if {
	found := weak_health_check.fail with input as group({"matcher": "200-499"}, {}, {})
	found == {{
		"resource": "tg",
		"path": "health_check[0].matcher",
		"message": "Users get errors from broken servers behind tg: its health check takes 200-499 for health, so a server that answers with those errors stays in.",
		"related": [],
	}}
	every matcher in ["200,500", "200-599", "200, 400-499"] {
		count(weak_health_check.fail) == 1 with input as group({"matcher": matcher}, {}, {})
	}
}

test_off_or_tcp if {
	off := weak_health_check.fail with input as group({"enabled": false}, {}, {})
	{f.path | some f in off} == {"health_check[0].enabled"}
	tcp := weak_health_check.fail with input as group({"protocol": "TCP"}, {}, {})
	{f.path | some f in tcp} == {"health_check[0].protocol"}
}

test_sound if {
	every matcher in ["200", "200-299", "200,301,401", "200-404"] {
		silent(group({"matcher": matcher}, {}, {}))
	}
	silent(group({"protocol": "TCP"}, {"protocol": "TCP"}, {}))
	silent(group({}, {}, {}))
}

test_lambda if {
	silent(group({"enabled": false}, {"target_type": "lambda"}, {}))
}

test_unknown_is_not_a_finding if {
	every path in ["health_check[0].enabled", "health_check[0].matcher"] {
		w := group({"enabled": null}, {}, {path: ["var.x"]})
		weak_health_check.fail == set() with input as w
		weak_health_check.undetermined == {{"resource": "tg", "path": path}} with input as w
	}
	w := group({"enabled": false}, {}, {"target_type": ["var.type"]})
	weak_health_check.fail == set() with input as w
	weak_health_check.undetermined == {{"resource": "tg", "path": "target_type"}} with input as w
}
