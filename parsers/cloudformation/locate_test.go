package cloudformation_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
)

const located = `Parameters:
  MultiAZ:
    Type: String
    Default: false
Mappings:
  Days:
    prod:
      Keep: 7
Conditions:
  Big: !Equals [!Ref MultiAZ, "true"]
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      MultiAZ: !Ref MultiAZ
      Literal: {a: [1, two]}
      Kept: !FindInMap [Days, prod, Keep]
      Chosen: !If [Big, 1, 2]
      Text: |
        of several
        lines
      Tags:
        - Key: a
          Value: "b c"
    DeletionPolicy: Retain
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: child.json
      Parameters: {Flag: !Ref MultiAZ}
`

const locatedChild = `{
  "Parameters": {"Flag": {"Type": "String"}},
  "Resources": {
    "Inner": {"Type": "AWS::RDS::DBInstance",
      "Properties": {
        "MultiAZ": {"Ref": "Flag"},
        "Unicode": "ä ö", "After": 1
      }}
  }
}
`

// TestLocate follows values to the places that decide them: steps are
// file:line:column-line:column, the deciding one is marked, calls stand in brackets.
func TestLocate(t *testing.T) {
	t.Parallel()
	b := parse(t, fstest.MapFS{"a.yaml": {Data: []byte(located)}, "child.json": {Data: []byte(locatedChild)}}, cloudformation.Options{Dirs: []string{"."}})
	for _, test := range []struct{ id, path, want string }{
		{"a/Db", "", "*a.yaml:12:3-25:27"},
		{"a/Db", "Absent", "*a.yaml:12:3-25:27"},
		{"a/Db", "MultiAZ", "a.yaml:15:7-15:28 *a.yaml:4:14-4:19 (default of parameter MultiAZ)"},
		{"a/Db", "Literal.a[1]", "*a.yaml:16:24-16:27"},
		{"a/Db", "Literal", "*a.yaml:16:7-16:29"},
		{"a/Db", "Literal.a[1].deeper", "*a.yaml:16:24-16:27"},
		{"a/Db", "Kept", "a.yaml:17:7-17:42 *a.yaml:8:13-8:14 (mapping Days)"},
		{"a/Db", "Chosen", "a.yaml:18:7-18:30 a.yaml:10:8-10:38 (condition Big) *a.yaml:4:14-4:19 (default of parameter MultiAZ)"},
		{"a/Db", "Text", "*a.yaml:19:7-21:14"},
		{"a/Db", "Tags[0].Value", "*a.yaml:24:11-24:23"},
		{"a/Db", "Tags[0]", "*a.yaml:23:11-24:23"},
		{"a/Db", "DeletionPolicy", "*a.yaml:25:5-25:27"},
		{"a/Child/Inner", "MultiAZ", "child.json:6:9-6:35 a.yaml:30:26-30:38 (Parameters of Child) *a.yaml:4:14-4:19 (default of parameter MultiAZ) [a.yaml:26:3-30:39]"},
		{"a/Child/Inner", "Unicode", "*child.json:7:9-7:25 [a.yaml:26:3-30:39]"},
		{"a/Child/Inner", "After", "*child.json:7:27-7:37 [a.yaml:26:3-30:39]"},
	} {
		trace := b.Locator(test.id).Locate(graph.Path(test.path))
		if diff := cmp.Diff(test.want, showTrace(trace)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.id, test.path, diff)
		}
	}
}

func showTrace(trace graph.Trace) string {
	var parts []string
	at := func(l graph.Location) string {
		return fmt.Sprintf("%s:%d:%d-%d:%d", l.File, l.Line, l.Column, l.EndLine, l.EndColumn)
	}
	for i, s := range trace.Steps {
		part := at(s.Location)
		if i == trace.Decides {
			part = "*" + part
		}
		if s.Note != "" {
			part += " (" + s.Note + ")"
		}
		parts = append(parts, part)
	}
	for _, c := range trace.Calls {
		parts = append(parts, "["+at(c)+"]")
	}
	return strings.Join(parts, " ")
}

// TestLocateServerless finds the text behind what a transform generates.
func TestLocateServerless(t *testing.T) {
	t.Parallel()
	b := parse(t, fstest.MapFS{"a.yaml": {Data: []byte(`Globals:
  Function:
    Timeout: 5
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      MemorySize: 128
      InlineCode: x
      Events:
        Poll:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 7
  Queue: {Type: 'AWS::SQS::Queue'}
`)}}, cloudformation.Options{Dirs: []string{"."}})
	for _, test := range []struct{ id, path, want string }{
		{"a/Fn", "", "*a.yaml:5:3-15:25"},
		{"a/Fn", "MemorySize", "*a.yaml:8:7-8:22"},
		{"a/Fn", "Timeout", "*a.yaml:3:5-3:15"},
		{"a/Fn", "Code.ZipFile", "*a.yaml:9:19-9:20"},
		{"a/FnPoll", "", "*a.yaml:11:9-15:25"},
		{"a/FnPoll", "BatchSize", "*a.yaml:15:13-15:25"},
		{"a/FnPoll", "EventSourceArn", "*a.yaml:14:13-14:37"},
		{"a/FnRole", "", "*a.yaml:5:3-15:25"},
	} {
		if diff := cmp.Diff(test.want, showTrace(b.Locator(test.id).Locate(graph.Path(test.path)))); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", test.id, test.path, diff)
		}
	}
}

// TestConstructFrames shows the lines of a program that made a resource.
func TestConstructFrames(t *testing.T) {
	t.Parallel()
	b := parse(t, fstest.MapFS{
		"cdk.out/manifest.json": {Data: []byte(`{"version": "1", "artifacts": {"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.json"},
			"metadata": {"/S/Q/Resource": [{"type": "aws:cdk:logicalId", "data": "Q", "trace": [
				"new Queue2 (/repo/node_modules/aws-cdk-lib/q.js:1:2)", "new S (/repo/lib/s.ts:10:5)", "<anonymous> (file:///elsewhere/x.ts:1:1)", "/repo/app.py:3"]}]}}}}`)},
		"cdk.out/S.json": {Data: []byte(`{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}`)},
	}, cloudformation.Options{Dirs: []string{"."}, Relative: func(p string) (string, bool) { return strings.CutPrefix(p, "/repo/") }})
	want := "*cdk.out/S.json:1:16-1:48 lib/s.ts:10:5-10:5 (construct made here) app.py:3:1-3:1 (called here)"
	if diff := cmp.Diff(want, showTrace(b.Locator("S/Q").Locate(""))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(graph.Construct{Path: "S/Q/Resource", Declared: "S/Q"}, b.Resources[0].Construct); diff != "" {
		t.Errorf("construct (-want +got):\n%s", diff)
	}
}
