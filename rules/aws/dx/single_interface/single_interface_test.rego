package rules.aws.dx.single_interface_test

import data.rules.aws.dx.single_interface

interface(id, connection) := {
	"id": id, "type": "aws_dx_transit_virtual_interface", "may_exist": false,
	"attributes": {"connection_id": connection}, "unknown": {},
}

world(interfaces, extra) := object.union(
	{
		"resources": {"aws_dx_gateway": [{"id": "gw", "type": "aws_dx_gateway", "group": "prod", "attributes": {}, "unknown": {}}]},
		"data_sources": {"x": interfaces},
		"edges": [{"from": v.id, "to": "gw", "kind": "member_of"} | some v in interfaces],
	},
	extra,
)

silent(w) if {
	single_interface.fail == set() with input as w
	single_interface.undetermined == set() with input as w
}

test_single if {
	found := single_interface.fail with input as world([interface("a", "dxcon-1")], {})
	found == {{
		"resource": "gw",
		"message": "One connection lost separates the networks: gw has its interface a over it, and nothing else.",
		"related": [{"resource": "a", "note": "is its interface"}],
	}}
	count(single_interface.fail) == 1 with input as world([interface("a", "dxcon-1"), interface("b", "dxcon-1")], {})
	alone := object.union(interface("a", null), {"unknown": {"connection_id": ["var.connection"]}})
	count(single_interface.fail) == 1 with input as world([alone], {})
}

test_two if {
	silent(world([interface("a", "dxcon-1"), interface("b", "dxcon-2")], {}))
	accepted := object.union(interface("b", null), {"type": "aws_dx_hosted_transit_virtual_interface_accepter"})
	silent(world([interface("a", "dxcon-1"), accepted], {}))
	silent(world([interface("a", "dxcon-1"), {"id": "v", "type": "aws_vpn_connection"}], {}))
	silent(world([], {}))
}

doubt(w) if {
	single_interface.fail == set() with input as w
	count(single_interface.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	hidden := object.union(interface("b", null), {"unknown": {"connection_id": ["var.connection"]}})
	doubt(world([interface("a", "dxcon-1"), hidden], {}))
	doubt(world([interface("a", "dxcon-1"), object.union(interface("b", "dxcon-2"), {"may_exist": true})], {}))
	doubt(world([interface("a", "dxcon-1")], {"missing": {"prod": ["module.more"]}}))
}
