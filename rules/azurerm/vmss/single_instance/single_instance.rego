# METADATA
# title: Virtual machine scale set behind a balancer runs fewer than two machines
# description: |
#   With a single machine every failure, every update of the image and the loss of its zone fails all
#   requests until another machine has started. What an autoscale setting keeps at least decides,
#   where there is one.
#
#   Scale sets that no balancer leads to (build agents, workers) are not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-virtual-machine-scale-sets
# custom:
#   severity: high
#   theme: spof
#   types: [azurerm_linux_virtual_machine_scale_set, azurerm_windows_virtual_machine_scale_set, azurerm_orchestrated_virtual_machine_scale_set]
#   reads: [azurerm_monitor_autoscale_setting, azurerm_lb, azurerm_application_gateway]
#   controls: [azure-vmss-instances]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [273f6b30]
#   remediation:
#     terraform: Set instances to 2 or more (0 when absent), or profile.capacity.minimum to 2 or more in its azurerm_monitor_autoscale_setting.
package rules.azurerm.vmss.single_instance

import data.lib.absent
import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "instances",
	"message": sprintf("%s. %s keeps %s.", [consequence(n, say.names(fronts(r))), r.id, machines(n)]),
	"related": array.concat([{"resource": s.id, "note": "may scale it down to that"} | some s in settings(r)], [{"resource": id, "note": "leads to it"} | some id in array.slice(fronts(r), 0, 3)]),
} if {
	some r in sets
	count(fronts(r)) > 0
	n := kept(r)
	n < 2
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s runs two machines at least.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in sets
	count(fronts(r)) > 0
	not enough(r)
	count(doubts(r)) > 0
}

sets contains r if some r in input.resources.azurerm_linux_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_windows_virtual_machine_scale_set

sets contains r if some r in input.resources.azurerm_orchestrated_virtual_machine_scale_set

fronts(r) := [b.id | some b in graph.sources(r.id, "routes_to"); not b.may_exist]

settings(r) := [s | some s in graph.targets(r.id, "scaled_by"); attr.is_true(s, "enabled")]

# The smallest of all profiles of all settings, else the number of the set itself.
kept(r) := min(minimums(r)) if count(minimums(r)) > 0

kept(r) := r.attributes.instances if {
	count(settings(r)) == 0
	is_number(r.attributes.instances)
}

minimums(r) := {n |
	some s in settings(r)
	not s.may_exist
	n := s.attributes.profile[_].capacity[_].minimum
	is_number(n)
}

# Whatever is unknown, there are two.
enough(r) if {
	count(doubts(r) - absences(r)) == 0
	kept(r) > 1
}

consequence(0, front) := sprintf("No machine answers behind %s", [front])

consequence(1, front) := sprintf("One machine lost fails every request to %s until another has started", [front])

machines(0) := "none"

machines(1) := "a single one"

doubts(r) := own(r) | (scaling(r) | absences(r))

own(r) := {{"resource": r.id, "path": "instances"} |
	count(settings(r)) == 0
	attr.unknown(r, "instances")
}

scaling(r) := {{"resource": s.id, "path": path} |
	some s in graph.targets(r.id, "scaled_by")
	some path in {"profile", "enabled"}
	attr.unknown(s, path)
	unsized(s, path)
}

unsized(_, "enabled")

unsized(s, "profile") if {
	some path, _ in s.unknown
	regex.match(`^profile(\[\d+\](\.capacity(\[\d+\](\.minimum)?)?)?)?$`, path)
}

absences(r) := {part | some part in absent.unknown(r, "scaled_by")}
