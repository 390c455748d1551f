# METADATA
# description: Words for messages, so that all rules speak alike.
package lib.say

import data.lib.graph

# More names than these become a count.
_most := 3

# "a", "a and b", "a, b and c", "a, b, c and 4 more"; the list is not empty.
names(list) := list[0] if count(list) == 1

names(list) := sprintf("%s and %s", [concat(", ", array.slice(list, 0, count(list) - 1)), list[count(list) - 1]]) if {
	count(list) > 1
	count(list) <= _most
}

names(list) := sprintf("%s and %d more", [concat(", ", array.slice(list, 0, _most)), count(list) - _most]) if {
	count(list) > _most
}

# What reads or writes the data of r, as an ending of a sentence: "; a and b depend on it",
# or nothing.
dependants(r) := "" if count(_dependants(r)) == 0

dependants(r) := sprintf("; %s depends on it", [names(_dependants(r))]) if count(_dependants(r)) == 1

dependants(r) := sprintf("; %s depend on it", [names(_dependants(r))]) if count(_dependants(r)) > 1

# The same as related resources.
related_dependants(r) := [{"resource": id, "note": "depends on it"} | some id in array.slice(_dependants(r), 0, _most)]

_dependants(r) := [d.id | some d in graph.sources(r.id, "depends_on_data")]
