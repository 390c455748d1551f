# METADATA
# title: Virtual machine scale set behind a balancer has no autoscale setting
# description: |
#   Without an autoscale setting the scale set stays at one size until somebody changes it by hand:
#   under load, or after the loss of a zone, requests queue up or fail while more machines could run.
#
#   A size that is fixed on purpose cannot be told apart; that is why it is no more than medium.
#   Scale sets that no balancer leads to, and nodes of Service Fabric, are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-autoscale-overview
# custom:
#   severity: medium
#   theme: scaling
#   types: [azurerm_linux_virtual_machine_scale_set, azurerm_windows_virtual_machine_scale_set, azurerm_orchestrated_virtual_machine_scale_set]
#   reads: [azurerm_monitor_autoscale_setting, azurerm_lb, azurerm_application_gateway]
#   controls: [azure-vmss-autoscale]
#   frameworks:
#     well_architected: [REL07-BP01]
#     aprl: [ee66ff65]
#   remediation:
#     terraform: Add an azurerm_monitor_autoscale_setting with target_resource_id = the scale set, a rule that increases and one that decreases, and let the set ignore changes of instances.
package rules.azurerm.vmss.no_scaling

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"message": sprintf("Under load %s does not grow, and requests to %s wait or fail. It has no autoscale setting%s.", [r.id, say.names(fronts(r)), size(r)]),
	"related": [{"resource": id, "note": "sends it requests"} | some id in array.slice(fronts(r), 0, 3)],
} if {
	some r in sets
	count(fronts(r)) > 0
	not fabric(r)
	idle(r)
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether anything makes %s grow under load.", [r.id]),
	"unknown": unknown,
} if {
	some r in sets
	count(fronts(r)) > 0
	not fabric(r)
	unknown := {part | some part in absent.unknown(r, "scaled_by")} | {{"resource": s.id, "path": "enabled"} |
		some s in graph.targets(r.id, "scaled_by")
		attr.unknown(s, "enabled")
	}
	count(unknown) > 0
}

# Nothing is set up, or what is set up is switched off.
idle(r) if absent.certain(r, "scaled_by")

idle(r) if {
	settings := graph.targets(r.id, "scaled_by")
	count(settings) > 0
	every s in settings { attr.is_false(s, "enabled") }
}

sets contains r if some r in input.resources.azurerm_linux_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_windows_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_orchestrated_virtual_machine_scale_set

fronts(r) := [b.id | some b in graph.sources(r.id, "routes_to"); not b.may_exist]

fabric(r) if {
	some e in r.attributes.extension
	startswith(e.type, "ServiceFabric")
}

default size(_) := ""

size(r) := sprintf(" and stays at %d machines", [r.attributes.instances]) if r.attributes.instances > 1
