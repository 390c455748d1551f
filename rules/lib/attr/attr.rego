# METADATA
# description: |
#   Three-valued questions about top-level attributes. A question is undefined when the attribute
#   is unknown, so that neither it nor its opposite holds: ask for both, do not negate one of them.
package lib.attr

# Something is unknown of the value at a path: itself, a part of it, or what contains it.
unknown(r, path) if {
	some p, _ in r.unknown
	_overlap(p, path)
}

# What would decide the value at a path, in the words of the source.
needs(r, path) := {need |
	some p, list in r.unknown
	_overlap(p, path)
	some need in list
}

# Known and true.
is_true(r, name) if r.attributes[name] == true

# Known and false. An attribute without a value and without a default is neither.
is_false(r, name) if r.attributes[name] == false

# Known to have no value.
not_set(r, name) if {
	not _has(r, name)
	not unknown(r, name)
}

# Known to have a value, even where parts of the value are unknown.
is_set(r, name) if _has(r, name)

# Known to be exactly this value.
equals(r, name, value) if {
	r.attributes[name] == value
	not unknown(r, name)
}

# Known to have another value, or none.
differs(r, name, value) if {
	_has(r, name)
	r.attributes[name] != value
	not unknown(r, name)
}

differs(r, name, _) if not_set(r, name)

# A known number below a limit.
less_than(r, name, limit) if {
	is_number(r.attributes[name])
	r.attributes[name] < limit
}

# A known number above a limit.
greater_than(r, name, limit) if {
	is_number(r.attributes[name])
	r.attributes[name] > limit
}

# A known string that begins with one of these.
has_prefix(r, name, prefixes) if {
	some prefix in prefixes
	startswith(r.attributes[name], prefix)
}

_has(r, name) if r.attributes[name] != null

_overlap(p, path) if p == path

_overlap(p, path) if _inside(p, path)

_overlap(p, path) if _inside(path, p)

_overlap("", _) := true

_overlap(_, "") := true

_inside(p, path) if startswith(p, concat("", [path, "."]))

_inside(p, path) if startswith(p, concat("", [path, "["]))
