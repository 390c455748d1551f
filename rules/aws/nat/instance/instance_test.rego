package rules.aws.nat.instance_test

import data.rules.aws.nat.instance

server(id, attributes, unknown) := {"id": id, "type": "aws_instance", "group": "prod", "attributes": attributes, "unknown": unknown}

routing := {"source_dest_check": false}

world(servers) := {
	"resources": {"aws_instance": servers},
	"data_sources": {"x": [{"id": "s", "type": "aws_subnet", "may_exist": false}]},
	"edges": [{"from": "s", "to": "nat", "kind": "egress_via"}],
}

silent(w) if {
	instance.fail == set() with input as w
	instance.undetermined == set() with input as w
}

test_instance if {
	found := instance.fail with input as world([server("nat", routing, {})])
	found == {{
		"resource": "nat",
		"message": "Losing one server cuts the internet for s until somebody replaces it: they leave through the instance nat alone.",
		"related": [{"resource": "s", "note": "loses the internet with it"}],
	}}
}

test_pair if silent(world([server("nat", routing, {}), server("other", routing, {})]))

test_no_router if {
	silent(world([server("nat", {"source_dest_check": true}, {})]))
	silent(object.union(world([server("nat", routing, {})]), {"edges": []}))
}

test_unknown_is_not_a_finding if {
	w := world([server("nat", {}, {"source_dest_check": ["var.check"]})])
	instance.fail == set() with input as w
	instance.undetermined == {{"resource": "nat", "path": "source_dest_check"}} with input as w
}
