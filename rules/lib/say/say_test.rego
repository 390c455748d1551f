package lib.say_test

import data.lib.say

test_names if {
	say.names(["a"]) == "a"
	say.names(["a", "b"]) == "a and b"
	say.names(["a", "b", "c"]) == "a, b and c"
	say.names(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
}

world(readers) := {
	"resources": {"t": [{"id": id} | some id in array.concat(["db"], readers)]},
	"edges": [{"from": id, "to": "db", "kind": "depends_on_data"} | some id in readers],
}

test_dependants if {
	say.dependants({"id": "db"}) == "" with input as world([])
	say.dependants({"id": "db"}) == "; a depends on it" with input as world(["a"])
	say.dependants({"id": "db"}) == "; a, b, c and 1 more depend on it" with input as world(["a", "b", "c", "d"])
}

test_related_dependants if {
	say.related_dependants({"id": "db"}) == [{"resource": "a", "note": "depends on it"}] with input as world(["a"])
}
