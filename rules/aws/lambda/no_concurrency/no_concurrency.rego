# METADATA
# title: Lambda function reserves no concurrency and cannot run
# description: |
#   Zero is a limit, not the absence of one: a function with a reserved concurrency of 0 is throttled
#   at every call. Requests fail at once; events wait in their queue until they expire. Leaving the
#   value out, or -1, means no limit.
#
#   A function whose event sources and rules are all switched off as well is stopped on purpose and
#   not judged.
# related_resources:
#   - https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
# custom:
#   severity: critical
#   theme: spof
#   profiles: [strict, production, development]
#   types: [aws_lambda_function]
#   reads: [aws_cloudwatch_event_rule]
#   controls: [aws-lambda-disabled-concurrency]
#   frameworks:
#     well_architected: [REL01-BP03]
#   remediation:
#     terraform: Remove reserved_concurrent_executions, or set it to -1 (no limit) or to the number of concurrent calls that the function may have.
#     cloudformation: Remove ReservedConcurrentExecutions, or set it to the number of concurrent calls that the function may have.
package rules.aws.lambda.no_concurrency

import data.lib.attr
import data.lib.graph
import data.lib.traffic

fail contains {
	"resource": r.id,
	"path": "reserved_concurrent_executions",
	"message": sprintf("Every call of %s is refused%s. It may run 0 times at once: reserved_concurrent_executions is 0, where -1 is no limit.", [r.id, traffic.leads(r)]),
	"related": array.concat(traffic.related(r), [{"resource": c.id, "note": "calls it"} | some c in array.slice(rules_of(r), 0, 3)]),
} if {
	some r in input.resources.aws_lambda_function
	attr.equals(r, "reserved_concurrent_executions", 0)
	not stopped(r)
}

undetermined contains {"resource": r.id, "path": "reserved_concurrent_executions"} if {
	some r in input.resources.aws_lambda_function
	attr.unknown(r, "reserved_concurrent_executions")
	not stopped(r)
}

# Stopped at both ends: nothing calls it either.
stopped(r) if {
	count(callers(r)) > 0
	every running in callers(r) { running == false }
}

callers(r) := array.concat(
	[running(c) | some c in graph.sources(r.id, "routes_to"); c.type in {"aws_cloudwatch_event_rule", "aws_lb_target_group", "aws_sns_topic"}],
	[object.get(m, "enabled", true) | some m in r.attributes.event_source_mapping],
)

rules_of(r) := [c | some c in graph.sources(r.id, "routes_to"); c.type == "aws_cloudwatch_event_rule"]

default running(_) := true

running(c) := false if c.attributes.state == "DISABLED"
