package rules.azurerm.vmss.no_repair_test

import data.rules.azurerm.vmss.no_repair

world(attributes, unknown, edges) := {
	"resources": {
		"azurerm_linux_virtual_machine_scale_set": [{"id": "web", "type": "azurerm_linux_virtual_machine_scale_set", "attributes": attributes, "unknown": unknown}],
		"azurerm_windows_virtual_machine_scale_set": [],
		"azurerm_orchestrated_virtual_machine_scale_set": [],
	},
	"data_sources": {"x": [{"id": "lb", "type": "azurerm_lb", "may_exist": false}]},
	"edges": edges,
}

behind := [{"from": "lb", "to": "web", "kind": "routes_to"}]

probe := {"health_probe_id": "/probes/web"}

silent(w) if {
	no_repair.fail == set() with input as w
	no_repair.undetermined == set() with input as w
}

test_no_repair if {
	found := no_repair.fail with input as world(probe, {}, behind)
	found == {{
		"resource": "web",
		"path": "automatic_instance_repair",
		"message": "A machine of web that stops answering stays until somebody deletes it, with less capacity behind lb meanwhile. Automatic instance repair is off.",
		"related": [{"resource": "lb", "note": "sends it requests"}],
	}}
	off := no_repair.fail with input as world({"automatic_instance_repair": [{"enabled": false}]}, {}, behind)
	{[f.path, endswith(f.message, "is off, and no health probe is set that it could go by.")] | some f in off} == {["automatic_instance_repair[0].enabled", true]}
	count(no_repair.fail) == 1 with input as world({"extension": [{"type": "ApplicationHealthLinux"}]}, {}, [])
}

test_repaired if silent(world(object.union(probe, {"automatic_instance_repair": [{"enabled": true}]}), {}, behind))

test_not_judged if {
	silent(world({}, {}, []))
	silent(world({"extension": [{"type": "ServiceFabricNode"}]}, {}, behind))
}

test_unknown_is_not_a_finding if {
	w := world(probe, {"automatic_instance_repair[0].enabled": ["var.repair"]}, behind)
	no_repair.fail == set() with input as w
	no_repair.undetermined == {{"resource": "web", "path": "automatic_instance_repair[0].enabled"}} with input as w
}
