# METADATA
# title: Virtual machine scale set is not spread over zones
# description: |
#   A scale set with one zone is lost with it. Without zones Azure places it in the region as it
#   likes, which may be one datacentre, and does not move it when that is lost.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-use-availability-zones
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_linux_virtual_machine_scale_set, azurerm_windows_virtual_machine_scale_set, azurerm_orchestrated_virtual_machine_scale_set]
#   controls: [azure-vmss-zones]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [1422c567]
#   remediation:
#     terraform: Set zones = ["1", "2", "3"]. Adding zones to an existing scale set needs no replacement in recent providers; removing them does.
package rules.azurerm.vmss.single_zone

import data.lib.attr
import data.lib.azure
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "zones",
	"message": sprintf("Losing one zone can take all machines of %s down%s. %s", [r.id, fronts(r), why]),
} if {
	some r in sets
	why := confined(r)
	not attr.unknown(r, "proximity_placement_group_id")
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in sets
	not azure.zoneless(r)
	count(r.zones) < 2
	not near(r)
	some path in {"zones", "proximity_placement_group_id"}
	attr.unknown(r, path)
}

sets contains r if some r in input.resources.azurerm_linux_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_windows_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_orchestrated_virtual_machine_scale_set

confined(r) := "It names no zones, so Azure may put all of them in one." if {
	attr.not_set(r, "zones")
	not exempt(r)
}

confined(r) := sprintf("All of them are in the zone %s.", [r.zones[0]]) if {
	r.zones_known
	count(r.zones) == 1
	not exempt(r)
}

exempt(r) if azure.zoneless(r)

exempt(r) if near(r)

# Somebody chose latency over zones.
near(r) if attr.is_set(r, "proximity_placement_group_id")

near(r) if {
	some p in graph.targets(r.id, "references")
	p.type == "azurerm_proximity_placement_group"
}

fronts(r) := "" if count(_balancers(r)) == 0

fronts(r) := sprintf("; nothing answers behind %s then", [say.names(_balancers(r))]) if count(_balancers(r)) > 0

_balancers(r) := [b.id | some b in graph.sources(r.id, "routes_to")]
