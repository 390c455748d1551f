package catalog_test

import (
	"testing"

	"github.com/faultline-dev/faultline/graph"
)

func TestBackupSelections(t *testing.T) {
	t.Parallel()
	plan := resource("aws_backup_plan.p", attributes{"name": "p"})
	of := ref("plan_id", "aws_backup_plan.p", "id")
	selection := func(a attributes, options ...option) *graph.Resource {
		return resource("aws_backup_selection.s", a, append(options, of)...)
	}
	tag := func(value string) []any {
		return list(attributes{"type": "STRINGEQUALS", "key": "backup", "value": value})
	}
	daily := resource("aws_db_instance.daily", attributes{"identifier": "daily"}, tags("backup", "daily"))
	never := resource("aws_ebs_volume.never", attributes{}, tags("backup", "never"))
	far := resource("aws_db_instance.far", attributes{"identifier": "far"}, tags("backup", "daily"), inUS())
	hidden := resource("aws_dynamodb_table.hidden", attributes{"name": "hidden"}, unknown("tags", "var.tags"))
	for _, c := range []struct {
		name        string
		resources   []*graph.Resource
		edges, open []string
	}{
		{
			"tag",
			[]*graph.Resource{selection(attributes{"selection_tag": tag("daily")}), daily, never, far},
			[]string{"aws_db_instance.daily > aws_backup_plan.p (selection[0].selection_tag[0])"},
			nil,
		},
		{
			"unknown tags",
			[]*graph.Resource{selection(attributes{"selection_tag": tag("daily")}), hidden},
			nil,
			[]string{"aws_dynamodb_table.hidden (tags) var.tags"},
		},
		{
			"unknown tag value",
			[]*graph.Resource{selection(attributes{"selection_tag": tag("")}, unknown("selection_tag[0].value", "var.v")), daily},
			nil,
			[]string{"aws_backup_plan.p (selection[0].selection_tag[0].value) var.v"},
		},
		{
			"reference",
			[]*graph.Resource{selection(attributes{"resources": list(nil)}, ref("resources[0]", "aws_db_instance.daily", "arn")), daily, never},
			[]string{"aws_db_instance.daily > aws_backup_plan.p (selection[0].resources[0])"},
			nil,
		},
		{
			"pattern",
			[]*graph.Resource{selection(attributes{"resources": list("arn:aws:ec2:*:*:volume/*")}), daily, never},
			[]string{"aws_ebs_volume.never > aws_backup_plan.p (selection[0].resources[0])"},
			nil,
		},
		{
			"everything but",
			[]*graph.Resource{
				selection(attributes{"resources": list("*"), "not_resources": list("arn:aws:rds:*:*:db:daily")}), daily, never, far,
			},
			[]string{"aws_ebs_volume.never > aws_backup_plan.p (selection[0].resources[0])"},
			nil,
		},
		{
			"condition",
			[]*graph.Resource{selection(attributes{
				"resources": list("*"),
				"condition": list(attributes{"string_equals": list(attributes{"key": "aws:ResourceTag/backup", "value": "daily"})}),
			}), daily, never, hidden},
			[]string{"aws_db_instance.daily > aws_backup_plan.p (selection[0].resources[0])"},
			[]string{"aws_dynamodb_table.hidden (tags) var.tags"},
		},
		{
			"a condition and nothing to choose from",
			[]*graph.Resource{selection(attributes{
				"resources": list(), "selection_tag": list(),
				"condition": list(attributes{"string_like": list(attributes{"key": "aws:ResourceTag/backup", "value": "dai*"})}),
			}), daily, never, far},
			[]string{"aws_db_instance.daily > aws_backup_plan.p (selection[0].condition)"},
			nil,
		},
		{
			"the tag as conditions have it",
			[]*graph.Resource{selection(attributes{
				"selection_tag": list(attributes{"type": "STRINGEQUALS", "key": "aws:ResourceTag/backup", "value": "daily"}),
			}), daily, never},
			[]string{"aws_db_instance.daily > aws_backup_plan.p (selection[0].selection_tag[0])"},
			nil,
		},
		{
			"unknown resources",
			[]*graph.Resource{selection(attributes{"resources": nil}, unknown("resources", "var.arns")), daily},
			nil,
			[]string{"aws_backup_plan.p (selection[0].resources) var.arns"},
		},
		{
			"unknown plan",
			[]*graph.Resource{
				resource("aws_backup_selection.t", attributes{"selection_tag": tag("daily")}, unknown("plan_id", "var.plan")), daily,
			},
			[]string{"aws_db_instance.daily > aws_backup_selection.t (selection_tag[0])"},
			[]string{},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := complete(t, append(c.resources, plan)...)
			equal(t, "edges", edges(g, graph.BackedUpBy), c.edges)
			if c.open == nil || len(c.open) > 0 {
				equal(t, "open", opens(g, graph.BackedUpBy), c.open)
			}
		})
	}
}
