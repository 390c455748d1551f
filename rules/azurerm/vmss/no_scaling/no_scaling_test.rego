package rules.azurerm.vmss.no_scaling_test

import data.rules.azurerm.vmss.no_scaling

world(attributes, settings, extra) := object.union(
	{
		"resources": {
			"azurerm_linux_virtual_machine_scale_set": [{"id": "web", "type": "azurerm_linux_virtual_machine_scale_set", "group": "prod", "attributes": attributes, "unknown": {}}],
			"azurerm_windows_virtual_machine_scale_set": [],
			"azurerm_orchestrated_virtual_machine_scale_set": [],
		},
		"data_sources": {"x": array.concat([{"id": "lb", "type": "azurerm_lb", "may_exist": false}], settings)},
		"edges": array.concat([{"from": "lb", "to": "web", "kind": "routes_to"}], [{"from": "web", "to": s.id, "kind": "scaled_by"} | some s in settings]),
	},
	extra,
)

setting(attributes, unknown) := {"id": "s", "type": "azurerm_monitor_autoscale_setting", "may_exist": false, "attributes": attributes, "unknown": unknown}

silent(w) if {
	no_scaling.fail == set() with input as w
	no_scaling.undetermined == set() with input as w
}

test_no_scaling if {
	found := no_scaling.fail with input as world({"instances": 3}, [], {})
	found == {{
		"resource": "web",
		"message": "Under load web does not grow, and requests to lb wait or fail. It has no autoscale setting and stays at 3 machines.",
		"related": [{"resource": "lb", "note": "sends it requests"}],
	}}
	count(no_scaling.fail) == 1 with input as world({}, [setting({"enabled": false}, {})], {})
}

test_scaled if silent(world({}, [setting({"enabled": true}, {})], {}))

test_not_judged if {
	silent(object.union(world({}, [], {}), {"edges": []}))
	silent(world({"extension": [{"type": "ServiceFabricLinuxNode"}]}, [], {}))
}

doubt(w) if {
	no_scaling.fail == set() with input as w
	count(no_scaling.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world({}, [setting({}, {"enabled": ["var.on"]})], {}))
	doubt(world({}, [object.union(setting({"enabled": true}, {}), {"may_exist": true})], {}))
	doubt(world({}, [], {"missing": {"prod": ["module.scaling"]}}))
	doubt(world({}, [], {"open": [{"holder": "s", "kind": "scaled_by", "via": "target_resource_id", "needs": ["var.id"]}]}))
}
