package rules.aws.vpn.single_connection_test

import data.rules.aws.vpn.single_connection

vpn(id) := {
	"id": id, "type": "aws_vpn_connection", "group": "prod", "may_exist": false,
	"attributes": {"customer_gateway_id": "cgw-1", "vpn_gateway_id": "vgw-1"}, "unknown": {},
}

world(vpns, connections) := {"resources": {"aws_vpn_connection": vpns, "aws_dx_connection": connections, "aws_dx_gateway": []}}

silent(w) if {
	single_connection.fail == set() with input as w
	single_connection.undetermined == set() with input as w
}

test_single if {
	found := single_connection.fail with input as world([vpn("a")], [])
	found == {{
		"resource": "a",
		"path": "customer_gateway_id",
		"message": "One device or line lost cuts the other network off: a is the only VPN connection here, and both of its tunnels end at cgw-1.",
	}}
}

test_several if silent(world([vpn("a"), vpn("b")], []))

test_backup_of_direct_connect if silent(world([vpn("a")], [{"id": "d", "group": "prod"}]))

doubt(w) if {
	single_connection.fail == set() with input as w
	count(single_connection.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world([object.union(vpn("a"), {"unknown": {"vpn_gateway_id": ["var.gateway"]}})], []))
	doubt(object.union(world([vpn("a")], []), {"missing": {"prod": ["module.vpn"]}}))
	made := object.union(vpn("a"), {"unknown": {"transit_gateway_id": ["module.net.aws_ec2_transit_gateway.main.id"]}})
	linked := object.union(world([made], []), {
		"edges": [{"from": "a", "to": "g", "kind": "references"}],
		"data_sources": {"aws_ec2_transit_gateway": [{"id": "g", "type": "aws_ec2_transit_gateway"}]},
	})
	count(single_connection.fail) == 1 with input as linked
	doubt(world([made], []))
}

live(id, group) := object.union(vpn(id), {"group": group, "source": "live", "account": "1"})

unseen := {
	"id": "1/global/gateway", "type": "aws_dx_gateway", "group": "1/global", "source": "live", "account": "1",
	"data": true, "may_exist": true, "needs": ["directconnect:DescribeDirectConnectGateways"],
}

test_live_direct_connect_of_another_region if {
	gateway := {"id": "d", "group": "1/global", "source": "live", "account": "1"}
	silent(world([live("a", "1/eu-west-1")], [gateway]))
	foreign := world([live("a", "1/eu-west-1")], [object.union(gateway, {"account": "2"})])
	count(single_connection.fail) == 1 with input as foreign
}

test_unlisted_direct_connect_is_a_doubt if {
	doubt(object.union(world([live("a", "1/eu-west-1")], []), {"data_sources": {"aws_dx_gateway": [unseen]}}))
}
