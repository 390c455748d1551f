# METADATA
# title: Application gateway has a fixed capacity of one instance
# description: |
#   With the capacity of a single instance every failure and every update of it leaves users without
#   a gateway, or with too small a one, for minutes. The v1 SKUs have no SLA below two instances; of
#   v2 Azure may keep a spare, but it serves no more than one instance's load.
#
#   With autoscaling Azure keeps two instances whatever the minimum, so that is not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/application-gateway/application-gateway-autoscaling-zone-redundant
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-application-gateway-v2
# custom:
#   severity: medium
#   theme: spof
#   types: [azurerm_application_gateway]
#   controls: [azure-appgw-min-instances]
#   frameworks:
#     well_architected: [REL10-BP01]
#   remediation:
#     terraform: Set sku.capacity to 2 or more, or replace it by autoscale_configuration (v2 only). It changes the gateway in place.
package rules.azurerm.application_gateway.single_instance

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "sku[0].capacity",
	"message": sprintf("Losing or updating the one instance of %s fails requests until another has started%s. Its capacity is fixed at 1.", [r.id, behind(r)]),
	"related": [{"resource": m.id, "note": "is reached through it"} | some m in array.slice(graph.targets(r.id, "routes_to"), 0, 3)],
} if {
	some r in input.resources.azurerm_application_gateway
	r.attributes.sku[0].capacity == 1
	not attr.unknown(r, "sku[0].capacity")
	fixed(r)
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in input.resources.azurerm_application_gateway
	not scales(r)
	not several(r)
	some path in {"autoscale_configuration", "sku[0].capacity"}
	attr.unknown(r, path)
}

fixed(r) if attr.not_set(r, "autoscale_configuration")

fixed(r) if attr.equals(r, "autoscale_configuration", [])

scales(r) if {
	count(r.attributes.autoscale_configuration) > 0
	not "autoscale_configuration" in object.keys(r.unknown)
}

several(r) if {
	r.attributes.sku[0].capacity > 1
	not attr.unknown(r, "sku[0].capacity")
}

behind(r) := "" if count(graph.targets(r.id, "routes_to")) == 0

behind(r) := sprintf("; %s behind it get none meanwhile", [say.names([m.id | some m in graph.targets(r.id, "routes_to")])]) if count(graph.targets(r.id, "routes_to")) > 0
