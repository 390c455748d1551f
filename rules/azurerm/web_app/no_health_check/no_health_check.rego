# METADATA
# title: Web app on several workers has no health check
# description: |
#   Without a path to check, App Service goes on sending requests to a worker that answers with errors or
#   hangs: some users see failures, for as long as nobody looks. With one, it takes the worker out of
#   rotation and replaces it.
#
#   An app on a single worker is not judged: there, a health check changes nothing.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/app-service/monitor-instances-health-check
# custom:
#   severity: medium
#   theme: health-check
#   types: [azurerm_linux_web_app, azurerm_windows_web_app]
#   reads: [azurerm_service_plan]
#   controls: [azure-appservice-health-check]
#   frameworks:
#     well_architected: [REL11-BP01]
#     aprl: [fd049c28]
#   remediation:
#     terraform: Set site_config.health_check_path to a path that fails when the app cannot serve, with health_check_eviction_time_in_min.
package rules.azurerm.web_app.no_health_check

import data.lib.attr
import data.lib.graph

fail contains {
	"resource": r.id,
	"path": "site_config[0].health_check_path",
	"message": sprintf("Requests to %s go on reaching a worker that fails or hangs. No path of it is checked on the %d workers of %s.", [r.id, plan.attributes.worker_count, plan.id]),
	"related": [{"resource": plan.id, "note": "has the workers"}],
} if {
	some r in apps
	unchecked(r)
	some plan in graph.targets(r.id, "member_of")
	plan.type == "azurerm_service_plan"
	attr.greater_than(plan, "worker_count", 1)
}

undetermined contains {"resource": r.id, "path": "site_config[0].health_check_path"} if {
	some r in apps
	attr.unknown(r, "site_config[0].health_check_path")
	not single(r)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s needs a health check: it depends on how many workers its plan has.", [r.id]),
	"unknown": {{"resource": plan.id, "path": "worker_count"}},
} if {
	some r in apps
	unchecked(r)
	some plan in graph.targets(r.id, "member_of")
	plan.type == "azurerm_service_plan"
	attr.unknown(plan, "worker_count")
}

apps contains r if some r in input.resources.azurerm_linux_web_app

apps contains r if some r in input.resources.azurerm_windows_web_app

unchecked(r) if {
	not attr.unknown(r, "site_config[0].health_check_path")
	object.get(r.attributes, ["site_config", 0, "health_check_path"], null) in {null, ""}
}

# The plan is known to have one worker.
single(r) if {
	some plan in graph.targets(r.id, "member_of")
	plan.type == "azurerm_service_plan"
	not attr.unknown(plan, "worker_count")
	object.get(plan.attributes, "worker_count", 1) < 2
}
