# METADATA
# title: Azure load balancer has a single machine behind it
# description: |
#   A balancer with one machine in its backend pool balances nothing: when the machine fails, or is
#   patched, nobody is left to answer.
#
#   Scale sets are judged by the number of their machines. A balancer without members, or without
#   rules (for outbound connections), is not judged.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/load-balancer/backend-pool-management
#   - https://learn.microsoft.com/en-us/azure/reliability/reliability-load-balancer
# custom:
#   severity: high
#   theme: spof
#   types: [azurerm_lb]
#   reads: [azurerm_network_interface]
#   controls: [azure-lb-backend-count]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [6d82d042]
#   remediation:
#     terraform: Add a second machine in another zone, with an azurerm_network_interface_backend_address_pool_association to the pool, or use a scale set with two machines or more.
package rules.azurerm.lb.single_member

import data.lib.graph
import data.lib.need

fail contains {
	"resource": r.id,
	"message": sprintf("One machine lost fails every request to %s: %s is the only one behind it.", [r.id, member(r)]),
	"related": [{"resource": m.id, "note": "is the only member"} | some m in members(r)],
} if {
	some r in input.resources.azurerm_lb
	serves(r)
	count(members(r)) + addresses(r) == 1
	not scales(r)
	count(doubts(r)) == 0
}

undetermined contains {
	"resource": r.id,
	"message": sprintf("Cannot tell whether %s has a second machine behind it.", [r.id]),
	"unknown": doubts(r),
} if {
	some r in input.resources.azurerm_lb
	serves(r)
	count(members(r)) + addresses(r) > 0
	count([m | some m in members(r); not m.may_exist]) + addresses(r) < 2
	not scales(r)
	count(doubts(r)) > 0
}

serves(r) if count(r.attributes.rule) > 0

members(r) := graph.targets(r.id, "routes_to")

addresses(r) := count(object.get(r.attributes, "backend_address", []))

scales(r) if {
	some m in members(r)
	endswith(m.type, "_scale_set")
}

member(r) := members(r)[0].id if count(members(r)) == 1

member(r) := "one address" if count(members(r)) == 0

# Members that may be there besides.
doubts(r) := ({{"resource": m.id} | some m in members(r); m.may_exist} | {{"resource": r.id, "path": "backend_address"} |
	"backend_address" in object.keys(r.unknown)
}) | ({{"resource": o.holder, "path": o.via, "needs": o.needs} |
	some o in array.slice(graph.open("routes_to", r.type), 0, 5)
	possible(r, o)
} | {{"needs": [name]} | some name in graph.missing(r.group)})

possible(r, o) if graph.get(o.holder).group == r.group

possible(_, o) if {
	some n in o.needs
	need.outside(n)
}
