# METADATA
# title: Azure SQL database has no metric alert
# description: |
#   Nobody is told when the storage is full, the workers or the compute are exhausted or connections
#   fail. Each of these stops a database hours after the first sign, and users are the first to
#   notice.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/azure-sql/database/monitoring-metrics-alerts
# custom:
#   severity: medium
#   theme: monitoring
#   types: [azurerm_mssql_database]
#   reads: [azurerm_monitor_metric_alert]
#   controls: [azure-monitor-no-alert]
#   frameworks:
#     well_architected: [REL06-BP01, REL11-BP01]
#   remediation:
#     terraform: Add an azurerm_monitor_metric_alert whose scopes hold the database (or its resource group or subscription, with target_resource_type = "Microsoft.Sql/servers/databases"), on storage_percent first, with an action.
package rules.azurerm.mssql.no_alert

import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Users notice first when %s runs out of storage, workers or compute%s. No alert watches it, its server, resource group or subscription.", [r.id, say.dependants(r)]),
	"related": say.related_dependants(r),
} if {
	some r in input.resources.azurerm_mssql_database
	not watched(r, false)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether an alert watches %s.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.azurerm_mssql_database
	not watched(r, true)
	count(doubts(r)) > 0
}

# The database, its server and pool, and the resource group around them.
around(r) := array.concat([r], graph.reach(r.id, ["member_of"]))

# An alert that certainly exists, or any.
watched(r, certainly) if {
	some scope in around(r)
	some a in graph.targets(scope.id, "watched_by")
	covers(a, scope)
	exists(a, certainly)
}

watched(r, certainly) if {
	some a in input.resources.azurerm_monitor_metric_alert
	on_databases(a)
	subscription(a, r)
	exists(a, certainly)
}

# Log alerts.
watched(r, _) if {
	some scope in around(r)
	scope.type in {"azurerm_mssql_database", "azurerm_mssql_server"}
	some a in graph.sources(scope.id, "references")
	startswith(a.type, "azurerm_monitor_scheduled_query_rules_alert")
}

exists(_, false)

exists(a, true) if not a.may_exist

covers(a, scope) if {
	scope.type != "azurerm_resource_group"
	active(a)
}

covers(a, scope) if {
	scope.type == "azurerm_resource_group"
	on_databases(a)
}

on_databases(a) if {
	lower(a.attributes.target_resource_type) == "microsoft.sql/servers/databases"
	active(a)
}

active(a) if not a.attributes.enabled == false

subscription(a, r) if {
	some s in graph.of_type("azurerm_subscription")
	some b in graph.targets(s.id, "watched_by")
	b.id == a.id
	a.group == r.group
}

subscription(a, _) if {
	some scope in a.attributes.scopes
	is_string(scope)
	regex.match(`^/subscriptions/[^/]+/?$`, scope)
}

doubts(r) := (perhaps | open) | missing if {
	perhaps := {{"resource": a.id} |
		some scope in around(r)
		some a in graph.targets(scope.id, "watched_by")
		covers(a, scope)
		a.may_exist
	}
	open := {{"resource": o.holder, "path": o.via, "needs": o.needs} |
		some o in array.slice(graph.open("watched_by", r.type), 0, 50)
		could_watch(graph.get(o.holder), r)
	}
	missing := {{"needs": [name]} | some name in graph.missing(r.group)}
}

# What an alert measures says what it can be scoped to.
could_watch(a, r) if {
	a.group == r.group
	spaces := [lower(c.metric_namespace) | some c in array.concat(criteria(a), dynamic(a))]
	every space in spaces { startswith(space, "microsoft.sql/") }
}

criteria(a) := a.attributes.criteria

criteria(a) := [] if not a.attributes.criteria

dynamic(a) := a.attributes.dynamic_criteria

dynamic(a) := [] if not a.attributes.dynamic_criteria
