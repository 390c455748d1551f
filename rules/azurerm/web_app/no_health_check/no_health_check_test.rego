package rules.azurerm.web_app.no_health_check_test

import data.rules.azurerm.web_app.no_health_check

world(site, unknown, workers, plan_unknown) := {
	"resources": {"azurerm_linux_web_app": [{"id": "r", "type": "azurerm_linux_web_app", "attributes": {"site_config": [site]}, "unknown": unknown}]},
	"data_sources": {"x": [{"id": "plan", "type": "azurerm_service_plan", "attributes": workers, "unknown": plan_unknown}]},
	"edges": [{"from": "r", "to": "plan", "kind": "member_of"}],
}

silent(w) if {
	no_health_check.fail == set() with input as w
	no_health_check.undetermined == set() with input as w
}

test_unchecked if {
	found := no_health_check.fail with input as world({}, {}, {"worker_count": 2}, {})
	found == {{
		"resource": "r",
		"path": "site_config[0].health_check_path",
		"message": "Requests to r go on reaching a worker that fails or hangs. No path of it is checked on the 2 workers of plan.",
		"related": [{"resource": "plan", "note": "has the workers"}],
	}}
}

test_checked if silent(world({"health_check_path": "/"}, {}, {"worker_count": 2}, {}))

test_one_worker if {
	silent(world({}, {}, {"worker_count": 1}, {}))
	silent(world({}, {}, {}, {}))
	silent(world({}, {"site_config[0].health_check_path": ["var.x"]}, {}, {}))
}

test_windows if {
	linux := world({}, {}, {"worker_count": 2}, {})
	w := object.union(linux, {"resources": {"azurerm_windows_web_app": linux.resources.azurerm_linux_web_app}})
	found := no_health_check.fail with input as w
	count(found) == 1
}

test_unknown_is_not_a_finding if {
	w := world({}, {"site_config[0].health_check_path": ["var.x"]}, {"worker_count": 2}, {})
	no_health_check.fail == set() with input as w
	no_health_check.undetermined == {{"resource": "r", "path": "site_config[0].health_check_path"}} with input as w
	p := world({}, {}, {}, {"worker_count": ["var.x"]})
	no_health_check.fail == set() with input as p
	found := no_health_check.undetermined with input as p
	{u | some f in found; some u in f.unknown} == {{"resource": "plan", "path": "worker_count"}}
}
