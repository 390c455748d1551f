package services

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eventtypes "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/firehose"
	firehosetypes "github.com/aws/aws-sdk-go-v2/service/firehose/types"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	kinesistypes "github.com/aws/aws-sdk-go-v2/service/kinesis/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	snstypes "github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

func TestSQS(t *testing.T) {
	s := &scenario{service: sqsService(), seed: seedSQS}
	s.runIn(t, "moto", "ministack")
}

func seedSQS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := sqs.NewFromConfig(cfg)
	create := must[*sqs.CreateQueueOutput](t)
	create(c.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("orders-dead"), Attributes: map[string]string{"MessageRetentionPeriod": "1209600"}}))
	create(c.CreateQueue(ctx, &sqs.CreateQueueInput{
		QueueName: aws.String("orders"), Tags: map[string]string{"tier": "1", "app": "shop"},
		Attributes: map[string]string{
			"RedrivePolicy":     `{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:orders-dead","maxReceiveCount":5}`,
			"VisibilityTimeout": "120", "KmsMasterKeyId": "alias/aws/sqs",
			"Policy": `{"Version":"2012-10-17","Statement":[{"Sid":"topic","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-west-1:123456789012:placed"}}}]}`,
		},
	}))
	create(c.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("steps.fifo"), Attributes: map[string]string{"FifoQueue": "true"}}))
}

func TestSNS(t *testing.T) {
	s := &scenario{service: snsService(), seed: seedSNS, unordered: true}
	s.runIn(t, "moto", "ministack")
}

func seedSNS(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := sns.NewFromConfig(cfg)
	placed := must[*sns.CreateTopicOutput](t)(c.CreateTopic(ctx, &sns.CreateTopicInput{
		Name: aws.String("placed"), Tags: []snstypes.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
		Attributes: map[string]string{"KmsMasterKeyId": "alias/aws/sns"},
	})).TopicArn
	must[*sns.CreateTopicOutput](t)(c.CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("alarms")}))
	must[*sqs.CreateQueueOutput](t)(sqs.NewFromConfig(cfg).CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("orders")}))
	subscribe := must[*sns.SubscribeOutput](t)
	subscribe(c.Subscribe(ctx, &sns.SubscribeInput{
		TopicArn: placed, Protocol: aws.String("sqs"), Endpoint: aws.String("arn:aws:sqs:eu-west-1:123456789012:orders"),
		Attributes: map[string]string{"FilterPolicy": `{"kind":["placed"]}`, "RedrivePolicy": `{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:orders-dead"}`},
	}))
	subscribe(c.Subscribe(ctx, &sns.SubscribeInput{TopicArn: placed, Protocol: aws.String("email"), Endpoint: aws.String("planted-secret@example.com")}))
	subscribe(c.Subscribe(ctx, &sns.SubscribeInput{
		TopicArn: placed, Protocol: aws.String("https"), Endpoint: aws.String("https://user:planted-secret@events.example.com/integration/planted-secret/enqueue"),
	}))
}

func TestEventBridge(t *testing.T) {
	s := &scenario{service: eventbridgeService(), seed: seedEventBridge}
	s.runIn(t, "moto", "ministack")
}

