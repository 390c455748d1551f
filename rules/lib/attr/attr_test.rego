package lib.attr_test

import data.lib.attr

r := {
	"id": "a",
	"attributes": {"on": true, "off": false, "n": 3, "s": "aurora-mysql", "block": [{"size": 1}]},
	"unknown": {"multi_az": ["var.multi_az"], "block[0].zone": ["var.zone", "data.x"], "a.b": ["var.b"]},
}

test_unknown if {
	attr.unknown(r, "multi_az")
	attr.unknown(r, "block")
	attr.unknown(r, "block[0]")
	attr.unknown(r, "block[0].zone")
	attr.unknown(r, "block[0].zone.name")
	attr.unknown(r, "a.b[0]")
	attr.unknown(r, "")
	not attr.unknown(r, "block[1]")
	not attr.unknown(r, "block[0].size")
	not attr.unknown(r, "multi")
	not attr.unknown(r, "off")
}

test_needs if {
	attr.needs(r, "block") == {"var.zone", "data.x"}
	attr.needs(r, "off") == set()
}

test_booleans if {
	attr.is_true(r, "on")
	attr.is_false(r, "off")
	not attr.is_true(r, "off")
	not attr.is_false(r, "on")
	not attr.is_true(r, "absent")
	not attr.is_false(r, "absent")
}

test_unknown_is_neither if {
	not attr.is_true(r, "multi_az")
	not attr.is_false(r, "multi_az")
	not attr.not_set(r, "multi_az")
	not attr.is_set(r, "multi_az")
	not attr.equals(r, "multi_az", true)
	not attr.differs(r, "multi_az", true)
	not attr.less_than(r, "multi_az", 1)
	not attr.greater_than(r, "multi_az", 1)
	not attr.has_prefix(r, "multi_az", {"x"})
}

test_partly_unknown if {
	attr.is_set(r, "block")
	not attr.equals(r, "block", [{"size": 1}])
	not attr.differs(r, "block", [])
}

test_set if {
	attr.is_set(r, "off")
	attr.not_set(r, "absent")
	not attr.is_set(r, "absent")
	not attr.not_set(r, "off")
}

test_values if {
	attr.equals(r, "n", 3)
	attr.differs(r, "n", 4)
	attr.differs(r, "absent", 4)
	not attr.equals(r, "absent", 4)
	attr.less_than(r, "n", 4)
	attr.greater_than(r, "n", 2)
	not attr.less_than(r, "n", 3)
	not attr.less_than(r, "s", 3)
	not attr.less_than(r, "absent", 3)
	attr.has_prefix(r, "s", {"docdb", "aurora"})
	not attr.has_prefix(r, "s", {"docdb"})
}
