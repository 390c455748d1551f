package rules.azurerm.mssql.no_alert_test

import data.rules.azurerm.mssql.no_alert

world(alert, edges, open) := {
	"resources": {
		"azurerm_mssql_database": [{"id": "db", "type": "azurerm_mssql_database", "group": "prod"}],
		"azurerm_monitor_metric_alert": [{"id": "alert", "type": "azurerm_monitor_metric_alert", "group": "prod", "may_exist": false, "attributes": alert}],
	},
	"data_sources": {
		"azurerm_mssql_server": [{"id": "server", "type": "azurerm_mssql_server"}],
		"azurerm_resource_group": [{"id": "rg", "type": "azurerm_resource_group"}],
	},
	"edges": array.concat(edges, [{"from": "db", "to": "server", "kind": "member_of"}, {"from": "server", "to": "rg", "kind": "member_of"}]),
	"open": open,
}

test_no_alert if {
	found := no_alert.fail with input as world({}, [], [])
	found == {{
		"resource": "db",
		"message": "Users notice first when db runs out of storage, workers or compute. No alert watches it, its server, resource group or subscription.",
		"related": [],
	}}
}

test_alert if {
	every scope in ["db", "server"] {
		w := world({}, [{"from": scope, "to": "alert", "kind": "watched_by"}], [])
		no_alert.fail == set() with input as w
		no_alert.undetermined == set() with input as w
	}
}

test_alert_on_the_group if {
	edges := [{"from": "rg", "to": "alert", "kind": "watched_by"}]
	no_alert.fail == set() with input as world({"target_resource_type": "Microsoft.Sql/servers/databases"}, edges, [])
	count(no_alert.fail) == 1 with input as world({"target_resource_type": "Microsoft.Cache/redis"}, edges, [])
}

test_alert_is_off if {
	w := world({"enabled": false}, [{"from": "db", "to": "alert", "kind": "watched_by"}], [])
	count(no_alert.fail) == 1 with input as w
}

test_unknown_is_not_a_finding if {
	open := [{"holder": "alert", "kind": "watched_by", "via": "scopes[0]", "needs": ["var.x"]}]
	w := world({"criteria": [{"metric_namespace": "Microsoft.Sql/servers/databases"}]}, [], open)
	no_alert.fail == set() with input as w
	no_alert.undetermined == {{
		"resource": "db",
		"message": "Cannot tell whether an alert watches db.",
		"unknown": {{"resource": "alert", "path": "scopes[0]", "needs": ["var.x"]}},
	}} with input as w
	other := world({"criteria": [{"metric_namespace": "Microsoft.Web/sites"}]}, [], open)
	count(no_alert.fail) == 1 with input as other
}
