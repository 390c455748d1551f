package lib.graph_test

import data.lib.graph

world := {
	"resources": {"subnet": [{"id": "a", "type": "subnet"}, {"id": "b", "type": "subnet"}], "db": [{"id": "c", "type": "db"}]},
	"data_sources": {"subnet": [{"id": "d", "type": "subnet", "data": true}]},
	"edges": [
		{"from": "c", "to": "b", "kind": "placed_in"},
		{"from": "c", "to": "a", "kind": "placed_in"},
		{"from": "a", "to": "d", "kind": "egress_via"},
		{"from": "d", "to": "c", "kind": "references"},
	],
	"open": [{"holder": "a", "kind": "egress_via", "via": "route[0]", "types": ["nat"], "needs": ["var.nat"]}],
	"missing": {"prod": ["module.x"]},
}

ids(list) := [r.id | some r in list]

test_get if {
	graph.get("d").data with input as world
	not graph.get("z") with input as world
}

test_ends_are_sorted if {
	ids(graph.targets("c", "placed_in")) == ["a", "b"] with input as world
	ids(graph.sources("a", "placed_in")) == ["c"] with input as world
	graph.targets("a", "placed_in") == [] with input as world
}

test_reach if {
	ids(graph.reach("c", ["placed_in", "egress_via"])) == ["a", "b", "d"] with input as world
	ids(graph.reach("c", {"placed_in", "egress_via", "references"})) == ["a", "b", "d"] with input as world
	ids(graph.reached_from("d", ["egress_via", "placed_in"])) == ["a", "c"] with input as world
}

test_open if {
	expected := [{"holder": "a", "via": "route[0]", "needs": ["var.nat"]}]
	graph.open("egress_via", "nat") == expected with input as world
	graph.open("egress_via", "db") == [] with input as world
	graph.held("a", "egress_via") == expected with input as world
	graph.held("b", "egress_via") == [] with input as world
}

test_missing if {
	graph.missing("prod") == ["module.x"] with input as world
	graph.missing("dev") == [] with input as world
	graph.missing("prod") == [] with input as {}
}

test_of_type if {
	ids(graph.of_type("subnet")) == ["a", "b", "d"] with input as world
}

test_unknown_relation_is_undefined if {
	not graph.targets("c", "placed_inn") with input as world
}
