package rules.aws.dx.single_connection_test

import data.rules.aws.dx.single_connection

link(id, location) := {"id": id, "type": "aws_dx_connection", "group": "prod", "may_exist": false, "attributes": {"location": location}, "unknown": {}}

world(links, lags, vpns) := {"resources": {"aws_dx_connection": links, "aws_dx_lag": lags, "aws_vpn_connection": vpns}}

silent(w) if {
	single_connection.fail == set() with input as w
	single_connection.undetermined == set() with input as w
}

test_single if {
	found := single_connection.fail with input as world([link("a", "EqLD5")], [], [])
	found == {{
		"resource": "a",
		"path": "location",
		"message": "Losing the location EqLD5 separates the networks until it is repaired: a ends there, and nothing leads elsewhere.",
		"related": [],
	}}
	two := single_connection.fail with input as world([link("a", "EqLD5"), link("b", "EqLD5")], [], [])
	{f.related | some f in two} == {[{"resource": "b", "note": "ends there as well"}]}
}

test_two_locations if silent(world([link("a", "EqLD5")], [link("b", "TCSH")], []))

test_backed_by_a_vpn if silent(world([link("a", "EqLD5")], [], [{"id": "v", "group": "prod", "may_exist": false}]))

test_unknown_is_not_a_finding if {
	unplaced := object.union(link("b", null), {"unknown": {"location": ["var.location"]}})
	w := world([link("a", "EqLD5"), unplaced], [], [])
	single_connection.fail == set() with input as w
	{u.unknown | some u in single_connection.undetermined} == {{{"resource": "b", "path": "location"}}} with input as w
	perhaps := world([link("a", "EqLD5"), object.union(link("b", "TCSH"), {"may_exist": true})], [], [])
	single_connection.fail == set() with input as perhaps
	count(single_connection.undetermined) == 1 with input as perhaps
}

test_live_vpn_of_another_region if {
	live := object.union(link("a", "EqLD5"), {"group": "1/eu-west-1", "source": "live", "account": "1"})
	silent(world([live], [], [{"id": "v", "group": "1/us-east-1", "source": "live", "account": "1", "may_exist": false}]))
	unseen := {"id": "perhaps", "type": "aws_vpn_connection", "source": "live", "account": "1", "data": true, "may_exist": true, "needs": ["x"]}
	w := object.union(world([live], [], []), {"data_sources": {"x": [unseen]}})
	single_connection.fail == set() with input as w
	count(single_connection.undetermined) == 1 with input as w
}
