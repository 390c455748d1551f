package cloudformation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/faultline-dev/faultline/graph"
	"github.com/faultline-dev/faultline/parsers/cloudformation"
)

const harmless = "Resources:\n  Topic: {Type: 'AWS::SNS::Topic'}\n"

// TestHostile gives input that would exhaust a careless reader. Each must leave a
// diagnostic, and the template beside it must still be read.
func TestHostile(t *testing.T) {
	t.Parallel()
	head := "AWSTemplateFormatVersion: '2010-09-09'\n"
	in := func(properties string) string {
		return head + "Resources:\n  A:\n    Type: AWS::X::Y\n    Properties:\n" + properties
	}
	bomb := &strings.Builder{}
	bomb.WriteString(head + "Mappings:\n  M:\n    a0: &a0 {k: v}\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(bomb, "    a%d: &a%d {x: *a%d, y: *a%d}\n", i, i, i-1, i-1)
	}
	bomb.WriteString("Resources:\n  A:\n    Type: AWS::X::Y\n    Properties: {P: *a59}\n")
	double := &strings.Builder{}
	double.WriteString(head + "Conditions:\n  C0: !Equals [a, a]\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(double, "  C%d: !And [!Condition C%d, !Condition C%d]\n", i, i-1, i-1)
	}
	double.WriteString("Resources:\n  A: {Type: 'AWS::X::Y', Condition: C59, Properties: !Nope x}\n")
	grow := "!Ref P"
	for range 12 {
		grow = `!Join ["", [` + strings.Repeat(grow+", ", 3) + grow + "]]"
		if len(grow) > 1<<20 {
			break
		}
	}
	chain := &strings.Builder{}
	chain.WriteString(head + "Conditions:\n")
	for i := range 20_000 {
		fmt.Fprintf(chain, "  C%d: !Not [!Condition C%d]\n", i, i+1)
	}
	chain.WriteString("  C20000: !Equals [a, a]\nResources:\n  A: {Type: 'AWS::X::Y', Condition: C0}\n")
	many := &strings.Builder{}
	many.WriteString(head + "Resources:\n")
	for i := range 20_100 {
		fmt.Fprintf(many, "  R%d: {Type: 'AWS::X::Y'}\n", i)
	}
	for name, c := range map[string]struct{ src, want string }{
		"alias bomb":       {bomb.String(), "Too many values"},
		"conditions":       {double.String(), "Unknown function"},
		"chain":            {chain.String(), "Nested too deeply"},
		"brackets":         {in("      P: " + strings.Repeat("[", 100_000) + "\n"), "Template not read"},
		"braces":           {`{"AWSTemplateFormatVersion": ` + strings.Repeat(`{"a":`, 100_000), "Template not read"},
		"functions":        {in("      P: " + strings.Repeat("!Base64 [", 0) + strings.Repeat(`{"Fn::Base64": `, 500) + "x" + strings.Repeat("}", 500) + "\n"), "Template not read"},
		"growing":          {"Parameters:\n  P: {Type: String, Default: " + strings.Repeat("x", 1000) + "}\n" + in("      P: "+grow+"\n"), "Values too large"},
		"itself":           {in("      P: &p\n        Q: *p\n"), "Alias of itself"},
		"nested in itself": {head + "Resources:\n  A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: bad.yaml}}\n", "Nested stack not read"},
		"included itself":  {in("      Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: loop.yaml}}\n"), "Nested too deeply"},
		"loop of loops":    {head + "Resources:\n  A:\n    Type: AWS::X::Y\n    Properties:\n" + loops(8), "Too many values"},
		"resources":        {many.String(), "Resource not read"},
		"substitution":     {in("      P: !Sub \"" + strings.Repeat("${", 100_000) + "\"\n      Q: !Nope x\n"), "Unknown function"},
		"network":          {in("      P: !Cidr [10.0.0.0/0, 100000000, 1]\n"), "Invalid arguments"},
		"index":            {in("      P: !Select [99999999999999999999, [a]]\n"), "Invalid arguments"},
		"negative":         {in("      P: !Select [-1, [a]]\n"), "Index out of range"},
		"type":             {head + "Resources:\n  A: {Type: {a: b}}\n", "Resource not read"},
		"binary":           {head + "Resources:\n  A: {Type: 'AWS::X::Y', Properties: {P: \"\x00\"}}\n", "Template not read"},
		"outside":          {head + "Resources:\n  A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: ../../etc/passwd}}\n", "Nested stack not read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			started := time.Now()
			b := parse(t, fstest.MapFS{
				"bad.yaml": {Data: []byte(c.src)}, "good/t.yaml": {Data: []byte(harmless)},
				"loop.yaml": {Data: []byte("Fn::Transform: {Name: 'AWS::Include', Parameters: {Location: loop.yaml}}\n")},
			}, cloudformation.Options{Dirs: []string{"."}})
			if took := time.Since(started); took > time.Minute {
				t.Error("took", took)
			}
			if !slices.ContainsFunc(b.Resources, func(r *graph.Resource) bool { return r.ID == "good/t/Topic" }) {
				t.Error("the harmless template is not read")
			}
			if !slices.ContainsFunc(b.Diagnostics, func(d graph.Diagnostic) bool { return d.Summary == c.want }) {
				t.Errorf("no diagnostic %q among %v", c.want, b.Diagnostics)
			}
			for _, r := range b.Resources {
				b.Locator(r.ID).Locate("P")
			}
		})
	}
}

