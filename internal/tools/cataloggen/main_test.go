package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/catalog"
)

const root = "../../.."

// TestUpToDate is what -check does: the generated files are those of the data.
func TestUpToDate(t *testing.T) {
	t.Parallel()
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := compare(root, files); err != nil {
		t.Error(err)
	}
}

func TestCompareReportsStaleFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := filepath.Join(dir, "docs", "resources", "gone.md")
	if err := write(dir, map[string][]byte{"docs/resources/gone.md": []byte("x")}); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"catalog/zz_generated_aws.go": []byte("y")}
	err := compare(dir, files)
	if err == nil || !strings.Contains(err.Error(), "gone.md") || !strings.Contains(err.Error(), "zz_generated_aws.go") {
		t.Error("stale files:", err)
	}
	if err := write(dir, files); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("the page of a removed type is still there")
	}
	if err := compare(dir, files); err != nil {
		t.Error(err)
	}
}

// TestProblems gives the generator files with one mistake each.
func TestProblems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", "colour: red", "additional properties 'colour' not allowed"},
		{"unknown attribute", "attributes: {multi_zone: {default: false}}", "the provider has no attribute multi_zone"},
		{"unknown kind of edge", "attributes: {kms_key_id: }\nedges: [{via: kms_key_id, kind: likes, to: []}]", `edge kind "likes" does not exist`},
		{"edge via nothing", "edges: [{via: kms_key_id, kind: references, to: []}]", "edge via kms_key_id: no such attribute in the file"},
		{"edge to nothing", "attributes: {kms_key_id: }\nedges: [{via: kms_key_id, kind: references, to: [aws_x]}]", "type aws_x is not in the catalog"},
		{"function", "functions: [dance]", `function "dance" does not exist`},
		{"placement without an edge", "attributes: {kms_key_id: }\nplacement: [{from: kms_key_id}]", "needs an edge via the same attribute"},
		{"fold into nothing", "attributes: {kms_key_id: }\nfold: [{into: aws_x, by: kms_key_id, as: x}]", "folds into aws_x, which is not in the catalog"},
		{"type of CloudFormation", "cloudformation: [{type: AWS::RDS::Instance, ref: id}]", "not among the condensed schemas"},
		{"property", "attributes: {multi_az: }\ncloudformation: [{type: AWS::RDS::DBInstance, ref: id, properties: {MultiZone: multi_az}}]", "there is no property MultiZone"},
		{"attribute of a property", "attributes: {multi_az: }\ncloudformation: [{type: AWS::RDS::DBInstance, ref: id, properties: {MultiAZ: multi_zone}}]", "there is no attribute multi_zone"},
		{"kind of a property", "attributes: {multi_az: }\ncloudformation: [{type: AWS::RDS::DBInstance, ref: id, properties: {Endpoint: multi_az}}]", "Endpoint is object, multi_az is bool"},
		{"what GetAtt gives", "cloudformation: [{type: AWS::RDS::DBInstance, ref: id, attributes: {Arm: arn}}]", "GetAtt gives no Arm"},
		{"what Ref gives", "cloudformation: [{type: AWS::RDS::DBInstance, ref: idd}]", "idd is no attribute"},
		{"condition of a mapping", "cloudformation: [{type: AWS::RDS::DBInstance, ref: id, when: {Cluster: {present: true}}}]", "condition on Cluster: no such property"},
		{"second mapping without condition", "cloudformation: [{type: AWS::RDS::DBInstance, ref: id}, {type: AWS::RDS::DBInstance, ref: id}]", "has it without a condition already"},
		{"function of a mapping", "cloudformation: [{type: AWS::RDS::DBInstance, ref: id, functions: [dance]}]", `function "dance" does not exist`},
		{"pairs", "attributes: {multi_az: }\ncloudformation: [{type: AWS::RDS::DBInstance, ref: id, properties: {ProcessorFeatures: {key: Key, value: Value, pairs: {a: multi_az}}}}]", "its elements have no Key and Value"},
		{"condition", "attributes: {kms_key_id: {default_when: [{when: {}, default: x}]}}", "minProperties"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			schema, err := os.ReadFile(filepath.Join(root, "catalog", "schema.json"))
			if err != nil {
				t.Fatal(err)
			}
			text := "type: aws_db_instance\ntitle: Database\nrole: database\n" + c.text + "\n"
			for name, content := range map[string]string{"schema.json": string(schema), "aws/db_instance.yaml": text} {
				path := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := load(dir); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestCompiledAgrees compares what was compiled into the program with the files.
func TestCompiledAgrees(t *testing.T) {
	t.Parallel()
	c, err := load(filepath.Join(root, "catalog"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range c.types {
		got, ok := catalog.Lookup(want.Name)
		if !ok {
			t.Errorf("%s is not compiled in", want.Name)
			continue
		}
		if typeLiteral(got) != typeLiteral(want) {
			t.Errorf("%s differs", want.Name)
		}
	}
}
