package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

func TestCloudWatch(t *testing.T) {
	s := &scenario{service: cloudwatchService(), seed: seedAlarms}
	s.run(t, "moto")
}

func TestDashboards(t *testing.T) {
	s := &scenario{service: dashboardService(), seed: seedDashboards}
	s.run(t, "moto")
}

func seedAlarms(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := cloudwatch.NewFromConfig(cfg)
	topic := []string{"arn:aws:sns:eu-west-1:123456789012:pager"}
	alarm := func(in *cloudwatch.PutMetricAlarmInput) {
		in.EvaluationPeriods, in.Threshold = aws.Int32(3), aws.Float64(1)
		in.ComparisonOperator = types.ComparisonOperatorGreaterThanThreshold
		done(t)(c.PutMetricAlarm(ctx, in))
	}
	alarm(&cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String("orders-age"), Namespace: aws.String("AWS/SQS"), MetricName: aws.String("ApproximateAgeOfOldestMessage"),
		Dimensions: []types.Dimension{{Name: aws.String("QueueName"), Value: aws.String("orders")}}, Period: aws.Int32(60),
		Statistic: types.StatisticMaximum, AlarmActions: topic, OKActions: topic, TreatMissingData: aws.String("notBreaching"),
		AlarmDescription: aws.String("planted-secret"),
	})
	alarm(&cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String("orders-errors"), AlarmActions: topic, ActionsEnabled: aws.Bool(false),
		Metrics: []types.MetricDataQuery{
			{Id: aws.String("rate"), Expression: aws.String("100 * errors / calls"), ReturnData: aws.Bool(true)},
			metric("errors", "Errors"), metric("calls", "Invocations"),
		},
	})
}

func seedDashboards(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := cloudwatch.NewFromConfig(cfg)
	done(t)(c.PutDashboard(ctx, &cloudwatch.PutDashboardInput{
		DashboardName: aws.String("shop"), DashboardBody: aws.String(`{"widgets":[{"type":"text","properties":{"markdown":"planted-secret"}}]}`),
	}, func(o *cloudwatch.Options) { o.Region = "us-east-1" }))
}

func metric(id, name string) types.MetricDataQuery {
	return types.MetricDataQuery{
		Id: &id, ReturnData: aws.Bool(false), MetricStat: &types.MetricStat{
			Period: aws.Int32(60), Stat: aws.String("Sum"), Metric: &types.Metric{
				Namespace: aws.String("AWS/Lambda"), MetricName: &name,
				Dimensions: []types.Dimension{{Name: aws.String("FunctionName"), Value: aws.String("orders")}},
			},
		},
	}
}
