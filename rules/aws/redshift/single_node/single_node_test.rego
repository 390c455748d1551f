package rules.aws.redshift.single_node_test

import data.rules.aws.redshift.single_node

cluster(attributes, unknown) := {"resources": {"aws_redshift_cluster": [{
	"id": "aws_redshift_cluster.a",
	"type": "aws_redshift_cluster",
	"attributes": attributes,
	"unknown": unknown,
}]}}

test_single_node if {
	found := single_node.fail with input as cluster({"number_of_nodes": 1, "multi_az": false}, {})
	found == {{
		"resource": "aws_redshift_cluster.a",
		"path": "number_of_nodes",
		"message": "Losing the one node of aws_redshift_cluster.a takes it down until a snapshot is restored (about 1 h), and loses up to 8 h of data. It has no second node.",
		"related": [],
	}}
}

test_by_its_type if {
	found := single_node.fail with input as cluster({"cluster_type": "single-node", "number_of_nodes": 1, "multi_az": false}, {})
	{f.path | some f in found} == {"cluster_type"}
}

test_several_nodes if {
	every attributes in [{"number_of_nodes": 2, "multi_az": false}, {"number_of_nodes": 1, "multi_az": true}] {
		world := cluster(attributes, {})
		single_node.fail == set() with input as world
		single_node.undetermined == set() with input as world
	}
}

test_unknown_is_not_a_finding if {
	every path in ["number_of_nodes", "multi_az"] {
		world := cluster(object.remove({"number_of_nodes": 1, "multi_az": false}, [path]), {path: ["var.x"]})
		single_node.fail == set() with input as world
		single_node.undetermined == {{"resource": "aws_redshift_cluster.a", "path": path}} with input as world
	}
}
