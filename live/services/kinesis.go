package services

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/kinesis"

	"github.com/faultline-dev/faultline/live/collect"
)

// kinesisService reads data streams and their registered consumers.
func kinesisService() *collect.Service {
	return &collect.Service{
		Name: "kinesis", SDK: "Kinesis",
		Calls: collect.Ops("ListStreams", "DescribeStreamSummary", "ListTagsForStream", "ListStreamConsumers"),
		Types: []string{"AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer"},
		Read:  readKinesis,
	}
}

func readKinesis(ctx context.Context, u *collect.Unit) {
	c := kinesis.NewFromConfig(u.Config)
	var all []stream
	collect.Pages(ctx, u, kinesis.NewListStreamsPaginator(c, &kinesis.ListStreamsInput{}),
		[]string{"AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer"},
		func(page *kinesis.ListStreamsOutput) {
			for _, name := range page.StreamNames {
				s := stream{name, u.ARN("kinesis", "stream/"+name)}
				u.Add(collect.Found{Type: "AWS::Kinesis::Stream", Ref: name, ARN: s.arn, Properties: collect.Object{"Name": name}})
				all = append(all, s)
			}
		})
	for _, s := range all {
		s.details(ctx, u, c)
	}
	satellites(u, all, []string{"AWS::Kinesis::StreamConsumer"}, func(s stream) error { return s.consumers(ctx, u, c) }, notThere)
}

type stream struct{ name, arn string }

func (s stream) details(ctx context.Context, u *collect.Unit, c *kinesis.Client) {
	out, err := c.DescribeStreamSummary(ctx, &kinesis.DescribeStreamSummaryInput{StreamName: &s.name})
	parts := []string{"DesiredShardLevelMetrics", "RetentionPeriodHours", "ShardCount", "StreamEncryption", "StreamModeDetails"}
	if u.Part(err, s.arn, parts, notThere) {
		summary, _ := collect.Answer(*out)["StreamDescriptionSummary"].(map[string]any)
		o := collect.Object(summary)
		if o.Text("StreamModeDetails.StreamMode") != "ON_DEMAND" {
			o.Rename("OpenShardCount", "ShardCount") // of the others it is not a setting
		}
		if o.Text("EncryptionType") == "KMS" {
			o.Rename("EncryptionType", "StreamEncryption.EncryptionType", "KeyId", "StreamEncryption.KeyId")
		}
		var metrics []any
		for _, m := range o.List("EnhancedMonitoring") {
			list, _ := m["ShardLevelMetrics"].([]any)
			metrics = append(metrics, list...)
		}
		if len(metrics) > 0 {
			o.Set("DesiredShardLevelMetrics", metrics)
		}
		u.Extend(s.arn, o)
	}
	tags := []any{}
	var start *string
	for {
		page, err := c.ListTagsForStream(ctx, &kinesis.ListTagsForStreamInput{StreamName: &s.name, ExclusiveStartTagKey: start})
		if !u.Part(err, s.arn, []string{"Tags"}, notThere) {
			return
		}
		list, _ := collect.Answer(*page)["Tags"].([]any)
		tags = append(tags, list...)
		n := len(page.Tags)
		if n == 0 || page.HasMoreTags == nil || !*page.HasMoreTags {
			break
		}
		start = page.Tags[n-1].Key
	}
	u.Extend(s.arn, collect.Object{"Tags": tags})
}

func (s stream) consumers(ctx context.Context, u *collect.Unit, c *kinesis.Client) error {
	p := kinesis.NewListStreamConsumersPaginator(c, &kinesis.ListStreamConsumersInput{StreamARN: &s.arn})
	return collect.Every(ctx, p, func(page *kinesis.ListStreamConsumersOutput) {
		for i := range page.Consumers {
			o := collect.Answer(page.Consumers[i])
			o.Set("StreamARN", s.arn)
			u.Add(collect.Found{Type: "AWS::Kinesis::StreamConsumer", Ref: o.Text("ConsumerARN"), ARN: o.Text("ConsumerARN"), Properties: o})
		}
	})
}
