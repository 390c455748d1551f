package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/faultline-dev/faultline/live/collect"
)

// cloudwatchService reads alarms. Of their tags nothing is asked, which would be a call
// for each.
func cloudwatchService() *collect.Service {
	return &collect.Service{
		Name: "cloudwatch", SDK: "CloudWatch",
		Calls: collect.Ops("DescribeAlarms"),
		Types: []string{"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"},
		Read:  readAlarms,
	}
}

func readAlarms(ctx context.Context, u *collect.Unit) {
	c := cloudwatch.NewFromConfig(u.Config)
	in := &cloudwatch.DescribeAlarmsInput{AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm}}
	all := []string{"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"}
	collect.Pages(ctx, u, cloudwatch.NewDescribeAlarmsPaginator(c, in), all, func(page *cloudwatch.DescribeAlarmsOutput) {
		for i := range page.MetricAlarms {
			alarm(u, "AWS::CloudWatch::Alarm", collect.Answer(page.MetricAlarms[i]))
		}
		for i := range page.CompositeAlarms {
			alarm(u, "AWS::CloudWatch::CompositeAlarm", collect.Answer(page.CompositeAlarms[i]))
		}
	})
}

// alarm records an alarm that somebody made. Those by which Auto Scaling tracks a target
// come and go with its policy, tell nobody, and are in no template: taken for alarms they
// would make everything that scales look watched.
func alarm(u *collect.Unit, typ string, o collect.Object) {
	if tracking(o) {
		return
	}
	o.Rename("AlarmArn", "Arn")
	u.Add(collect.Found{Type: typ, Ref: o.Text("AlarmName"), ARN: o.Text("Arn"), Properties: o})
}

// tracking reports whether Auto Scaling made an alarm for a target that it tracks.
func tracking(o collect.Object) bool {
	return strings.HasPrefix(o.Text("AlarmName"), "TargetTracking-") && strings.HasPrefix(o.Text("AlarmDescription"), "DO NOT EDIT OR DELETE")
}

// dashboardService reads dashboards, of which every region lists the same. What is on
// them is not read: it is text, and nobody's verdict hangs on it.
func dashboardService() *collect.Service {
	return &collect.Service{
		Name: "cloudwatch-dashboards", SDK: "CloudWatch", IAM: "cloudwatch", Global: true,
		Calls: collect.Ops("ListDashboards"),
		Types: []string{"AWS::CloudWatch::Dashboard"},
		Read: func(ctx context.Context, u *collect.Unit) {
			c := cloudwatch.NewFromConfig(u.Config)
			collect.Pages(ctx, u, cloudwatch.NewListDashboardsPaginator(c, &cloudwatch.ListDashboardsInput{}), []string{"AWS::CloudWatch::Dashboard"},
				func(page *cloudwatch.ListDashboardsOutput) {
					for i := range page.DashboardEntries {
						o := collect.Answer(page.DashboardEntries[i])
						u.Add(collect.Found{
							Type: "AWS::CloudWatch::Dashboard", Ref: o.Text("DashboardName"), ARN: o.Text("DashboardArn"), Properties: o,
						})
					}
				})
		},
	}
}
