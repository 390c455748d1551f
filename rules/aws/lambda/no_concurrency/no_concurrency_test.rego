package rules.aws.lambda.no_concurrency_test

import data.rules.aws.lambda.no_concurrency

world(attributes, unknown, extra) := object.union(
	{"resources": {"aws_lambda_function": [{"id": "f", "type": "aws_lambda_function", "attributes": attributes, "unknown": unknown}]}},
	extra,
)

none := {"reserved_concurrent_executions": 0}

called_by(rule) := {
	"data_sources": {"x": [rule]},
	"edges": [{"from": rule.id, "to": "f", "kind": "routes_to"}],
}

silent(w) if {
	no_concurrency.fail == set() with input as w
	no_concurrency.undetermined == set() with input as w
}

test_none if {
	found := no_concurrency.fail with input as world(none, {}, {})
	found == {{
		"resource": "f",
		"path": "reserved_concurrent_executions",
		"message": "Every call of f is refused. It may run 0 times at once: reserved_concurrent_executions is 0, where -1 is no limit.",
		"related": [],
	}}
}

test_some if {
	silent(world({"reserved_concurrent_executions": -1}, {}, {}))
	silent(world({"reserved_concurrent_executions": 5}, {}, {}))
}

test_stopped_on_purpose if {
	silent(world(object.union(none, {"event_source_mapping": [{"enabled": false}]}), {}, {}))
	silent(world(none, {}, called_by({"id": "nightly", "type": "aws_cloudwatch_event_rule", "attributes": {"state": "DISABLED"}})))
	running := world(none, {}, called_by({"id": "nightly", "type": "aws_cloudwatch_event_rule", "attributes": {"state": "ENABLED"}}))
	found := no_concurrency.fail with input as running
	{f.related | some f in found} == {[{"resource": "nightly", "note": "calls it"}]}
	both := world(object.union(none, {"event_source_mapping": [{"enabled": false}, {}]}), {}, {})
	count(no_concurrency.fail) == 1 with input as both
}

test_unknown_is_not_a_finding if {
	w := world({}, {"reserved_concurrent_executions": ["var.limit"]}, {})
	no_concurrency.fail == set() with input as w
	no_concurrency.undetermined == {{"resource": "f", "path": "reserved_concurrent_executions"}} with input as w
}
