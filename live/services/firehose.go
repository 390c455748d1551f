package services

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/firehose"

	"github.com/faultline-dev/faultline/live/collect"
)

// firehoseService reads delivery streams.
func firehoseService() *collect.Service {
	return &collect.Service{
		Name: "firehose", SDK: "Firehose",
		Calls: collect.Ops("ListDeliveryStreams", "DescribeDeliveryStream", "ListTagsForDeliveryStream"),
		Types: []string{"AWS::KinesisFirehose::DeliveryStream"},
		Read:  readFirehose,
	}
}

func readFirehose(ctx context.Context, u *collect.Unit) {
	c := firehose.NewFromConfig(u.Config)
	turns(u, []string{"AWS::KinesisFirehose::DeliveryStream"}, func(after *string) (*string, error) {
		out, err := c.ListDeliveryStreams(ctx, &firehose.ListDeliveryStreamsInput{ExclusiveStartDeliveryStreamName: after})
		if err != nil {
			return nil, err
		}
		for _, name := range out.DeliveryStreamNames {
			deliveryStream(ctx, u, c, name)
		}
		if n := len(out.DeliveryStreamNames); n > 0 && out.HasMoreDeliveryStreams != nil && *out.HasMoreDeliveryStreams {
			return &out.DeliveryStreamNames[n-1], nil
		}
		return nil, nil
	})
}

func deliveryStream(ctx context.Context, u *collect.Unit, c *firehose.Client, name string) {
	arn := u.ARN("firehose", "deliverystream/"+name)
	u.Add(collect.Found{Type: "AWS::KinesisFirehose::DeliveryStream", Ref: name, ARN: arn, Properties: collect.Object{"DeliveryStreamName": name}})
	out, err := c.DescribeDeliveryStream(ctx, &firehose.DescribeDeliveryStreamInput{DeliveryStreamName: &name})
	if u.Part(err, arn, deliveryParts(), notThere) {
		answer := collect.Answer(*out)
		inner, _ := answer["DeliveryStreamDescription"].(map[string]any)
		u.Extend(arn, delivery(inner))
	}
	tags := []any{}
	var start *string
	for {
		page, err := c.ListTagsForDeliveryStream(ctx, &firehose.ListTagsForDeliveryStreamInput{DeliveryStreamName: &name, ExclusiveStartTagKey: start})
		if !u.Part(err, arn, []string{"Tags"}, notThere) {
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
	u.Extend(arn, collect.Object{"Tags": tags})
}

// deliveryParts are the properties of what the description tells.
func deliveryParts() []string {
	return []string{
		"AmazonOpenSearchServerlessDestinationConfiguration", "AmazonopensearchserviceDestinationConfiguration",
		"DeliveryStreamEncryptionConfigurationInput", "ElasticsearchDestinationConfiguration", "ExtendedS3DestinationConfiguration",
		"HttpEndpointDestinationConfiguration", "IcebergDestinationConfiguration", "KinesisStreamSourceConfiguration", "MSKSourceConfiguration",
		"RedshiftDestinationConfiguration", "SnowflakeDestinationConfiguration", "SplunkDestinationConfiguration",
	}
}

// delivery is a description as properties: what is described is there what is configured.
func delivery(o collect.Object) collect.Object {
	out := collect.Object{}
	if key, _ := o["DeliveryStreamEncryptionConfiguration"].(map[string]any); key != nil && strings.HasPrefix(collect.Object(key).Text("Status"), "ENABL") {
		out.Set("DeliveryStreamEncryptionConfigurationInput", key)
	}
	configure := func(described map[string]any) {
		for name, v := range described {
			if base, ok := strings.CutSuffix(name, "Description"); ok {
				out.Set(base+"Configuration", configured(v))
			}
		}
	}
	if source, _ := o["Source"].(map[string]any); source != nil {
		configure(source)
	}
	if all := o.List("Destinations"); len(all) > 0 {
		configure(all[0]) // there is one
	}
	if out["ExtendedS3DestinationConfiguration"] != nil {
		out.Take("S3DestinationConfiguration") // is the same in the old form
	}
	return out
}

// configured renames what is described inside of a destination.
func configured(v any) any {
	o, ok := v.(map[string]any)
	if !ok {
		return v
	}
	out := make(map[string]any, len(o))
	for name, inner := range o {
		if base, ok := strings.CutSuffix(name, "Description"); ok && strings.HasPrefix(name, "S3") {
			name = strings.TrimSuffix(base, "Destination") + "Configuration"
		}
		out[name] = configured(inner)
	}
	return out
}