func seedEventBridge(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := eventbridge.NewFromConfig(cfg)
	must[*eventbridge.CreateEventBusOutput](t)(c.CreateEventBus(ctx, &eventbridge.CreateEventBusInput{
		Name: aws.String("shop"), Tags: []eventtypes.Tag{{Key: aws.String("tier"), Value: aws.String("1")}},
	}))
	rule := must[*eventbridge.PutRuleOutput](t)
	rule(c.PutRule(ctx, &eventbridge.PutRuleInput{
		Name: aws.String("nightly"), ScheduleExpression: aws.String("rate(1 day)"), State: eventtypes.RuleStateDisabled,
		Tags: []eventtypes.Tag{{Key: aws.String("app"), Value: aws.String("shop")}},
	}))
	rule(c.PutRule(ctx, &eventbridge.PutRuleInput{
		Name: aws.String("placed"), EventBusName: aws.String("shop"),
		EventPattern: aws.String(`{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["uploads-eu"]},"token":["planted-secret"]}}`),
	}))
	target := must[*eventbridge.PutTargetsOutput](t)
	target(c.PutTargets(ctx, &eventbridge.PutTargetsInput{Rule: aws.String("nightly"), Targets: []eventtypes.Target{{
		Id: aws.String("report"), Arn: aws.String("arn:aws:ecs:eu-west-1:123456789012:cluster/batch"), RoleArn: aws.String("arn:aws:iam::123456789012:role/events"),
		Input: aws.String(`{"password":"planted-secret"}`),
		EcsParameters: &eventtypes.EcsParameters{
			TaskDefinitionArn: aws.String("arn:aws:ecs:eu-west-1:123456789012:task-definition/report:1"), LaunchType: eventtypes.LaunchTypeFargate,
			TaskCount: aws.Int32(1),
			NetworkConfiguration: &eventtypes.NetworkConfiguration{AwsvpcConfiguration: &eventtypes.AwsVpcConfiguration{
				Subnets: []string{"subnet-0aaaaaaaaaaaaaaaa"}, AssignPublicIp: eventtypes.AssignPublicIpDisabled,
			}},
		},
		DeadLetterConfig: &eventtypes.DeadLetterConfig{Arn: aws.String("arn:aws:sqs:eu-west-1:123456789012:dead")},
		RetryPolicy:      &eventtypes.RetryPolicy{MaximumRetryAttempts: aws.Int32(4), MaximumEventAgeInSeconds: aws.Int32(3600)},
	}}}))
	target(c.PutTargets(ctx, &eventbridge.PutTargetsInput{Rule: aws.String("placed"), EventBusName: aws.String("shop"), Targets: []eventtypes.Target{{
		Id: aws.String("work"), Arn: aws.String("arn:aws:lambda:eu-west-1:123456789012:function:work"),
	}}}))
}

func TestKinesis(t *testing.T) {
	s := &scenario{service: kinesisService(), seed: seedKinesis, mask: []string{`consumer/([a-z]+):[0-9]+`}}
	s.runIn(t, "moto", "ministack")
}

func seedKinesis(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := kinesis.NewFromConfig(cfg)
	create := must[*kinesis.CreateStreamOutput](t)
	create(c.CreateStream(ctx, &kinesis.CreateStreamInput{
		StreamName: aws.String("clicks"), ShardCount: aws.Int32(2),
	}))
	must[*kinesis.AddTagsToStreamOutput](t)(c.AddTagsToStream(ctx, &kinesis.AddTagsToStreamInput{
		StreamName: aws.String("clicks"), Tags: map[string]string{"tier": "2"},
	}))
	create(c.CreateStream(ctx, &kinesis.CreateStreamInput{
		StreamName: aws.String("orders"), StreamModeDetails: &kinesistypes.StreamModeDetails{StreamMode: kinesistypes.StreamModeOnDemand},
	}))
	clicks := aws.String("arn:aws:kinesis:eu-west-1:123456789012:stream/clicks")
	must[*kinesis.IncreaseStreamRetentionPeriodOutput](t)(c.IncreaseStreamRetentionPeriod(ctx, &kinesis.IncreaseStreamRetentionPeriodInput{
		StreamARN: clicks, RetentionPeriodHours: aws.Int32(72),
	}))
	must[*kinesis.StartStreamEncryptionOutput](t)(c.StartStreamEncryption(ctx, &kinesis.StartStreamEncryptionInput{
		StreamARN: clicks, EncryptionType: kinesistypes.EncryptionTypeKms, KeyId: aws.String("alias/aws/kinesis"),
	}))
	must[*kinesis.RegisterStreamConsumerOutput](t)(c.RegisterStreamConsumer(ctx, &kinesis.RegisterStreamConsumerInput{
		StreamARN: clicks, ConsumerName: aws.String("search"),
	}))
}

func TestFirehose(t *testing.T) {
	s := &scenario{service: firehoseService(), seed: seedFirehose}
	s.runIn(t, "moto", "ministack")
}

