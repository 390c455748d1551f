package lib.absent_test

import data.lib.absent

db := {"id": "db", "type": "aws_db_instance", "group": "prod", "may_exist": false}

alarm := {"id": "alarm", "type": "aws_cloudwatch_metric_alarm", "group": "prod", "may_exist": false}

perhaps := object.union(alarm, {"may_exist": true})

world(alarms, extra) := object.union(
	{"resources": {"aws_db_instance": [db], "aws_cloudwatch_metric_alarm": alarms}},
	extra,
)

watched := {"edges": [{"from": "db", "to": "alarm", "kind": "watched_by"}]}

open(types) := {"open": [{"holder": "alarm", "kind": "watched_by", "via": "dimensions", "types": types, "needs": ["var.db"]}]}

test_nothing_is_certain_absence if {
	w := world([alarm], {})
	absent.certain(db, "watched_by") with input as w
	not absent.unknown(db, "watched_by") with input as w
}

test_target_is_presence if {
	w := world([alarm], watched)
	not absent.certain(db, "watched_by") with input as w
	not absent.unknown(db, "watched_by") with input as w
}

test_target_decides_in_spite_of_open_edges if {
	w := world([alarm], object.union(watched, open([])))
	not absent.certain(db, "watched_by") with input as w
	not absent.unknown(db, "watched_by") with input as w
}

test_target_that_may_exist if {
	w := world([perhaps], watched)
	not absent.certain(db, "watched_by") with input as w
	absent.unknown(db, "watched_by") == {{"resource": "alarm"}} with input as w
}

test_open_edge if {
	w := world([alarm], open(["aws_db_instance"]))
	not absent.certain(db, "watched_by") with input as w
	absent.unknown(db, "watched_by") == {{"resource": "alarm", "path": "dimensions", "needs": ["var.db"]}} with input as w
}

test_open_edge_of_another_type if {
	w := world([alarm], open(["aws_instance"]))
	absent.certain(db, "watched_by") with input as w
}

test_open_edge_of_another_kind if {
	w := world([alarm], open([]))
	absent.certain(db, "backed_up_by") with input as w
}

test_held_edge_counts_for_both_directions if {
	w := world([alarm], open(["aws_db_instance"]))
	absent.unknown(alarm, "watched_by") == {{"resource": "alarm", "path": "dimensions", "needs": ["var.db"]}} with input as w
	not absent.certain_source(alarm, "watched_by") with input as w
}

test_missing_module if {
	w := world([], {"missing": {"prod": ["module.dns"], "other": ["module.x"]}})
	not absent.certain(db, "watched_by") with input as w
	absent.unknown(db, "watched_by") == {{"needs": ["module.dns"]}} with input as w
}

test_missing_in_another_group if {
	w := world([], {"missing": {"other": ["module.x"]}})
	absent.certain(db, "watched_by") with input as w
}

test_sources if {
	absent.certain_source(alarm, "watched_by") with input as world([alarm], {})
	not absent.certain_source(alarm, "watched_by") with input as world([alarm], watched)
	not absent.unknown_source(alarm, "watched_by") with input as world([alarm], watched)
	absent.unknown_source(alarm, "watched_by") == {{"needs": ["module.dns"]}} with input as world([alarm], {"missing": {"prod": ["module.dns"]}})
}

away(needs) := {"open": [{"holder": "far", "kind": "watched_by", "via": "dimensions", "types": [], "needs": needs}]}

far := object.union(alarm, {"id": "far", "group": "other"})

test_open_edge_of_another_group if {
	every needs in [["var.db"], ["other/data.terraform_remote_state.db"], ["var.db", "other/data.aws_subnet.a"]] {
		w := world([far], away(needs))
		not absent.certain(db, "watched_by") with input as w
		count(absent.unknown(db, "watched_by")) == 1 with input as w
	}
	every needs in [["other/aws_db_instance.x.id", "var.db"], ["module.db", "var.db"], ["other/data.aws_subnet.a"], ["other/module.env.data.aws_subnets.this[\"a\"]"]] {
		absent.certain(db, "watched_by") with input as world([far], away(needs))
	}
}
