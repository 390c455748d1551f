# METADATA
# title: Network load balancer without cross-zone balancing has unequal targets in its zones
# description: |
#   Without cross-zone load balancing the node of each zone sends requests to targets of its own zone
#   only, and clients spread over the zones evenly. Where one zone has fewer targets, each of them
#   takes more; where a zone has none, its fixed address answers nobody.
# related_resources:
#   - https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#target-group-cross-zone
# custom:
#   severity: medium
#   theme: load-balancing
#   types: [aws_lb]
#   reads: [aws_lb_target_group, aws_instance]
#   controls: [aws-lb-cross-zone]
#   remediation:
#     terraform: Set enable_cross_zone_load_balancing = true (traffic between zones is billed), or load_balancing_cross_zone_enabled = "true" on the target group, or give each zone the same number of targets.
#     cloudformation: Set the attribute load_balancing.cross_zone.enabled to "true" (traffic between zones is billed), or give each zone the same number of targets.
package rules.aws.nlb.cross_zone_off

import data.lib.attr
import data.lib.graph
import data.lib.say

fail contains {
	"resource": r.id,
	"path": "enable_cross_zone_load_balancing",
	"message": harm(r, tg),
	"related": [{"resource": tg.id, "note": "has the unequal targets"}],
} if {
	some r in zonal
	attr.is_false(r, "enable_cross_zone_load_balancing")
	some tg in groups(r)
	override_known(tg)
	harm(r, tg)
}

undetermined contains {"resource": r.id, "path": "enable_cross_zone_load_balancing"} if {
	some r in zonal
	attr.unknown(r, "enable_cross_zone_load_balancing")
	some tg in groups(r)
	harm(r, tg)
}

undetermined contains {"resource": r.id, "unknown": unknown} if {
	some r in zonal
	attr.is_false(r, "enable_cross_zone_load_balancing")
	unknown := {part | some tg in groups(r); some part in doubts(r, tg)}
	count(unknown) > 0
}

zonal contains r if {
	some r in input.resources.aws_lb
	r.attributes.load_balancer_type in {"network", "gateway"}
	not attr.has_prefix(r, "dns_record_client_routing_policy", {"availability_zone", "partial"}) # zones are kept apart on purpose
	not attr.is_true(r, "enable_cross_zone_load_balancing")
	count(r.zones) > 1
}

groups(r) := [tg |
	some tg in graph.targets(r.id, "routes_to")
	tg.type == "aws_lb_target_group"
	not attr.equals(tg, "load_balancing_cross_zone_enabled", "true")
]

override_known(tg) if not attr.unknown(tg, "load_balancing_cross_zone_enabled")

# Requests for the address of a zone that has no target.
harm(r, tg) := sprintf(
	"Clients of the address of %s in %s get no answer: it sends each zone's requests to targets of that zone, and %s has none there.",
	[r.id, say.names(sort(empty(r, tg))), tg.id],
) if {
	fixed_addresses(r)
	count(empty(r, tg)) > 0
}

# Zones get equal shares, whatever number of targets they have.
harm(r, tg) := sprintf(
	"Each target of %s in %s takes %v times the load of one in %s: %s gives every zone the same share, and they have %d and %d targets.",
	[tg.id, low, round((10 * most) / least) / 10, high, r.id, least, most],
) if {
	not fixed_addresses(r)
	loads := numbers(tg)
	least := min([n | some n in loads])
	most := max([n | some n in loads])
	most >= 2 * least
	low := sort([z | some z, n in loads; n == least])[0]
	high := sort([z | some z, n in loads; n == most])[0]
}

empty(r, tg) := {z | some z in r.zones; not numbers(tg)[z]} if {
	r.zones_known
	numbers(tg)
}

# How many instances a target group has in each zone; undefined unless that is certain.
numbers(tg) := {z: count([t | some t in instances(tg); z in t.zones]) |
	some i in instances(tg)
	some z in i.zones
} if {
	count(instances(tg)) > 0
	count(graph.held(tg.id, "routes_to")) == 0
	every t in graph.targets(tg.id, "routes_to") {
		t.type == "aws_instance"
		t.zones_known
		not t.may_exist
	}
}

instances(tg) := [t | some t in graph.targets(tg.id, "routes_to"); t.type == "aws_instance"]

fixed_addresses(r) if {
	some m in r.attributes.subnet_mapping
	some key in {"allocation_id", "private_ipv4_address", "ipv6_address"}
	m[key]
}

doubts(r, tg) := {{"resource": tg.id, "path": "load_balancing_cross_zone_enabled"} |
	attr.unknown(tg, "load_balancing_cross_zone_enabled")
	harm(r, tg)
} | {{"resource": t.id, "path": "availability_zone", "needs": needs(t)} |
	count(instances(tg)) > 1
	some t in instances(tg)
	not t.zones_known
}

needs(t) := attr.needs(t, "availability_zone") | attr.needs(t, "subnet_id") if attr.unknown(t, "subnet_id")

needs(t) := {sprintf("%s.availability_zone", [t.id])} if not attr.unknown(t, "subnet_id")
