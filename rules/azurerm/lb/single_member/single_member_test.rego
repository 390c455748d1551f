package rules.azurerm.lb.single_member_test

import data.rules.azurerm.lb.single_member

nic(id) := {"id": id, "type": "azurerm_network_interface", "may_exist": false}

world(attributes, unknown, members) := {
	"resources": {"azurerm_lb": [{"id": "lb", "type": "azurerm_lb", "group": "prod", "attributes": object.union({"rule": [{}]}, attributes), "unknown": unknown}]},
	"data_sources": {"x": members},
	"edges": [{"from": "lb", "to": m.id, "kind": "routes_to"} | some m in members],
}

silent(w) if {
	single_member.fail == set() with input as w
	single_member.undetermined == set() with input as w
}

test_single if {
	found := single_member.fail with input as world({}, {}, [nic("a")])
	found == {{
		"resource": "lb",
		"message": "One machine lost fails every request to lb: a is the only one behind it.",
		"related": [{"resource": "a", "note": "is the only member"}],
	}}
	count(single_member.fail) == 1 with input as world({"backend_address": [{}]}, {}, [])
}

test_two if {
	silent(world({}, {}, [nic("a"), nic("b")]))
	silent(world({"backend_address": [{}]}, {}, [nic("a")]))
}

test_not_judged if {
	silent(world({}, {}, []))
	silent(world({"rule": []}, {}, [nic("a")]))
	silent(world({}, {}, [{"id": "set", "type": "azurerm_linux_virtual_machine_scale_set", "may_exist": false}]))
}

doubt(w) if {
	single_member.fail == set() with input as w
	count(single_member.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world({}, {}, [nic("a"), object.union(nic("b"), {"may_exist": true})]))
	doubt(world({}, {"backend_address": ["var.pool"]}, [nic("a")]))
	doubt(object.union(world({}, {}, [nic("a")]), {"missing": {"prod": ["module.machine"]}}))
	doubt(object.union(world({}, {}, [nic("a")]), {"open": [{"holder": "x", "kind": "routes_to", "via": "backend_address_pool[0].backend_address_pool_id", "types": ["azurerm_lb"], "needs": ["var.pool"]}]}))
}
