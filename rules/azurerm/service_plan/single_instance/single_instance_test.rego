package rules.azurerm.service_plan.single_instance_test

import data.rules.azurerm.service_plan.single_instance

plan(attributes, unknown) := {
	"id": "r",
	"type": "azurerm_service_plan",
	"attributes": object.union({"sku_name": "P1v3", "premium_plan_auto_scale_enabled": false}, attributes),
	"unknown": unknown,
}

world(attributes, unknown) := {
	"resources": {"azurerm_service_plan": [plan(attributes, unknown)]},
	"data_sources": {"x": [{"id": "web", "type": "azurerm_linux_web_app"}]},
	"edges": [{"from": "web", "to": "r", "kind": "member_of"}],
}

silent(w) if {
	single_instance.fail == set() with input as w
	single_instance.undetermined == set() with input as w
}

test_one_worker if {
	found := single_instance.fail with input as world({"worker_count": 1}, {})
	found == {{
		"resource": "r",
		"path": "worker_count",
		"message": "One worker lost fails every request to web until another has started. r keeps a single one.",
		"related": [{"resource": "web", "note": "runs in the plan"}],
	}}
}

test_absent_is_one if count(single_instance.fail) == 1 with input as world({}, {})

test_two if silent(world({"worker_count": 2}, {}))

test_scales_by_itself if silent(world({"premium_plan_auto_scale_enabled": true}, {}))

test_other_skus if {
	every sku in ["F1", "B1", "Y1", "EP1", "FC1", "SHARED"] { silent(world({"sku_name": sku}, {})) }
}

test_without_an_app if silent(object.remove(world({}, {}), ["edges"]))

test_autoscale if {
	every minimum, found in {1: 1, 2: 0} {
		setting := {"id": "s", "type": "azurerm_monitor_autoscale_setting", "attributes": {"enabled": true, "profile": [{"capacity": [{"minimum": minimum}]}]}, "unknown": {}}
		w := object.union(world({"worker_count": 3 - minimum}, {}), {
			"data_sources": {"x": [{"id": "web", "type": "azurerm_linux_web_app"}, setting]},
			"edges": [{"from": "web", "to": "r", "kind": "member_of"}, {"from": "r", "to": "s", "kind": "scaled_by"}],
		})
		count(single_instance.fail) == found with input as w
	}
}

test_unknown_is_not_a_finding if {
	every path in {"worker_count", "sku_name", "premium_plan_auto_scale_enabled"} {
		w := json.remove(world({}, {path: ["var.x"]}), [concat("/", ["resources/azurerm_service_plan/0/attributes", path])])
		single_instance.fail == set() with input as w
		found := single_instance.undetermined with input as w
		{u.path | some f in found; some u in f.unknown} == {path}
	}
}