// TestNamesOfNames is about names that double from resource to resource, and exports that
// are named after stacks through many levels: without bounds it would not end.
func TestNamesOfNames(t *testing.T) {
	t.Parallel()
	names := &strings.Builder{}
	names.WriteString("Resources:\n  R0: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'b'}}\n")
	for i := 1; i < 200; i++ {
		fmt.Fprintf(names, "  R%d: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub '${R%d}${R%d}'}}\n", i, i-1, i-1)
	}
	fsys := fstest.MapFS{
		"names.yaml": {Data: []byte(names.String())},
		"top.yaml":   {Data: []byte("Resources:\n  N: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: a/s0.yaml, Parameters: {P: !Ref AWS::StackName}}}\n")},
	}
	for i := range 18 {
		fsys[fmt.Sprintf("a/s%d.yaml", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "Parameters:\n  P: {Type: String}\nResources:\n"+
			"  N: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: s%d.yaml, Parameters: {P: !Sub '${P}-${P}'}}}\n"+
			"  R: {Type: 'AWS::X::Y', Properties: {P: {'Fn::ImportValue': !Ref P}}}\n"+
			"Outputs:\n  O: {Value: x, Export: {Name: !Sub '${P}${P}'}}\n", i+1)}
	}
	b := parse(t, fsys, cloudformation.Options{Files: []string{"names.yaml", "top.yaml"}})
	if n := len(b.Resources); n < 230 {
		t.Errorf("%d resources", n)
	}
}

// loops nests Fn::ForEach: each level repeats the one in it a hundred times.
func loops(n int) string {
	var b strings.Builder
	indent := "      "
	list := strings.TrimSuffix(strings.Repeat("x,", 100), ",")
	for i := range n {
		fmt.Fprintf(&b, "%sFn::ForEach::L%d:\n%s  - V%d\n%s  - [%s]\n%s  - K%d${V%d}:\n", indent, i, indent, i, indent, list, indent, i, i)
		indent += "        "
	}
	fmt.Fprintf(&b, "%sx: y\n", indent)
	return b.String()
}

// TestNamedFiles holds that a file given by name must be a template, and that others are
// passed over.
func TestNamedFiles(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"a.yaml": {Data: []byte("kind: Deployment\n")}, "b.yaml": {Data: []byte(harmless)}, "c.json": {Data: []byte("{")}}
	b := parse(t, fsys, cloudformation.Options{Dirs: []string{"."}})
	if len(b.Resources) != 1 || len(b.Diagnostics) != 0 {
		t.Errorf("a folder: %v %v", b.Resources, b.Diagnostics)
	}
	b = parse(t, fsys, cloudformation.Options{Files: []string{"a.yaml", "c.json"}})
	if len(b.Resources) != 0 || len(b.Diagnostics) != 2 || !b.Diagnostics[0].Incomplete {
		t.Errorf("named: %v %v", b.Resources, b.Diagnostics)
	}
}
