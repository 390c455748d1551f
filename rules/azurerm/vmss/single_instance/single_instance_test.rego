package rules.azurerm.vmss.single_instance_test

import data.rules.azurerm.vmss.single_instance

machines(attributes, unknown) := {"id": "web", "type": "azurerm_linux_virtual_machine_scale_set", "group": "prod", "attributes": attributes, "unknown": unknown}

setting(minimum, unknown) := {
	"id": "s", "type": "azurerm_monitor_autoscale_setting", "may_exist": false, "unknown": unknown,
	"attributes": {"enabled": true, "profile": [{"capacity": [{"minimum": minimum}]}]},
}

world(r, settings, extra) := object.union(
	{
		"resources": {
			"azurerm_linux_virtual_machine_scale_set": [r],
			"azurerm_windows_virtual_machine_scale_set": [],
			"azurerm_orchestrated_virtual_machine_scale_set": [],
		},
		"data_sources": {"x": array.concat([{"id": "lb", "type": "azurerm_lb", "may_exist": false}], settings)},
		"edges": array.concat([{"from": "lb", "to": "web", "kind": "routes_to"}], [{"from": "web", "to": s.id, "kind": "scaled_by"} | some s in settings]),
	},
	extra,
)

silent(w) if {
	single_instance.fail == set() with input as w
	single_instance.undetermined == set() with input as w
}

test_single if {
	found := single_instance.fail with input as world(machines({"instances": 1}, {}), [], {})
	found == {{
		"resource": "web",
		"path": "instances",
		"message": "One machine lost fails every request to lb until another has started. web keeps a single one.",
		"related": [{"resource": "lb", "note": "leads to it"}],
	}}
	none := single_instance.fail with input as world(machines({"instances": 0}, {}), [], {})
	{f.message | some f in none} == {"No machine answers behind lb. web keeps none."}
	scaled := single_instance.fail with input as world(machines({"instances": 3}, {}), [setting(1, {})], {})
	{f.related[0].resource | some f in scaled} == {"s"}
}

test_two if {
	silent(world(machines({"instances": 2}, {}), [], {}))
	silent(world(machines({"instances": 1}, {}), [setting(2, {})], {}))
}

test_workers if silent(object.union(world(machines({"instances": 0}, {}), [], {}), {"edges": []}))

doubt(w) if {
	single_instance.fail == set() with input as w
	count(single_instance.undetermined) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	doubt(world(machines({}, {"instances": ["var.n"]}), [], {}))
	doubt(world(machines({"instances": 1}, {}), [setting(null, {"profile[0].capacity[0].minimum": ["var.n"]})], {}))
	doubt(world(machines({"instances": 1}, {}), [object.union(setting(2, {}), {"may_exist": true})], {}))
	doubt(world(machines({"instances": 1}, {}), [], {"open": [{"holder": "s", "kind": "scaled_by", "via": "target_resource_id", "needs": ["var.id"]}]}))
	silent(world(machines({"instances": 2}, {}), [], {"missing": {"prod": ["module.scaling"]}}))
}
