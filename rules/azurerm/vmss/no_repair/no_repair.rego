# METADATA
# title: Virtual machine scale set does not replace broken machines
# description: |
#   A scale set keeps a machine that runs and does not answer. The balancer's probe takes it out of
#   the traffic, so the set shrinks with every such failure until somebody deletes the machine by
#   hand. With automatic instance repair it replaces it within minutes.
#
#   Judged where something tells broken machines from healthy ones, or sends requests: a balancer, a
#   probe or the application health extension. Service Fabric repairs its nodes itself.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-instance-repairs
# custom:
#   severity: high
#   theme: automation
#   types: [azurerm_linux_virtual_machine_scale_set, azurerm_windows_virtual_machine_scale_set, azurerm_orchestrated_virtual_machine_scale_set]
#   reads: [azurerm_lb, azurerm_application_gateway]
#   controls: [azure-vmss-auto-repair]
#   frameworks:
#     well_architected: [REL11-BP03]
#     aprl: [820f4743]
#   remediation:
#     terraform: "Set automatic_instance_repair { enabled = true }. It needs health_probe_id (a probe of the load balancer), or the application health extension."
package rules.azurerm.vmss.no_repair

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": path(r),
	"message": sprintf("A machine of %s that stops answering stays until somebody deletes it%s. Automatic instance repair is off%s.", [r.id, behind(r), blind(r)]),
	"related": [{"resource": id, "note": "sends it requests"} | some id in array.slice(fronts(r), 0, 3)],
} if {
	some r in sets
	judged(r)
	not repaired(r)
	count(hidden(r)) == 0
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in sets
	judged(r)
	not repaired(r)
	some path in hidden(r)
}

sets contains r if some r in input.resources.azurerm_linux_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_windows_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_orchestrated_virtual_machine_scale_set

repaired(r) if r.attributes.automatic_instance_repair[_].enabled == true

# The grace period alone does not decide.
hidden(r) := {path |
	some path, _ in r.unknown
	regex.match(`^automatic_instance_repair(\[\d+\](\.enabled)?)?$`, path)
}

judged(r) if {
	count(fronts(r)) > 0
	not fabric(r)
}

judged(r) if {
	probed(r)
	not fabric(r)
}

fronts(r) := [b.id | some b in graph.sources(r.id, "routes_to"); not b.may_exist]

probed(r) if attr.is_set(r, "health_probe_id")

probed(r) if {
	some need in attr.needs(r, "health_probe_id")
	regex.match(`azurerm_lb_probe\.`, need)
}

probed(r) if {
	some e in r.attributes.extension
	startswith(e.type, "ApplicationHealth")
}

fabric(r) if {
	some e in r.attributes.extension
	startswith(e.type, "ServiceFabric")
}

behind(r) := "" if count(fronts(r)) == 0

behind(r) := sprintf(", with less capacity behind %s meanwhile", [say.names(fronts(r))]) if count(fronts(r)) > 0

default blind(_) := ""

blind(r) := ", and no health probe is set that it could go by" if {
	not probed(r)
	not attr.unknown(r, "health_probe_id")
	not attr.unknown(r, "extension")
	r.type != "azurerm_orchestrated_virtual_machine_scale_set"
}

path(r) := "automatic_instance_repair[0].enabled" if {
	count(r.attributes.automatic_instance_repair) > 0
} else := "automatic_instance_repair"
