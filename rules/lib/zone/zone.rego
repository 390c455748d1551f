# METADATA
# description: |
#   Three-valued questions about the zones in which something is placed through its subnets. A
#   subnet lies in one zone, so whatever has a single subnet has a single zone, known or not.
package lib.zone

import data.lib.attr
import data.lib.graph

# The zone of r in words, where all of r is certainly in one; named is the list of what r
# names as its subnets.
only(r, _) := r.zones[0] if {
	r.zones_known
	count(r.zones) == 1
}

only(r, _) := sprintf("the zone of %s", [subnets[0].id]) if {
	not r.zones_known
	count(graph.held(r.id, "placed_in")) == 0
	subnets := _subnets(r)
	count(subnets) == 1
	not subnets[0].may_exist
}

only(r, named) := sprintf("the zone of %s", [named[0]]) if {
	not r.zones_known
	count(_subnets(r)) == 0
	count(named) == 1
	is_string(named[0])
}

# What to supply to know whether the zones of r are more than one, to be returned as
# "unknown". Undefined where r certainly has one zone or more than one, and where nothing
# that could be supplied would tell. Paths are the attributes that place r.
unknown(r, named, paths) := parts if {
	not r.zones_known
	count(r.zones) < 2
	not only(r, named)
	parts := (_held(r) | _own(r, paths)) | _of_subnets(r)
	count(parts) > 0
}

_subnets(r) := [s | some s in graph.targets(r.id, "placed_in"); s.type == "aws_subnet"]

_held(r) := {{"resource": r.id, "path": o.via, "needs": o.needs} | some o in graph.held(r.id, "placed_in")}

_own(r, paths) := {{"resource": r.id, "path": path, "needs": attr.needs(r, path)} |
	count(graph.held(r.id, "placed_in")) == 0
	count(_subnets(r)) == 0
	some path in paths
	attr.unknown(r, path)
}

_of_subnets(r) := {part |
	some s in _subnets(r)
	some part in _doubts(s)
}

_doubts(s) := {{"resource": s.id}} if {
	s.may_exist
}

_doubts(s) := {{"resource": s.id, "path": "availability_zone", "needs": _zone_needs(s)}} if {
	not s.may_exist
	not s.zones_known
}

_zone_needs(s) := attr.needs(s, "availability_zone") if attr.unknown(s, "availability_zone")

else := {sprintf("%s.availability_zone", [s.id])}