func seedFirehose(ctx context.Context, t *testing.T, cfg aws.Config) {
	t.Helper()
	c := firehose.NewFromConfig(cfg)
	role := aws.String("arn:aws:iam::123456789012:role/firehose")
	bucket := aws.String("arn:aws:s3:::archive-eu")
	create := must[*firehose.CreateDeliveryStreamOutput](t)
	create(c.CreateDeliveryStream(ctx, &firehose.CreateDeliveryStreamInput{
		DeliveryStreamName: aws.String("archive"), DeliveryStreamType: firehosetypes.DeliveryStreamTypeKinesisStreamAsSource,
		KinesisStreamSourceConfiguration: &firehosetypes.KinesisStreamSourceConfiguration{
			KinesisStreamARN: aws.String("arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"), RoleARN: role,
		},
		ExtendedS3DestinationConfiguration: &firehosetypes.ExtendedS3DestinationConfiguration{
			BucketARN: bucket, RoleARN: role, CompressionFormat: firehosetypes.CompressionFormatGzip,
			BufferingHints: &firehosetypes.BufferingHints{IntervalInSeconds: aws.Int32(60), SizeInMBs: aws.Int32(64)},
			ProcessingConfiguration: &firehosetypes.ProcessingConfiguration{Enabled: aws.Bool(true), Processors: []firehosetypes.Processor{{
				Type: firehosetypes.ProcessorTypeLambda, Parameters: []firehosetypes.ProcessorParameter{{
					ParameterName: firehosetypes.ProcessorParameterNameLambdaArn, ParameterValue: aws.String("arn:aws:lambda:eu-west-1:123456789012:function:shape:$LATEST"),
				}},
			}}},
		},
		Tags: []firehosetypes.Tag{{Key: aws.String("tier"), Value: aws.String("2")}},
	}))
	create(c.CreateDeliveryStream(ctx, &firehose.CreateDeliveryStreamInput{
		DeliveryStreamName: aws.String("metrics"),
		HttpEndpointDestinationConfiguration: &firehosetypes.HttpEndpointDestinationConfiguration{
			EndpointConfiguration: &firehosetypes.HttpEndpointConfiguration{
				Url: aws.String("https://metrics.example.com/planted-secret"), AccessKey: aws.String("planted-secret"),
			},
			RequestConfiguration: &firehosetypes.HttpEndpointRequestConfiguration{CommonAttributes: []firehosetypes.HttpEndpointCommonAttribute{{
				AttributeName: aws.String("key"), AttributeValue: aws.String("planted-secret"),
			}}},
			S3Configuration: &firehosetypes.S3DestinationConfiguration{BucketARN: bucket, RoleARN: role},
		},
	}))
	create(c.CreateDeliveryStream(ctx, &firehose.CreateDeliveryStreamInput{
		DeliveryStreamName: aws.String("warehouse"),
		RedshiftDestinationConfiguration: &firehosetypes.RedshiftDestinationConfiguration{
			ClusterJDBCURL: aws.String("jdbc:redshift://warehouse.abc.eu-west-1.redshift.amazonaws.com:5439/shop?password=planted-secret"),
			CopyCommand:    &firehosetypes.CopyCommand{DataTableName: aws.String("clicks")},
			Username:       aws.String("app"), Password: aws.String("planted-secret"), RoleARN: role,
			S3Configuration: &firehosetypes.S3DestinationConfiguration{BucketARN: bucket, RoleARN: role},
		},
	}))
	create(c.CreateDeliveryStream(ctx, &firehose.CreateDeliveryStreamInput{
		DeliveryStreamName: aws.String("logs"),
		SplunkDestinationConfiguration: &firehosetypes.SplunkDestinationConfiguration{
			HECEndpoint: aws.String("https://splunk.example.com:8088"), HECEndpointType: firehosetypes.HECEndpointTypeRaw, HECToken: aws.String("planted-secret"),
			S3Configuration: &firehosetypes.S3DestinationConfiguration{BucketARN: bucket, RoleARN: role},
		},
	}))
}
