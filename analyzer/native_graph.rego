# METADATA
# description: The walk over the graph, answered by the engine. It replaces lib/graph/graph.rego, which does the same in Rego.
package lib.graph

get(id) := faultline.get(id)

targets(id, kind) := faultline.targets(id, kind)

sources(id, kind) := faultline.sources(id, kind)

reach(id, kinds) := faultline.reach(id, kinds)

reached_from(id, kinds) := faultline.reached_from(id, kinds)

open(kind, type) := faultline.open(kind, type)

held(id, kind) := faultline.held(id, kind)

missing(group) := faultline.missing(group)

of_type(type) := faultline.of_type(type)
