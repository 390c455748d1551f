# METADATA
# title: Azure load balancer has a frontend in one zone
# description: |
#   A frontend address that is pinned to a zone, or an internal one without zones, is lost with its
#   datacentre, and with it every healthy machine behind it in the other zones.
# related_resources:
#   - https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-standard-availability-zones
# custom:
#   severity: high
#   theme: multi-az
#   types: [azurerm_lb]
#   reads: [azurerm_public_ip]
#   controls: [azure-lb-zone-redundant]
#   frameworks:
#     well_architected: [REL10-BP01]
#     aprl: [621dbc78]
#   remediation:
#     terraform: Set zones = ["1", "2", "3"] in the frontend_ip_configuration of an internal frontend, or on the azurerm_public_ip of a public one.
package rules.azurerm.lb.single_zone

import data.lib.attr
import data.lib.azure
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": sprintf("frontend_ip_configuration[%d].zones", [i]),
	"message": sprintf("Losing one zone can cut every client off from %s%s. %s", [r.id, serving(r), why]),
} if {
	some r in balancers
	some i, frontend in r.attributes.frontend_ip_configuration
	why := confined(r, i, frontend)
}

fail contains {
	"resource": r.id,
	"path": "frontend_ip_configuration",
	"message": sprintf("Losing the zone %s cuts every client off from %s%s. Its public address %s is there only.", [p.zones[0], r.id, serving(r), p.id]),
	"related": [{"resource": p.id, "note": "is the address"}],
} if {
	some r in balancers
	some p in graph.targets(r.id, "placed_in")
	p.type == "azurerm_public_ip"
	p.zones_known
	count(p.zones) == 1
}

undetermined contains {"resource": r.id, "path": path} if {
	some r in balancers
	some i, frontend in r.attributes.frontend_ip_configuration
	not public(r, i)
	path := sprintf("frontend_ip_configuration[%d].zones", [i])
	attr.unknown(r, path)
}

undetermined contains {
	"resource": r.id,
	"unknown": {{"resource": p.id, "path": "zones"}},
} if {
	some r in balancers
	some p in graph.targets(r.id, "placed_in")
	p.type == "azurerm_public_ip"
	not p.data
	attr.unknown(p, "zones")
}

balancers contains r if {
	some r in input.resources.azurerm_lb
	attr.equals(r, "sku", "Standard")
	not azure.zoneless(r)
}

confined(r, i, frontend) := "The internal frontend has no zones." if {
	internal(r, i)
	count(object.get(frontend, "zones", [])) == 0
	not attr.unknown(r, sprintf("frontend_ip_configuration[%d].zones", [i]))
} else := sprintf("The frontend is in the zone %s only.", [frontend.zones[0]]) if {
	count(frontend.zones) == 1
	not attr.unknown(r, sprintf("frontend_ip_configuration[%d].zones", [i]))
}

internal(r, i) if r.attributes.frontend_ip_configuration[i].subnet_id

internal(r, i) if {
	attr.unknown(r, sprintf("frontend_ip_configuration[%d].subnet_id", [i]))
	not public(r, i)
}

public(r, i) if r.attributes.frontend_ip_configuration[i].public_ip_address_id

public(r, i) if attr.unknown(r, sprintf("frontend_ip_configuration[%d].public_ip_address_id", [i]))

serving(r) := "" if count(_members(r)) == 0

serving(r) := sprintf(", and so from %s", [say.names(_members(r))]) if count(_members(r)) > 0

_members(r) := [m.id | some m in graph.targets(r.id, "routes_to")]
