package rules.azurerm.monitor.no_service_health_test

import data.rules.azurerm.monitor.no_service_health

alert(id, category, unknown) := {
	"id": id, "type": "azurerm_monitor_activity_log_alert", "group": "prod", "may_exist": false, "unknown": unknown,
	"attributes": {"enabled": true, "criteria": [{"category": category}], "action": [{"action_group_id": "/oncall"}]},
}

world(alerts, metrics, extra) := object.union(
	{"resources": {"azurerm_monitor_activity_log_alert": alerts, "azurerm_monitor_metric_alert": metrics}},
	extra,
)

silent(w) if {
	no_service_health.fail == set() with input as w
	no_service_health.undetermined == set() with input as w
}

test_none if {
	found := no_service_health.fail with input as world([alert("b", "Administrative", {}), alert("a", "Security", {})], [], {})
	found == {{
		"resource": "a",
		"message": "An outage of Azure is taken for a fault of one's own: alerts on the activity log are configured (a), but none on Service Health tells anybody.",
	}}
	mute := object.union(alert("a", "ServiceHealth", {}), {"attributes": {"action": []}})
	count(no_service_health.fail) == 1 with input as world([mute], [], {})
	off := object.union(alert("a", "ServiceHealth", {}), {"attributes": {"enabled": false}})
	count(no_service_health.fail) == 1 with input as world([off], [], {})
}

test_told if {
	silent(world([alert("b", "Administrative", {}), alert("a", "ServiceHealth", {})], [], {}))
	silent(world([], [], {}))
}

doubt(w) if {
	no_service_health.fail == set() with input as w
	count(no_service_health.undetermined) == 1 with input as w
}

test_metric_alerts_alone if doubt(world([], [{"id": "cpu"}, {"id": "memory"}], {}))

test_unknown_is_not_a_finding if {
	doubt(world([alert("a", null, {"criteria[0].category": ["var.category"]})], [], {}))
	doubt(world([object.union(alert("a", "ServiceHealth", {}), {"may_exist": true})], [], {}))
	doubt(world([alert("a", "Security", {})], [], {"missing": {"prod": ["module.alerts"]}}))
}
