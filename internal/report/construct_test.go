package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/faultline-dev/faultline/analyzer"
	"github.com/faultline-dev/faultline/graph"
)

// constructs is a run over an assembly of the CDK beside a module of Terraform: a network
// and a database with several findings each, an alarm's absence that two constructs wait
// for alike, and one finding of no construct.
func constructs() *Report {
	b := &graph.Builder{}
	add := func(id, typ string, c graph.Construct) {
		at := at("cdk.out/Shop.template.json", 10*len(b.Resources)+1, 3, 10*len(b.Resources)+9, 4)
		b.Add(&graph.Resource{ID: id, Type: typ, NativeType: typ, Source: graph.CloudFormation, Group: "Shop", Construct: c, Location: &at}, nil)
	}
	const db = "aws-cdk-lib.aws_rds.DatabaseInstance"
	add("Shop/NetNat", "aws_nat_gateway", graph.Construct{Path: "Shop/Net/PublicSubnet1/NATGateway", Declared: "Shop/Net", Class: "aws-cdk-lib.aws_ec2.Vpc"})
	add("Shop/Db1", "aws_db_instance", graph.Construct{Path: "Shop/Store/Db/Resource", Declared: "Shop/Store/Db", Class: db})
	add("Shop/Db2", "aws_db_instance", graph.Construct{Path: "Shop/<b>Copy\x1b[2J*/Resource", Declared: "Shop/<b>Copy\x1b[2J*", Class: db})
	add("aws_db_instance.old", "aws_db_instance", graph.Construct{})
	g, rules := b.Freeze(), fixtureRules()
	var findings []*analyzer.Finding
	fail := func(rule, id, message string) *analyzer.Finding {
		f := &analyzer.Finding{
			Rule: rules[rule], Severity: rules[rule].Severity, Verdict: analyzer.Fail, Resource: g.Resource(id), Message: message,
			Fingerprint: fmt.Sprintf("%s|%s", rule, id),
		}
		findings = append(findings, f)
		return f
	}
	fail("aws-autoscaling-fixed-size", "Shop/Db1", "It does not grow.")
	fail("aws-rds-single-az", "Shop/Db1", "Losing one zone takes it down.").Remediation = "Set MultiAZ: true."
	fail("aws-rds-no-backup", "Shop/NetNat", "Its state is not kept.")
	fail("aws-rds-single-az", "Shop/Db2", "Losing one zone takes it down.")
	fail("aws-rds-single-az", "aws_db_instance.old", "Losing one zone takes it down.")
	for _, id := range []string{"Shop/Db1", "Shop/Db2"} {
		f := fail("aws-ebs-one-zone", id, "Cannot tell.")
		f.Verdict, f.Unknown = analyzer.Undetermined, []analyzer.Needed{{Path: "x", Needs: []string{"parameter Alarm"}, Supply: "--param Alarm=…"}}
	}
	return &Report{
		Assessment: &analyzer.Assessment{Graph: g, Findings: findings, Coverage: analyzer.Coverage{FilesRead: 2, Resources: 4, Rules: 5, Judged: 4, Undetermined: 2}},
		Target:     "cdk.out", GateThreshold: analyzer.Medium, ExitCode: 1,
	}
}

// TestSummaryKeepsTheWorst is about a summary with room for a few findings: the least
// severe go, of whatever construct.
func TestSummaryKeepsTheWorst(t *testing.T) {
	t.Parallel()
	r := constructs()
	list := r.Assessment.Findings
	for i := range 40 {
		f := *list[i%2]
		f.Message = fmt.Sprintf("%s Number %d.", f.Message, i)
		res := *f.Resource
		res.ID += fmt.Sprint(i)
		res.Location = new(at("cdk.out/Shop.template.json", 100+i, 1, 100+i, 2))
		f.Resource = &res
		r.Assessment.Findings = append(r.Assessment.Findings, &f)
	}
	text := markdownOf(t, r, MarkdownOptions{limit: 9000})
	if len(text) > 9000 {
		t.Errorf("%d bytes", len(text))
	}
	if strings.Count(text, "| **high** |") != 23 || strings.Count(text, "| **low** |") == 21 || !strings.Contains(text, "**Left out**") {
		t.Errorf("a high finding is left out:\n%s", text)
	}
	if n := strings.Count(text, "| | **`Shop/Store/Db`**"); n != 1 {
		t.Errorf("%d headings of one construct:\n%s", n, text)
	}
}

// TestNoConstructNoHeading is about what no program of the CDK wrote.
func TestNoConstructNoHeading(t *testing.T) {
	t.Parallel()
	r := fixture()
	if list := sections(r.blocks()); titled(list) || len(list) != 1 {
		t.Errorf("%d sections", len(list))
	}
}
