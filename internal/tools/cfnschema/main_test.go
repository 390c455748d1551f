package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wheel writes a small one, with a type that holds itself and one of another region.
func wheel(t *testing.T, dir string) string {
	t.Helper()
	name := filepath.Join(dir, "cfn_lint-9.9.9-py3-none-any.whl")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for path, text := range map[string]string{
		"cfn_lint-9.9.9.dist-info/METADATA":  "",
		schemas + "providers/us-east-1.json": `{"AWS::X::Thing": "aa"}`,
		schemas + "providers/ap-east-1.json": `{"AWS::X::Other": "bb"}`,
		schemas + "resources/bb.json":        `{"properties": {"Name": {"type": "string"}}}`,
		schemas + "resources/aa.json": `{
			"primaryIdentifier": ["/properties/Name"],
			"writeOnlyProperties": ["/properties/Policy", "/properties/Policy/properties/Text", "/properties/Parts/*/Secret"],
			"handlers": {
				"create": {"permissions": ["x:Create"]},
				"read": {"permissions": ["x:GetThing", "x:GetThing", "x:Decrypt"]},
				"list": {"permissions": ["x:ListThings"], "handlerSchema": {"properties": {"Parent": {}}, "required": ["Parent"]}}
			},
			"readOnlyProperties": ["/properties/Arn", "/properties/Endpoint/properties/Address", "/properties/Parts/*/Id"],
			"definitions": {
				"Part": {"type": "object", "properties": {"Id": {"type": "string"}, "Parts": {"type": "array", "items": {"$ref": "#/definitions/Part"}}}},
				"Size": {"oneOf": [{"properties": {"Large": {"type": "boolean"}}}, {"properties": {"Small": {"type": "boolean"}}}]}
			},
			"properties": {
				"Arn": {"type": "string"},
				"Endpoint": {"type": "object", "properties": {"Address": {"type": "string"}}},
				"Names": {"type": "array", "items": {"type": "string"}},
				"Part": {"$ref": "#/definitions/Part"},
				"Policy": {"type": ["object", "string"]},
				"Size": {"$ref": "#/definitions/Size"}
			}}`,
	} {
		w, err := z.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func catalogOf(t *testing.T, dir, types string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "aws"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "aws", "x.yaml"), []byte("cloudformation: ["+types+"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCondense(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "out.txt")
	err := run([]string{"-o", out, "-catalog", catalogOf(t, dir, "{type: AWS::X::Thing}, {type: AWS::X::Other}"), wheel(t, dir)}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	const want = `# Condensed from the CloudFormation schemas of cfn-lint 9.9.9 by internal/tools/cfnschema. DO NOT EDIT.
AWS::X::Other
	Name string
AWS::X::Thing
	Arn string
	Endpoint object
		Address string
	Names []string
	Part object
		Id string
		Parts []object
	Policy object
	Size object
		Large boolean
		Small boolean
	= Arn
	= Endpoint.Address
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHandlers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "handlers.txt")
	err := run([]string{
		"-o", filepath.Join(dir, "out.txt"), "-handlers", out, "-catalog", catalogOf(t, dir, "{type: AWS::X::Thing}, {type: AWS::X::Other}"), wheel(t, dir),
	}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	const want = `# Condensed from the CloudFormation schemas of cfn-lint 9.9.9 by internal/tools/cfnschema. DO NOT EDIT.
AWS::X::Other
AWS::X::Thing
	id Name
	arn Arn
	hidden Parts.Secret Policy
	needs Parent
	list x:ListThings
	read x:Decrypt x:GetThing
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := wheel(t, dir)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no wheel":  {[]string{"-o", "x"}, "want -o FILE and one wheel"},
		"no types":  {[]string{"-o", "x", "-catalog", catalogOf(t, t.TempDir(), ""), w}, "names a CloudFormation type"},
		"not there": {[]string{"-o", filepath.Join(dir, "y"), "-catalog", catalogOf(t, t.TempDir(), "{type: AWS::X::Gone}"), w}, "there is no type AWS::X::Gone"},
	} {
		if err := run(c.args, os.Stderr); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
