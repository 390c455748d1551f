# METADATA
# description: |
#   The walk over the resource graph. This is its meaning in plain Rego, over input.resources,
#   input.data_sources, input.edges, input.open and input.missing, for tests of rules; in a scan
#   the engine answers the same functions natively. Lists are sorted by ID.
package lib.graph

# The resource with that ID, data sources included; undefined when there is none.
get(id) := _by_id[id]

# The resources at the far end of the edges of a kind that start at id.
targets(id, kind) := _list({e.to | some e in input.edges; e.from == id; e.kind == kind}) if kind in _kinds

# The resources whose edges of a kind end at id.
sources(id, kind) := _list({e.from | some e in input.edges; e.to == id; e.kind == kind}) if kind in _kinds

# Everything that can be reached over edges of some kinds, without the start.
reach(id, kinds) := _list(graph.reachable(next, {id}) - {id}) if {
	every kind in kinds { kind in _kinds }
	next := {at: ends |
		some at, _ in _by_id
		ends := {e.to | some e in input.edges; e.from == at; e.kind in kinds}
	}
}

# Everything that reaches id over edges of some kinds, without id itself.
reached_from(id, kinds) := _list(graph.reachable(next, {id}) - {id}) if {
	every kind in kinds { kind in _kinds }
	next := {at: ends |
		some at, _ in _by_id
		ends := {e.from | some e in input.edges; e.to == at; e.kind in kinds}
	}
}

# The edges of a kind with an unknown end that could be a resource of that type.
open(kind, type) := [_open(o) |
	some o in input.open
	o.kind == kind
	_possible(o, type)
] if {
	kind in _kinds
}

# Those of them that could be of a resource in that group. What another group says in part of a
# resource or a module of its own ends there; a variable, or a data source that looks something
# up, can name anything.
open_in(kind, type, group) := [_open(o) |
	some o in input.open
	o.kind == kind
	_possible(o, type)
	_meant(o, group)
] if {
	kind in _kinds
}

# The edges of a kind whose other end is unknown and that id itself declares.
held(id, kind) := [_open(o) |
	some o in input.open
	o.kind == kind
	o.holder == id
] if {
	kind in _kinds
}

# What of a group (a Terraform root, a stack) was not loaded.
missing(group) := object.get(object.get(input, "missing", {}), group, [])

# All resources of a type, data sources included.
of_type(type) := _list({id | some id, r in _by_id; r.type == type})

_kinds := {
	"references", "placed_in", "member_of", "routes_to", "depends_on_data", "replicates_to",
	"backed_up_by", "scaled_by", "watched_by", "notifies", "egress_via", "encrypted_by",
}

_by_id[r.id] := r if some r in input.resources[_]

_by_id[r.id] := r if some r in input.data_sources[_]

_list(ids) := [r | some id in ids; r := _by_id[id]]

_open(o) := {"holder": o.holder, "via": o.via, "needs": object.get(o, "needs", [])}

_possible(o, _) if count(object.get(o, "types", [])) == 0

_possible(o, type) if type in o.types

_meant(o, group) if _by_id[o.holder].group == group

_meant(o, _) if {
	count(o.needs) > 0
	every need in o.needs { regex.match(`^var\.|(^|/|\.)data\.|^(parameter|export) |^an output of another stack$|^a dynamic reference `, need) }
	some need in o.needs
	not regex.match(_places, need)
}

# Data sources that tell where something is or who asks, and never the name of what is judged.
_places := `(^|/|\.)data\.(aws_(subnets?|subnet_ids|vpcs?|security_groups?|availability_zones?|regions?|caller_identity|partition|ami|ami_ids|iam_[a-z_]+|kms_[a-z_]+|acm_certificate)|azurerm_(subnet|virtual_network|client_config|location))(\.|$)`
