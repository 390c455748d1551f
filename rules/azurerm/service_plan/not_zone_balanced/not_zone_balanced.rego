# METADATA
# title: App Service plan is not spread over zones
# description: |
#   Without zone balancing all workers of a plan may be in one zone. Its loss takes every app of the plan
#   down until the zone is back or the plan is made anew elsewhere.
#
#   Judged are the SKUs that can be spread, Premium v2 to v4, Isolated v2, Elastic Premium and Workflow
#   Standard, in regions that have zones.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-app-service
#   - https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/service_plan
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_service_plan]
#   reads: [azurerm_linux_web_app, azurerm_windows_web_app]
#   controls: [azure-appservice-zone]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [88cb90c2]
#   remediation:
#     terraform: Set zone_balancing_enabled = true with a worker_count of 2 or more; a plan whose scale unit has no zones is replaced.
package rules.azurerm.service_plan.not_zone_balanced

import data.lib.attr
import data.lib.azure
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "zone_balancing_enabled",
	"message": sprintf("Losing one zone may take every app of %s down%s. The plan is not spread over zones.", [r.id, holds(apps(r))]),
	"related": [{"resource": id, "note": "runs in the plan"} | some id in array.slice(apps(r), 0, 3)],
} if {
	some r in input.resources.azurerm_service_plan
	attr.is_false(r, "zone_balancing_enabled")
	able(r)
	not attr.unknown(r, "sku_name")
	not azure.zoneless(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_service_plan
	not attr.is_true(r, "zone_balancing_enabled")
	not unable(r)
	not azure.zoneless(r)
	some path in {"zone_balancing_enabled", "sku_name"}
	attr.unknown(r, path)
}

apps(r) := [a.id | some a in graph.sources(r.id, "member_of"); not a.may_exist]

holds(ids) := "" if count(ids) == 0

holds(ids) := sprintf("; it runs %s", [say.names(ids)]) if count(ids) > 0

able(r) if regex.match(_able, r.attributes.sku_name)

unable(r) if not regex.match(_able, r.attributes.sku_name)

_able := `^(P\d+m?v[2-9]|I\d+m?v2|EP\d|WS\d)$`
