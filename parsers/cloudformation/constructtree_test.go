package cloudformation_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
)

// constructs are resources by logical ID with their paths: those of a network, of what the
// program's own class Store holds, of a nested stack, of an included template.
var constructs = map[string]string{
	"Nat":     "Prod/Shop/Net/PublicSubnet1/NATGateway",
	"Db":      "Prod/Shop/Store/Database/Resource",
	"Cache":   "Prod/Shop/Store/Cache",
	"Nested":  "Prod/Shop/Jobs.NestedStack/Jobs.NestedStackResource",
	"Queue":   "Prod/Shop/Jobs/Queue/Resource",
	"Topic":   "Prod/Shop/Legacy/Topic",
	"Own":     "Prod/Shop/Resource",
	"Unnamed": "",
}

// constructTree has the form of the CDK's 2.276.0. Shop is a stack of a class that a
// library publishes.
const constructTree = `{"version": "tree-0.1", "tree": {"id": "App", "path": "", "constructInfo": {"fqn": "aws-cdk-lib.App"}, "children": {
  "Tree": {"id": "Tree", "path": "Tree", "constructInfo": {"fqn": "constructs.Construct"}},
  "Prod": {"id": "Prod", "path": "Prod", "constructInfo": {"fqn": "aws-cdk-lib.Stage"}, "children": {
    "Shop": {"id": "Shop", "path": "Prod/Shop", "constructInfo": {"fqn": "@acme/stacks.ShopStack"}, "children": {
      "Net": {"id": "Net", "path": "Prod/Shop/Net", "constructInfo": {"fqn": "aws-cdk-lib.aws_ec2.Vpc"}, "children": {
        "PublicSubnet1": {"id": "PublicSubnet1", "path": "Prod/Shop/Net/PublicSubnet1", "constructInfo": {"fqn": "aws-cdk-lib.aws_ec2.PublicSubnet"}}}},
      "Store": {"id": "Store", "path": "Prod/Shop/Store", "constructInfo": {"fqn": "constructs.Construct"}, "children": {
        "Database": {"id": "Database", "path": "Prod/Shop/Store/Database", "constructInfo": {"fqn": "aws-cdk-lib.aws_rds.DatabaseInstance"}, "children": null},
        "Cache": {"id": "Cache", "path": "Prod/Shop/Store/Cache", "constructInfo": {"fqn": "aws-cdk-lib.aws_elasticache.CfnReplicationGroup"}}}},
      "Jobs": {"id": "Jobs", "path": "Prod/Shop/Jobs", "constructInfo": {"fqn": "aws-cdk-lib.NestedStack"}, "children": {
        "Queue": {"id": "Queue", "path": "Prod/Shop/Jobs/Queue", "constructInfo": {"fqn": "aws-cdk-lib.aws_sqs.Queue"}}}},
      "Jobs.NestedStack": {"id": "Jobs.NestedStack", "path": "Prod/Shop/Jobs.NestedStack", "constructInfo": {"fqn": "constructs.Construct"}, "children": {
        "Jobs.NestedStackResource": {"id": "Jobs.NestedStackResource", "path": "Prod/Shop/Jobs.NestedStack/Jobs.NestedStackResource",
          "constructInfo": {"fqn": "aws-cdk-lib.CfnStack"}}}},
      "Legacy": {"id": "Legacy", "path": "Prod/Shop/Legacy", "constructInfo": {"fqn": "aws-cdk-lib.cloudformation_include.CfnInclude"}, "children": {
        "Topic": {"id": "Topic", "path": "Prod/Shop/Legacy/Topic"}}}
    }}}}}}}`

func TestConstructs(t *testing.T) {
	t.Parallel()
	const lib = "aws-cdk-lib."
	for name, test := range map[string]struct {
		tree string
		want map[string]graph.Construct // without the paths
	}{
		"with the tree": {constructTree, map[string]graph.Construct{
			"Nat":     {Declared: "Prod/Shop/Net", Class: lib + "aws_ec2.Vpc"},
			"Db":      {Declared: "Prod/Shop/Store/Database", Class: lib + "aws_rds.DatabaseInstance"},
			"Cache":   {Declared: "Prod/Shop/Store/Cache", Class: lib + "aws_elasticache.CfnReplicationGroup"},
			"Nested":  {Declared: "Prod/Shop/Jobs", Class: lib + "CfnStack"},
			"Queue":   {Declared: "Prod/Shop/Jobs/Queue", Class: lib + "aws_sqs.Queue"},
			"Topic":   {Declared: "Prod/Shop/Legacy/Topic"},
			"Own":     {Declared: "Prod/Shop"},
			"Unnamed": {},
		}},
		"without": {"", withoutTree},
		"broken":  {`{"tree": [}`, withoutTree},
		"hostile": {`{"tree": ` + strings.Repeat(`{"children": {"a": `, 2000) + "{}" + strings.Repeat("}}", 2000) + "}", withoutTree},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var template strings.Builder
			template.WriteString(`{"Resources": {"Last": {"Type": "AWS::SNS::Topic"}`)
			for id, path := range constructs {
				template.WriteString(`, "` + id + `": {"Type": "AWS::SNS::Topic", "Metadata": {"aws:cdk:path": "` + path + `"}}`)
			}
			fsys := fstest.MapFS{
				"out/manifest.json": {Data: []byte(`{"version": "55.0.0", "artifacts": {"assembly-Prod": {"type": "cdk:cloud-assembly", "displayName": "Prod",
					"properties": {"directoryName": "assembly-Prod"}}, "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}}}}`)},
				"out/assembly-Prod/manifest.json": {Data: []byte(`{"version": "55.0.0", "artifacts": {"Shop": {"type": "aws:cloudformation:stack",
					"displayName": "Prod/Shop", "properties": {"templateFile": "Shop.template.json", "stackName": "Prod-Shop"}}}}`)},
				"out/assembly-Prod/Shop.template.json": {Data: []byte(template.String() + "}}")},
			}
			if test.tree != "" {
				fsys["out/tree.json"] = &fstest.MapFile{Data: []byte(test.tree)}
			}
			want := map[string]graph.Construct{"Prod-Shop/Last": {}}
			for id, c := range test.want {
				c.Path = constructs[id]
				want["Prod-Shop/"+id] = c
			}
			got := map[string]graph.Construct{}
			for _, r := range parse(t, fsys, cloudformation.Options{Dirs: []string{"."}}).Resources {
				got[r.ID] = r.Construct
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

var withoutTree = map[string]graph.Construct{
	"Nat":     {Declared: "Prod/Shop/Net/PublicSubnet1/NATGateway"},
	"Db":      {Declared: "Prod/Shop/Store/Database"},
	"Cache":   {Declared: "Prod/Shop/Store/Cache"},
	"Nested":  {Declared: "Prod/Shop/Jobs"},
	"Queue":   {Declared: "Prod/Shop/Jobs/Queue"},
	"Topic":   {Declared: "Prod/Shop/Legacy/Topic"},
	"Own":     {Declared: "Prod/Shop"},
	"Unnamed": {},
}
