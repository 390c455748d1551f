package rules.aws.rds.single_az_test

import data.rules.aws.rds.single_az

db(attributes, unknown) := {"resources": {"aws_db_instance": [{
	"id": "aws_db_instance.a",
	"type": "aws_db_instance",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_single_az if {
	found := single_az.fail with input as db({"multi_az": false, "engine": "postgres"}, {})
	found == {{
		"resource": "aws_db_instance.a",
		"path": "multi_az",
		"message": "Losing one zone takes aws_db_instance.a down until someone restores it (about 1 h). It has no standby in a second zone.",
		"related": [],
	}}
}

test_multi_az if {
	world := db({"multi_az": true}, {"engine": ["var.engine"]})
	single_az.fail == set() with input as world
	single_az.undetermined == set() with input as world
}

test_exempt if {
	every attributes in [
		{"replicate_source_db": "main"},
		{"engine": "aurora-mysql"},
		{"engine": "docdb"},
		{"engine": "neptune"},
		{"engine": "sqlserver-ex"},
		{"engine": "sqlserver-web"},
	] {
		world := db(object.union(attributes, {"multi_az": false}), {})
		single_az.fail == set() with input as world
		single_az.undetermined == set() with input as world
	}
}

test_other_sql_server if {
	count(single_az.fail) == 1 with input as db({"multi_az": false, "engine": "sqlserver-se"}, {})
}

test_replica_of_a_computed_source if {
	world := object.union(
		db({"multi_az": false}, {"replicate_source_db": ["aws_db_instance.b.identifier"]}),
		{"edges": [{"from": "aws_db_instance.b", "to": "aws_db_instance.a", "kind": "replicates_to"}], "data_sources": {"aws_db_instance": [{"id": "aws_db_instance.b"}]}},
	)
	single_az.fail == set() with input as world
	single_az.undetermined == set() with input as world
}

test_unknown_is_not_a_finding if {
	every path in ["multi_az", "engine", "replicate_source_db"] {
		world := db(object.remove({"multi_az": false}, [path]), {path: ["var.x"]})
		single_az.fail == set() with input as world
		single_az.undetermined == {{"resource": "aws_db_instance.a", "path": path}} with input as world
	}
}

mirrored(options, unknown) := object.union(
	{"resources": {
		"aws_db_instance": [{
			"id": "aws_db_instance.a",
			"type": "aws_db_instance",
			"attributes": {"multi_az": false, "engine": "sqlserver-se"},
			"unknown": {"option_group_name": ["aws_db_option_group.o.name"]},
		}],
		"aws_db_option_group": [{
			"id": "aws_db_option_group.o",
			"type": "aws_db_option_group",
			"attributes": {"option": options},
			"unknown": unknown,
		}],
	}},
	{"edges": [{"from": "aws_db_instance.a", "to": "aws_db_option_group.o", "kind": "references"}]},
)

test_mirroring_is_a_standby if {
	w := mirrored([{"option_name": "SQLSERVER_MIRRORING"}], {})
	single_az.fail == set() with input as w
	single_az.undetermined == set() with input as w
	count(single_az.fail) == 1 with input as mirrored([{"option_name": "TDE"}], {})
}

test_unknown_options_are_not_a_finding if {
	w := mirrored([], {"option": ["var.options"]})
	single_az.fail == set() with input as w
	single_az.undetermined == {{"resource": "aws_db_instance.a", "path": "option_group_name", "needs": {"var.options"}}} with input as w
}

test_group_of_another_configuration if {
	w := db({"multi_az": false, "engine": "sqlserver-se", "option_group_name": "shared"}, {})
	single_az.fail == set() with input as w
	count(single_az.undetermined) == 1 with input as w
}

test_default_option_group if {
	w := db({"multi_az": false, "engine": "sqlserver-se", "option_group_name": "default:sqlserver-se-15-00"}, {})
	count(single_az.fail) == 1 with input as w
}
