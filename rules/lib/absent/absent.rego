# METADATA
# description: |
#   Three-valued absence of a relation. "No alarm watches it" is certain only when no edge exists,
#   no edge with an unknown end could be the one, and everything of the resource's group was
#   loaded. When one of these fails and nothing certainly exists, unknown names what to supply.
#   An edge that the resource itself declares with an unknown end counts for both directions.
package lib.absent

import data.lib.graph

# At most so many open edges are named: more would drown the verdict.
_most := 5

# Nothing is at the far end of the edges of a kind that start at r.
certain(r, kind) if _certain(r, kind, graph.targets(r.id, kind))

# No edge of a kind ends at r.
certain_source(r, kind) if _certain(r, kind, graph.sources(r.id, kind))

# What to supply to know whether r has a target, to be returned as "unknown". Undefined
# when a target certainly exists and when certainly none does.
unknown(r, kind) := _unknown(r, kind, graph.targets(r.id, kind))

# What to supply to know whether r has a source.
unknown_source(r, kind) := _unknown(r, kind, graph.sources(r.id, kind))

_certain(r, kind, []) if {
	count(graph.missing(r.group)) == 0
	count(open(kind, r)) == 0
	count(graph.held(r.id, kind)) == 0
}

_unknown(r, kind, ends) := parts if {
	every end in ends { end.may_exist }
	perhaps := {{"resource": end.id} | some end in ends}
	edges := array.concat(graph.held(r.id, kind), array.slice(open(kind, r), 0, _most))
	doubtful := {{"resource": o.holder, "path": o.via, "needs": o.needs} | some o in edges}
	missing := {{"needs": [name]} | some name in graph.missing(r.group)}
	parts := (perhaps | doubtful) | missing
	count(parts) > 0
}

# The open edges that could be r's.
open(kind, r) := graph.open_in(kind, object.get(r, "type", ""), object.get(r, "group", ""))
