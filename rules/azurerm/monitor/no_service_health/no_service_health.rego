# METADATA
# title: Activity log alerts leave out Azure's own outages
# description: |
#   Service Health says when an outage, a planned maintenance or a retirement of Azure touches the
#   subscription. Without an alert on it a team looks for the fault in its own systems while Azure
#   knows better.
#
#   It needs one such alert for a subscription, wherever it is configured. So it fails only where
#   activity log alerts are configured without it, and is undetermined where metric alerts alone are.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/service-health/alerts-activity-log-service-notifications-portal
# custom:
#   severity: medium
#   theme: monitoring
#   types: [azurerm_monitor_activity_log_alert, azurerm_monitor_metric_alert]
#   reads: [azurerm_monitor_action_group]
#   controls: [azure-monitor-service-health]
#   frameworks:
#     well_architected: [REL06-BP01]
#     aprl: [9729c89d]
#   remediation:
#     terraform: "Add an azurerm_monitor_activity_log_alert with scopes = the subscription, criteria { category = \"ServiceHealth\" } and an action group."
package rules.azurerm.monitor.no_service_health

import data.lib.attr
import data.lib.graph

fail contains {
	"resource": r.id,
	"message": sprintf("An outage of Azure is taken for a fault of one's own: alerts on the activity log are configured (%s), but none on Service Health tells anybody.", [r.id]),
} if {
	some r in input.resources.azurerm_monitor_activity_log_alert
	r.id == first_alert
	not told
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": "Cannot tell whether anybody is told of outages of Azure: no alert on Service Health is in this configuration.",
	"unknown": doubts(r),
} if {
	some r in input.resources.azurerm_monitor_activity_log_alert
	r.id == first_alert
	not told
	count(doubts(r)) > 0
}

undetermined contains {
	"resource": r.id,
	"message": "Cannot tell whether anybody is told of outages of Azure: no alert on Service Health is in this configuration.",
	"unknown": {{"needs": ["an activity log alert on ServiceHealth for the subscription, wherever it is configured"]}},
} if {
	count(input.resources.azurerm_monitor_activity_log_alert) == 0
	some r in input.resources.azurerm_monitor_metric_alert
	r.id == first_metric_alert
}

# It is said once: the alert is of the subscription.
first_alert := min({x.id | some x in input.resources.azurerm_monitor_activity_log_alert})

first_metric_alert := min({x.id | some x in input.resources.azurerm_monitor_metric_alert})

told if {
	some r in input.resources.azurerm_monitor_activity_log_alert
	r.attributes.criteria[_].category == "ServiceHealth"
	attr.is_true(r, "enabled")
	acts(r)
	not r.may_exist
}

acts(r) if count(r.attributes.action) > 0

acts(r) if count(graph.targets(r.id, "notifies")) > 0

doubts(r) := {{"resource": x.id, "path": path} |
	some x in input.resources.azurerm_monitor_activity_log_alert
	some path in {"criteria[0].category", "enabled", "action"}
	attr.unknown(x, path)
	candidate(x, path)
} | ({{"resource": x.id} |
	some x in input.resources.azurerm_monitor_activity_log_alert
	x.may_exist
	x.attributes.criteria[_].category == "ServiceHealth"
} | {{"needs": [name]} | some name in graph.missing(r.group)})

candidate(_, "criteria[0].category")

candidate(x, path) if {
	path != "criteria[0].category"
	x.attributes.criteria[_].category == "ServiceHealth"
	path in object.keys(x.unknown)
}
